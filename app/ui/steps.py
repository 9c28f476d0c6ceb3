"""Everything a person does to the open folder, done and taken back as one step each."""

import time
from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from app.analysis.grouping import GroupingSettings
from app.analysis.shoot import Shoot
from app.library.comparisons import Comparison
from app.library.hand_made import HandEdit
from app.library.photo import Marks, PhotoId
from app.ui.mark_keeper import MarkKeeper
from app.ui.pipeline import Pipeline
from app.ui.selection import Selection
from app.ui.undo import EditCommand, MarkCommand, PreferCommand, SettingsCommand


class Steps(QObject):
    """Puts steps on a stack; each changes the shoot at once and the database soon.

    `done` carries the photo that was current when a step was made, whenever it is done, taken back or done again;
    `compared` the winner and loser of a comparison, and whether it holds.
    """

    done = Signal(object)
    marks_changed = Signal()
    settings_changed = Signal(object)
    compared = Signal(object, object, bool)

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
        present = self._shoot.present(marks)
        now = zip(present, self._shoot.marks_of(present), strict=True)
        new = {
            photo: marks[photo] if one is was[photo] else _changed(one, was[photo], marks[photo]) for photo, one in now
        }
        blind = self._shoot.unjudged(new)
        self._selection.let_stay(new)
        self._shoot.set_marks(new)
        self._keeper.keep(marks, blind=blind, before=was)
        self.done.emit(at)
        self.marks_changed.emit()

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


def _changed(now: Marks, was: Marks, marks: Marks) -> Marks:
    """Marks as they are now, with what differs between the two others: somebody else may have said the rest."""
    return Marks(
        now.stars if marks.stars == was.stars else marks.stars,
        now.flag if marks.flag is was.flag else marks.flag,
        now.label if marks.label is was.label else marks.label,
    )
