"""Up to nine frames of a series at once, which become fewer and larger until one is left."""

from PySide6.QtWidgets import QWidget

from app.analysis.shoot import Shoot
from app.analysis.survey_choice import surveyed
from app.library.photo import PhotoId
from app.ui import wording
from app.ui.commands import Command
from app.ui.frame_tile import BELOW, SIDE
from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.picture_loader import PictureLoader
from app.ui.survey_layout import Cell, Room, above_or_below, beside, lay_out
from app.ui.theme import Theme
from app.ui.thumbnails import Thumbnails
from app.ui.tiled_view import TiledView
from app.ui.view_keys import Binding, ViewKeys

_GAP = 4
_KEYS = (
    Binding("next-frame", ("Right",)),
    Binding("previous-frame", ("Left",)),
    Binding("next-series", ("Down",)),
    Binding("previous-series", ("Up",)),
    Binding("survey-drop", ("Backspace", "Del")),
    Binding("survey-restore", ("Ctrl+Backspace",)),
    Binding("leave", ("Esc",)),
)
_ALONG = {"next-frame": 1, "previous-frame": -1}
_ACROSS = {"next-series": 1, "previous-series": -1}


class Survey(TiledView):
    """Shows frames of the current photo's series; dropping one changes nothing but what is seen here.

    Up and Down go to the neighbouring series where there is no frame above or below.
    """

    def __init__(
        self, shoot: Shoot, thumbnails: Thumbnails, loader: PictureLoader, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(shoot, thumbnails, loader, theme, ViewKeys(_KEYS), parent)
        self._frames: tuple[PhotoId, ...] = ()
        self._chosen: tuple[PhotoId, ...] = ()
        self._dropped: frozenset[PhotoId] = frozenset()
        self._cells: tuple[Cell, ...] = ()
        self.setAccessibleName(translate("Survey", "Survey"))

    def frames(self) -> tuple[PhotoId, ...]:
        """The frames that are seen, in order of capture."""
        return tuple(photo for photo in self._chosen if photo not in self._dropped)

    def drop_current(self) -> None:
        """See the current frame no longer; the next one becomes current. The last one stays."""
        frames = self.frames()
        if not self.isVisible() or self._current not in frames or len(frames) < 2:
            return
        place = frames.index(self._current)
        left = [photo for photo in frames if photo != self._current]
        self._dropped |= {self._current}
        self._make_current(left[min(place, len(left) - 1)])

    def bring_all_back(self) -> None:
        """See all frames again that were dropped."""
        if self.isVisible() and self._dropped:
            self._dropped = frozenset()
            self._show_tiles()

    # -- the tiles

    def _take(self, photo: PhotoId | None) -> None:
        """Show a photo among the frames of its series; one that was dropped comes back."""
        series = self._series_of(photo)
        self._current = photo if series is not None else None
        if series is None or photo is None:
            self._frames = self._chosen = ()
        elif series.frames != self._frames:
            self._frames, self._dropped = series.frames, frozenset()
            self._chosen = surveyed(self._shoot, series, photo)
            self._steps.forget_shifts()
        elif photo not in self._chosen:
            self._chosen = surveyed(self._shoot, series, photo)
        self._dropped -= {photo}
        self._show_tiles()

    def _show_tiles(self) -> None:
        frames = self.frames()
        for place in range(max(len(frames), len(self._tiles))):
            photo = frames[place] if place < len(frames) else None
            tile = self._tile(place)
            tile.show_photo(photo, current=photo is not None and photo == self._current)
            tile.setVisible(photo is not None)
        self._place_tiles()
        self._steps.renew()
        self._show_zoom()
        self._say(self._said())
        self._want()

    def _place_tiles(self) -> None:
        frames = self.frames()
        room = Room(self._board.width(), self._board.height(), _GAP, SIDE, BELOW)
        captures = [self._shoot.photo(photo).capture for photo in frames if photo in self._shoot]
        self._cells = lay_out([capture.width / max(1, capture.height) for capture in captures], room)
        for tile, cell in zip(self._tiles, self._cells, strict=False):
            tile.setGeometry(cell.x, cell.y, cell.width, cell.height)

    def _said(self) -> str:
        frames, total = self.frames(), len(self._frames)
        if not frames:
            return ""
        if len(frames) == total:
            said = wording.count(total, "frame")
        else:
            said = translate("Survey", "{seen} of {total}").format(
                seen=len(frames), total=wording.count(total, "frame")
            )
        drop, restore = self._keys.shown("survey-drop"), self._keys.shown("survey-restore")
        if self._dropped and restore:
            hint = translate("Survey", "{key} brings back what was dropped here").format(key=restore)
        else:
            hint = translate("Survey", "{key} drops a frame from this view").format(key=drop) if drop else ""
        return " · ".join(part for part in (said, hint) if part)

    # -- the keys

    def _can(self, command: str) -> bool:
        return command not in _ACROSS or self._neighbour(command) is not None

    def _run(self, command: str) -> None:
        if command == "survey-drop":
            self.drop_current()
        elif command == "survey-restore":
            self.bring_all_back()
        elif command in _ALONG or command in _ACROSS:
            neighbour = self._neighbour(command)
            if neighbour is not None:
                self._make_current(neighbour)
        else:
            super()._run(command)

    def _may_repeat(self, command: str) -> bool:
        return command in _ALONG or command in _ACROSS

    def _neighbour(self, command: str) -> PhotoId | None:
        frames = self.frames()
        if self._current not in frames:
            return None
        at = frames.index(self._current)
        if command in _ALONG:
            place = beside(len(frames), at, _ALONG[command])
        else:
            place = above_or_below(self._cells, at, _ACROSS[command])
        return None if place is None else frames[place]


def survey_commands(survey: Survey) -> tuple[Command, ...]:
    """What can be done in the survey alone, as part of the table; elsewhere nothing happens."""
    return (
        Command(
            "survey-drop",
            "Compare",
            QT_TRANSLATE_NOOP("Commands", "Drop the frame from the survey"),
            ("Backspace", "Del"),
            survey.drop_current,
        ),
        Command(
            "survey-restore",
            "Compare",
            QT_TRANSLATE_NOOP("Commands", "Bring dropped frames back"),
            ("Ctrl+Backspace",),
            survey.bring_all_back,
        ),
    )
