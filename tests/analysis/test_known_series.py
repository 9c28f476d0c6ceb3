from pathlib import Path

import numpy as np
import pytest

from app.analysis.by_hand import joined, parted
from app.analysis.embedder import APPEARANCE, Embedder
from app.analysis.grouping import GroupingSettings
from app.analysis.known_series import marked_series, write_series
from app.cancel import Cancelled, CancelToken
from app.library.hand_made import HandMade, edit_between
from app.library.identity import Presence
from app.library.photo import Burst, Flag, Marks, Photo
from app.library.store import FolderState, Store
from fgaesq_core.appearance import LikenessScale
from tests.library.captures import scanned
from train.importers.cull_answer import series_in

PICK, REJECT = Marks(flag=Flag.PICK), Marks(flag=Flag.REJECT)
OWN = Embedder("own", LikenessScale(0.0, 1.0))


class Library:
    """A database with photos of which only time and marks matter; their names are `FOLDER/NAME`."""

    def __init__(self, root: Path) -> None:
        self.root, self.database = root, root / "library.db"
        self.photos: dict[str, Photo] = {}

    def add(self, folder: str, **walls: float) -> None:
        found = [scanned(self.root / folder / f"{name}.jpg", folder + name, wall=at) for name, at in walls.items()]
        with Store(self.database) as store:
            for photo, _ in store.adopt(found, Presence(lambda *_: False)):
                self.photos[photo.path.stem] = photo

    def mark(self, **marks: Marks) -> None:
        with Store(self.database) as store:
            store.set_marks({self.photos[name].id: one for name, one in marks.items()})

    def leave(self, folder: str, gap: float | None = None, likeness: float | None = None) -> None:
        with Store(self.database) as store:
            store.set_folder_state(self.root / folder, FolderState(gap, likeness))

    def series(self, *embedders: Embedder) -> list[str]:
        found = marked_series(self.database, embedders or (APPEARANCE,), CancelToken())
        return sorted("".join(path.stem for path in one) for one in found)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path)


def test_bursts_with_a_mark_in_them(library: Library) -> None:
    library.add("day", a=0, b=0.3, c=0.6, d=100, e=100.3, f=200, g=300, h=300.2)
    library.leave("day")
    assert library.series() == []
    library.mark(b=PICK, f=PICK, h=REJECT)
    assert library.series() == ["abc", "gh"]


def test_what_was_made_by_hand_counts(library: Library) -> None:
    library.add("day", a=0, b=0.3, c=0.6, d=100, e=100.3)
    library.leave("day")
    library.mark(b=PICK)
    one, other = ([library.photos[name].id for name in names] for names in ("ab", "cde"))
    with Store(library.database) as store:
        store.edit_hand_made(edit_between(HandMade(), joined(parted(HandMade(), one, other), other)))
    assert library.series() == ["ab"]
    library.mark(e=PICK)
    assert library.series() == ["ab", "cde"]


def test_the_settings_under_which_a_folder_was_left_count(library: Library) -> None:
    library.add("day", a=0, b=6, c=12)
    library.mark(a=PICK)
    library.leave("day")
    usual = GroupingSettings()
    assert usual.gap < 6
    assert library.series() == []
    library.leave("day", 8.0, usual.likeness)
    assert library.series() == ["abc"]


def test_a_folder_inside_another_goes_by_its_own_settings_and_counts_once(library: Library) -> None:
    library.add("trip", a=0, b=0.3)
    library.add("trip/monday", c=1000, d=1006)
    library.add("trip/tuesday", e=2000, f=2006)
    library.mark(a=PICK, c=PICK, e=PICK)
    library.leave("trip")
    library.leave("trip/monday", 8.0, 0.5)
    assert library.series() == ["ab", "cd"]


def test_a_folder_that_nobody_opened_has_no_series(library: Library) -> None:
    library.add("day", a=0, b=0.3)
    library.mark(a=PICK)
    assert library.series() == []


def test_brackets_are_no_series_to_choose_from(library: Library, tmp_path: Path) -> None:
    with Store(library.database) as store:
        found = [
            scanned(tmp_path / "day" / f"{name}.jpg", name, wall=at, exposure_bias=bias, burst=Burst(bracketed=True))
            for name, at, bias in (("a", 0.0, 0.0), ("b", 0.3, -1.0), ("c", 0.6, 1.0))
        ]
        (first, *_) = store.adopt(found, Presence(lambda *_: False))
        store.set_marks({first[0].id: PICK})
    library.leave("day")
    assert library.series() == []


def test_likeness_counts_as_in_the_window(library: Library) -> None:
    library.add("day", a=0, b=4, c=8)
    library.mark(a=PICK)
    library.leave("day", 5.0, 0.9)
    with Store(library.database) as store:
        rows = {"a": (1.0, 0.0), "b": (1.0, 0.0), "c": (0.0, 1.0)}
        store.add_vectors("own", {library.photos[name].digest: np.array(row, np.float32) for name, row in rows.items()})
    assert library.series() == ["abc"]
    assert library.series(OWN, APPEARANCE) == ["ab"]


def test_it_can_be_stopped(library: Library) -> None:
    library.leave("day")
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        list(marked_series(library.database, (APPEARANCE,), token))


def test_the_trainer_reads_what_is_written(tmp_path: Path) -> None:
    series = [(tmp_path / "a.jpg", tmp_path / "caf\udce9 \u5199.jpg"), (tmp_path / "day" / "c.jpg", tmp_path / "d.jpg")]
    write_series(series, tmp_path / "series.json")
    assert list(series_in(tmp_path / "series.json")) == series
