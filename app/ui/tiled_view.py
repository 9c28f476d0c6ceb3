"""A view of several photos side by side that are looked at together, with a quiet line below."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.analysis.shoot import PhotoSeries, Shoot
from app.library.photo import PhotoId
from app.ui import wording
from app.ui.commands import Command
from app.ui.elided_label import ElidedLabel
from app.ui.frame_tile import FrameTile
from app.ui.joint_wishes import joined
from app.ui.language import translate
from app.ui.linked_pane import LinkedPane
from app.ui.lockstep import Lockstep
from app.ui.picture_loader import PictureLoader
from app.ui.picture_shelf import Wish
from app.ui.place_of_interest import Interest, PlaceOfInterest
from app.ui.theme import GROUNDS, Theme
from app.ui.thumbnails import Thumbnails
from app.ui.view_keys import ViewKeys
from app.ui.viewport import FIT, Viewport

# Panes change one after another when the window is resized or all are zoomed.
_SETTLE_MS = 40
# Somebody who looks this long is not running through the frames.
_REST_MS = 150
_ZOOM_STEP = 1.5


class TiledView(QWidget):
    """Holds the tiles; what they show, and where they stand, is for the view that is made of it.

    `frame_clicked` carries the photo that is to be the current one, `frame_opened` one to be seen large.
    """

    left = Signal()
    frame_clicked = Signal(object)
    frame_opened = Signal(object)

    def __init__(
        self,
        shoot: Shoot,
        thumbnails: Thumbnails,
        loader: PictureLoader,
        theme: Theme,
        keys: ViewKeys,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._shoot, self._thumbnails, self._loader = shoot, thumbnails, loader
        self._theme, self._keys, self._ground = theme, keys, 1
        self._current: PhotoId | None = None
        self._tiles: list[FrameTile] = []
        self._steps = Lockstep(self)
        self._places = PlaceOfInterest(shoot, loader)
        self._board, self._line = QWidget(), ElidedLabel("quiet")
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._want)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._want_ahead)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lay_out()
        loader.arrived.connect(self._on_arrived)

    def _lay_out(self) -> None:
        self._line.setContentsMargins(16, 4, 16, 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._board, 1)
        column.addWidget(self._line)
        self._board.installEventFilter(self)

    # -- for the views that are made of it

    def _take(self, photo: PhotoId | None) -> None:
        """Show a photo as the current one, among those that belong beside it."""

    def _tile(self, place: int) -> FrameTile:
        """The tile of a place, made when it is first needed."""
        while len(self._tiles) <= place:
            tile = FrameTile(self._shoot, self._thumbnails, self._loader, self._theme, self._board)
            tile.set_ground(self._ground)
            tile.pane.clicked.connect(partial(self._on_clicked, tile.pane))
            tile.pane.double_clicked.connect(partial(self._on_opened, tile.pane))
            tile.pane.viewport_changed.connect(partial(self._on_moved, tile.pane))
            tile.pane.needs_changed.connect(self._on_needs)
            self._steps.join(tile.pane)
            self._tiles.append(tile)
        return self._tiles[place]

    def _shown(self) -> list[FrameTile]:
        """The tiles that show a photo."""
        return [tile for tile in self._tiles if tile.pane.photo() is not None]

    def _series_of(self, photo: PhotoId | None) -> PhotoSeries | None:
        place = None if photo is None else self._shoot.series_of(photo)
        return None if place is None else self._shoot.series[place]

    def _place_tiles(self) -> None:
        """Put the tiles where they belong in the room there is."""

    def _ahead(self) -> list[Wish]:
        """What is likely to be looked at next."""
        return []

    def _can(self, command: str) -> bool:
        """Whether a command that this view knows means something now; else its key is the window's."""
        del command
        return True

    def _run(self, command: str) -> None:
        """Do what a command says."""
        if command == "leave":
            self.left.emit()

    def _make_current(self, photo: PhotoId) -> None:
        """Frame another photo, as the person wishes, and tell the window."""
        self._current = photo
        self._show_tiles()
        self.frame_clicked.emit(photo)

    def _show_tiles(self) -> None:
        """Show what is to be seen in every tile."""

    def _may_repeat(self, command: str) -> bool:
        """Whether a key that is held does it again and again; decisions are made one by one."""
        return command in {"next-frame", "previous-frame"}

    def _said(self) -> str:
        """What the line below says."""
        return ""

    def _say(self, sentence: str) -> None:
        self._line.setText(sentence)
        self.setAccessibleDescription(sentence)

    # -- what every such view does

    def show_photo(self, photo: PhotoId | None) -> None:
        """Show a photo as the current one; while the view is hidden, as soon as it is seen."""
        self._current = photo
        if self.isVisible():
            self._take(photo)

    def set_keys(self, table: Iterable[Command]) -> None:
        """Listen to the keys that the commands of the window have."""
        self._keys.follow(table)
        self.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours; the ground of the pictures stays as chosen."""
        self._theme = theme
        for tile in self._tiles:
            tile.set_theme(theme)

    def set_interest(self, interest: Interest) -> None:
        """Ask this for the place of a photo worth looking at closely, unless the person has chosen one."""
        self._places.interest = interest

    def refresh(self) -> None:
        """Paint again, after marks or rankings changed."""
        if self.isVisible():
            for tile in self._tiles:
                tile.refresh()
            self._say(self._said())

    def cycle_ground(self) -> None:
        """The next ground: black, dark, middle grey, white."""
        self._ground = (self._ground + 1) % len(GROUNDS)
        for tile in self._tiles:
            tile.set_ground(self._ground)

    def toggle_zoom(self) -> None:
        """All pictures from whole to 1:1 at the current one's place of interest, and back."""
        pane = self._current_pane()
        photo = None if pane is None else pane.photo()
        if not self._steps.is_fit:
            self._steps.fit()
        elif pane is not None and photo is not None:
            self._steps.show(Viewport(1.0, *self._places.of(photo)), pane)
        self._show_zoom()

    def step_zoom(self, step: int) -> None:
        """All pictures larger or smaller, about the current one's place of interest as long as they are whole."""
        pane = self._current_pane()
        photo = None if pane is None else pane.photo()
        if pane is None or photo is None:
            return
        pane.alone = False
        if pane.viewport().zoom is not None:
            pane.zoom_by(_ZOOM_STEP**step)
            return
        across, down = self._places.of(photo)
        pane.set_viewport(replace(FIT, across=across, down=down))
        lies = pane.rect_of_picture()
        pane.zoom_by(_ZOOM_STEP**step, lies.topLeft() + QPointF(across * lies.width(), down * lies.height()))

    def _current_pane(self) -> LinkedPane | None:
        return next((tile.pane for tile in self._shown() if tile.pane.photo() == self._current), None)

    # -- decoding

    def _want(self) -> None:
        """Ask for all pictures that are seen, the current one first."""
        if not self.isVisible():
            return
        self._loader.want(self._own_wishes())
        self._rest.start()

    def _want_ahead(self) -> None:
        ahead = self._ahead()
        if ahead and self.isVisible():
            self._loader.want([*self._own_wishes(), *ahead])

    def _own_wishes(self) -> list[Wish]:
        panes = sorted((tile.pane for tile in self._shown()), key=lambda pane: pane.photo() != self._current)
        return joined([pane.wishes() for pane in panes], self._loader.most_bytes)

    def _on_needs(self) -> None:
        self._show_zoom()
        if not self._settle.isActive():
            self._settle.start()

    def _on_arrived(self, _: object) -> None:
        if self.isVisible():
            self._show_zoom()

    def _show_zoom(self) -> None:
        """Say in the current tile how large its picture is."""
        for tile in self._tiles:
            zoom = tile.pane.viewport().zoom
            if zoom is None or not tile.current or tile.pane.photo() is None:
                tile.caption.show_zoom("")
                continue
            said = "1:1" if zoom == 1.0 else wording.share(zoom)
            if not tile.pane.is_sharp():
                said = translate("TiledView", "{zoom}, not sharp yet").format(zoom=said)
            tile.caption.show_zoom(said)

    # -- what the person does

    def _on_clicked(self, pane: LinkedPane, place: object) -> None:
        photo = pane.photo()
        if photo is None:
            return
        if isinstance(place, tuple):
            self._places.choose(photo, place)
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._make_current(photo)

    def _on_opened(self, pane: LinkedPane) -> None:
        if pane.photo() is not None:
            self.frame_opened.emit(pane.photo())

    def _on_moved(self, pane: LinkedPane, _: object) -> None:
        photo = pane.photo()
        if photo is not None and pane.viewport().zoom is not None and not pane.alone:
            self._places.choose(photo, pane.middle())

    def event(self, event: QEvent) -> bool:
        # These keys mean something else in the window, whose command must not run.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._command(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        command = self._command(event)
        if not command:
            super().keyPressEvent(event)
        elif self._may_repeat(command) or not event.isAutoRepeat():
            self._run(command)

    def _command(self, event: QKeyEvent) -> str:
        command = self._keys.meant(event)
        return command if command and self._can(command) else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._board:
            self._place_tiles()
            self._steps.renew()
        return False

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._take(self._current)
