"""Series by hand: what a person does to the series of the current photo; can be undone."""

from collections.abc import Callable

from app.analysis import series_edits
from app.analysis.series_edits import Table
from app.analysis.shoot import Shoot
from app.library.hand_made import HandEdit
from app.library.photo import PhotoId
from app.ui.regrouper import Regrouper


class Handiwork:
    """Turns what is asked of the current photo into edits; `push(text, edit)` makes each a step."""

    def __init__(
        self,
        shoot: Shoot,
        regrouper: Regrouper,
        current: Callable[[], PhotoId | None],
        push: Callable[[str, HandEdit], None],
    ) -> None:
        self._shoot, self._regrouper, self._current, self._push = shoot, regrouper, current, push

    def join(self, step: int) -> None:
        """Make one series of the current and the next (1) or previous (-1) in time."""
        self._edit("join series", lambda table, place, _: series_edits.join(table, place, step))

    def split(self) -> None:
        """Let a new series begin with the current frame."""
        self._edit("split series", series_edits.split)

    def move(self, step: int) -> None:
        """Put the current frame into the next (1) or previous (-1) series in time."""
        self._edit("move frame", lambda table, place, photo: series_edits.move(table, place, photo, step))

    def set_cover(self) -> None:
        """Let the current frame stand for its series."""
        self._edit("cover", series_edits.cover)

    def release(self) -> None:
        """Leave the current series to the settings again."""
        self._edit("release series", lambda table, place, _: series_edits.release(table, place))

    def _edit(self, text: str, edit: Callable[[Table, int, PhotoId], HandEdit | None]) -> None:
        photo = self._current()
        place = None if photo is None else self._shoot.series_of(photo)
        if photo is None or place is None:
            return
        table = Table(self._shoot.series, self._regrouper.computed, self._regrouper.made)
        if (found := edit(table, place, photo)) is not None:
            self._push(text, found)
