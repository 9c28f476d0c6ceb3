"""Keywords as the database keeps them."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.library.identity import Presence
from app.library.keywords import SaidKeywords, newest, of_photos, tidy, write
from app.library.photo import PhotoId
from app.library.schema import make_steps
from app.library.store import Store
from tests.library.captures import scanned

NOWHERE = Presence(lambda path, size, mtime: False)
FIRST = PhotoId(1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "library.db") as store:
        yield store


def adopted(store: Store, count: int) -> list[PhotoId]:
    found = store.adopt([scanned(Path(f"/shoot/{n}.jpg"), str(n)) for n in range(count)], NOWHERE)
    return [photo.id for photo, _ in found]


def test_the_file_that_spoke_last_counts_as_a_whole(store: Store) -> None:
    one, two, silent = adopted(store, 3)
    said = [
        SaidKeywords(one, ".jpg", ("Dom", "Place|Ulm"), 20.0),
        SaidKeywords(one, ".xmp", ("Anna",), 10.5),
        SaidKeywords(two, ".xmp", (), 7.0),
    ]
    store.take_marks([], [], said)
    assert store.keywords([one, two, silent]) == {one: ("Dom", "Place|Ulm"), two: ()}
    assert sorted(store.said_keywords([one, two]), key=lambda one: one.at) == [said[2], said[1], said[0]]
    store.take_marks([], [], [SaidKeywords(one, ".xmp", ("Eva",), 30.0)])
    assert store.keywords([one]) == {one: ("Eva",)}
    assert store.keywords([]) == {}


def test_of_many_photos_all_are_found(store: Store) -> None:
    photos = adopted(store, 2_000)
    store.take_marks([], [], [SaidKeywords(photo, ".xmp", (str(photo),), 1.0) for photo in photos])
    assert store.keywords(photos) == {photo: (str(photo),) for photo in photos}


def test_of_words_equally_old_those_of_a_sidecar_count() -> None:
    said = [SaidKeywords(FIRST, ending, (ending,), 1.0) for ending in (".xmp", ".jpg", ".cr3")]
    assert newest(said) == newest(reversed(said)) == (".xmp",)
    assert newest([]) == ()


@given(st.lists(st.text(max_size=8), max_size=8))
def test_what_was_tidied_comes_back_from_the_database(words: list[str]) -> None:
    tidied = tidy(words)
    assert tidy(tidied) == tidied
    assert all("\n" not in word and word == word.strip() != "" for word in tidied)
    with closing(sqlite3.connect(":memory:")) as connection:
        make_steps(connection, 0)
        write(connection, [SaidKeywords(FIRST, ".xmp", tidied, 1.0)])
        assert of_photos(connection, [FIRST]) == {FIRST: tidied}


def test_a_packet_with_a_million_words_is_not_kept_as_a_whole() -> None:
    assert len(tidy(map(str, range(1_000_000)))) == 1_000
    assert tidy([" two\n words ", "two words", "", "\t", "a" * 10_000]) == ("two words", "a" * 500)
