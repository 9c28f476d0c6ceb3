from collections.abc import Sequence
from pathlib import Path

import pytest

from app.library.photo import Photo, PhotoId
from app.library.xmp.sidecar_names import Naming, chosen, is_on_card, look_into, usual_naming
from app.library.xmp.wishes import Profile
from tests.library.captures import capture


def photo(folder: Path, number: int, *names: str) -> Photo:
    return Photo(PhotoId(number), tuple(folder / name for name in names), (), capture())


def names(folder: Path, photos: Sequence[Photo], one: Photo) -> list[tuple[str, str, bool]]:
    return [(place.path.name, place.ending, place.is_there) for place in look_into(folder, photos).places(one)]


def test_both_names_in_any_case(tmp_path: Path) -> None:
    for name in ("img_1.XMP", "IMG_1.cr2.Xmp", "IMG_1_01.CR2.xmp", "IMG_10.xmp"):
        (tmp_path / name).touch()
    one = photo(tmp_path, 1, "IMG_1.CR2")
    assert names(tmp_path, [one], one) == [("img_1.XMP", ".xmp", True), ("IMG_1.cr2.Xmp", ".cr2.xmp", True)]


def test_one_sidecar_serves_both_files_of_a_pair(tmp_path: Path) -> None:
    pair = photo(tmp_path, 1, "A.JPG", "A.NEF")
    assert names(tmp_path, [pair], pair) == [
        ("A.xmp", ".xmp", False),
        ("A.JPG.xmp", ".jpg.xmp", False),
        ("A.NEF.xmp", ".nef.xmp", False),
    ]


def test_a_movie_gets_no_sidecar(tmp_path: Path) -> None:
    live = photo(tmp_path, 1, "A.HEIC", "A.MOV")
    assert [name for name, _, _ in names(tmp_path, [live], live)] == ["A.xmp", "A.HEIC.xmp"]


def test_accents_may_be_composed_or_not(tmp_path: Path) -> None:
    (tmp_path / "e\u0301t\u00e9.xmp").touch()
    one = photo(tmp_path, 1, "\u00e9t\u00e9.jpg")
    assert names(tmp_path, [one], one)[0] == ("e\u0301t\u00e9.xmp", ".xmp", True)


def test_of_photos_with_one_name_only_the_raw_has_the_short_sidecar(tmp_path: Path) -> None:
    raw, edit = photo(tmp_path, 1, "A.CR2"), photo(tmp_path, 2, "a.tif")
    assert len(names(tmp_path, [raw, edit], raw)) == 2
    assert names(tmp_path, [raw, edit], edit) == [("a.tif.xmp", ".tif.xmp", False)]
    jpeg = photo(tmp_path, 3, "b.jpg")
    png = photo(tmp_path, 4, "b.png")
    assert [len(names(tmp_path, [jpeg, png], one)) for one in (jpeg, png)] == [1, 1]


def test_the_sidecar_of_a_photo_that_was_alone_stays_its_own_when_a_version_of_it_comes(tmp_path: Path) -> None:
    jpeg, png, tiff = photo(tmp_path, 1, "A.JPG"), photo(tmp_path, 2, "A.png"), photo(tmp_path, 3, "A.tif")
    raw, two = photo(tmp_path, 4, "B.NEF"), [photo(tmp_path, 5, "C.jpg"), photo(tmp_path, 6, "C.heic")]
    edit = photo(tmp_path, 7, "B.jpg")
    every = [jpeg, png, tiff, raw, edit, *two]
    for name in ("A.xmp", "B.xmp", "C.xmp"):
        (tmp_path / name).touch()
    shared = [one.id for one in every if (f"{one.path.stem}.xmp", ".xmp", True) in names(tmp_path, every, one)]
    assert shared == [jpeg.id, raw.id]


@pytest.mark.parametrize(
    ("there", "naming", "expected"),
    [
        ([], Naming.SHORT, ["A.xmp"]),
        ([], Naming.LONG, ["A.JPG.xmp", "A.NEF.xmp"]),
        ([], Naming.BOTH, ["A.xmp", "A.JPG.xmp", "A.NEF.xmp"]),
        (["A.NEF.xmp"], Naming.SHORT, ["A.NEF.xmp"]),
        (["A.xmp"], Naming.LONG, ["A.xmp"]),
        (["A.xmp", "A.NEF.xmp"], Naming.LONG, ["A.xmp", "A.NEF.xmp"]),
        (["A.xmp"], Naming.BOTH, ["A.xmp", "A.JPG.xmp", "A.NEF.xmp"]),
    ],
)
def test_what_is_there_decides(tmp_path: Path, there: list[str], naming: Naming, expected: list[str]) -> None:
    for name in there:
        (tmp_path / name).touch()
    pair = photo(tmp_path, 1, "A.JPG", "A.NEF")
    places = look_into(tmp_path, [pair]).places(pair)
    assert [place.path.name for place in chosen(places, naming)] == expected


def test_a_photo_without_the_short_name_gets_the_long_one(tmp_path: Path) -> None:
    jpeg, png = photo(tmp_path, 3, "b.jpg"), photo(tmp_path, 4, "b.png")
    places = look_into(tmp_path, [jpeg, png]).places(png)
    assert [place.path.name for place in chosen(places, Naming.SHORT)] == ["b.png.xmp"]


def test_the_names_programs_look_for() -> None:
    assert [usual_naming(one) for one in Profile] == [Naming.SHORT, Naming.LONG, Naming.LONG, Naming.BOTH]


def test_memory_cards() -> None:
    assert is_on_card(Path("/media/card/DCIM/100CANON"))
    assert is_on_card(Path("/media/card/dcim"))
    assert not is_on_card(Path("/photos/DCIM old/day"))
