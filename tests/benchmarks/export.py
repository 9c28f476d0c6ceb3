"""An export, which reads each copy back from the disk, against plain `cp` and a hash of every original and copy.

`cp` leaves its copies to the memory of the system, from which they are read again for the hash, so nothing is proven
about the disk. With `sync` in between they are at least on it.
"""

import os
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from app.cancel import CancelToken
from app.library.transfer.delivery import deliver
from app.library.transfer.parcel import Mode, Parcel

_ROUNDS = 3
_MB = 1_000_000
# As a wedding in RAW, and as one in small JPEGs.
_KINDS = (("RAW of 25 MB", 16, 25 * _MB), ("JPEG of 2 MB", 100, 2 * _MB))
Row = tuple[str, str, str, str]


def table() -> list[Row]:
    """Rows of what was exported, our speed, that of `cp` and a hash, and ours over theirs; medians."""
    with tempfile.TemporaryDirectory() as folder:
        return [row for kind in _KINDS for row in _rows(Path(folder), *kind)]


def _rows(folder: Path, what: str, number: int, size: int) -> list[Row]:
    source = folder / what.replace(" ", "")
    source.mkdir()
    for n in range(number):
        (source / f"{n:04d}.jpg").write_bytes(os.urandom(size))
    # In turn, as the disk of a shared machine has better and worse minutes.
    rounds = [[_megabytes_a_second(source, copy) for copy in (_export, _synced, _cached)] for _ in range(_ROUNDS)]
    ours, synced, cached = map(statistics.median, zip(*rounds, strict=True))
    name = f"export, copies read back: {number} {what}"
    return [
        (name, f"{ours:.0f} MB/s", f"{other} {speed:.0f} MB/s", f"{ours / speed:.2f}")
        for other, speed in (("cp + sync + SHA-256", synced), ("cp + SHA-256", cached))
    ]


def _megabytes_a_second(source: Path, copy: Callable[[Path, Path], None]) -> float:
    to = source.with_name("to")
    files = sum(path.stat().st_size for path in source.iterdir())
    os.sync()
    start = time.perf_counter()
    copy(source, to)
    took = time.perf_counter() - start
    assert len(list(to.iterdir())) == len(list(source.iterdir()))
    shutil.rmtree(to)
    return files / _MB / took


def _export(source: Path, to: Path) -> None:
    parcels = [Parcel((path,), (), PurePosixPath(path.stem)) for path in sorted(source.iterdir())]
    for _ in deliver(parcels, to, Mode.COPY, CancelToken()):
        pass


def _synced(source: Path, to: Path) -> None:
    subprocess.run(["cp", "-rp", source, to], check=True)
    subprocess.run(["sync", *sorted(to.iterdir())], check=True)
    _hash(source, to)


def _cached(source: Path, to: Path) -> None:
    subprocess.run(["cp", "-rp", source, to], check=True)
    _hash(source, to)


def _hash(*folders: Path) -> None:
    # Several times as fast as sha256sum, which would flatter us.
    command = ["openssl", "dgst", "-sha256"] if shutil.which("openssl") else ["sha256sum"]
    for folder in folders:
        subprocess.run([*command, *sorted(folder.iterdir())], check=True, stdout=subprocess.DEVNULL)
