"""The decisions that can be taken back, each as one step."""

from collections.abc import Callable, Mapping

from PySide6.QtGui import QUndoCommand

from app.analysis.grouping import GroupingSettings
from app.library.comparisons import Comparison
from app.library.hand_made import HandEdit
from app.library.photo import Marks, PhotoId

ApplyMarks = Callable[[Mapping[PhotoId, Marks], Mapping[PhotoId, Marks], PhotoId], None]
ApplyEdit = Callable[[HandEdit, PhotoId], None]
ApplyComparison = Callable[[Comparison, PhotoId, bool], None]
ApplySettings = Callable[[GroupingSettings], None]

_SETTINGS_COMMAND = 1


class MarkCommand(QUndoCommand):
    """Marks given to some photos; taking it back also goes back to where they were given.

    `apply` is told the marks and those they take the place of: what of them is the same is not touched.
    """

    def __init__(
        self, text: str, old: Mapping[PhotoId, Marks], new: Mapping[PhotoId, Marks], at: PhotoId, apply: ApplyMarks
    ) -> None:
        super().__init__(text)
        self._old, self._new, self._at, self._apply = old, new, at, apply

    def redo(self) -> None:
        """Give the marks."""
        self._apply(self._new, self._old, self._at)

    def undo(self) -> None:
        """Give back the marks from before."""
        self._apply(self._old, self._new, self._at)


class EditCommand(QUndoCommand):
    """Series changed by hand; taking it back also goes back to where that was done."""

    def __init__(self, text: str, edit: HandEdit, at: PhotoId, apply: ApplyEdit) -> None:
        super().__init__(text)
        self._edit, self._at, self._apply = edit, at, apply

    def redo(self) -> None:
        """Change the series."""
        self._apply(self._edit, self._at)

    def undo(self) -> None:
        """Let the series be as before."""
        self._apply(self._edit.inverse, self._at)


class PreferCommand(QUndoCommand):
    """One frame preferred to another; `apply` is told whether that holds."""

    def __init__(self, comparison: Comparison, at: PhotoId, apply: ApplyComparison) -> None:
        super().__init__("preference")
        self._comparison, self._at, self._apply = comparison, at, apply

    def redo(self) -> None:
        """Prefer it."""
        self._apply(self._comparison, self._at, True)

    def undo(self) -> None:
        """Take the preference back."""
        self._apply(self._comparison, self._at, False)


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
