import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from app.errors import AppError
from app.library.comparisons import Comparison
from app.library.hand_made import HandEdit, HandMade
from app.library.keywords import SaidKeywords
from app.library.photo import Flag, Label, Marks
from app.library.schema import STEPS
from app.library.sidecar_memory import RememberedSidecar
from app.library.store import FolderState, Store, StoredRanking
from app.library.xmp.said import Said

COPY = f"library.db.before-{len(STEPS)}"


@pytest.fixture(params=[1, 2, 3, 4, 5])
def version(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def old(version: int, tmp_path: Path) -> Path:
    """A database as that version wrote it, with three photos, two of them marked."""
    path = tmp_path / "library.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(Path(__file__).with_name(f"version_{version}.sql").read_text(encoding="utf-8"))
        connection.execute("PRAGMA journal_mode = WAL")
    return path


def asked(path: Path, question: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(question).fetchall()


def test_everything_of_an_older_version_is_still_there(old: Path, version: int) -> None:
    with Store(old) as store:
        found = store.photos_under(Path("/shoot"), recursive=False)
        digests = [photo.digest for photo, _ in found]
        assert [marks for _, marks in found] == [Marks(4, Flag.PICK, Label.RED), Marks(0, Flag.REJECT), Marks()]
        assert store.ranking("technical-1", digests[:2]) == StoredRanking((6.0, 5.0), (0.75, 0.25), 0.5, False)
        assert list(store.vectors("appearance-1", digests)) == digests[:1]
        assert store.folder_state(Path("/shoot")) == FolderState(2.0, 0.5, found[1][0].id)
    assert asked(old, "PRAGMA user_version") == [(len(STEPS),)]
    assert asked(old, "SELECT scores_shown, marked_at FROM photo") == [
        (1, 1750000000.25),
        (int(version == 1), 1750000000.25),
        (1, None),
    ]


def test_the_old_file_is_kept_beside_the_new_one_and_only_once(old: Path, version: int) -> None:
    before = asked(old, "SELECT * FROM photo")
    Store(old).close()
    kept = old.with_name(COPY)
    assert asked(kept, "PRAGMA user_version") == [(version,)]
    assert asked(kept, "SELECT * FROM photo") == before
    again = old.with_name("again.db")
    kept.rename(again.with_name(COPY.replace("library", "again")))
    again.write_bytes(again.with_name(COPY.replace("library", "again")).read_bytes())
    with closing(sqlite3.connect(again)) as connection, connection:
        connection.execute("UPDATE photo SET stars = 1")
    Store(again).close()
    assert asked(again.with_name(COPY.replace("library", "again")), "SELECT * FROM photo") == before
    assert asked(again, "SELECT DISTINCT stars FROM photo") == [(1,)]


def test_what_came_later_can_be_kept(old: Path) -> None:
    with Store(old) as store:
        one, two, three = (photo.id for photo, _ in store.photos_under(Path("/shoot"), recursive=False))
        said = HandMade(joined=frozenset({frozenset({one, two})}), covers=frozenset({three}))
        store.edit_hand_made(HandEdit(HandMade(), said))
        store.add_comparison(Comparison(two, one, 12.5, False))
    with Store(old) as store:
        assert store.hand_made([one, three]) == said
        assert store.comparisons() == [Comparison(two, one, 12.5, False)]


def test_files_read_by_an_older_version_are_read_again_for_keywords_and_what_they_said_is_still_known(
    old: Path, version: int
) -> None:
    with Store(old) as store:
        photo, other, _ = (photo.id for photo, _ in store.photos_under(Path("/shoot"), recursive=False))
        known = RememberedSidecar(photo, ".xmp", Said(4, Flag.PICK, Label.RED), 1750000000.25, -1, 1750000000250000000)
        assert store.sidecars([photo]) == ([known] if version >= 4 else [])
        assert (known.was_read, known.voices) == (False, None)
        store.take_marks([], [], [SaidKeywords(photo, ".xmp", ("sea",), 1.5)])
    with Store(old) as store:
        assert store.keywords([photo, other]) == {photo: ("sea",)}


def test_a_new_database_has_nothing_to_keep(tmp_path: Path) -> None:
    Store(tmp_path / "library.db").close()
    assert [path.name for path in tmp_path.iterdir()] == ["library.db"]


def test_a_copy_that_was_broken_off_is_made_anew(old: Path) -> None:
    old.with_name(f"{COPY}.part").write_bytes(b"half a copy")
    Store(old).close()
    assert len(asked(old.with_name(COPY), "SELECT * FROM photo")) == 3
    assert not old.with_name(f"{COPY}.part").exists()


def test_where_no_copy_can_be_made_nothing_is_changed(old: Path, version: int) -> None:
    in_the_way = old.with_name(f"{COPY}.part")
    in_the_way.mkdir()
    with pytest.raises(AppError, match="cannot be opened"):
        Store(old)
    assert asked(old, "PRAGMA user_version") == [(version,)]
    in_the_way.rmdir()
    Store(old).close()
    assert asked(old, "PRAGMA user_version") == [(len(STEPS),)]


def test_of_programs_that_start_at_once_one_makes_the_steps(old: Path, version: int) -> None:
    start, failed = threading.Barrier(4), []

    def open_it() -> None:
        start.wait()
        try:
            Store(old).close()
        except AppError as error:
            failed.append(error)

    threads = [threading.Thread(target=open_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert asked(old.with_name(COPY), "PRAGMA user_version") == [(version,)]
