"""Does to very many made-up photos what people do, in a real window, and reports how long it stood still at most.

Run as a program of its own: `python -m tests.benchmarks.masses_probe PHOTOS HOME`. Prints one line of JSON: for each
thing done the longest stillness of every round, in milliseconds, everything that follows from it included.
"""

import json
import random
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractSlider, QApplication

from app.analysis.embedder import APPEARANCE, Embedded
from app.analysis.filters import Filter, Show
from app.analysis.grouping import GroupingSettings
from app.analysis.series import SeriesKind
from app.library.photo import Flag, Label, Marks, Photo, PhotoId, Stamp
from app.library.thumbnails import ThumbnailCache, encode_thumbnail
from app.paths import Places
from app.ui.application import Desk, favour_the_window
from app.ui.series_grid import SeriesGrid
from fgaesq_core.choice import choose
from tests.benchmarks.grouping import shoot
from tests.benchmarks.waiting import Beat, live_for, wait_until
from tests.commands import choose_measures
from tests.pictures import scene

_ROUNDS = 3
_PICTURES = 25
_BEAT_MS = 1
# Counting, writing and what is told of them follow within this after a mark.
_AFTERMATH_MS = 700


class Probe:
    """Somebody with a stop watch at a window."""

    def __init__(self, photos: int, home: Path) -> None:
        places = Places(home / "data", home / "cache", home / "logs")
        choose_measures(home)
        _keep_thumbnails(places)
        self.desk = Desk(places)
        # The photos are no files, which nothing must find out.
        self.desk.pipeline._look.timeout.disconnect()
        self.desk.window.resize(1600, 1000)
        self.desk.window.show()
        found = self.desk.window.findChild(SeriesGrid)
        assert isinstance(found, SeriesGrid)
        self.grid, self.session = found, self.desk.session
        self.grid.selection_changed.connect(self.session.set_chosen)
        self._fill(photos)
        self._beat = Beat(_BEAT_MS)
        self._beat.start()

    def figures(self) -> dict[str, list[float]]:
        """Everything that is measured, in the order in which it is done."""
        session, grid = self.session, self.grid
        return {
            "scroll a page": self._rounds(*[self._page] * 10, after=60),
            "filter": self._rounds(*[_Filtering(session.set_filter, one) for one in _filters()]),
            "regroup": self._rounds(*[_Grouping(self, gap) for gap in (8.0, 2.0)]),
            "select all": self._rounds(grid.select_all, grid.clear_selection),
            "select all + rate": self._rounds(grid.select_all, lambda: session.rate(3), session.undo_stack.undo),
            "select all + reject": self._rounds(
                grid.select_all, lambda: session.flag(Flag.REJECT), session.undo_stack.undo
            ),
            "select all + label": self._rounds(
                grid.select_all, lambda: session.label(Label.RED), session.undo_stack.undo
            ),
            "fold all": self._rounds(grid.toggle_all, grid.toggle_all),
            "select all folded + pick": self._rounds(
                grid.toggle_all, grid.select_all, lambda: session.flag(Flag.PICK), session.undo_stack.undo
            ),
        }

    def _rounds(self, *acts: Callable[[], object], after: int = _AFTERMATH_MS) -> list[float]:
        return [1000 * max(self._still(act, after) for act in acts) for _ in range(_ROUNDS)]

    def _still(self, act: Callable[[], object], after: int) -> float:
        """The longest time between two turns of the event loop while something is done and what follows from it."""
        live_for(0.005)
        self._beat.forget()
        QTimer.singleShot(0, act)
        live_for(after / 1000)
        return self._beat.longest

    def _page(self) -> None:
        self.grid.verticalScrollBar().triggerAction(QAbstractSlider.SliderAction.SliderPageStepAdd)

    def _fill(self, number: int) -> None:
        """Series of a day or five, scored, and a tenth of the photos marked."""
        pipeline, filled, rng = self.desk.pipeline, self.session.shoot, random.Random(0)
        captures, names, vectors = shoot(number)
        photos = [
            Photo(PhotoId(n), (Path("/photos") / name,), (Stamp(1, 1, _digest(n)),), capture)
            for n, (capture, name) in enumerate(zip(captures, names, strict=True), 1)
        ]
        filled.add((photo, Marks()) for photo in photos)
        filled.set_vectors(Embedded(APPEARANCE.id, dict(zip((one.id for one in photos), vectors, strict=True))))
        pipeline.regrouper.photos_changed(at_once=True)
        wait_until(lambda: bool(filled.series) and not pipeline.regrouper.busy)
        for series in filled.series:
            if series.kind is SeriesKind.BURST:
                filled.set_ranking(series.frames, choose([rng.uniform(3, 9) for _ in series.frames], 0.25))
        some = rng.sample(photos, number // 10)
        filled.set_marks({one.id: Marks(rng.choice((0, 3)), rng.choice(list(Flag))) for one in some})
        self.session.go_to_end(last=False)
        live_for(_AFTERMATH_MS / 1000)


class _Filtering:
    """Asks for one filter."""

    def __init__(self, choose: Callable[[Filter], None], wanted: Filter) -> None:
        self._choose, self._wanted = choose, wanted

    def __call__(self) -> None:
        self._choose(self._wanted)


class _Grouping:
    """Asks for other series, which are shown when they are there."""

    def __init__(self, probe: Probe, gap: float) -> None:
        self._probe, self._gap = probe, gap

    def __call__(self) -> None:
        session = self._probe.session
        session.set_settings(GroupingSettings(self._gap, session.pipeline.regrouper.settings.likeness))
        wait_until(lambda: not session.pipeline.regrouper.busy)


def _filters() -> list[Filter]:
    return [*(choice.filter for choice in Show if choice is not Show.ALL), Filter(text="dsc"), Filter()]


def _digest(number: int) -> bytes:
    return (number % _PICTURES).to_bytes(16, "big")


def _keep_thumbnails(places: Places) -> None:
    cache = ThumbnailCache(places.thumbnails)
    for number in range(_PICTURES):
        cache.write(_digest(number), encode_thumbnail(scene(number, (320, 213))))


def main() -> None:
    """Measure, and say what was found."""
    application = QApplication(sys.argv[:1])
    favour_the_window()
    probe = Probe(int(sys.argv[1]), Path(sys.argv[2]))
    print(json.dumps(probe.figures()), flush=True)
    probe.desk.window.close()
    application.quit()


if __name__ == "__main__":
    main()
