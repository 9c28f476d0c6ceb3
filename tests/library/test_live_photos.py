import io
import os
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image

from app.cancel import CancelToken
from app.library.decode import open_picture
from app.library.identity import Presence
from app.library.photo import Marks, Photo, ScannedPhoto, Skipped, picture_files, without_shown
from app.library.scan import list_shots, read_shots
from app.library.store import Store
from tests.library.exif_blocks import directory, exif_block, jpeg_with, small_dng
from tests.library.movies import movie
from tests.pictures import scene, write_photo

MOMENT = datetime(2024, 5, 6, 7, 8, 9)
PICTURE = scene(1, (64, 48))


def live_jpeg(path: Path, identifier: str) -> Path:
    note = b"Apple iOS\0\0\1MM" + directory({0x0011: identifier}, 14, ">")
    return jpeg_with(path, exif_block("Apple", note))


def motion_jpeg(path: Path) -> Path:
    return jpeg_with(path, xmp=b'<rdf:Description GCamera:MotionPhoto="1" GCamera:MotionPhotoVersion="1"/>')


def scan(folder: Path, known: dict[Path, ScannedPhoto] | None = None) -> tuple[list[tuple[str, ...]], dict[str, str]]:
    found = read(folder, known)
    photos = [tuple(path.name for path in one.files) for one in found if isinstance(one, ScannedPhoto)]
    return sorted(photos), {one.path.name: one.reason for one in found if isinstance(one, Skipped)}


def read(folder: Path, known: dict[Path, ScannedPhoto] | None = None) -> list[ScannedPhoto | Skipped]:
    listing = list_shots(folder, recursive=False, token=CancelToken())
    return list(read_shots(listing, known or {}, CancelToken()))


@pytest.mark.parametrize("iso", [False, True])
@pytest.mark.parametrize("ending", ["MOV", "mp4"])
def test_a_live_photo_is_one_photo_by_its_identifier(tmp_path: Path, ending: str, iso: bool) -> None:
    live_jpeg(tmp_path / "IMG_1.JPG", "8A5C-1")
    (tmp_path / f"IMG_1.{ending}").write_bytes(movie("8A5C-1", iso=iso))
    assert scan(tmp_path) == ([("IMG_1.JPG", f"IMG_1.{ending}")], {})


def test_another_identifier_is_another_movie(tmp_path: Path) -> None:
    live_jpeg(tmp_path / "IMG_1.JPG", "8A5C-1")
    (tmp_path / "IMG_1.MOV").write_bytes(movie("8A5C-2"))
    assert scan(tmp_path) == ([("IMG_1.JPG",)], {"IMG_1.MOV": "a video, not a photo"})


def test_a_heic_and_a_short_quicktime_movie_belong_together_by_name(tmp_path: Path) -> None:
    write_photo(tmp_path / "IMG_1.HEIC", PICTURE, MOMENT)
    (tmp_path / "img_1.mov").write_bytes(movie(seconds=2.9))
    assert scan(tmp_path) == ([("IMG_1.HEIC", "img_1.mov")], {})


@pytest.mark.parametrize("wide", [False, True])
def test_a_long_movie_is_a_video_of_its_own(tmp_path: Path, wide: bool) -> None:
    write_photo(tmp_path / "IMG_1.HEIC", PICTURE, MOMENT)
    (tmp_path / "IMG_1.MOV").write_bytes(movie(seconds=61, wide=wide))
    assert scan(tmp_path) == ([("IMG_1.HEIC",)], {"IMG_1.MOV": "a video, not a photo"})


def test_photo_and_video_of_one_second_stay_apart(tmp_path: Path) -> None:
    write_photo(tmp_path / "20240506_070809.jpg", PICTURE, MOMENT)
    (tmp_path / "20240506_070809.mp4").write_bytes(movie(seconds=3, brand=b"isom"))
    assert scan(tmp_path) == ([("20240506_070809.jpg",)], {"20240506_070809.mp4": "a video, not a photo"})


@pytest.mark.parametrize(
    ("picture", "clip"),
    [
        ("PXL_20240506_070809123.MP.jpg", "PXL_20240506_070809123.MP"),
        ("PXL_20240506_070809123.MP.jpg", "PXL_20240506_070809123.MP.mp4"),
        ("PXL_20240506_070809123.MP.jpg", "PXL_20240506_070809123.mp4"),
        ("MVIMG_20190506_070809.jpg", "MVIMG_20190506_070809.mp4"),
    ],
)
def test_googles_motion_photos_are_told_by_their_names(tmp_path: Path, picture: str, clip: str) -> None:
    write_photo(tmp_path / picture, PICTURE, MOMENT)
    (tmp_path / clip).write_bytes(movie(brand=b"isom"))
    assert scan(tmp_path) == ([(picture, clip)], {})


def test_a_photo_that_says_it_moves_takes_its_movie(tmp_path: Path) -> None:
    motion_jpeg(tmp_path / "20240506_070809.jpg")
    (tmp_path / "20240506_070809.mp4").write_bytes(movie(brand=b"isom"))
    assert scan(tmp_path) == ([("20240506_070809.jpg", "20240506_070809.mp4")], {})


def test_a_movie_inside_the_picture_file_disturbs_nobody(tmp_path: Path) -> None:
    for number, progressive in enumerate((False, True)):
        path = tmp_path / f"PXL_{number}.MP.jpg"
        buffer = io.BytesIO()
        PICTURE.save(buffer, "JPEG", progressive=progressive)
        # Bytes of a movie that look like what a JPEG consists of.
        path.write_bytes(buffer.getvalue() + movie(brand=b"mp42") + b"\xff\xd8\xff\xda\xff\xd9" * 500)
        assert open_picture(path).tobytes() == Image.open(buffer).convert("RGB").tobytes()
    assert scan(tmp_path) == ([("PXL_0.MP.jpg",), ("PXL_1.MP.jpg",)], {})


def test_raw_jpeg_and_movie_are_one_photo(tmp_path: Path) -> None:
    write_photo(tmp_path / "IMG_1.JPG", PICTURE, MOMENT)
    small_dng(tmp_path / "IMG_1.DNG", "2024:05:06 07:08:09")
    (tmp_path / "IMG_1.MOV").write_bytes(movie())
    assert scan(tmp_path) == ([("IMG_1.JPG", "IMG_1.DNG", "IMG_1.MOV")], {})


def test_of_several_pictures_the_one_of_the_identifier_has_the_movie(tmp_path: Path) -> None:
    write_photo(tmp_path / "IMG_1.HEIC", PICTURE, MOMENT)
    live_jpeg(tmp_path / "IMG_1.JPG", "8A5C-1")
    (tmp_path / "IMG_1.MOV").write_bytes(movie("8A5C-1"))
    (tmp_path / "IMG_1.mp4").write_bytes(movie("another"))
    found, skipped = scan(tmp_path)
    assert found == [("IMG_1.HEIC", "IMG_1.mp4"), ("IMG_1.JPG", "IMG_1.MOV")]
    assert skipped == {}


def test_a_movie_alone_or_of_an_unreadable_picture_is_named(tmp_path: Path) -> None:
    (tmp_path / "IMG_1.MOV").write_bytes(movie("8A5C-1"))
    (tmp_path / "IMG_2.MOV").write_bytes(movie("8A5C-2"))
    (tmp_path / "IMG_2.HEIC").touch()
    videos = dict.fromkeys(("IMG_1.MOV", "IMG_2.MOV"), "a video, not a photo")
    assert scan(tmp_path) == ([], {**videos, "IMG_2.HEIC": "the file is empty"})


def test_a_picture_that_is_called_a_movie_is_a_picture(tmp_path: Path) -> None:
    write_photo(tmp_path / "a.jpg", PICTURE, MOMENT).rename(tmp_path / "a.mov")
    assert scan(tmp_path) == ([("a.mov",)], {})


def test_a_movie_that_arrives_later_joins_the_known_photo(tmp_path: Path) -> None:
    path = live_jpeg(tmp_path / "IMG_1.JPG", "8A5C-1")
    (known,) = read(tmp_path)
    assert isinstance(known, ScannedPhoto)
    (tmp_path / "IMG_1.MOV").write_bytes(movie("8A5C-1"))
    (joined,) = read(tmp_path, {path: known})
    assert isinstance(joined, ScannedPhoto)
    assert [file.name for file in joined.files] == ["IMG_1.JPG", "IMG_1.MOV"]
    assert joined.stamps[0] == known.stamps[0]
    (again,) = read(tmp_path, {path: joined})
    assert again is joined
    os.unlink(tmp_path / "IMG_1.MOV")
    assert scan(tmp_path, {path: joined}) == ([("IMG_1.JPG",)], {})


def test_a_movie_never_stands_in_for_its_picture(tmp_path: Path) -> None:
    write_photo(tmp_path / "IMG_1.JPG", PICTURE, MOMENT)
    small_dng(tmp_path / "IMG_1.DNG", "2024:05:06 07:08:09")
    (tmp_path / "IMG_1.MOV").write_bytes(movie())
    (photo,) = read(tmp_path)
    assert isinstance(photo, ScannedPhoto)
    assert [file.name for file in picture_files(photo.files)] == ["IMG_1.JPG", "IMG_1.DNG"]
    second = without_shown(photo)
    assert second is not None
    assert [file.name for file in second.files] == ["IMG_1.DNG", "IMG_1.MOV"]
    assert len(second.stamps) == 2
    assert without_shown(second) is None


@pytest.mark.parametrize("length", [8, 20, 30, 5_040, 5_060, 5_200, 5_300])
def test_a_cut_movie_belongs_by_its_name(tmp_path: Path, length: int) -> None:
    write_photo(tmp_path / "IMG_1.HEIC", PICTURE, MOMENT)
    (tmp_path / "IMG_1.MOV").write_bytes(movie("8A5C-1")[:length])
    assert scan(tmp_path) == ([("IMG_1.HEIC", "IMG_1.MOV")], {})


def test_a_live_photo_keeps_its_marks_when_renamed_and_when_its_movie_comes_or_goes(tmp_path: Path) -> None:
    def adopted() -> tuple[Photo, Marks]:
        there = {path: (status.st_size, status.st_mtime_ns) for path in folder.iterdir() if (status := path.stat())}
        presence = Presence(lambda path, size, mtime: there.get(path) == (size, mtime))
        photos = [one for one in read(folder) if isinstance(one, ScannedPhoto)]
        (found,) = store.adopt(photos, presence) + store.adopt_rest(presence)
        return found

    folder = tmp_path / "shoot"
    folder.mkdir()
    live_jpeg(folder / "IMG_1.JPG", "8A5C-1")
    with Store(tmp_path / "library.db") as store:
        photo, _ = adopted()
        store.set_marks({photo.id: Marks(4)})
        (folder / "IMG_1.MOV").write_bytes(movie("8A5C-1"))
        with_movie, marks = adopted()
        assert (with_movie.id, marks.stars, len(with_movie.files)) == (photo.id, 4, 2)
        for name in ("IMG_1.JPG", "IMG_1.MOV"):
            (folder / name).rename(folder / name.replace("IMG_1", "Anna"))
        renamed, marks = adopted()
        assert (renamed.id, marks.stars, len(renamed.files)) == (photo.id, 4, 2)
        (folder / "Anna.MOV").unlink()
        alone, marks = adopted()
        assert (alone.id, marks.stars, len(alone.files)) == (photo.id, 4, 1)
