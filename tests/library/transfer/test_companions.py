from pathlib import Path

import pytest

from app.library.transfer.companions import Companions
from tests.library.transfer.parcels import write


@pytest.mark.parametrize(
    ("photo", "companion"),
    [
        ("IMG_1.CR3", "IMG_1.xmp"),
        ("IMG_1.CR3", "img_1.XMP"),
        ("IMG_1.CR3", "IMG_1.CR3.xmp"),
        ("IMG_1.CR3", "IMG_1.cr3.XMP"),
        ("IMG_1.CR3", "IMG_1_01.CR3.xmp"),
        ("IMG_1.CR3", "IMG_1.CR3.pp3"),
        ("IMG_1.CR3", "IMG_1.wav"),
        ("IMG_1.HEIC", "IMG_1.AAE"),
        ("a.b.jpg", "a.b.xmp"),
        ("\u00e9.jpg", "e\u0301.jpg.xmp"),
    ],
)
def test_travels_with_the_photo(tmp_path: Path, photo: str, companion: str) -> None:
    paths = write(tmp_path / photo, b"p"), write(tmp_path / companion, b"c")
    assert Companions().of(paths[:1]) == (paths[1],)


@pytest.mark.parametrize(
    ("photo", "stranger"),
    [
        ("IMG_1.CR3", "IMG_10.xmp"),
        ("IMG_1.CR3", "IMG_1.JPG.xmp"),
        ("IMG_1.CR3", "IMG_1.JPG"),
        ("IMG_1.HEIC", "IMG_1.MOV"),
        ("IMG_1.CR3", "IMG_1_01.JPG.xmp"),
        ("IMG_1.CR3", "IMG_1_edited.CR3.xmp"),
        ("a.b.jpg", "a.xmp"),
    ],
)
def test_belongs_to_something_else(tmp_path: Path, photo: str, stranger: str) -> None:
    path = write(tmp_path / photo, b"p")
    write(tmp_path / stranger, b"c")
    assert Companions().of([path]) == ()


def test_what_belongs_to_one_file_of_a_pair_alone(tmp_path: Path) -> None:
    jpeg = write(tmp_path / "IMG_1.JPG", b"p")
    both, own = write(tmp_path / "IMG_1.xmp", b"c"), write(tmp_path / "IMG_1.JPG.xmp", b"c")
    write(tmp_path / "IMG_1.CR3.xmp", b"c")
    companions = Companions()
    assert companions.named_after(jpeg) == (own,)
    assert companions.named_alike(jpeg) == (both,)


def test_a_folder_that_is_gone_holds_none(tmp_path: Path) -> None:
    assert Companions().of([tmp_path / "gone" / "a.jpg"]) == ()
