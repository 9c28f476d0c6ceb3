"""Two frames of a series at once: the champion stays, the others challenge it one after another."""

from PySide6.QtCore import QRect, Signal
from PySide6.QtWidgets import QWidget

from app.analysis.duel import Duel, Verdict, begun
from app.analysis.shoot import PhotoSeries, Shoot
from app.library.photo import Flag, PhotoId
from app.ui import wording
from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.picture_loader import PictureLoader
from app.ui.picture_pane import PicturePane
from app.ui.picture_shelf import Wish
from app.ui.slide import Slide
from app.ui.theme import Theme
from app.ui.thumbnails import Thumbnails
from app.ui.tiled_view import TiledView
from app.ui.view_keys import Binding, ViewKeys

_GAP = 4
_KEYS = (
    Binding("accept", ("Return", "Enter")),
    Binding("next-series", ("Down",)),
    Binding("previous-series", ("Up",)),
    Binding("next-frame", ("Right",)),
    Binding("previous-frame", ("Left",)),
    Binding("leave", ("Esc",)),
)
_STEPS = {"next-frame": 1, "previous-frame": -1}
_WAYS_ON = {
    Flag.NONE: QT_TRANSLATE_NOOP("Champion", "{enter} picks it, {leave} goes back."),
    Flag.PICK: QT_TRANSLATE_NOOP("Champion", "picked already; {enter} goes on, {leave} goes back."),
    Flag.REJECT: QT_TRANSLATE_NOOP("Champion", "rejected so far; {enter} picks it, {leave} goes back."),
}
_VERDICTS = {"accept": True, "previous-series": True, "next-series": False}


class Champion(TiledView):
    """`preferred` carries winner and loser of each decision; `decided` the champion, once the person takes it.
    `pair_changed` says that other frames may be seen.

    Enter or Up promotes the challenger, Down keeps the champion, Left and Right leave it open and show another.
    Rejected frames do not challenge, unless one is made the current photo; the current photo is always one of the two.
    """

    preferred = Signal(object, object)
    decided = Signal(object)
    pair_changed = Signal()

    def __init__(
        self, shoot: Shoot, thumbnails: Thumbnails, loader: PictureLoader, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(shoot, thumbnails, loader, theme, ViewKeys(_KEYS), parent)
        self._frames: tuple[PhotoId, ...] = ()
        self._duel: Duel | None = None
        self._note = ""
        self._slide = Slide(self._board)
        self.setAccessibleName(translate("Champion", "Champion against challenger"))

    @property
    def duel(self) -> Duel | None:
        """How far it has come; None where there is no series."""
        return self._duel

    @property
    def pane(self) -> PicturePane:
        """Where the challenger is seen."""
        return self._tile(1).pane

    def pair(self) -> tuple[PhotoId, PhotoId] | None:
        """The challenger and the champion; None where there are no two."""
        if self._duel is None or self._duel.challenger is None:
            return None
        return self._duel.challenger, self._duel.champion

    def say(self, note: str) -> None:
        """Tell quietly, below the pictures, what is seen there besides the photos."""
        self._note = note
        self._say(self._said())

    def promote(self) -> None:
        """The challenger is better."""
        self._judge(promoted=True)

    def keep(self) -> None:
        """The champion is better."""
        self._judge(promoted=False)

    def step(self, step: int) -> None:
        """Show another challenger, and leave open what of this one."""
        after = None if self._duel is None else self._duel.stepped(step)
        if after is not None and after != self._duel and after.challenger is not None:
            self._duel = after
            self._make_current(after.challenger)

    def follow(self, winner: PhotoId, loser: PhotoId, holds: bool) -> None:
        """A comparison was withdrawn or made again by undo or redo: go back to it, or on from it."""
        if self._duel is None:
            return
        verdict = Verdict(winner, loser)
        after = self._duel.decided_by(verdict) if holds else self._duel.taken_back(verdict)
        if after != self._duel:
            self._duel = after
            self._show_tiles()

    def refresh(self) -> None:
        self._keep_fit_frames()
        super().refresh()

    # -- how it goes on

    def _take(self, photo: PhotoId | None) -> None:
        """Show a photo as champion or challenger; one of another series begins anew there."""
        series = self._series_of(photo)
        self._current = photo if series is not None else None
        if series is None or photo is None:
            self._frames, self._duel = (), None
        elif self._duel is None or series.frames != self._frames:
            self._begin(series, photo)
        elif photo not in {self._duel.champion, self._duel.challenger}:
            self._duel = self._duel.among(series.frames).against(photo)
        self._keep_fit_frames()
        self._show_tiles()
        self._stand_at_one_of_them()

    def _stand_at_one_of_them(self) -> None:
        """Where a rejected frame was current, the keys and the details are for one that is seen."""
        duel = self._duel
        if duel is not None and self._current not in {duel.champion, duel.challenger}:
            self._make_current(duel.challenger or duel.champion)

    def _begin(self, series: PhotoSeries, photo: PhotoId) -> None:
        """The best shot is the champion; the frame that was current, if it is another, challenges first."""
        self._frames = series.frames
        self._steps.forget_shifts()
        fit = tuple(one for one in series.frames if not self._is_rejected(one)) or series.frames
        best = self._shoot.best(series).frame
        champion = fit[0] if best is None else series.frames[best]
        self._duel = begun(fit, champion)
        if photo in fit:
            self._duel = self._duel.against(photo)

    def _keep_fit_frames(self) -> None:
        """Whom a mark has rejected meanwhile challenges no more, unless it does so now."""
        duel = self._duel
        if duel is None or not all(photo in self._shoot for photo in self._frames):
            return
        kept = {duel.champion, duel.challenger}
        self._duel = duel.among(tuple(one for one in self._frames if one in kept or not self._is_rejected(one)))

    def _is_rejected(self, photo: PhotoId) -> bool:
        return self._shoot.marks(photo).flag is Flag.REJECT

    def _judge(self, *, promoted: bool) -> None:
        duel = self._duel
        if duel is None or duel.challenger is None or not self.isVisible():
            return
        self._duel = duel.judged(promoted=promoted)
        if promoted:
            self._slide_over()
        verdict = self._duel.verdicts[-1]
        self._current = self._duel.challenger or self._duel.champion
        self._show_tiles()
        self.preferred.emit(verdict.winner, verdict.loser)
        self.frame_clicked.emit(self._current)

    def _slide_over(self) -> None:
        champion, challenger = self._tile(0), self._tile(1)
        end = champion.geometry()
        self._slide.run(challenger, QRect(end.topLeft(), challenger.size()))

    # -- the tiles

    def _show_tiles(self) -> None:
        duel = self._duel
        pair = (None, None) if duel is None else (duel.champion, duel.challenger)
        for place, photo in enumerate(pair):
            tile = self._tile(place)
            tile.show_photo(photo, current=photo is not None and photo == self._current)
            tile.setVisible(photo is not None)
        self._tile(0).caption.show_role(translate("Champion", "Champion"))
        self._tile(1).caption.show_role(self._role())
        self._place_tiles()
        self._steps.renew()
        self._show_zoom()
        self._say(self._said())
        self._want()
        self.pair_changed.emit()

    def _place_tiles(self) -> None:
        shown, room = self._shown(), self._board.rect()
        width = (room.width() - _GAP * (len(shown) - 1)) // max(1, len(shown))
        for place, tile in enumerate(shown):
            tile.setGeometry(place * (width + _GAP), 0, width, room.height())

    def _role(self) -> str:
        if self._duel is None or self._duel.challenger is None:
            return ""
        left = self._duel.open
        said = translate("Champion", "Challenger {at} of {count}")
        return said.format(at=left.index(self._duel.challenger) + 1, count=len(left))

    def _said(self) -> str:
        duel = self._duel
        if duel is None:
            return ""
        if duel.challenger is None:
            return self._announced(duel)
        hints = (
            (translate("Champion", "{key} promotes the challenger"), self._keys.shown("accept")),
            (translate("Champion", "{key} keeps the champion"), self._keys.shown("next-series")),
            (translate("Champion", "{key} leaves it open"), self._keys.shown("next-frame")),
        )
        return " · ".join([*filter(None, [self._note]), *(hint.format(key=key) for hint, key in hints if key)])

    def _announced(self, duel: Duel) -> str:
        if duel.champion not in self._shoot:
            return ""
        if len(duel.frames) < 2:
            said = translate("Champion", "{name} stands alone")
        else:
            said = translate("Champion", "{name} is the champion of {frames}")
        name, frames = self._shoot.photo(duel.champion).path.name, wording.count(len(duel.frames), "frame")
        ways = translate("Champion", _WAYS_ON[self._shoot.marks(duel.champion).flag])
        shown = self._keys.shown
        return f"{said}: {ways}".format(name=name, frames=frames, enter=shown("accept"), leave=shown("leave"))

    def _ahead(self) -> list[Wish]:
        """The next challengers; only one of them where each is large."""
        duel = self._duel
        if duel is None or duel.challenger is None:
            return []
        left = duel.open
        place, pane = left.index(duel.challenger), self._tile(1).pane
        following = left[place + 1 : place + (3 if self._steps.is_fit else 2)]
        return [pane.sharp_wish(self._shoot.photo(photo)) for photo in following if photo in self._shoot]

    # -- the keys

    def _run(self, command: str) -> None:
        if command == "accept" and self._duel is not None and self._duel.challenger is None:
            self.decided.emit(self._duel.champion)
        elif command in _VERDICTS:
            self._judge(promoted=_VERDICTS[command])
        elif command in _STEPS:
            self.step(_STEPS[command])
        else:
            super()._run(command)
