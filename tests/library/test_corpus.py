"""Every sample of real and hostile files is listed, read and shown or named, within bounds of time and memory."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from PIL import Image

from app.cancel import CancelToken
from app.library.decode import open_picture
from app.library.photo import ScannedPhoto, Skipped
from app.library.scan import list_shots, read_shots

SAMPLES = Path(__file__).parents[2].parent / "shared" / "photos"
# Outside pytest the filter that decoding installs keeps these remarks away; see the last test.
pytestmark = [
    pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample photos are not beside the checkout"),
    pytest.mark.filterwarnings("ignore::UserWarning:PIL", "ignore::RuntimeWarning:PIL"),
]


def scan(folder: Path) -> list[ScannedPhoto | Skipped]:
    listing = list_shots(folder, recursive=True, token=CancelToken())
    return [*read_shots(listing, {}, CancelToken()), *listing.skipped]


def photos(folder: Path) -> list[ScannedPhoto]:
    return [each for each in scan(folder) if isinstance(each, ScannedPhoto)]


@pytest.mark.parametrize("folder", ["formats", "broken"])
def test_each_file_is_in_one_photo_or_skipped_with_a_reason(folder: str) -> None:
    found: Counter[Path] = Counter()
    for each in scan(SAMPLES / folder):
        if isinstance(each, ScannedPhoto):
            found.update(each.files)
            assert each.capture.width > 0
            assert each.capture.height > 0
        else:
            found[each.path] += 1
            assert each.reason
    everything = [path for path in (SAMPLES / folder).rglob("*") if path.is_file() and not path.name.startswith(".")]
    assert found == Counter(everything)


@pytest.mark.parametrize("folder", ["formats/heic", "formats/mixed", "formats/orientation", "sequences", "phone"])
def test_sound_photos_are_all_read_and_stand_as_their_capture_says(folder: str) -> None:
    everything = scan(SAMPLES / folder)
    refused = [each for each in everything if isinstance(each, Skipped)]
    assert all("JPEG XL" in each.reason for each in refused)
    for photo in everything:
        if isinstance(photo, ScannedPhoto):
            width, height = open_picture(photo.files[0], 320).size
            assert width / height == pytest.approx(photo.capture.width / photo.capture.height, rel=0.02)


@pytest.mark.parametrize("kind", ["Landscape", "Portrait"])
def test_all_eight_orientations_come_out_equal(kind: str) -> None:
    pictures = [open_picture(SAMPLES / "formats" / "orientation" / f"{kind}_{n}.jpg", 200) for n in range(1, 9)]
    small = [list(picture.resize((8, 8), Image.Resampling.BOX).tobytes()) for picture in pictures]
    assert len({picture.size for picture in pictures}) == 1
    for other in small[1:]:
        assert max(abs(a - b) for a, b in zip(small[0], other, strict=True)) < 12


@pytest.mark.parametrize("name", ["Issue 247-1.nef", "Issue 247-2.nef", "Issue 247-3.nef", "Issue 247-4.nef"])
def test_jpegs_that_are_called_nef_are_shown(name: str) -> None:
    assert max(open_picture(SAMPLES / "formats" / "raw" / name, 320).size) == 320


def test_an_old_kodak_raw_is_developed_for_its_preview_is_tiny() -> None:
    (found,) = (SAMPLES / "formats" / "raw").glob("*.KDC")
    assert max(open_picture(found, 320).size) == 320


def test_a_cr3_tells_its_capture_data_from_its_boxes() -> None:
    stubs = {photo.files[0].name: photo.capture for photo in photos(SAMPLES / "formats" / "raw-stubs")}
    found = stubs["CanonRaw.cr3"]
    assert (found.width, found.height, found.camera) == (6000, 4000, "Canon EOS M50")
    assert (found.serial, found.iso) == ("613040000565", 12_800)
    assert found.time.resolution == pytest.approx(0.01)


def test_a_sony_bracket_is_told_shot_by_shot() -> None:
    bursts = [photo.capture.burst for photo in photos(SAMPLES / "sequences" / "brackets")]
    indices = [burst.index for burst in bursts if burst.bracketed]
    assert {1, 2, 3, 4, 5} == set(indices)
    assert len(indices) >= 10


def test_sub_seconds_of_a_real_camera_order_its_frames() -> None:
    times = [photo.capture.time for photo in photos(SAMPLES / "sequences" / "kite")]
    assert all(time.sure and time.resolution == pytest.approx(0.01) for time in times)
    walls = [time.wall for time in times]
    assert walls == sorted(walls)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the peak of one program, not of its parent too")
def test_hostile_files_stay_within_a_gigabyte_and_say_nothing_on_the_screen() -> None:
    script = (
        "import re, resource, sys; from pathlib import Path\n"
        "from app.cancel import CancelToken\n"
        "from app.library.decode import UnreadableError, open_picture\n"
        "from app.library.decoders import DECODERS\n"
        "from app.library.scan import list_shots, read_shots\n"
        "listing = list_shots(Path(sys.argv[1]), recursive=True, token=CancelToken())\n"
        "for each in read_shots(listing, {}, CancelToken()):\n"
        "    try: open_picture(each.files[0] if hasattr(each, 'files') else each.path)\n"
        "    except UnreadableError: pass\n"
        "DECODERS.close()\n"
        "print(int(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1]) // 1024)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)\n"
    )
    for folder in ("broken", "formats/cameras", "formats/pillow"):
        done = subprocess.run(
            [sys.executable, "-W", "default", "-c", script, str(SAMPLES / folder)],
            capture_output=True,
            text=True,
            check=True,
            cwd=Path(__file__).parents[2],
        )
        own, most_of_a_decoder = map(int, done.stdout.split())
        assert own < 1_000
        assert most_of_a_decoder < 1_000
        assert done.stderr == ""
