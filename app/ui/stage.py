"""The middle of the window: one view at a time, all of the same photo."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.library.photo import PhotoId
from app.ui.emptiness import Emptiness
from app.ui.empty_state import EmptyState
from app.ui.loupe import Loupe
from app.ui.picture_loader import PictureLoader
from app.ui.series_grid import SeriesGrid
from app.ui.session import Session
from app.ui.theme import Theme
from app.ui.thumbnails import Thumbnails


class Stage(QStackedWidget):
    """Shows the grid, the loupe, or why there is nothing to show."""

    view_changed = Signal()

    def __init__(
        self,
        session: Session,
        thumbnails: Thumbnails,
        loader: PictureLoader,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self.grid = SeriesGrid(session.shoot, thumbnails, theme)
        self.loupe = Loupe(session.shoot, thumbnails, loader, theme)
        self.empty = EmptyState()
        for view in (self.empty, self.grid, self.loupe):
            self.addWidget(view)
        self.grid.frame_clicked.connect(session.set_current)
        self.grid.frame_opened.connect(self._on_opened)
        self.loupe.left.connect(self.show_grid)
        self.loupe.frame_clicked.connect(session.set_current)
        self.currentChanged.connect(self.view_changed)

    # -- what is shown

    def show_series(self, shown: Sequence[int]) -> None:
        """Show these series of the shoot."""
        self.grid.show_series(shown)
        self.loupe.show_series(shown)

    def show_photo(self, photo: PhotoId | None) -> None:
        """Show a photo in whichever view is looked at."""
        self.grid.set_current(photo)
        self.loupe.show_photo(photo)

    def refresh(self) -> None:
        """Show marks and rankings as they are now."""
        self.grid.refresh()
        self.loupe.refresh()

    def say_why_empty(self, why: Emptiness | None) -> None:
        """Say why there is nothing to show, or show the grid again."""
        if why is not None:
            self.empty.say(why.title, why.sentence, why.action, why.run)
            self.setCurrentWidget(self.empty)
        elif self.currentWidget() is self.empty:
            self.setCurrentWidget(self.grid)

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self.grid.set_theme(theme)
        self.loupe.set_theme(theme)

    # -- what people ask for

    def show_grid(self) -> None:
        """Show the grid, unless it is empty."""
        if self._session.shown:
            self.setCurrentWidget(self.grid)
            self.grid.setFocus()

    def show_loupe(self) -> None:
        """Show the current photo large."""
        if self._session.current is not None:
            self.loupe.show_photo(self._session.current)
            self.setCurrentWidget(self.loupe)
            self.loupe.setFocus()

    def toggle_loupe(self) -> None:
        """From the grid to the loupe and back."""
        if self.in_loupe():
            self.show_grid()
        else:
            self.show_loupe()

    def toggle_zoom(self) -> None:
        """From the whole picture to 1:1 and back; from the grid, into the loupe at 1:1."""
        if not self.in_loupe():
            self.show_loupe()
        if self.in_loupe():
            self.loupe.toggle_zoom()

    def step_size(self, step: int) -> None:
        """Larger or smaller pictures in the grid; in the loupe, nearer to the picture or further away."""
        if self.in_loupe():
            self.loupe.step_zoom(step)
        else:
            self.grid.step_size(step)

    def cycle_ground(self) -> None:
        """The next ground behind the picture in the loupe."""
        self.loupe.cycle_ground()

    # -- what is asked about it

    def in_loupe(self) -> bool:
        """Whether one picture fills the view."""
        return self.currentWidget() is self.loupe

    def grid_is_painted(self) -> bool:
        """Whether every picture that can be seen in the grid has its thumbnail."""
        return self.currentWidget() is self.grid and self.grid.is_painted()

    def empty_sentence(self) -> str:
        """What stands in place of the grid; empty while there is a grid."""
        return self.empty.sentence if self.currentWidget() is self.empty else ""

    def _on_opened(self, photo: PhotoId) -> None:
        self._session.set_current(photo)
        self.show_loupe()
