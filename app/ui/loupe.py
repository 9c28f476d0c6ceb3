"""One picture as large as the window allows, what is known of it, and its series as a film strip."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import QElapsedTimer, QEvent, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.analysis.filters import place_among
from app.analysis.shoot import Shoot
from app.library.photo import PhotoId
from app.ui import wording
from app.ui.film_strip import FilmStrip
from app.ui.language import translate
from app.ui.look_ahead import frames_ahead, next_entry
from app.ui.loupe_caption import LoupeCaption
from app.ui.picture_loader import PictureLoader
from app.ui.picture_pane import PicturePane
from app.ui.picture_shelf import THUMBNAIL, Wish
from app.ui.place_of_interest import Interest, PlaceOfInterest
from app.ui.theme import GROUNDS, Theme
from app.ui.thumbnails import Thumbnails
from app.ui.viewport import FIT, Viewport

# Steps that follow each other faster than this are a run: decoding ahead would only be in its way.
_REST_MS = 120
# Pictures at full size decoded beside the one that is seen; each takes the memory and time of a dozen that fit.
_NEAR_IN_FULL = 2
# A key held longer than this is held to look, a shorter press is a command.
_HOLD_MS = 180
_AHEAD = 3
_THUMBNAILS_AHEAD = 40
_ZOOM_STEP = 1.5


class Loupe(QWidget):
    """Shows the current photo, fit or enlarged; zoom and place in the picture stay from frame to frame.

    A short press of a hold key leaves; held longer it shows 1:1 until it is let go.
    """

    left = Signal()
    frame_clicked = Signal(object)

    def __init__(
        self, shoot: Shoot, thumbnails: Thumbnails, loader: PictureLoader, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._shoot, self._loader = shoot, loader
        self._shown: Sequence[int] = ()
        self._step = 1
        self._ground = 1
        self._before_hold: Viewport | None = None
        self._hold_keys: frozenset[str] = frozenset()
        self.pane = PicturePane(shoot, thumbnails, loader)
        self.strip = FilmStrip(shoot, thumbnails, theme)
        self._caption = LoupeCaption(shoot, theme)
        self._places = PlaceOfInterest(shoot, loader)
        self._since_step = QElapsedTimer()
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._want_all)
        self._hold = QTimer(self, singleShot=True, interval=_HOLD_MS)
        self._hold.timeout.connect(self._look_closely)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(translate("Loupe", "Loupe"))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.pane, 1)
        column.addWidget(self._caption)
        column.addWidget(self.strip)

    def _connect(self) -> None:
        self.pane.clicked.connect(self._on_clicked)
        self.pane.double_clicked.connect(self.left)
        self.pane.viewport_changed.connect(self._on_moved)
        self.pane.needs_changed.connect(self._on_needs)
        self.strip.frame_clicked.connect(self.frame_clicked)
        self._loader.arrived.connect(self._on_arrived)

    def set_theme(self, theme: Theme) -> None:
        """Paint signs in other colours; the ground stays as chosen."""
        self._caption.set_theme(theme)
        self.strip.set_theme(theme)

    def set_hold_keys(self, keys: Iterable[str]) -> None:
        """The keys that leave when pressed shortly and show 1:1 while they are held, in Qt's portable notation."""
        self._hold_keys = frozenset(keys)

    def set_interest(self, interest: Interest) -> None:
        """Ask this for the place of a photo worth looking at closely, unless the person has chosen one."""
        self._places.interest = interest

    def say(self, note: str) -> None:
        """Tell quietly, below the picture, what is seen there besides the photo."""
        self._caption.show_note(note)

    def look_at(self, photo: PhotoId, place: tuple[float, float]) -> None:
        """Show a place of the current photo, two shares, at 1:1; it stays the place of interest in its series."""
        if photo == self.pane.photo():
            self._places.choose(photo, place)
            self.pane.set_viewport(Viewport(1.0, *place))

    def show_series(self, shown: Sequence[int]) -> None:
        """Tell which series of the shoot are shown elsewhere, in their order: there the next steps lead."""
        self._shown = shown

    def show_photo(self, photo: PhotoId | None) -> None:
        """Show a photo and have those decoded that will be next."""
        photo = photo if photo is not None and photo in self._shoot else None
        before = self.pane.photo()
        if photo != before:
            self._note_direction(before, photo)
        self.pane.show_photo(photo)
        self.strip.show_photo(photo)
        self._caption.show_photo(photo)
        self._show_zoom()
        if self.isVisible():
            self._want(stepped=photo != before)

    def refresh(self) -> None:
        """Paint again, after marks or rankings changed."""
        self.pane.update()
        self._caption.show_photo(self.pane.photo())
        self.strip.update()

    def cycle_ground(self) -> None:
        """The next ground: black, dark, middle grey, white."""
        self._ground = (self._ground + 1) % len(GROUNDS)
        self.pane.set_ground(self._ground)

    def toggle_zoom(self) -> None:
        """From the whole picture to 1:1 at the place of interest, and back."""
        if self.pane.viewport().zoom is None:
            self._show_one_to_one()
        else:
            self.pane.set_viewport(FIT)

    def step_zoom(self, step: int) -> None:
        """Larger or smaller, about the place of interest as long as the picture is whole."""
        photo = self.pane.photo()
        if photo is None:
            return
        if self.pane.viewport().zoom is None:
            across, down = self._places.of(photo)
            self.pane.set_viewport(replace(FIT, across=across, down=down))
            lies = self.pane.rect_of_picture()
            self.pane.zoom_by(_ZOOM_STEP**step, lies.topLeft() + QPointF(across * lies.width(), down * lies.height()))
        else:
            self.pane.zoom_by(_ZOOM_STEP**step)

    def _show_one_to_one(self) -> None:
        photo = self.pane.photo()
        if photo is not None:
            self.pane.set_viewport(Viewport(1.0, *self._places.of(photo)))

    # -- decoding ahead

    def _note_direction(self, before: PhotoId | None, after: PhotoId | None) -> None:
        if before is not None and after is not None and before in self._shoot:
            places = self._shoot.series_of(before), self._shoot.series_of(after)
            if None not in places:
                self._step = 1 if self._is_after(before, after) else -1

    def _is_after(self, before: PhotoId, after: PhotoId) -> bool:
        """Whether one photo is shown after another."""
        first, second = self._shoot.series_of(before), self._shoot.series_of(after)
        if first == second and first is not None:
            frames = self._shoot.series[first].frames
            return frames.index(after) > frames.index(before)
        return (place_among(self._shown, second) or 0) > (place_among(self._shown, first) or 0)

    def _want(self, *, stepped: bool) -> None:
        running = stepped and self._since_step.isValid() and self._since_step.elapsed() < _REST_MS
        if stepped:
            self._since_step.start()
        if running:
            self._loader.want([*self.pane.wishes()[:-1], *self._thumbnails_ahead()])
            self._rest.start()
        elif stepped and self.pane.viewport().zoom is not None:
            self._want_own()
        else:
            self._want_all()

    def _want_own(self) -> None:
        """Neighbours at full size wait until somebody stays: making room for them holds up the window."""
        self._loader.want([*self.pane.wishes(), *self.pane.other_wishes(), *self._thumbnails_ahead()])
        self._rest.start()

    def _want_all(self) -> None:
        photo = self.pane.photo()
        if photo is None or not self.isVisible():
            return
        near = [self.pane.sharp_wish(self._shoot.photo(one)) for one in self._next(photo)[: self._near_count()]]
        self._loader.want([*self.pane.wishes(), *self.pane.other_wishes(), *near, *self._thumbnails_ahead()])

    def _near_count(self) -> int | None:
        """How many neighbours to decode, None for all; enlarged, none before the picture that is looked at."""
        if self.pane.viewport().zoom is None:
            return None
        return _NEAR_IN_FULL if self.pane.is_sharp() else 0

    def _next(self, photo: PhotoId) -> list[PhotoId]:
        """What somebody is likely to look at next, the likeliest first."""
        ahead = frames_ahead(self._shoot, self._shown, photo, self._step, _AHEAD)
        behind = frames_ahead(self._shoot, self._shown, photo, -self._step, 1)
        entry = next_entry(self._shoot, self._shown, photo, self._step)
        found = [*ahead[:1], *behind, *([] if entry is None else [entry]), *ahead[1:]]
        return [one for one in dict.fromkeys(found) if one in self._shoot]

    def _thumbnails_ahead(self) -> list[Wish]:
        photo = self.pane.photo()
        if photo is None:
            return []
        ahead = frames_ahead(self._shoot, self._shown, photo, self._step, _THUMBNAILS_AHEAD)
        return [Wish(self._shoot.photo(one), THUMBNAIL, rough=True) for one in ahead if one in self._shoot]

    def _on_needs(self) -> None:
        self._show_zoom()
        # While a window is resized, needs change with every pixel.
        if self.pane.viewport().zoom is None:
            self._rest.start()
        elif self.isVisible():
            self._want_own()

    def _on_arrived(self, digest: object) -> None:
        self._show_zoom()
        photo = self.pane.photo()
        if photo is not None and self._shoot.photo(photo).digest == digest and self.pane.viewport().zoom is not None:
            self._rest.start()

    def _show_zoom(self) -> None:
        zoom = self.pane.viewport().zoom
        if zoom is None:
            self._caption.show_zoom("")
            return
        said = "1:1" if zoom == 1.0 else wording.share(zoom)
        if self.pane.photo() is not None and not self.pane.is_sharp():
            said = translate("Loupe", "{zoom}, not sharp yet").format(zoom=said)
        self._caption.show_zoom(said)

    # -- what the person does

    def _on_clicked(self, place: object) -> None:
        photo = self.pane.photo()
        if photo is not None and isinstance(place, tuple):
            self._places.choose(photo, place)

    def _on_moved(self, _: object) -> None:
        photo = self.pane.photo()
        if photo is not None and self.pane.viewport().zoom is not None:
            self._places.choose(photo, self.pane.middle())

    def event(self, event: QEvent) -> bool:
        # What a hold key means is known only when it is let go, so it must not start its command at once.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_hold(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._is_hold(event):
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self._hold.start()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat() or not self._is_hold(event):
            super().keyReleaseEvent(event)
        elif self._hold.isActive():
            self._hold.stop()
            self.left.emit()
        else:
            self._let_go()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._want_all()

    def hideEvent(self, event: QHideEvent) -> None:
        self._hold.stop()
        self._let_go()
        super().hideEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._hold.stop()
        self._let_go()
        super().focusOutEvent(event)

    def _is_hold(self, event: QKeyEvent) -> bool:
        return QKeySequence(event.keyCombination()).toString() in self._hold_keys

    def _look_closely(self) -> None:
        if self.pane.viewport().zoom is None:
            self._before_hold = self.pane.viewport()
            self._show_one_to_one()

    def _let_go(self) -> None:
        if self._before_hold is not None:
            self.pane.set_viewport(self._before_hold)
            self._before_hold = None
