"""Resident memory while a thousand photos of 24 megapixels are scored on the processor by a network of full size.

The photos differ: each is one of a few drawings with quantisation tables of its own, which takes no encoding. They lie
in one folder, which makes them a single series of a thousand, the worst case.
"""

import io
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from PIL import Image

from fgaesq_core import weights
from fgaesq_core.config import NetworkConfig
from fgaesq_core.network import Network
from tests.pictures import scene

Row = tuple[str, str, str, str]

_PHOTOS = 1000
_SIZE = (6000, 4000)
_DRAWINGS = 3
_MOST = 1500.0
_TABLE = b"\xff\xdb"


def table() -> list[Row]:
    """Rows of what was measured, our figure, the bound, and how far it is met."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        file = root / "network.safetensors"
        torch.manual_seed(0)
        weights.save(NetworkConfig(), Network(NetworkConfig()).state_dict(), file)
        (root / "photos").mkdir()
        for number, photo in enumerate(_photos()):
            (root / "photos" / f"{number:04d}.jpg").write_bytes(photo)
        start = time.perf_counter()
        highest = _highest(["score", str(root / "photos"), "--model", str(file), "--device", "cpu", "--quiet"])
        taken = time.perf_counter() - start
    name = f"resident while {_PHOTOS} photos of 24 megapixels are scored"
    return [(name, f"{highest:.0f} MB, {_PHOTOS / taken:.1f} photos/s", f"{_MOST:.0f} MB", f"{_MOST / highest:.2f}")]


def _photos() -> Iterator[bytes]:
    drawings = []
    for number in range(_DRAWINGS):
        file = io.BytesIO()
        scene(number, (1500, 1000)).resize(_SIZE, Image.Resampling.BICUBIC).save(file, "JPEG", quality=85)
        drawings.append(file.getvalue())
    for number in range(_PHOTOS):
        yield _varied(drawings[number % _DRAWINGS], number // _DRAWINGS)


def _varied(photo: bytes, number: int) -> bytes:
    """The photo with some coefficients of its brightness multiplied by others, different for each number."""
    changed = bytearray(photo)
    start = photo.index(_TABLE) + 5
    for place in range(1, 6):
        changed[start + place] += number % 4
        number //= 4
    return bytes(changed)


def _highest(arguments: list[str]) -> float:
    """Megabytes that a run of Burstpick had resident at its height."""
    with subprocess.Popen([sys.executable, "-m", "app", *arguments], stdout=subprocess.DEVNULL) as process:
        highest = 0.0
        while process.poll() is None:
            status = Path(f"/proc/{process.pid}/status")
            if status.exists():
                lines = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")]
                highest = max([highest, *(int(line.split()[1]) / 1024 for line in lines)])
            time.sleep(0.5)
    if process.returncode:
        raise RuntimeError(f"burstpick {arguments[0]} ended with {process.returncode}")
    return highest
