"""Everything a person does to the open folder, done and taken back as one step each."""

import time
from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from app.analysis.grouping import GroupingSettings
from app.analysis.shoot import Shoot
from app.library.comparisons import Comparison
from app.library.hand_made import HandEdit
from app.library.mark_axes import differing
from app.library.photo import Marks, PhotoId
from app.ui.mark_keeper import MarkKeeper
from app.ui.pipeline import Pipeline
from app.ui.selection import Selection
from app.ui.undo import EditCommand, MarkCommand, PreferCommand, SettingsCommand


class Steps(QObject):
    """Puts steps on a stack; each changes the shoot at once and the database soon.

    `done` carries the photo that was current when a step was made, whenever it is done, taken back or done again;
    `compared` the winner and loser of a comparison, and whether it holds; `contradicted` of how many photos
    somebody else has said something since that a step does not touch.
    """

    done = Signal(object)
    marks_changed = Signal()
    settings_changed = Signal(object)
    compared = Signal(object, object, bool)
    contradicted = Signal(int)

    def __init__(self, shoot: Shoot, pipeline: Pipeline, keeper: MarkKeeper, selection: Selection) -> None:
        super().__init__()
        self._shoot, self._pipeline, self._keeper, self._selection = shoot, pipeline, keeper, selection
        self.stack = QUndoStack(self)

    def mark(self, text: str, new: Mapping[PhotoId, Marks], at: PhotoId) -> None:
        """Give marks to photos that are here; marks they all have already are no step."""
        old = dict(zip(new, self._shoot.marks_of(new), strict=True))
        if old != new and not self._keeper.refuses():
            self.stack.push(MarkCommand(text, old, new, at, self._apply_marks))

    def group(self, settings: GroupingSettings) -> None:
        """Group by other settings."""
        old = self._pipeline.regrouper.settings
        if settings != old:
            self.stack.push(SettingsCommand(old, settings, self._apply_settings))

    def edit(self, text: str, edit: HandEdit, at: PhotoId) -> None:
        """Change series by hand."""
        if not self._keeper.refuses():
            self.stack.push(EditCommand(text, edit, at, self._apply_edit))

    def prefer(self, winner: PhotoId, loser: PhotoId, at: PhotoId) -> None:
        """Keep for training that one frame is preferred to another."""
        if self._keeper.refuses():
            return
        seen = self._shoot.was_judged(winner) or self._shoot.was_judged(loser)
        comparison = Comparison(winner, loser, time.time(), seen)
        self.stack.push(PreferCommand(comparison, at, self._apply_comparison))

    def _apply_marks(self, marks: Mapping[PhotoId, Marks], was: Mapping[PhotoId, Marks], at: PhotoId) -> None:
        """Let what was so before be otherwise; what somebody else said since stays as it is."""
        present = self._shoot.present(marks)
        now = dict(zip(present, self._shoot.marks_of(present), strict=True))
        since = {photo: _over(one, was[photo], marks[photo]) for photo, one in now.items() if one is not was[photo]}
        untouched = {photo for photo, one in since.items() if one == now[photo]}
        new = {photo: since.get(photo, marks[photo]) for photo in now if photo not in untouched}
        blind = self._shoot.unjudged(new)
        self._selection.let_stay(new)
        self._shoot.set_marks(new)
        # Those that are not here at present are changed in the database all the same.
        absent = {photo: one for photo, one in marks.items() if photo not in now}
        self._keeper.keep(new | absent, blind=blind, before={**was, **now})
        self.done.emit(at)
        self.marks_changed.emit()
        if others := sum(_is_kept(one, was[photo], marks[photo]) for photo, one in since.items()):
            self.contradicted.emit(others)

    def _apply_settings(self, settings: GroupingSettings) -> None:
        self._pipeline.set_settings(settings)
        self.settings_changed.emit(settings)

    def _apply_edit(self, edit: HandEdit, at: PhotoId) -> None:
        self._selection.let_stay(edit.photos)
        self._pipeline.edit_series(edit)
        self.done.emit(at)

    def _apply_comparison(self, comparison: Comparison, at: PhotoId, holds: bool) -> None:
        (self._keeper.keep_comparison if holds else self._keeper.withdraw_comparison)(comparison)
        self.done.emit(at)
        self.compared.emit(comparison.winner, comparison.loser, holds)


def _over(now: Marks, was: Marks, marks: Marks) -> Marks:
    """Marks where they are as they were; what is not as it was any more, somebody else said since."""
    return Marks(
        marks.stars if now.stars == was.stars else now.stars,
        marks.flag if now.flag is was.flag else now.flag,
        marks.label if now.label is was.label else now.label,
    )


def _is_kept(now: Marks, was: Marks, marks: Marks) -> bool:
    """Whether a mark that was to change is neither what it was nor what it was to be."""
    return bool(differing(now, marks) & differing(was, marks))
