"""Whatever is in a file, it is shown or named with a reason, by the program's own way from folder to picture."""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import psutil
import pytest

from app.cancel import CancelToken
from app.library.all_tags import all_tags
from app.library.decode import UnreadableError, open_picture
from app.library.photo import ScannedPhoto, Skipped
from app.library.scan import list_shots, read_shots
from tests.hostile.samples import claims, cuts, mutations, samples
from tests.library.exif_blocks import exif_block, jpeg_with
from tests.pictures import scene, write_photo

ROOT = Path(__file__).parents[2]
# Outside pytest the filter that decoding installs keeps these remarks away.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL", "ignore::RuntimeWarning:PIL")
EACH = 40


def scan(folder: Path) -> list[ScannedPhoto | Skipped]:
    listing = list_shots(folder, recursive=True, token=CancelToken())
    return [*read_shots(listing, {}, CancelToken()), *listing.skipped]


def outcome(path: Path, side: int | None = 64) -> str:
    """`shown`, or why not."""
    try:
        picture = open_picture(path, side)
    except UnreadableError as error:
        return error.reason
    assert picture.mode == "RGB"
    assert side is None or 0 < max(picture.size) <= side
    return "shown"


def outcomes(folder: Path) -> dict[str, str]:
    """What becomes of each file of a folder, by its name."""
    found = scan(folder)
    skipped = {one.path.name: one.reason for one in found if isinstance(one, Skipped)}
    photos = [one for one in found if isinstance(one, ScannedPhoto)]
    with ThreadPoolExecutor(2) as pool:
        shown = zip(photos, pool.map(outcome, [photo.files[0] for photo in photos]), strict=True)
        return skipped | {photo.files[0].name: result for photo, result in shown}


@pytest.mark.parametrize("ending", [*samples()])
def test_damaged_files_are_shown_or_named(tmp_path: Path, ending: str) -> None:
    for number, data in enumerate(mutations(samples()[ending], EACH, seed=len(ending))):
        (tmp_path / f"{number}.{ending}").write_bytes(data)
    found = outcomes(tmp_path)
    assert len(found) == EACH
    assert all(found.values())
    for path in sorted(tmp_path.iterdir())[:4]:
        with contextlib.suppress(UnreadableError):
            assert isinstance(all_tags(path), tuple)


@pytest.mark.parametrize("ending", [*samples()])
def test_cut_files_are_shown_or_named(tmp_path: Path, ending: str) -> None:
    whole = list(cuts(samples()[ending]))
    for number, data in enumerate(whole):
        (tmp_path / f"{number}.{ending}").write_bytes(data)
    found = outcomes(tmp_path)
    assert len(found) == len(whole)
    assert found[f"0.{ending}"] == "the file is empty"
    assert all(found.values())


def test_the_content_counts_whatever_the_extension(tmp_path: Path) -> None:
    pictures = {ending: data for ending, data in samples().items() if ending != "mov"}
    for ending, data in pictures.items():
        for number, other in enumerate((*pictures, "mp", "txt", "")):
            (tmp_path / f"{ending}-as-{number}.{other}").write_bytes(data)
    found = outcomes(tmp_path)
    assert set(found.values()) == {"shown"}
    assert len(found) == len(pictures) * (len(pictures) + 3)


@pytest.mark.parametrize("side", [20_100, 60_000])
@pytest.mark.parametrize("ending", [*claims(1)])
def test_claims_of_gigapixels_are_refused_at_once(tmp_path: Path, ending: str, side: int) -> None:
    data = claims(side)[ending]
    assert data != samples()[ending]
    path = tmp_path / f"a.{ending}"
    path.write_bytes(data)
    before = psutil.Process().memory_info().rss
    for wished in (64, None):
        assert outcome(path, wished) != "shown"
    assert len(scan(tmp_path)) == 1
    assert psutil.Process().memory_info().rss - before < 200 << 20


@pytest.mark.parametrize(
    ("stamp", "year"),
    [
        ("2099:12:31 23:59:59", 2099),
        ("0000:00:00 00:00:00", None),
        ("9999:12:31 23:59:59", None),
        ("2024:13:45 25:61:61", None),
        ("    :  :     :  :  ", None),
        ("-2024:05:06 07:08:09", None),
    ],
)
def test_clocks_that_run_wild_harm_nobody(tmp_path: Path, stamp: str, year: int | None) -> None:
    path = jpeg_with(tmp_path / "a.jpg", exif_block("Burstpick", b"-----", {0x9003: stamp, 0x9011: "+99:99"}))
    (found,) = scan(tmp_path)
    assert isinstance(found, ScannedPhoto)
    time = found.capture.time
    assert time.sure == (year is not None)
    assert datetime.fromtimestamp(time.wall).year in (year, datetime.now().year)
    assert outcome(path) == "shown"


@pytest.mark.parametrize("moment", [-(1 << 33), 1 << 33, 1 << 38])
def test_file_times_beyond_all_calendars_are_brought_within(tmp_path: Path, moment: int) -> None:
    path = write_photo(tmp_path / "a.jpg", scene(1, (32, 24)))
    try:
        os.utime(path, (moment, moment))
    except (OSError, OverflowError):
        pytest.skip("this file system keeps no such times")
    (found,) = scan(tmp_path)
    assert isinstance(found, ScannedPhoto)
    assert not found.capture.time.sure
    assert -4_200_000_000 < found.capture.time.wall < 7_300_000_000


@pytest.mark.skipif(os.name != "posix", reason="needs what POSIX folders can hold")
def test_what_is_no_file_is_named_and_never_waited_for(tmp_path: Path) -> None:
    write_photo(tmp_path / "photos" / "a.jpg", scene(1, (32, 24)))
    os.mkfifo(tmp_path / "pipe.heic")
    (tmp_path / "one").symlink_to(tmp_path / "two")
    (tmp_path / "two").symlink_to(tmp_path / "one")
    (tmp_path / "photos" / "up").symlink_to(tmp_path)
    (tmp_path / "device.dng").symlink_to("/dev/zero")
    # The path of a socket may have some hundred bytes and no more.
    with tempfile.TemporaryDirectory(dir="/tmp") as short, socket.socket(socket.AF_UNIX) as server:
        server.bind(f"{short}/s")
        os.rename(f"{short}/s", tmp_path / "socket.jpg")
        found = outcomes(tmp_path)
    assert found == {
        "a.jpg": "shown",
        "pipe.heic": "not a file but a pipe or a device",
        "socket.jpg": "not a file but a pipe or a device",
        "device.dng": "not a file but a pipe or a device",
        "one": "a link to a file that is not there",
        "two": "a link to a file that is not there",
        "up": "a link to another folder, which is not followed",
    }
    for name in ("pipe.heic", "socket.jpg", "device.dng"):
        with pytest.raises(UnreadableError):
            open_picture(tmp_path / name)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps names that are not Unicode")
def test_decoders_are_given_names_that_are_not_unicode(tmp_path: Path) -> None:
    for ending in ("heic", "tif", "webp", "dng", "nef"):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe\n." + ending.encode())).write_bytes(samples()[ending])
    found = outcomes(tmp_path)
    assert list(found.values()) == ["shown"] * 5


@pytest.mark.skipif(os.name != "posix", reason="needs permissions as POSIX has them")
def test_what_may_not_be_read_is_named_file_by_file() -> None:
    """As nobody where the tests run as the superuser, who may read everything."""
    script = (
        "import os, sys; from pathlib import Path; from tests.hostile.test_fuzz import outcomes\n"
        "if os.geteuid() == 0: os.setgid(65_534); os.setuid(65_534)\n"
        "print(sorted(outcomes(Path(sys.argv[1])).items()))\n"
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        for path in ("open.jpg", "locked.heic", "locked.jpg", "sub/a.jpg"):
            write_photo(folder / path, scene(1, (32, 24)))
        for path, mode in (("locked.heic", 0), ("locked.jpg", 0), ("sub", 0), ("open.jpg", 0o644)):
            (folder / path).chmod(mode)
        command = [sys.executable, "-B", "-c", script, name]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
        (folder / "sub").chmod(0o755)
    denied = "permission to read the file is denied"
    assert done.stdout.strip() == str(
        [
            ("locked.heic", denied),
            ("locked.jpg", denied),
            ("open.jpg", "shown"),
            ("sub", "the folder cannot be opened (Permission denied)"),
        ]
    )


def test_a_folder_of_hostile_files_takes_seconds(tmp_path: Path) -> None:
    """The bound is far above what is measured, and far below what one file that hangs would take."""
    for number, data in enumerate(mutations(samples()["heic"], 40, seed=9)):
        (tmp_path / f"{number}.heic").write_bytes(data)
    begun = time.monotonic()
    outcomes(tmp_path)
    assert time.monotonic() - begun < 60
