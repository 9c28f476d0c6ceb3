import os
import sqlite3
import sys
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from app.library.comparisons import Comparison
from app.library.identity import Presence
from app.library.photo import Burst, Flag, Marks, Photo, ScannedPhoto
from app.library.store import Store, StoredRanking
from tests.library.captures import pair, scanned
from train.importers import Imported, ImporterError
from train.importers.cull_answer import series_in
from train.importers.library import UNDECIDED, MarkedLibrary, imported, marked
from train.manifest import SeriesRecord

NOWHERE = Presence(lambda path, size, mtime: False)
KEPT, REJECTED = Marks(flag=Flag.PICK), Marks(flag=Flag.REJECT)


class Library:
    """A real database with photos whose files exist, named by words."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "photos"
        self.folder.mkdir()
        self.database = folder / "data" / "library.db"
        self.photos: dict[str, Photo] = {}

    def add(self, *names: str, **capture: object) -> None:
        self.add_scanned(
            scanned(self.folder / f"{name}.jpg", name, wall=len(self.photos) + n, **capture)
            for n, name in enumerate(names)
        )

    def add_scanned(self, photos: Iterable[ScannedPhoto]) -> None:
        with Store(self.database) as store:
            for photo, _ in store.adopt(list(photos), NOWHERE):
                photo.path.touch()
                self.photos[photo.path.stem] = photo

    def mark(self, marks: Mapping[str, Marks]) -> None:
        """One stroke."""
        with Store(self.database) as store:
            store.set_marks({self.photos[name].id: one for name, one in marks.items()})

    def rank(self, model: str, *names: str) -> None:
        even = tuple(1 / len(names) for _ in names)
        with Store(self.database) as store:
            digests = [self.photos[name].digest for name in names]
            store.add_ranking(model, digests, StoredRanking(even, even, 0.5, True))

    def prefer(self, winner: str, loser: str, *, at: float, shown: bool = True) -> None:
        with Store(self.database) as store:
            store.add_comparison(Comparison(self.photos[winner].id, self.photos[loser].id, at, shown))

    def blind(self, *names: str) -> None:
        """Say of marks that no scores were shown when they were given, as databases of later programs can."""
        with closing(sqlite3.connect(self.database)) as connection, connection:
            columns = [row[1] for row in connection.execute("PRAGMA table_info(photo)")]
            if "scores_shown" not in columns:
                connection.execute("ALTER TABLE photo ADD COLUMN scores_shown INTEGER NOT NULL DEFAULT 1")
            connection.executemany(
                "UPDATE photo SET scores_shown = 0 WHERE id = ?", [(self.photos[name].id,) for name in names]
            )

    def paths(self, *names: str) -> list[Path]:
        return [self.photos[name].path for name in names]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path)


def seen(found: Imported) -> list[tuple[str, str]]:
    """The frames of each series, and its pairs."""
    return [
        (
            " ".join(image.stem for image in one.images),
            " ".join(f"{one.images[p.better].stem}>{one.images[p.worse].stem}:{p.probability:.2f}" for p in one.pairs),
        )
        for one in found.records
        if isinstance(one, SeriesRecord)
    ]


def test_a_series_that_was_ranked(library: Library) -> None:
    library.add("a", "b", "c", "d")
    library.rank("technical-1", "c", "a", "b")
    library.mark({"b": KEPT})
    library.mark({"d": KEPT})
    found = imported(library.database)
    assert seen(found) == [("a b c", "b>a:0.80 b>c:0.80")]
    assert found.left_out == ()


def test_a_decision_tells_its_series_by_itself(library: Library) -> None:
    library.add("a", "b", "c", "d", "e")
    library.rank("technical-1", "c", "d", "e")
    library.mark({"a": REJECTED, "b": KEPT, "c": REJECTED})
    library.mark({"d": KEPT, "e": REJECTED})
    found = seen(imported(library.database))
    assert found == [("a b c", "b>a:0.95 b>c:0.95"), ("d e", "d>e:0.95")]


def test_of_series_that_overlap_the_one_of_most_models_is_taken_then_the_longest(library: Library) -> None:
    library.add("a", "b", "c", "d", "e", "f")
    library.rank("technical-1", "a", "b", "c")
    library.rank("fgaesq-1", "a", "b")
    library.rank("technical-1", "a", "b")
    library.rank("technical-1", "d", "e")
    library.rank("technical-1", "d", "e", "f")
    library.mark({"a": KEPT})
    library.mark({"f": REJECTED})
    assert [frames for frames, _ in seen(imported(library.database))] == ["a b", "d e f"]


def test_a_burst_of_the_camera_will_do_but_never_a_bracket(library: Library) -> None:
    library.add("a", "b", burst=Burst(key="7"))
    library.add("c", "d", burst=Burst(key="8", bracketed=True))
    library.add("e", "f")
    library.mark({"a": KEPT, "c": KEPT, "e": KEPT})
    library.mark({"c": REJECTED, "d": KEPT})
    assert [frames for frames, _ in seen(imported(library.database))] == ["a b"]


def test_series_that_are_given_count_alone(library: Library) -> None:
    library.add("a", "b", "c", "d")
    library.rank("technical-1", "a", "b")
    library.mark({"a": Marks(4), "b": Marks(3)})
    library.mark({"c": REJECTED})
    library.mark({"d": Marks(2)})
    given = [library.paths("c", "b"), [*library.paths("d", "a"), Path("/unknown.jpg")], library.paths("a", "a")]
    found = imported(library.database, given)
    assert seen(found) == [("c b", "b>c:0.80"), ("d a", "a>d:0.90")]


def test_what_tells_nothing_and_what_is_gone_is_named(library: Library) -> None:
    library.add("a", "b", "c", "d", "e")
    library.rank("technical-1", "a", "b")
    library.rank("technical-1", "c", "d", "e")
    library.mark({"c": KEPT})
    (library.folder / "d.jpg").unlink()
    found = imported(library.database)
    assert seen(found) == [("c e", "c>e:0.80")]
    assert [(one.what, one.reason) for one in found.left_out] == [
        (f"{library.folder / 'a.jpg'} and 1 more", UNDECIDED),
        (str(library.folder / "d.jpg"), "there is no such file"),
    ]


def test_a_raw_and_jpeg_pair_is_one_frame(library: Library) -> None:
    library.add_scanned([pair(library.folder / "a.jpg", library.folder / "a.cr2", "a")])
    library.add("b")
    library.rank("technical-1", "a", "b")
    library.mark({"b": KEPT})
    (record,) = imported(library.database).records
    assert isinstance(record, SeriesRecord)
    assert [image.name for image in record.images] == ["a.jpg", "b.jpg"]


def test_less_trust_makes_marks_less_sure(library: Library) -> None:
    library.add("a", "b")
    library.rank("technical-1", "a", "b")
    library.mark({"b": KEPT})
    assert seen(imported(library.database, trust=0.5)) == [("a b", "b>a:0.65")]


def test_blind_marks_are_told_from_those_beside_scores(library: Library) -> None:
    library.add("a", "b", "c", "d")
    library.rank("technical-1", "a", "b")
    library.rank("technical-1", "c", "d")
    library.mark({"b": KEPT})
    library.mark({"d": KEPT})
    assert counts(marked(library.database)) == [(0, 1), (0, 1)]
    library.blind("b")
    found = marked(library.database, trust=0.5)
    assert counts(found) == [(1, 0), (0, 1)]
    assert [one.record.pairs[0].probability for one in found.series] == [pytest.approx(0.8), pytest.approx(0.65)]


def test_what_was_compared_side_by_side_counts_before_marks_and_the_last_word_most(library: Library) -> None:
    library.add("a", "b", "c")
    library.rank("technical-1", "a", "b", "c")
    library.mark({"a": KEPT})
    library.prefer("a", "b", at=1.0)
    library.prefer("b", "a", at=2.0)
    library.prefer("b", "c", at=3.0, shown=False)
    assert seen(imported(library.database)) == [("a b c", "a>c:0.80 b>a:0.90 b>c:0.90")]
    assert seen(imported(library.database, trust=0.5)) == [("a b c", "a>c:0.65 b>a:0.70 b>c:0.90")]
    assert counts(marked(library.database)) == [(1, 3)]


def test_frames_that_were_compared_are_a_series_where_nothing_else_makes_them_one(library: Library) -> None:
    library.add("a", "b", "c", "d", "e")
    library.rank("technical-1", "d", "e")
    library.prefer("c", "a", at=1.0)
    library.prefer("b", "c", at=2.0)
    library.prefer("d", "e", at=3.0)
    library.prefer("d", "a", at=4.0)
    assert seen(imported(library.database)) == [("a b c", "c>a:0.90 b>c:0.90"), ("d e", "d>e:0.90")]


def test_comparisons_of_frames_that_are_gone_or_beside_scores_without_any_trust_tell_nothing(library: Library) -> None:
    library.add("a", "b", "c")
    library.rank("technical-1", "a", "b", "c")
    library.prefer("a", "b", at=1.0)
    library.prefer("a", "c", at=2.0, shown=False)
    assert seen(imported(library.database, trust=0.0)) == [("a b c", "a>c:0.90")]
    (library.folder / "c.jpg").unlink()
    assert seen(imported(library.database, trust=0.0)) == []


def test_a_database_without_comparisons_is_read_as_ever(library: Library) -> None:
    library.add("a", "b")
    library.rank("technical-1", "a", "b")
    library.mark({"b": KEPT})
    with closing(sqlite3.connect(library.database)) as connection:
        connection.execute("DROP TABLE comparison")
    assert seen(imported(library.database)) == [("a b", "b>a:0.80")]


def counts(found: MarkedLibrary) -> list[tuple[int, int]]:
    return [(one.blind, one.shown) for one in found.series]


def test_folders_choose_photos(library: Library) -> None:
    library.add("a", "b")
    library.rank("technical-1", "a", "b")
    library.mark({"b": KEPT})
    assert len(marked(library.database, folders=[Path("/elsewhere"), library.folder.parent]).series) == 1
    assert marked(library.database, folders=[library.folder / "below"]) == MarkedLibrary((), (), 0)


def test_marked_photos_that_are_in_no_series_are_counted(library: Library) -> None:
    library.add("a", "b", "c", "d", "e")
    library.add("f", burst=Burst(key="8", bracketed=True))
    library.rank("technical-1", "a", "b")
    library.mark({"a": KEPT})
    library.mark({"c": KEPT})
    library.mark({"d": Marks(stars=3)})
    library.mark({"f": KEPT})
    assert marked(library.database).alone == 2


def test_a_series_has_its_name_wherever_its_files_lie(tmp_path: Path) -> None:
    names = []
    for place in ("here", "there"):
        (tmp_path / place).mkdir()
        library = Library(tmp_path / place)
        library.add("a", "b")
        library.rank("technical-1", "a", "b")
        library.mark({"b": KEPT})
        names += [one.id for one in imported(library.database).records if isinstance(one, SeriesRecord)]
    assert len(names) == 2
    assert len(set(names)) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="needs the permissions of POSIX")
def test_the_database_is_read_and_never_written(library: Library) -> None:
    library.add("a", "b")
    library.rank("technical-1", "a", "b")
    library.mark({"b": KEPT})
    before = library.database.read_bytes(), os.stat(library.database).st_mtime_ns
    assert len(imported(library.database).records) == 1
    with Store(library.database):
        assert len(imported(library.database).records) == 1
    assert (library.database.read_bytes(), os.stat(library.database).st_mtime_ns) == before


def test_what_is_no_database_of_burstpick(tmp_path: Path) -> None:
    with pytest.raises(ImporterError, match="cannot be read as a database of Burstpick"):
        imported(tmp_path / "gone.db")
    assert not (tmp_path / "gone.db").exists()
    (tmp_path / "text.db").write_text("no database at all " * 100)
    with pytest.raises(ImporterError, match="cannot be read as a database of Burstpick"):
        imported(tmp_path / "text.db")
    sqlite3.connect(tmp_path / "other.db").executescript("CREATE TABLE photo (id INTEGER)").connection.close()
    with pytest.raises(ImporterError, match="cannot be read as a database of Burstpick"):
        imported(tmp_path / "other.db")


def test_the_answer_of_cull_lists_series(tmp_path: Path) -> None:
    from tests.commands import run
    from tests.shoots import small_shoot

    shoot = small_shoot(tmp_path / "shoot")
    assert run(["cull", shoot, "--json", tmp_path / "answer.json"], tmp_path).code == 0
    found = [[path.name for path in one] for one in series_in(tmp_path / "answer.json")]
    assert found == [[f"IMG_{n:04d}.jpg" for n in numbers] for numbers in ((1, 2, 3, 4), (11, 12, 13, 14))]
    assert all(path.is_file() for one in series_in(tmp_path / "answer.json") for path in one)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"folder": "/", "series": [{}]}', '{"folder": 1, "series": []}'])
def test_what_is_no_answer_of_cull(tmp_path: Path, text: str) -> None:
    (tmp_path / "answer.json").write_text(text)
    with pytest.raises(ImporterError, match="is no answer of"):
        series_in(tmp_path / "answer.json")


def test_no_answer_at_all(tmp_path: Path) -> None:
    with pytest.raises(ImporterError, match="cannot be read: No such file"):
        series_in(tmp_path / "gone.json")
