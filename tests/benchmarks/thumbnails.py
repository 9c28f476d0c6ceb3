"""Thumbnails of 24-megapixel JPEGs against vipsthumbnail, on the same files and the same number of cores."""

import os
import shutil
import statistics
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from PIL import Image

from app.library.thumbnails import THUMBNAIL_SIDE, encode_thumbnail, make_thumbnail
from tests.pictures import scene

_SIZE = (6000, 4000)
_FILES = 24
_SCENES = 6
_ROUNDS = 5
_HOW_TO_INSTALL = "vipsthumbnail is missing; install it with `apt install libvips-tools` or `brew install vips`"


def write_photos(folder: Path) -> None:
    """Write JPEGs of 24 megapixels with the detail and noise of a camera at a middle sensitivity.

    Every scene is there several times, for drawing them takes far longer than what is measured.
    """
    rng = np.random.default_rng(7)
    for number in range(_SCENES):
        picture = np.asarray(scene(number, _SIZE)).astype(np.int16)
        grain = rng.integers(-9, 10, picture.shape, dtype=np.int16)
        noisy = np.clip(picture + grain, 0, 255).astype(np.uint8)
        first = folder / f"IMG_{number:04d}.jpg"
        Image.fromarray(noisy).save(first, quality=92)
        for copy in range(_SCENES + number, _FILES, _SCENES):
            shutil.copyfile(first, folder / f"IMG_{copy:04d}.jpg")


def measure(folder: Path) -> float:
    """Thumbnails per second of our own code over a folder of JPEGs, with one thread per core."""
    files = sorted(folder.glob("*.jpg"))
    start = time.perf_counter()
    with ThreadPoolExecutor(_cores()) as pool:
        made = list(pool.map(lambda path: len(encode_thumbnail(make_thumbnail(path))), files))
    return len(made) / (time.perf_counter() - start)


def measure_vips(folder: Path) -> float:
    """Thumbnails per second of vipsthumbnail over the same files, with one process per core."""
    files = [str(path) for path in sorted(folder.glob("*.jpg"))]
    cores = _cores()
    with tempfile.TemporaryDirectory() as out:
        command = ["vipsthumbnail", "-s", str(THUMBNAIL_SIDE), "-o", f"{out}/%s.jpg"]
        start = time.perf_counter()
        running = [subprocess.Popen([*command, *files[part::cores]]) for part in range(cores)]
        codes = [process.wait() for process in running]
        seconds = time.perf_counter() - start
        if any(codes) or len(os.listdir(out)) != len(files):
            raise RuntimeError("vipsthumbnail failed")
    return len(files) / seconds


def table() -> list[tuple[str, str, str, str]]:
    """One row: what was measured, our figure, the yardstick's, and their ratio; medians of alternate rounds."""
    what = f"thumbnails of {_FILES} JPEGs of 24 MP, {_cores()} cores"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_photos(folder)
        if shutil.which("vipsthumbnail") is None:
            return [(what, f"{measure(folder):.1f}/s", _HOW_TO_INSTALL, "-")]
        measure(folder)
        rounds = [(measure(folder), measure_vips(folder)) for _ in range(_ROUNDS)]
    ours = statistics.median(mine for mine, _ in rounds)
    theirs = statistics.median(other for _, other in rounds)
    ratio = statistics.median(mine / other for mine, other in rounds)
    return [(what, f"{ours:.1f}/s", f"vipsthumbnail {theirs:.1f}/s", f"{ratio:.2f}")]


def main() -> None:
    """Print the table."""
    for row in table():
        print(" | ".join(row))


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


if __name__ == "__main__":
    main()
