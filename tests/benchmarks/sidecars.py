"""Marks to the database and to sidecars, and back, against the disk's own pace at the same number of files."""

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from app.analysis.opening import open_folder
from app.analysis.sidecars import Outcome, WriteOptions, read_sidecars, write_sidecars
from app.cancel import CancelToken
from app.library.photo import Flag, Label, Marks, PhotoId
from app.library.store import Store
from tests.pictures import scene, write_photo

_PHOTOS = 1_000
_ROUNDS = 3
_SAFE_WRITE = "write, fsync"
Row = tuple[str, str, str, str]


def table() -> list[Row]:
    """Rows of what was measured, photos per second, those of the yardstick, and their ratio; medians of rounds."""
    with tempfile.TemporaryDirectory() as home:
        folder, database = Path(home) / "shoot", Path(home) / "library.db"
        _make(folder)
        for _ in open_folder(CancelToken(), folder=folder, database=database, recursive=False, embedders=()):
            pass
        with Store(database) as store:
            ids = [photo.id for photo, _ in store.photos_under(folder, recursive=False)]
            return list(_rows(store, folder, ids))


def _rows(store: Store, folder: Path, ids: list[PhotoId]) -> Iterable[Row]:
    plain = _paced(lambda round_: _plain_writes(folder, round_))
    looked = _paced(lambda _: _plain_reads(folder))
    yield _row("marks to the database, one by one", _paced(lambda n: _mark(store, ids, n)), _SAFE_WRITE, plain)
    yield _row("marks to new and old sidecars", _paced(lambda n: _written(store, folder, ids, n)), _SAFE_WRITE, plain)
    yield _row("sidecars that say it already", _paced(lambda _: _unchanged(store, folder)), "open, read", looked)
    yield _row("sidecars changed elsewhere", _paced(lambda _: _read(store, folder, touch=True)), "open, read", looked)
    yield _row("sidecars not changed", _paced(lambda _: _read(store, folder, touch=False)), "open, read", looked)


def _row(what: str, ours: float, against: str, theirs: float) -> Row:
    return f"{_PHOTOS:,} photos: {what}", f"{ours:,.0f} /s", f"{against} {theirs:,.0f} /s", f"{ours / theirs:.2f}"


def _paced(work: Callable[[int], float]) -> float:
    """Photos per second, of work that tells its seconds."""
    return _PHOTOS / statistics.median(work(round_) for round_ in range(_ROUNDS))


def _make(folder: Path) -> None:
    first = write_photo(folder / "0000.jpg", scene(1, (48, 32))).read_bytes()
    for number in range(1, _PHOTOS):
        # A comment after the first marker, so that each is a photo of its own.
        comment = b"\xff\xfe" + (6).to_bytes(2, "big") + number.to_bytes(4, "big")
        (folder / f"{number:04}.jpg").write_bytes(first[:2] + comment + first[2:])


def _plain_writes(folder: Path, round_: int) -> float:
    start = time.perf_counter()
    for number in range(_PHOTOS):
        with (folder / "yardstick").open("wb") as stream:
            stream.write(b"%d %d" % (number, round_) * 70)
            os.fsync(stream.fileno())
    seconds = time.perf_counter() - start
    (folder / "yardstick").unlink()
    return seconds


def _plain_reads(folder: Path) -> float:
    start = time.perf_counter()
    for path in sorted(folder.iterdir()):
        path.read_bytes()
    return time.perf_counter() - start


def _marks(number: int) -> Marks:
    return Marks(number % 5 + 1, Flag(number % 3 - 1), Label(number % 6))


def _mark(store: Store, ids: list[PhotoId], round_: int) -> float:
    start = time.perf_counter()
    for number, photo in enumerate(ids):
        store.set_marks({photo: _marks(number + round_)})
    return time.perf_counter() - start


def _written(store: Store, folder: Path, ids: list[PhotoId], round_: int) -> float:
    store.set_marks({photo: _marks(number + round_ + 1) for number, photo in enumerate(ids)})
    start = time.perf_counter()
    done = write_sidecars(store, folder, recursive=False, options=WriteOptions(), token=CancelToken())
    assert done.count(Outcome.WRITTEN) == _PHOTOS
    return time.perf_counter() - start


def _unchanged(store: Store, folder: Path) -> float:
    start = time.perf_counter()
    done = write_sidecars(store, folder, recursive=False, options=WriteOptions(), token=CancelToken())
    assert done.count(Outcome.UNCHANGED) == _PHOTOS
    return time.perf_counter() - start


def _read(store: Store, folder: Path, *, touch: bool) -> float:
    for path in folder.iterdir() if touch else ():
        os.utime(path)
    start = time.perf_counter()
    found = read_sidecars(store, folder, recursive=False, token=CancelToken())
    assert found.read == _PHOTOS
    return time.perf_counter() - start
