"""What was found in one folder that sidecars say otherwise, and the files that were left alone."""

from collections.abc import Callable, Collection

from app.analysis.sidecars import Outcome, SidecarReading, Written
from app.library.photo import PhotoId, Skipped
from app.library.xmp.merge import Conflict
from app.ui.conflicts_page import Disagreement


class Findings:
    """Of each mark the last conflict, of each file the last trouble, for as long as they stand."""

    def __init__(self) -> None:
        self.conflicts: list[Disagreement] = []
        self._unread: dict[str, Skipped] = {}
        self._refused: dict[str, Skipped] = {}

    @property
    def troubles(self) -> list[Skipped]:
        """The files that could not be read or written, each once."""
        return list((self._unread | self._refused).values())

    def note_conflicts(self, conflicts: Collection[Conflict], name: Callable[[PhotoId], str]) -> None:
        """Note conflicts, the newest of each mark; those whose photo has no `name` are of another folder."""
        again = {(one.photo, one.field) for one in conflicts}
        stay = [one for one in self.conflicts if (one.conflict.photo, one.conflict.field) not in again]
        named = ((name(one.photo), one) for one in conflicts)
        self.conflicts = [*stay, *(Disagreement(called, one) for called, one in named if called)]

    def note_unread(self, reading: SidecarReading, *, is_all: bool) -> list[Skipped]:
        """Note files that could not be read, all there are in the folder or some; returns those that were not known."""
        found = {str(one.path): one for one in reading.skipped}
        new = [one for path, one in found.items() if self._unread.get(path) != one]
        self._unread = found if is_all else self._unread | found
        return new

    def note_written(self, files: Collection[Written]) -> list[Written]:
        """Note files that could not be written; returns those that were not known."""
        new = []
        for one in files:
            path = str(one.path)
            if one.outcome is not Outcome.REFUSED:
                self._refused.pop(path, None)
                self._unread.pop(path, None)
            elif self._refused.get(path) != (trouble := Skipped(one.path, one.reason)):
                self._refused[path] = trouble
                new.append(one)
        return new
