"""Databases that are truncated, overwritten in places, or no databases at all: set aside, and rescued from."""

import os
import random
import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from app.errors import AppError
from app.library.comparisons import Comparison
from app.library.database_trouble import DamagedError
from app.library.mending import mend, suspect
from app.library.photo import Marks
from app.library.store import FolderState, Store
from tests.accidents.library_at import SHOOT, differing, make, marks_in

PAGE = 4096


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "library.db"


def overwrite(path: Path, start: int, length: int, seed: int = 0) -> None:
    with path.open("r+b") as file:
        file.seek(start)
        file.write(random.Random(seed).randbytes(length))


def broken(path: Path) -> list[str]:
    return sorted(one.name for one in path.parent.iterdir() if "broken" in one.name)


def test_a_sound_database_is_left_alone(path: Path) -> None:
    make(path)
    before = path.read_bytes()
    assert mend(path) is None
    assert path.read_bytes() == before
    assert broken(path) == []


def test_where_there_is_none_none_is_made(path: Path) -> None:
    assert mend(path) is None
    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize("length", [16, 100, 4096])
def test_a_garbage_header_costs_no_mark(path: Path, length: int) -> None:
    known = make(path)
    overwrite(path, 0, length)
    with pytest.raises(DamagedError, match="damaged"):
        Store(path)
    damaged = path.read_bytes()
    mended = mend(path)
    assert mended is not None
    assert mended.broken.name == f"library.db.broken-{date.today().isoformat()}"
    assert mended.broken.read_bytes() == damaged
    assert mended.rescued.marked == sum(marks != Marks() for marks in known.values())
    assert f"the marks of {mended.rescued.marked} photos were rescued" in mended.sentence
    assert marks_in(path) == known
    assert mend(path) is None


def test_what_was_said_besides_marks_is_rescued_too(path: Path) -> None:
    make(path)
    with Store(path) as store:
        number = store.library
        ids = [photo.id for photo, _ in store.photos_under(SHOOT, recursive=False)]
    overwrite(path, 16, 8)
    assert mend(path) is not None
    with Store(path, number) as store:
        assert [photo.id for photo, _ in store.photos_under(SHOOT, recursive=False)] == ids
        assert store.hand_made(ids).joined == frozenset({frozenset(ids[:3])})
        assert store.comparisons() == [Comparison(ids[0], ids[1], 12.5, shown=False)]
        assert store.keywords(ids) == {ids[5]: ("sea", "Place|Ulm")}
        assert store.folder_state(SHOOT) == FolderState(2.0, 0.5, ids[7])


@pytest.mark.parametrize("seed", range(8))
def test_random_bytes_in_the_middle_cost_the_photos_of_those_pages_alone(path: Path, seed: int) -> None:
    known = make(path, 1000)
    pages = path.stat().st_size // PAGE
    for n in range(3):
        overwrite(path, random.Random(seed * 10 + n).randrange(1, pages) * PAGE + 8, 2000, seed)
    lost = 0 if mend(path) is None else len(differing(marks_in(path), known))
    assert lost <= 3 * 60, "about as many photos lie on a page"
    with Store(path) as store:
        ids = [photo.id for photo, _ in store.photos_under(SHOOT, recursive=False)]
        store.set_marks({ids[0]: Marks(5)})
    assert mend(path) is None


@pytest.mark.parametrize("share", [0.0, 0.3, 0.7, 0.97])
def test_of_a_truncated_file_all_that_is_left_is_rescued(path: Path, share: float) -> None:
    known = make(path, 1000)
    size = round(path.stat().st_size * share) + 700
    os.truncate(path, size)
    mended = mend(path)
    assert mended is not None
    found = marks_in(path)
    assert all(found[name] == known[name] for name in found)
    assert len(found) > 900 * (share - 0.3), "a photo needs its own page and that of its files"
    if not mended.rescued.photos:
        assert "marks begin anew" in mended.sentence


def test_marks_that_were_only_in_the_log_are_rescued(path: Path, tmp_path: Path) -> None:
    make(path)
    with Store(path) as store:
        ids = [photo.id for photo, _ in store.photos_under(SHOOT, recursive=False)]
        store.set_marks({photo: Marks(4) for photo in ids[:50]})
        elsewhere = tmp_path / "killed" / "library.db"
        elsewhere.parent.mkdir()
        for ending in ("", "-wal"):
            shutil.copy(f"{path}{ending}", f"{elsewhere}{ending}")
    overwrite(elsewhere, 0, 100)
    assert mend(elsewhere) is not None
    assert list(marks_in(elsewhere).values())[:50] == [Marks(4)] * 50
    assert {f"library.db.broken-{date.today().isoformat()}{end}" for end in ("", "-wal")} <= set(broken(elsewhere))


def test_a_page_that_only_holds_what_can_be_computed_is_noticed_when_it_is_read(path: Path) -> None:
    import numpy as np

    known = make(path)
    with Store(path) as store:
        digests = [n.to_bytes(16, "big") for n in range(400)]
        store.add_vectors("appearance-1", {digest: np.ones(200, np.float32) for digest in digests})
    with closing(sqlite3.connect(path)) as connection:
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'vector'").fetchone()[0]
    overwrite(path, (root - 1) * PAGE, PAGE)
    assert mend(path) is None
    with pytest.raises(DamagedError), Store(path) as store:
        store.vectors("appearance-1", digests)
    assert mend(path) is not None
    assert marks_in(path) == known
    with Store(path) as store:
        assert store.vectors("appearance-1", digests) == {}


def test_no_database_at_all(path: Path) -> None:
    path.write_bytes(b"<html>not found</html>" * 1000)
    mended = mend(path)
    assert mended is not None
    assert "marks begin anew" in mended.sentence
    assert marks_in(path) == {}


def test_several_on_one_day_are_all_kept(path: Path) -> None:
    for n in range(3):
        path.write_bytes(b"garbage" * (100 + n))
        assert mend(path) is not None
    assert len({(path.parent / name).stat().st_size for name in broken(path)}) == 3


@pytest.mark.parametrize("stop_at", ["_set_aside", "replace"])
def test_a_rescue_that_was_killed_is_ended_by_the_next(
    path: Path, stop_at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = make(path)
    overwrite(path, 0, 100)

    class KilledError(BaseException):
        pass

    def die(*_: object) -> None:
        raise KilledError

    from app.library import mending

    if stop_at == "replace":
        real = os.replace
        monkeypatch.setattr(os, "replace", lambda one, other: die() if other == path else real(one, other))
    else:
        monkeypatch.setattr(mending, stop_at, die)
    with pytest.raises(KilledError):
        mend(path)
    monkeypatch.undo()
    assert mend(path) is not None
    assert marks_in(path) == known
    assert len(broken(path)) == 1


def test_a_log_and_an_index_of_garbage_are_ignored(path: Path) -> None:
    known = make(path)
    path.with_name("library.db-wal").write_bytes(b"garbage" * 5000)
    path.with_name("library.db-shm").write_bytes(b"\xff" * 32_768)
    assert mend(path) is None
    assert marks_in(path) == known


def test_a_log_that_another_database_left_there(path: Path, tmp_path: Path) -> None:
    known = make(path)
    other = tmp_path / "other" / "library.db"
    make(other, 30)
    with Store(other) as store:
        store.set_marks({photo.id: Marks(1) for photo, _ in store.photos_under(SHOOT, recursive=False)})
        shutil.copy(f"{other}-wal", f"{path}-wal")
    assert mend(path) is not None
    found = marks_in(path)
    assert len(found) >= 200
    assert len(differing(found, known)) <= 100, "those of the pages that the log speaks of"


def test_suspicion_where_nothing_can_be_written_is_no_error(tmp_path: Path) -> None:
    suspect(tmp_path / "nowhere" / "library.db")


def test_a_newer_one_is_not_damaged(path: Path) -> None:
    make(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    assert mend(path) is None
    with pytest.raises(AppError, match="newer Burstpick"):
        Store(path)
