import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from app.errors import AppError
from app.library.identity import Presence
from app.library.photo import Flag, Label, Marks, PhotoId
from app.library.store import FolderState, Store, StoredRanking
from tests.library.captures import BURST, scanned

NOWHERE = Presence(lambda path, size, mtime: False)


@pytest.fixture
def store(tmp_path: Path):
    with Store(tmp_path / "data" / "library.db") as store:
        yield store


def test_everything_about_a_photo_comes_back(store: Store) -> None:
    photo = scanned(
        Path("/shoot/a.jpg"), "a", wall=12.34, camera="X", serial="9", lens="L", focal_length=35.0, exposure=0.01,
        aperture=2.8, iso=100, exposure_bias=-0.7, orientation=6, burst=BURST,
    )  # fmt: skip
    [(adopted, marks)] = store.adopt([photo], NOWHERE)
    assert store.photos_under(Path("/shoot"), recursive=False) == [(adopted, marks)]
    assert (adopted.files, adopted.stamps, adopted.capture) == (photo.files, photo.stamps, photo.capture)
    assert marks == Marks()


def test_marks_come_back(store: Store) -> None:
    [(photo, _)] = store.adopt([scanned(Path("/shoot/a.jpg"), "a")], NOWHERE)
    marks = Marks(4, Flag.REJECT, Label.PURPLE)
    store.set_marks({photo.id: marks})
    assert store.photos_under(Path("/shoot"), recursive=False) == [(photo, marks)]


def test_a_folder_is_not_its_neighbour_nor_its_children(store: Store) -> None:
    paths = [Path("/shoot/a.jpg"), Path("/shoot/day 2/b.jpg"), Path("/shoot2/c.jpg"), Path("/shoo/d.jpg")]
    store.adopt([scanned(path, path.name) for path in paths], NOWHERE)
    names = lambda recursive: [p.path for p, _ in store.photos_under(Path("/shoot"), recursive=recursive)]  # noqa: E731
    assert names(False) == paths[:1]
    assert names(True) == paths[:2]
    assert len(store.photos_under(Path("/"), recursive=True)) == 4


def test_names_that_are_not_unicode(store: Store) -> None:
    path = Path(os.fsdecode(b"/shoot/\xff\xfe\xe4.jpg"))
    store.adopt([scanned(path, "a")], NOWHERE)
    assert [p.path for p, _ in store.photos_under(Path("/shoot"), recursive=False)] == [path]


def test_vectors_are_kept_by_embedder(store: Store) -> None:
    vector = np.linspace(-1, 1, 8, dtype=np.float32)
    store.add_vectors("one", {b"a": vector, b"b": -vector})
    found = store.vectors("one", [b"a", b"missing"])
    assert list(found) == [b"a"]
    np.testing.assert_allclose(found[b"a"], vector, atol=1e-3)
    assert store.vectors("other", [b"a"]) == {}


def test_a_ranking_is_found_whatever_the_order_of_its_frames(store: Store) -> None:
    store.add_ranking("m", [b"y" * 16, b"x" * 16], StoredRanking((5.0, 6.0), (0.2, 0.8), 0.6, False))
    assert store.ranking("m", [b"x" * 16, b"y" * 16]) == StoredRanking((6.0, 5.0), (0.8, 0.2), 0.6, False)
    assert store.ranking("m", [b"x" * 16]) is None
    assert store.ranking("other", [b"x" * 16, b"y" * 16]) is None


def test_how_a_folder_was_left(store: Store) -> None:
    assert store.folder_state(Path("/shoot")) == FolderState()
    state = FolderState(3.5, 0.7, PhotoId(12))
    store.set_folder_state(Path("/shoot"), state)
    assert store.folder_state(Path("/shoot")) == state


def test_a_failed_write_changes_nothing_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with Store(path) as store:
        [(photo, _)] = store.adopt([scanned(Path("/a.jpg"), "a")], NOWHERE)
        with sqlite3.connect(path) as other:
            other.execute("CREATE TRIGGER full BEFORE UPDATE ON photo BEGIN SELECT RAISE(FAIL, 'disk full'); END")
        other.close()
        with pytest.raises(AppError, match="could not be saved"):
            store.set_marks({photo.id: Marks(5)})
        assert store.photos_under(Path("/"), recursive=True)[0][1] == Marks()


def test_a_library_from_the_future_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    before = path.read_bytes()
    with pytest.raises(AppError, match="newer Burstpick"):
        Store(path)
    assert path.read_bytes()[:100] == before[:100]


def test_a_library_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    path.write_bytes(b"not a database" * 100)
    with pytest.raises(AppError, match="cannot be opened"):
        Store(path)


WRITER = """
import sys
from pathlib import Path
from app.library.identity import Presence
from app.library.photo import Marks
from app.library.store import Store
from tests.library.captures import scanned
store = Store(Path(sys.argv[1]))
[(photo, _)] = store.adopt([scanned(Path("/a.jpg"), "a")], Presence(lambda *_: False))
n = 0
while True:
    n += 1
    store.set_marks({photo.id: Marks(stars=n % 6)})
    print(n, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a POSIX signal")
@pytest.mark.parametrize("after", [1, 7, 40])
def test_what_was_said_to_be_kept_survives_a_kill(tmp_path: Path, after: int) -> None:
    path = tmp_path / "library.db"
    command = [sys.executable, "-c", WRITER, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as writer:
        assert writer.stdout is not None
        for _ in range(after):
            told = int(writer.stdout.readline())
        writer.send_signal(signal.SIGKILL)
        told = int((writer.stdout.read().split() or [told])[-1])
    with Store(path) as store:
        [(_, marks)] = store.photos_under(Path("/"), recursive=True)
    assert marks.stars in {told % 6, (told + 1) % 6}
