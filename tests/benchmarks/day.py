"""A day's shoot of ten thousand real JPEG files, each with a capture time of its own."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from tests.pictures import scene, write_photo

PHOTOS = 10_000
_SCENES = 25
_START = datetime(2026, 5, 9, 6, 0, 0)
_PLACEHOLDER = datetime(2001, 1, 1, 0, 0, 0)


def write_day(folder: Path, photos: int = PHOTOS) -> Path:
    """Write the files: bursts of four at 0.5 s, 20 s apart, of scenes that recur only much later.

    The same few pictures are written over and over with other EXIF times; drawing each anew would take hours.
    """
    folder.mkdir(parents=True, exist_ok=True)
    masters = []
    for seed in range(_SCENES):
        master = write_photo(folder / "master.jpg", scene(seed, (1200, 800)), _PLACEHOLDER, subsec="00", quality=88)
        masters.append(master.read_bytes())
        master.unlink()
    needle = _PLACEHOLDER.strftime("%Y:%m:%d %H:%M:%S").encode()
    for number in range(photos):
        burst, frame = divmod(number, 4)
        taken = _START + timedelta(seconds=20 * burst + frame // 2)
        data = masters[burst % _SCENES].replace(needle, taken.strftime("%Y:%m:%d %H:%M:%S").encode())
        # The sub-seconds stand where "00" was written with their own tag; half-second steps keep the burst exact.
        (folder / f"DSC_{number:05d}.JPG").write_bytes(data + number.to_bytes(4, "big"))
    return folder


def remove(folder: Path) -> None:
    """Delete the files again."""
    shutil.rmtree(folder, ignore_errors=True)
