"""What it costs to decode where a decoder can be killed, against the same decoder in this process.

A ratio of 1 says that it costs nothing; the start of the first decoder process, once in a session, is not counted.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pillow_heif

from app.library import decoding
from app.library.decode import open_picture
from app.library.decoders import DECODERS
from app.library.thumbnails import THUMBNAIL_SIDE
from tests.library.exif_blocks import small_dng
from tests.pictures import scene

_SIZE = (4032, 3024)
_ROUNDS = 5


def table() -> list[tuple[str, str, str, str]]:
    """Rows of what, in a decoder process, in this one, and their ratio."""
    pillow_heif.register_heif_opener()
    with tempfile.TemporaryDirectory() as folder:
        heic = Path(folder, "a.heic")
        scene(1, _SIZE).save(heic, quality=80)
        raw = small_dng(Path(folder, "a.dng"), size=(6000, 4000))
        return [
            _row("HEIC of 12 MP, thumbnail", heic, THUMBNAIL_SIDE),
            _row("HEIC of 12 MP, all of it", heic, None),
            _row("RAW of 24 MP developed, thumbnail", raw, THUMBNAIL_SIDE),
            _row("RAW of 24 MP developed, all of it", raw, None),
            _header_row(heic),
        ]


def _row(what: str, path: Path, side: int | None) -> tuple[str, str, str, str]:
    return _timed(what, lambda: open_picture(path, side), lambda: decoding.decode(path, side))


def _header_row(heic: Path) -> tuple[str, str, str, str]:
    return _timed("HEIC, header", lambda: DECODERS.facts(heic), lambda: decoding.decoder_facts(heic))


def _timed(what: str, apart: Callable[[], object], here: Callable[[], object]) -> tuple[str, str, str, str]:
    """The middle of some rounds, the two by turns, for a machine is not equally busy all the time."""
    apart()
    here()
    times: list[tuple[float, float]] = [(_seconds(apart), _seconds(here)) for _ in range(_ROUNDS)]
    ours, theirs = (statistics.median(column) for column in zip(*times, strict=True))
    return f"decoder process: {what}", f"{1000 * ours:.1f} ms", f"{1000 * theirs:.1f} ms", f"{theirs / ours:.2f}"


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
