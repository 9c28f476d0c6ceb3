import os
from pathlib import Path

import pytest

from app.analysis.folder_pictures import FolderPictures, pictures_of
from app.cancel import Cancelled, CancelToken
from app.library.photo import Skipped
from tests.library.exif_blocks import small_dng
from tests.pictures import scene, write_photo
from tests.shoots import START


def found(folder: Path) -> FolderPictures:
    return pictures_of(folder, CancelToken())


def names(pictures: FolderPictures) -> list[list[str]]:
    return [[path.name for path in files] for files in pictures.pictures]


def reasons(pictures: FolderPictures) -> dict[str, str]:
    return {one.path.name: one.reason for one in pictures.skipped}


def write(folder: Path, *files: str) -> None:
    for file in files:
        write_photo(folder / file, scene(1, (48, 32)), START)


def test_pictures_stand_in_order_of_file_names_as_the_published_code_sorts_them(tmp_path: Path) -> None:
    write(tmp_path, "9.jpg", "10.png", "b.webp", "B.tif", "sub/c.jpg")
    assert names(found(tmp_path)) == [["10.png"], ["9.jpg"], ["B.tif"], ["b.webp"]]
    assert found(tmp_path).skipped == ()


def test_what_is_no_picture_is_passed_over_in_silence(tmp_path: Path) -> None:
    write(tmp_path, "a.jpg", ".hidden.jpg")
    (tmp_path / "a.xmp").write_text("<x:xmpmeta/>")
    (tmp_path / "notes.txt").write_text("the light was good")
    (tmp_path / "scores.csv").write_text("")
    (tmp_path / "clip.mp4").write_bytes(b"\0\0\0\x18ftypisom" + bytes(40))
    assert names(found(tmp_path)) == [["a.jpg"]]
    assert found(tmp_path).skipped == ()


def test_what_is_called_or_looks_like_a_picture_but_is_none_is_named(tmp_path: Path) -> None:
    write(tmp_path, "a.jpg")
    (tmp_path / "empty.JPG").write_bytes(b"")
    (tmp_path / "export.jxl").write_bytes(b"\xff\x0a" + bytes(40))
    (tmp_path / "copy").write_bytes(b"\xff\xd8\xff\xe0 not much of a picture")
    (tmp_path / "text.png").write_text("not a picture")
    assert names(found(tmp_path)) == [["a.jpg"]]
    assert set(reasons(found(tmp_path))) == {"empty.JPG", "export.jxl", "copy", "text.png"}
    assert reasons(found(tmp_path))["empty.JPG"] == "the file is empty"
    assert "JPEG XL" in reasons(found(tmp_path))["export.jxl"]


def test_a_picture_without_an_ending_counts(tmp_path: Path) -> None:
    write(tmp_path, "a.jpg")
    (tmp_path / "a.jpg").rename(tmp_path / "recovered")
    assert names(found(tmp_path)) == [["recovered"]]


def test_a_raw_file_stands_behind_its_jpeg(tmp_path: Path) -> None:
    write(tmp_path, "a.jpg")
    small_dng(tmp_path / "a.DNG", START.strftime("%Y:%m:%d %H:%M:%S"))
    assert names(found(tmp_path)) == [["a.jpg", "a.DNG"]]


def test_a_link_to_nowhere_is_named_if_it_is_called_a_picture(tmp_path: Path) -> None:
    write(tmp_path, "a.jpg")
    (tmp_path / "b.jpg").symlink_to(tmp_path / "gone")
    (tmp_path / "c").symlink_to(tmp_path / "gone")
    assert reasons(found(tmp_path)) == {"b.jpg": "a link to a file that is not there"}


def test_a_folder_without_a_picture_is_named(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("none")
    write(tmp_path, "sub/a.jpg")
    assert found(tmp_path) == FolderPictures(tmp_path, (), (Skipped(tmp_path, "there is no picture in this folder"),))


def test_a_folder_that_is_gone_is_named(tmp_path: Path) -> None:
    (failed,) = found(tmp_path / "gone").skipped
    assert failed.path == tmp_path / "gone"
    assert "is not there" in failed.reason


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="permissions do not bind this user")
def test_a_folder_that_may_not_be_opened_is_named(tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0)
    try:
        (failed,) = found(locked).skipped
    finally:
        locked.chmod(0o755)
    assert "may not be opened" in failed.reason


def test_a_cancel_is_obeyed(tmp_path: Path) -> None:
    write(tmp_path, "a.jpg")
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        pictures_of(tmp_path, token)
