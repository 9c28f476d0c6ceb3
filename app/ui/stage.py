"""The middle of the window: one view at a time, all of the same photo."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.library.photo import Flag, PhotoId
from app.ui.champion import Champion
from app.ui.commands import Command
from app.ui.emptiness import Emptiness
from app.ui.empty_state import EmptyState
from app.ui.loupe import Loupe
from app.ui.picture_loader import PictureLoader
from app.ui.series_grid import SeriesGrid
from app.ui.session import Session
from app.ui.survey import Survey
from app.ui.theme import Theme
from app.ui.thumbnails import Thumbnails


class Stage(QStackedWidget):
    """Shows the grid, one frame large, several side by side, or why there is nothing to show.

    `comparing` says whether champion and challenger are seen, whose keys decide between them.
    """

    comparing = Signal(bool)

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
        self.survey = Survey(session.shoot, thumbnails, loader, theme)
        self.champion = Champion(session.shoot, thumbnails, loader, theme)
        self.empty = EmptyState()
        self._large = (self.loupe, self.survey, self.champion)
        for view in (self.empty, self.grid, *self._large):
            self.addWidget(view)
        self._connect()

    def _connect(self) -> None:
        for left in (self.loupe.left, self.survey.left, self.champion.left):
            left.connect(self.show_grid)
        for clicked in (view.frame_clicked for view in (self.grid, self.loupe, self.survey, self.champion)):
            clicked.connect(self._session.set_current)
        for opened in (self.grid.frame_opened, self.survey.frame_opened, self.champion.frame_opened):
            opened.connect(self._on_opened)
        self.champion.preferred.connect(self._session.prefer)
        self.champion.decided.connect(self._on_decided)
        self._session.compared.connect(self.champion.follow)
        self.grid.selection_changed.connect(self._session.set_chosen)
        self.currentChanged.connect(self._on_view_changed)

    def set_interest(self, interest: Callable[[PhotoId], tuple[float, float] | None]) -> None:
        """Who knows which place of a photo is worth a close look."""
        for view in self._large:
            view.set_interest(interest)

    def set_keys(self, table: Sequence[Command]) -> None:
        """Let the views that take keys of their own know which these are."""
        self.loupe.set_hold_keys(key for command in table if command.id == "toggle-loupe" for key in command.keys)
        self.survey.set_keys(table)
        self.champion.set_keys(table)

    # -- what is shown

    def show_series(self, shown: Sequence[int]) -> None:
        """Show these series of the shoot."""
        self.grid.show_series(shown)
        self.loupe.show_series(shown)

    def show_photo(self, photo: PhotoId | None) -> None:
        """Show a photo in whichever view is looked at."""
        self.grid.set_current(photo)
        for view in self._large:
            view.show_photo(photo)

    def refresh(self) -> None:
        """Show marks and rankings as they are now."""
        self.grid.refresh()
        for view in self._large:
            view.refresh()

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
        for view in self._large:
            view.set_theme(theme)

    # -- what people ask for

    def show_grid(self) -> None:
        """Show the grid, unless it is empty."""
        if self._session.shown:
            self.setCurrentWidget(self.grid)
            self.grid.setFocus()

    def show_loupe(self) -> None:
        """Show the current photo large."""
        self._show_large(self.loupe)

    def show_survey(self) -> None:
        """Show the frames of the current series side by side."""
        self._show_large(self.survey)

    def show_champion(self) -> None:
        """Let the frames of the current series challenge the best of them."""
        self._show_large(self.champion)

    def toggle_loupe(self) -> None:
        """From the grid to the loupe and back."""
        if self.in_loupe():
            self.show_grid()
        else:
            self.show_loupe()

    def toggle_zoom(self) -> None:
        """From the whole picture to 1:1 and back; from the grid, into the loupe at 1:1."""
        if self._current_large() is None:
            self.show_loupe()
        if (view := self._current_large()) is not None:
            view.toggle_zoom()

    def step_size(self, step: int) -> None:
        """Larger or smaller pictures in the grid; elsewhere nearer to the picture or further away."""
        if (view := self._current_large()) is not None:
            view.step_zoom(step)
        else:
            self.grid.step_size(step)

    def cycle_ground(self) -> None:
        """The next ground behind pictures, in all views alike."""
        for view in self._large:
            view.cycle_ground()

    def _show_large(self, view: Loupe | Survey | Champion) -> None:
        if self._session.current is not None:
            view.show_photo(self._session.current)
            self.setCurrentWidget(view)
            view.setFocus()

    def _current_large(self) -> Loupe | Survey | Champion | None:
        return next((view for view in self._large if view is self.currentWidget()), None)

    # -- what is asked about it

    def leave(self) -> bool:
        """Out of a large view, or out of a selection; whether there was anything to leave."""
        if self._current_large() is None:
            return self.grid.clear_selection()
        self.show_grid()
        return True

    def in_loupe(self) -> bool:
        """Whether one picture fills the view."""
        return self.currentWidget() is self.loupe

    def grid_is_painted(self) -> bool:
        """Whether every picture that can be seen in the grid has its thumbnail."""
        return self.currentWidget() is self.grid and self.grid.is_painted()

    def empty_sentence(self) -> str:
        """What stands in place of the grid; empty while there is a grid."""
        return self.empty.sentence if self.currentWidget() is self.empty else ""

    def _on_view_changed(self) -> None:
        """Marks go to what is seen: to chosen photos and around stacks in the grid only."""
        self.comparing.emit(self.currentWidget() is self.champion)
        in_grid = self.currentWidget() is self.grid
        self._session.set_chosen(self.grid.selection() if in_grid else frozenset())
        if in_grid:
            self._session.set_folded(self.grid.is_folded)
        else:
            self._session.set_folded()

    def _on_opened(self, photo: PhotoId) -> None:
        self._session.set_current(photo)
        self.show_loupe()

    def _on_decided(self, champion: PhotoId) -> None:
        self._session.set_current(champion)
        self._session.flag(Flag.PICK)
        self._session.next_undecided()
