import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.cancel import Cancelled, CancelToken
from app.errors import AppError
from app.library.photo import ScannedPhoto, Skipped
from app.library.scan import list_shots, read_shots
from tests.library.exif_blocks import small_dng
from tests.pictures import scene, write_photo

MOMENT = datetime(2024, 5, 6, 7, 8, 9)
PICTURE = scene(1, (64, 48))
AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def _samples() -> Iterator[bytes]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for ending in ("jpg", "png", "webp", "tif", "heic"):
            yield write_photo(folder / f"a.{ending}", PICTURE, MOMENT, subsec="12", offset="+01:00").read_bytes()
        yield small_dng(folder / "a.dng", "2024:05:06 07:08:09").read_bytes()


SAMPLES = tuple(_samples())


def scan(
    folder: Path, known: dict[Path, ScannedPhoto] | None = None, *, recursive: bool = False
) -> list[ScannedPhoto | Skipped]:
    listing = list_shots(folder, recursive=recursive, token=CancelToken())
    return [*read_shots(listing, known or {}, CancelToken()), *listing.skipped]


def photos(found: list[ScannedPhoto | Skipped]) -> list[ScannedPhoto]:
    return [each for each in found if isinstance(each, ScannedPhoto)]


def skipped(found: list[ScannedPhoto | Skipped]) -> dict[str, str]:
    return {each.path.name: each.reason for each in found if isinstance(each, Skipped)}


def names(found: list[ScannedPhoto | Skipped]) -> list[tuple[str, ...]]:
    return [tuple(path.name for path in photo.files) for photo in photos(found)]


def shot(folder: Path, stem: str, seconds_apart: float = 0) -> None:
    write_photo(folder / f"{stem}.JPG", PICTURE, MOMENT)
    taken = MOMENT + timedelta(seconds=seconds_apart)
    small_dng(folder / f"{stem}.DNG", taken.strftime("%Y:%m:%d %H:%M:%S"))


def test_photos_come_in_the_order_people_count(tmp_path: Path) -> None:
    for name in ("IMG_10.jpg", "img_9.jpg", "IMG_1.jpg", "IMG_1-2.jpg", "b.jpg", "A.jpg"):
        write_photo(tmp_path / name, PICTURE)
    write_photo(tmp_path / "sub 2" / "0.jpg", PICTURE)
    write_photo(tmp_path / "sub 10" / "0.jpg", PICTURE)
    found = photos(scan(tmp_path, recursive=True))
    assert [photo.files[0].relative_to(tmp_path).as_posix() for photo in found] == [
        "A.jpg",
        "b.jpg",
        "IMG_1.jpg",
        "IMG_1-2.jpg",
        "img_9.jpg",
        "IMG_10.jpg",
        "sub 2/0.jpg",
        "sub 10/0.jpg",
    ]


def test_subfolders_are_read_only_on_request(tmp_path: Path) -> None:
    write_photo(tmp_path / "sub" / "a.jpg", PICTURE)
    assert scan(tmp_path) == []
    assert len(scan(tmp_path, recursive=True)) == 1


def test_files_that_are_no_photos_are_skipped_with_a_reason(tmp_path: Path) -> None:
    write_photo(tmp_path / "good.jpg", PICTURE)
    (tmp_path / "empty.jpg").touch()
    (tmp_path / "zeros.jpg").write_bytes(bytes(9_000))
    (tmp_path / "clip.mov").write_bytes(b"\0\0\0\x14ftypqt  \0\0\0\0qt  ")
    (tmp_path / "notes.txt").write_text("milk")
    found = scan(tmp_path)
    assert names(found) == [("good.jpg",)]
    assert skipped(found) == {
        "empty.jpg": "the file is empty",
        "zeros.jpg": "the file holds nothing but zeros; the photo is lost",
        "clip.mov": "a video, not a photo",
        "notes.txt": "not a picture Burstpick can read",
    }


def test_sidecars_and_litter_are_passed_over(tmp_path: Path) -> None:
    for name in ("a.xmp", "a.jpg.XMP", "a.pp3", "a.dop", "a.thm", "Thumbs.db", "desktop.ini", ".hidden.jpg", "._a.jpg"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "@eaDir").mkdir()
    (tmp_path / "@eaDir" / "thumb.jpg").write_bytes(b"x")
    assert scan(tmp_path, recursive=True) == []


def test_raw_and_jpeg_of_one_shot_are_one_photo(tmp_path: Path) -> None:
    shot(tmp_path, "IMG_1", seconds_apart=2)
    found = photos(scan(tmp_path))
    assert [tuple(path.name for path in photo.files) for photo in found] == [("IMG_1.JPG", "IMG_1.DNG")]
    assert [stamp.size for stamp in found[0].stamps] == [path.stat().st_size for path in found[0].files]
    assert (found[0].capture.width, found[0].capture.time.sure) == (64, True)


def test_stems_pair_without_regard_to_case_or_composition(tmp_path: Path) -> None:
    write_photo(tmp_path / "Caf\u00e9.jpg", PICTURE, MOMENT)
    small_dng(tmp_path / "CAFE\u0301.DNG", "2024:05:06 07:08:09")
    assert names(scan(tmp_path)) == [("Caf\u00e9.jpg", "CAFE\u0301.DNG")]


def test_raw_and_heic_pair_and_content_decides(tmp_path: Path) -> None:
    write_photo(tmp_path / "a.heic", PICTURE, MOMENT).rename(tmp_path / "a.bin")
    small_dng(tmp_path / "a.jpg")
    assert names(scan(tmp_path)) == [("a.bin", "a.jpg")]


def test_times_more_than_two_seconds_apart_are_two_photos(tmp_path: Path) -> None:
    shot(tmp_path, "IMG_1", seconds_apart=3)
    assert sorted(names(scan(tmp_path))) == [("IMG_1.DNG",), ("IMG_1.JPG",)]


def test_an_unsure_time_does_not_part_a_pair_and_is_filled_from_the_raw(tmp_path: Path) -> None:
    write_photo(tmp_path / "a.jpg", PICTURE)
    small_dng(tmp_path / "a.dng", "2024:05:06 07:08:09")
    (found,) = photos(scan(tmp_path))
    assert len(found.files) == 2
    assert found.capture.time.sure


def test_two_jpegs_beside_one_raw_stay_apart(tmp_path: Path) -> None:
    shot(tmp_path, "a")
    shutil.copy(tmp_path / "a.JPG", tmp_path / "a.jpeg")
    assert len(photos(scan(tmp_path))) == 3


def test_other_pictures_of_the_stem_stand_beside_the_pair(tmp_path: Path) -> None:
    shot(tmp_path, "a")
    write_photo(tmp_path / "a.png", PICTURE)
    assert sorted(names(scan(tmp_path))) == [("a.JPG", "a.DNG"), ("a.png",)]


def test_the_same_stem_in_two_folders_is_two_photos(tmp_path: Path) -> None:
    write_photo(tmp_path / "jpeg" / "a.jpg", PICTURE, MOMENT)
    (tmp_path / "raw").mkdir()
    small_dng(tmp_path / "raw" / "a.dng", "2024:05:06 07:08:09")
    assert sorted(names(scan(tmp_path, recursive=True))) == [("a.dng",), ("a.jpg",)]


@pytest.mark.parametrize("broken", ["a.JPG", "a.DNG"])
def test_the_readable_half_of_a_pair_stands_alone(tmp_path: Path, broken: str) -> None:
    shot(tmp_path, "a")
    (tmp_path / broken).write_bytes(b"\xff\xd8\xff\xe0broken")
    found = scan(tmp_path)
    assert len(photos(found)) == 1
    assert set(skipped(found)) == {broken}


def test_known_files_are_not_opened_again(tmp_path: Path) -> None:
    path = write_photo(tmp_path / "a.jpg", PICTURE, MOMENT)
    (before,) = photos(scan(tmp_path))
    times = path.stat().st_atime_ns, path.stat().st_mtime_ns
    path.write_bytes(b"?" * path.stat().st_size)
    os.utime(path, ns=times)
    assert scan(tmp_path, {path: before}) == [before]
    os.utime(path, ns=(times[0], times[1] + 1_000_000_000))
    assert set(skipped(scan(tmp_path, {path: before}))) == {"a.jpg"}


def test_a_known_photo_beside_its_video_is_not_opened_again(tmp_path: Path) -> None:
    path = write_photo(tmp_path / "a.jpg", PICTURE, MOMENT)
    (tmp_path / "a.mov").write_bytes(b"\0\0\0\x14ftypqt  ")
    (before,) = photos(scan(tmp_path))
    status = path.stat()
    path.write_bytes(b"?" * status.st_size)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert photos(scan(tmp_path, {path: before})) == [before]


def test_a_raw_that_arrives_later_joins_the_known_jpeg(tmp_path: Path) -> None:
    path = write_photo(tmp_path / "a.jpg", PICTURE, MOMENT)
    (before,) = photos(scan(tmp_path))
    small_dng(tmp_path / "a.dng", "2024:05:06 07:08:09")
    assert names(scan(tmp_path, {path: before})) == [("a.jpg", "a.dng")]


def test_a_known_pair_whose_raw_is_gone_is_read_again(tmp_path: Path) -> None:
    shot(tmp_path, "a")
    (before,) = photos(scan(tmp_path))
    (tmp_path / "a.DNG").unlink()
    assert names(scan(tmp_path, {before.files[0]: before})) == [("a.JPG",)]


def test_the_stamp_survives_a_move_and_changes_with_an_edit(tmp_path: Path) -> None:
    path = tmp_path / "a.bmp"
    scene(1, (400, 300)).save(path)
    (first,) = photos(scan(tmp_path))
    moved = path.rename(tmp_path / "b.bmp")
    (second,) = photos(scan(tmp_path))
    assert first.stamps[0].digest == second.stamps[0].digest
    assert len(first.stamps[0].digest) == 16
    size = moved.stat().st_size
    for place in (100, size // 2, size - 1):
        data = bytearray(moved.read_bytes())
        data[place] ^= 0xFF
        moved.write_bytes(data)
        (edited,) = photos(scan(tmp_path))
        assert edited.stamps[0].digest != second.stamps[0].digest
        second = edited


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in this system's folders")
def test_special_files_and_links_never_block(tmp_path: Path) -> None:
    write_photo(tmp_path / "a.jpg", PICTURE)
    os.mkfifo(tmp_path / "pipe.jpg")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "nowhere.jpg").symlink_to(tmp_path / "none.jpg")
    (tmp_path / "self.jpg").symlink_to(tmp_path / "self.jpg")
    (tmp_path / "b.jpg").symlink_to(tmp_path / "a.jpg")
    found = scan(tmp_path, recursive=True)
    assert names(found) == [("a.jpg",), ("b.jpg",)]
    assert set(skipped(found)) == {"pipe.jpg", "loop", "nowhere.jpg", "self.jpg"}


@pytest.mark.skipif(AS_ROOT, reason="the superuser may read everything")
def test_what_may_not_be_read_is_named(tmp_path: Path) -> None:
    locked = write_photo(tmp_path / "a.jpg", PICTURE)
    locked.chmod(0)
    write_photo(tmp_path / "sub" / "b.jpg", PICTURE)
    (tmp_path / "sub").chmod(0)
    found = skipped(scan(tmp_path, recursive=True))
    (tmp_path / "sub").chmod(0o700)
    assert set(found) == {"a.jpg", "sub"}
    assert all("permission" in reason.casefold() for reason in found.values())


def test_a_read_only_folder_is_read_and_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "card"
    write_photo(folder / "a.jpg", PICTURE)
    folder.chmod(0o500)
    found = scan(folder)
    folder.chmod(0o700)
    assert names(found) == [("a.jpg",)]
    assert [path.name for path in folder.iterdir()] == ["a.jpg"]


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(AppError, match="is not there"):
        list_shots(tmp_path / "none", recursive=False, token=CancelToken())
    (tmp_path / "file").touch()
    with pytest.raises(AppError, match="not a folder"):
        list_shots(tmp_path / "file", recursive=False, token=CancelToken())


def test_a_folder_that_vanishes_while_it_is_read_is_named_file_by_file(tmp_path: Path) -> None:
    folder = tmp_path / "card"
    for number in range(5):
        write_photo(folder / f"{number}.jpg", PICTURE)
    outcomes = read_shots(list_shots(folder, recursive=False, token=CancelToken()), {}, CancelToken())
    first = next(outcomes)
    shutil.rmtree(folder)
    rest = list(outcomes)
    assert isinstance(first, ScannedPhoto)
    assert skipped(rest) == {f"{number}.jpg": "the file is gone" for number in range(1, 5)}


def test_work_stops_when_it_is_told_to(tmp_path: Path) -> None:
    for number in range(3):
        write_photo(tmp_path / f"{number}.jpg", PICTURE)
    token = CancelToken()
    outcomes = read_shots(list_shots(tmp_path, recursive=False, token=token), {}, token)
    next(outcomes)
    token.cancel()
    with pytest.raises(Cancelled):
        next(outcomes)
    with pytest.raises(Cancelled):
        list_shots(tmp_path, recursive=False, token=token)


@pytest.mark.parametrize(
    "name", ["صورة ١٠.jpg", "ภาพ.jpg", "📷 é e\u0301.jpg", "二〇.jpg", "²³.jpg", "a" * 246 + ".jpg", "%s{0}'\".jpg"]
)
def test_names_of_every_script_are_read(tmp_path: Path, name: str) -> None:
    write_photo(tmp_path / name, PICTURE)
    assert names(scan(tmp_path)) == [(name,)]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps names that are not Unicode")
def test_names_that_are_not_unicode_are_read(tmp_path: Path) -> None:
    source = write_photo(tmp_path / "a.jpg", PICTURE)
    raw = small_dng(tmp_path / "b.dng")
    os.rename(os.fsencode(source), os.fsencode(tmp_path) + b"/\xff\xfe.jpg")
    os.rename(os.fsencode(raw), os.fsencode(tmp_path) + b"/\xfa.dng")
    found = photos(scan(tmp_path))
    assert [os.fsencode(photo.files[0].name) for photo in found] == [b"\xfa.dng", b"\xff\xfe.jpg"]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
def test_any_bytes_are_a_photo_or_skipped(tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from(SAMPLES)))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, min(len(content), 2_000) - 1))] = data.draw(st.integers(0, 255))
    (tmp_path / "a.jpg").write_bytes(content[: data.draw(st.integers(0, len(content)))])
    (found,) = scan(tmp_path)
    assert isinstance(found, ScannedPhoto) or found.reason
