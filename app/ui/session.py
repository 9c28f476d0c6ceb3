"""The open folder as the window sees it: what is shown, what is current, and every decision of the photographer."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from app.analysis.filters import Show, place_among, shown
from app.analysis.grouping import GroupingSettings
from app.analysis.shoot import PhotoSeries, Shoot
from app.library.photo import Flag, Label, Marks, PhotoId
from app.library.store import FolderState
from app.ui.mark_keeper import MarkKeeper
from app.ui.pipeline import Pipeline
from app.ui.undo import MarkCommand, SettingsCommand


class Session(QObject):
    """Knows the shoot, the pipeline and the undo stack, and no widget."""

    folder_changed = Signal()
    shown_changed = Signal()
    marks_changed = Signal()
    current_changed = Signal(object)
    settings_changed = Signal(object)

    def __init__(self, shoot: Shoot, pipeline: Pipeline, keeper: MarkKeeper, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shoot, self.pipeline, self._keeper = shoot, pipeline, keeper
        self.undo_stack = QUndoStack(self)
        self.folder: Path | None = None
        self.recursive = False
        self.show = Show.ALL
        self.shown: list[int] = []
        self.current: PhotoId | None = None
        self._wanted: PhotoId | None = None
        self._untouched = True
        pipeline.restored.connect(self._on_restored)
        pipeline.series_changed.connect(self._on_series_changed)
        pipeline.rankings_changed.connect(self._on_rankings_changed)

    # -- the folder

    def open_folder(self, folder: Path, *, recursive: bool = False) -> None:
        """Leave the open folder and open another, or the same again, of which everything can still be undone."""
        self.keep_state()
        self.pipeline.cancel()
        self.shoot.clear()
        if folder.absolute() != self.folder:
            self.undo_stack.clear()
        self.folder, self.recursive = folder.absolute(), recursive
        self.show, self.current, self._wanted, self._untouched = Show.ALL, None, None, True
        self._update_shown()
        self.folder_changed.emit()
        self.pipeline.open(self.folder, recursive=recursive)

    def keep_state(self) -> None:
        """Remember how the folder is left."""
        if self.folder is not None:
            settings = self.pipeline.regrouper.settings
            self._keeper.keep_state(self.folder, FolderState(settings.gap, settings.likeness, self.current))

    def _on_restored(self, state: FolderState) -> None:
        self._wanted = state.current
        self.settings_changed.emit(self.pipeline.regrouper.settings)

    def _on_series_changed(self) -> None:
        if self._wanted is not None and self._wanted in self.shoot:
            self.current, self._wanted, self._untouched = self._wanted, None, False
        self._update_shown()

    def _on_rankings_changed(self) -> None:
        """Until somebody has moved, the place to start is the best shot of the first series."""
        if self._untouched and self.shown and (best := self._entry(self.shown[0])) != self.current:
            self._stand_at(best)

    # -- what is shown

    def set_show(self, show: Show) -> None:
        """Show only some series; marks given later do not make a series vanish until this is chosen anew."""
        self.show = show
        self._update_shown()

    def _update_shown(self) -> None:
        self.shown = shown(self.show, self.shoot)
        self.shown_changed.emit()
        if self.current not in self.shoot or self._place() is None:
            self._stand_at(self._entry(self.shown[0]) if self.shown else None)
        else:
            self.current_changed.emit(self.current)

    def set_settings(self, settings: GroupingSettings) -> None:
        """Group by other settings; can be undone."""
        old = self.pipeline.regrouper.settings
        if settings != old:
            self.undo_stack.push(SettingsCommand(old, settings, self._apply_settings))

    def _apply_settings(self, settings: GroupingSettings) -> None:
        self.pipeline.set_settings(settings)
        self.settings_changed.emit(settings)

    # -- where we are

    def set_current(self, photo: PhotoId | None) -> None:
        """Make a photo the one that keys act on."""
        self._untouched = False
        self._stand_at(photo)

    def _stand_at(self, photo: PhotoId | None) -> None:
        self.current = photo
        self.pipeline.set_near(photo)
        self.current_changed.emit(photo)

    def current_series(self) -> PhotoSeries | None:
        """The series of the current photo."""
        place = None if self.current is None else self.shoot.series_of(self.current)
        return None if place is None else self.shoot.series[place]

    def step_frame(self, step: int) -> None:
        """Go to the next or previous frame, over the ends of a series into its neighbour."""
        series = self.current_series()
        if series is None or self.current is None:
            return
        at = series.frames.index(self.current) + step
        if 0 <= at < len(series.frames):
            self.set_current(series.frames[at])
        elif (neighbour := self._neighbour(step)) is not None:
            self.set_current(self.shoot.series[neighbour].frames[0 if step > 0 else -1])

    def step_series(self, step: int) -> None:
        """Go some series on or back, at most to the last or first, on its best shot."""
        place = self._place()
        if place is not None and (target := max(0, min(len(self.shown) - 1, place + step))) != place:
            self.set_current(self._entry(self.shown[target]))

    def go_to_end(self, *, last: bool) -> None:
        """Go to the first or the last series."""
        if self.shown:
            self.set_current(self._entry(self.shown[-1 if last else 0]))

    def next_undecided(self) -> None:
        """Go to the next series without a decision, if there is one; else to the next."""
        place = self._place()
        if place is None:
            return
        for series in self.shown[place + 1 :]:
            if not self.shoot.decided(self.shoot.series[series]):
                self.set_current(self._entry(series))
                return
        self.step_series(1)

    def _place(self) -> int | None:
        return None if self.current is None else place_among(self.shown, self.shoot.series_of(self.current))

    def _neighbour(self, step: int) -> int | None:
        place = self._place()
        if place is None or not 0 <= place + step < len(self.shown):
            return None
        return self.shown[place + step]

    def _entry(self, series: int) -> PhotoId:
        one = self.shoot.series[series]
        return one.frames[self.shoot.best(one).frame or 0]

    # -- decisions

    def rate(self, stars: int) -> None:
        """Give the current photo stars."""
        self._change("stars", lambda marks: replace(marks, stars=stars))

    def flag(self, flag: Flag) -> None:
        """Pick or reject the current photo, or take its flag away; the same key again changes nothing."""
        self._change("flag", lambda marks: replace(marks, flag=flag))

    def label(self, label: Label) -> None:
        """Give the current photo a colour label; the same again takes it away."""
        self._change("label", lambda m: replace(m, label=Label.NONE if m.label is label else label))

    def keep_only_current(self) -> None:
        """Pick the current photo, reject the rest of its series, and go on."""
        series = self.current_series()
        if series is not None and self.current is not None:
            rest = [photo for photo in series.frames if photo != self.current]
            kept = self._flagged([self.current], Flag.PICK)
            self._push("keep one", self._flagged(rest, Flag.REJECT) | kept)
            self.next_undecided()

    def accept(self) -> None:
        """Pick the best shot of the current series and go on."""
        series = self.current_series()
        if series is None or self.current is None:
            return
        best = self.shoot.best(series).frame
        chosen = series.frames[best] if best is not None else self.current
        self._push("accept", {chosen: replace(self.shoot.marks(chosen), flag=Flag.PICK)})
        self.next_undecided()

    def reject_series(self) -> None:
        """Reject every frame of the current series and go on."""
        series = self.current_series()
        if series is not None:
            self._push("reject series", self._flagged(series.frames, Flag.REJECT))
            self.next_undecided()

    def _flagged(self, photos: Iterable[PhotoId], flag: Flag) -> dict[PhotoId, Marks]:
        return {photo: replace(self.shoot.marks(photo), flag=flag) for photo in photos}

    def _change(self, text: str, change: Callable[[Marks], Marks]) -> None:
        if self.current is not None:
            self._push(text, {self.current: change(self.shoot.marks(self.current))})

    def _push(self, text: str, new: Mapping[PhotoId, Marks]) -> None:
        old = {photo: self.shoot.marks(photo) for photo in new}
        self._untouched = False
        if self.current is not None and old != new:
            self.undo_stack.push(MarkCommand(text, old, new, self.current, self._apply_marks))

    def _apply_marks(self, marks: Mapping[PhotoId, Marks], at: PhotoId) -> None:
        present = {photo: new for photo, new in marks.items() if photo in self.shoot}
        self.shoot.set_marks(present)
        self._keeper.keep(marks, blind={photo for photo in present if not self.shoot.was_judged(photo)})
        if at != self.current and at in self.shoot:
            self.set_current(at)
        self.marks_changed.emit()
