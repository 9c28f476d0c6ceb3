"""Opens a folder of very many photos as the window does, and says how long it took and what memory it needed.

Run as a program of its own: `python -m tests.benchmarks.crowds_probe PHOTOS HOME`. Prints one line of JSON.
"""

import json
import os
import sys
import time
from datetime import timedelta
from pathlib import Path

import psutil

from app.analysis.opening import Listed, Read, Remembered, Restored, look_again, open_folder
from app.cancel import CancelToken
from app.library.folder_watch import FolderWatch
from app.library.photo import Marks
from app.library.store import Store
from tests.pictures import scene, write_photo
from tests.shoots import START

_FILES_A_PHOTO = 100


def main(photos: int, home: Path) -> dict[str, float]:
    """Everything that is measured, in seconds and megabytes."""
    folder, database = home / "photos", home / "library.db"
    make(folder, photos)
    token, before = CancelToken(), resident()
    began = time.perf_counter()
    figures: dict[str, float] = {}
    for event in open_folder(token, folder=folder, database=database, recursive=False):
        if isinstance(event, Listed):
            figures["listed"] = time.perf_counter() - began
        elif isinstance(event, Read) and event.photos and "first photos" not in figures:
            figures["first photos"] = time.perf_counter() - began
    figures["all read"] = time.perf_counter() - began
    figures["memory of reading"] = resident() - before
    known = again(token, folder, database, figures)
    began = time.perf_counter()
    (folder / "P000005.jpg").rename(folder / "renamed.jpg")
    at_hand = dict.fromkeys(known, Marks())
    for _ in look_again(token, folder=folder, database=database, recursive=False, embedders=[], at_hand=at_hand):
        pass
    figures["looked again after a change"] = time.perf_counter() - began
    began = time.perf_counter()
    watch = FolderWatch(folder, lambda _: None, recursive=True)
    while watch._observer is None:
        time.sleep(0.001)
    figures["watched"] = time.perf_counter() - began
    watch.close()
    return figures


def again(token: CancelToken, folder: Path, database: Path, figures: dict[str, float]) -> list[int]:
    """The second opening, of which everything is remembered; returns the ids."""
    before, began = resident(), time.perf_counter()
    known: list[int] = []
    for event in open_folder(token, folder=folder, database=database, recursive=False):
        if isinstance(event, Remembered):
            figures.setdefault("opened again: first photos", time.perf_counter() - began)
            known += [photo.id for photo, _ in event.photos]
        elif isinstance(event, Restored):
            figures["opened again: all shown"] = time.perf_counter() - began
    figures["opened again: all compared"] = time.perf_counter() - began
    figures["memory of opening again"] = resident() - before
    with Store(database) as store:
        began = time.perf_counter()
        store.set_marks(dict.fromkeys(known, Marks(3)))  # type: ignore[arg-type]
        figures["all marked"] = time.perf_counter() - began
    return known


def make(folder: Path, photos: int) -> None:
    """Small photos; many names for each file, as a disk would take long to write so many."""
    folder.mkdir(parents=True)
    for n in range(photos):
        path = folder / f"P{n:06d}.jpg"
        if n % _FILES_A_PHOTO:
            os.link(folder / f"P{n - n % _FILES_A_PHOTO:06d}.jpg", path)
        else:
            write_photo(path, scene(n % 7, (48, 32)), START + timedelta(seconds=n))


def resident() -> float:
    """The memory of this process in megabytes."""
    return float(psutil.Process().memory_info().rss / 1e6)


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), Path(sys.argv[2]))), flush=True)
