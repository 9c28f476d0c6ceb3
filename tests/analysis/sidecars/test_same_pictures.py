"""Marks that go into JPEGs change their bytes, and nothing that was computed of their pictures is lost by it."""

import os
from pathlib import Path

import numpy as np
import pytest

from app.analysis.opening import Read, Remembered, open_folder
from app.analysis.sidecars import Outcome, WriteOptions, write_sidecars
from app.cancel import CancelToken
from app.library.photo import Marks, Photo
from app.library.store import Store, StoredRanking
from app.library.xmp.embedding import image_hash
from tests.pictures import scene, write_photo

TOKEN = CancelToken()
RANKING = StoredRanking((1.0, 2.0), (0.25, 0.75), 0.5, too_close=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in (1, 2):
        write_photo(tmp_path / "shoot" / f"{number}.jpg", scene(number, (48, 32)))
    return tmp_path / "shoot"


def opened(folder: Path) -> tuple[list[Photo], list[Photo]]:
    """The photos that are remembered of a folder, and those that had to be read."""
    events = list(open_folder(TOKEN, folder=folder, database=database(folder), recursive=False, embedders=()))
    found = ([photo for event in events if isinstance(event, kind) for photo, _ in event.photos] for kind in KINDS)
    remembered, read = found
    return remembered, read


KINDS = (Remembered, Read)


def database(folder: Path) -> Path:
    return folder.parent / "library.db"


def embed(folder: Path, photo: Photo, stars: int) -> None:
    with Store(database(folder)) as store:
        store.set_marks({photo.id: Marks(stars)})
        done = write_sidecars(store, folder, recursive=False, options=WriteOptions(embed=True), token=TOKEN)
    assert done.count(Outcome.WRITTEN) == 1


def test_what_was_computed_is_found_after_every_writing_and_no_file_is_read_anew(folder: Path) -> None:
    _, photos = opened(folder)
    digests = [photo.digest for photo in photos]
    pixels = image_hash((folder / "1.jpg").read_bytes())
    with Store(database(folder)) as store:
        store.add_vectors("any", {digests[0]: np.ones(3, np.float32)})
        store.add_ranking("any", digests, RANKING)
    for stars in (4, 5):
        before = (folder / "1.jpg").read_bytes()
        embed(folder, photos[0], stars)
        assert (folder / "1.jpg").read_bytes() != before
        remembered, read = opened(folder)
        assert read == []
        assert [photo.digest for photo in remembered] == digests
        assert remembered[0].stamps[0].size == (folder / "1.jpg").stat().st_size
    assert image_hash((folder / "1.jpg").read_bytes()) == pixels
    with Store(database(folder)) as store:
        assert list(store.vectors("any", [remembered[0].digest])) == [digests[0]]
        assert store.ranking("any", digests) == RANKING


def test_it_is_found_again_where_it_is_moved_to_and_its_old_bytes_are_a_photo_of_their_own(folder: Path) -> None:
    _, photos = opened(folder)
    old = (folder / "1.jpg").read_bytes()
    embed(folder, photos[0], 4)
    (folder / "1.jpg").rename(folder / "best.jpg")
    _, [moved] = opened(folder)
    assert (moved.id, moved.path.name) == (photos[0].id, "best.jpg")
    (folder / "a backup.jpg").write_bytes(old)
    _, [copy] = opened(folder)
    assert copy.id not in {photo.id for photo in photos}


def test_an_edit_that_nobody_looked_at_yet_is_another_picture(folder: Path) -> None:
    _, photos = opened(folder)
    write_photo(folder / "1.jpg", scene(7, (64, 48)))
    stamp = (folder / "1.jpg").stat().st_mtime_ns + 1
    os.utime(folder / "1.jpg", ns=(stamp, stamp))
    embed(folder, photos[0], 4)
    remembered, _ = opened(folder)
    assert remembered[0].id == photos[0].id
    assert remembered[0].digest != photos[0].digest


def test_an_edit_after_marks_went_in_is_another_picture(folder: Path) -> None:
    _, photos = opened(folder)
    embed(folder, photos[0], 4)
    write_photo(folder / "1.jpg", scene(7, (64, 48)))
    _, [read] = opened(folder)
    assert read.id == photos[0].id
    assert read.digest != photos[0].digest
