from pathlib import Path

import pytest

from app.library.identity import Presence
from app.library.photo import Flag, Label, Marks, PhotoId
from app.library.sidecar_memory import MarkTimes, RememberedSidecar, TakenMark
from app.library.store import Store
from app.library.xmp.said import Field, Said
from app.library.xmp.voices import FlagVoices, LabelVoices, Voices
from tests.library.captures import pair, scanned

NOWHERE = Presence(lambda path, size, mtime: False)


@pytest.fixture
def store(tmp_path: Path):
    with Store(tmp_path / "library.db") as store:
        yield store


@pytest.fixture
def photo(store: Store) -> PhotoId:
    [(photo, _)] = store.adopt([scanned(Path("/shoot/a.jpg"), "a")], NOWHERE)
    return photo.id


def marks_of(store: Store) -> Marks:
    return store.photos_under(Path("/shoot"), recursive=False)[0][1]


def times_of(store: Store, photo: PhotoId) -> MarkTimes:
    return store.mark_times([photo])[photo]


def test_only_marks_that_change_get_a_new_time(store: Store, photo: PhotoId) -> None:
    assert times_of(store, photo) == MarkTimes()
    store.set_marks({photo: Marks(3)})
    first = times_of(store, photo)
    assert first.stars is not None
    assert (first.flag, first.label) == (None, None)
    store.set_marks({photo: Marks(3, Flag.PICK)})
    second = times_of(store, photo)
    assert second.stars == first.stars
    assert second.flag is not None
    assert second.flag >= first.stars


def test_what_files_said_comes_back_and_the_last_word_stays(store: Store, photo: PhotoId) -> None:
    voices = Voices(FlagVoices(Flag.REJECT, Flag.PICK), LabelVoices(text=Label.BLUE))
    one = RememberedSidecar(photo, ".xmp", Said(3, None, Label.NONE), 12.5, 100, 1, voices)
    store.remember_sidecars([RememberedSidecar(photo, ".xmp", Said(), None, 1, 1), one])
    other = RememberedSidecar(photo, ".jpg", Said(None, Flag.REJECT), None, 7, 2)
    store.remember_sidecars([other])
    assert sorted(store.sidecars([photo, PhotoId(99)]), key=lambda one: one.ending) == [other, one]
    assert store.sidecars([]) == []


def test_marks_are_taken_unless_newer_ones_are_there(store: Store, photo: PhotoId) -> None:
    taken = [TakenMark(photo, Field.STARS, 4, 50.0), TakenMark(photo, Field.LABEL, Label.BLUE, 60.0)]
    assert store.take_marks(taken, []) == {photo: Marks(4, Flag.NONE, Label.BLUE)}
    assert times_of(store, photo) == MarkTimes(50.0, None, 60.0)
    assert store.take_marks([TakenMark(photo, Field.STARS, 2, 49.0)], []) == {}
    assert store.take_marks([TakenMark(photo, Field.STARS, 4, 70.0)], []) == {}
    store.set_marks({photo: Marks(5, Flag.NONE, Label.BLUE)})
    assert store.take_marks([TakenMark(photo, Field.STARS, 1, 80.0)], []) == {}
    assert marks_of(store) == Marks(5, Flag.NONE, Label.BLUE)


def test_a_photo_that_was_parted_has_the_times_of_the_pair(store: Store) -> None:
    jpeg, raw = Path("/shoot/b.jpg"), Path("/shoot/b.nef")
    [(both, _)] = store.adopt([pair(jpeg, raw, "b")], NOWHERE)
    store.set_marks({both.id: Marks(3)})
    found = pair(jpeg, raw, "b")
    alone = [
        type(found)((path,), (stamp,), found.capture) for path, stamp in zip(found.files, found.stamps, strict=True)
    ]
    parted = store.adopt(alone, Presence(lambda path, size, mtime: False))
    assert [marks for _, marks in parted] == [Marks(3), Marks(3)]
    times = store.mark_times(photo.id for photo, _ in parted)
    assert len(set(times.values())) == 1
    assert len(times) == 2
