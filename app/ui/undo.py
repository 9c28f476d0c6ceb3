"""The decisions that can be taken back."""

from collections.abc import Callable, Mapping

from PySide6.QtGui import QUndoCommand

from app.analysis.grouping import GroupingSettings
from app.library.photo import Marks, PhotoId

ApplyMarks = Callable[[Mapping[PhotoId, Marks], PhotoId], None]
ApplySettings = Callable[[GroupingSettings], None]

_SETTINGS_COMMAND = 1


class MarkCommand(QUndoCommand):
    """Marks given to some photos; taking it back also goes back to where they were given."""

    def __init__(
        self, text: str, old: Mapping[PhotoId, Marks], new: Mapping[PhotoId, Marks], at: PhotoId, apply: ApplyMarks
    ) -> None:
        super().__init__(text)
        self._old, self._new, self._at, self._apply = old, new, at, apply

    def redo(self) -> None:
        """Give the marks."""
        self._apply(self._new, self._at)

    def undo(self) -> None:
        """Give back the marks from before."""
        self._apply(self._old, self._at)


class SettingsCommand(QUndoCommand):
    """Other series settings; the many steps of one drag are one command."""

    def __init__(self, old: GroupingSettings, new: GroupingSettings, apply: ApplySettings) -> None:
        super().__init__("series settings")
        self._old, self._new, self._apply = old, new, apply

    def id(self) -> int:
        """Commands of the same id are offered to each other for merging."""
        return _SETTINGS_COMMAND

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take over the end of a drag."""
        if not isinstance(other, SettingsCommand):
            return False
        self._new = other._new
        return True

    def redo(self) -> None:
        """Group by the new settings."""
        self._apply(self._new)

    def undo(self) -> None:
        """Group as before."""
        self._apply(self._old)
