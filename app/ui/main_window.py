"""The window: puts the views together and passes on what people do. It decides nothing."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSettings, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QFontInfo
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow, QStackedWidget

from app.analysis.filters import Show, counts
from app.analysis.late_scorer import UnusableModelError
from app.analysis.series import SeriesKind
from app.errors import AppError
from app.library.all_tags import Tag
from app.library.photo import Photo, PhotoId
from app.ui import wording
from app.ui.arrangement import Arrangement, keep_arrangement, read_arrangement
from app.ui.commands import commands
from app.ui.crash import show_crash
from app.ui.details_panel import DetailsPanel
from app.ui.emptiness import emptiness
from app.ui.empty_state import EmptyState
from app.ui.folder_drop import dropped_folder
from app.ui.key_bar import KeyBar
from app.ui.key_map import KeyMap
from app.ui.learning import Learning
from app.ui.learning_notices import LearningNotices
from app.ui.learning_page import LearningPage
from app.ui.leaving import ask_to_leave
from app.ui.loupe import Loupe
from app.ui.mark_keeper import MarkKeeper
from app.ui.menus import fill_menus
from app.ui.message_bar import MessageBar
from app.ui.model_keeper import ModelKeeper
from app.ui.model_notices import ModelNotices
from app.ui.picture_loader import PictureLoader
from app.ui.series_grid import SIZES, SeriesGrid
from app.ui.session import Session
from app.ui.settings_page import SettingsPage
from app.ui.side_panel import SidePanel
from app.ui.skipped_dialog import SkippedDialog
from app.ui.tags_dialog import TagsDialog
from app.ui.theme import DARK, LIGHT, palette, style_sheet
from app.ui.thumbnails import Thumbnails
from app.ui.top_bar import TopBar
from app.ui.window_layout import around

# Rankings pour in by the hundred; counting once for many of them is enough for the eye.
_COUNT_MS = 150


class MainWindow(QMainWindow):
    """Shows one session."""

    closing = Signal()

    def __init__(
        self,
        session: Session,
        thumbnails: Thumbnails,
        loader: PictureLoader,
        keeper: MarkKeeper,
        models: ModelKeeper,
        learning: Learning,
        kept: QSettings,
    ) -> None:
        super().__init__()
        self._session, self._keeper, self._models, self._kept = session, keeper, models, kept
        self._theme = DARK
        self._unkept_sentence = ""
        self._leaving = self._failed = False
        self._top, self._message = TopBar(), MessageBar()
        self._side, self._details = SidePanel(), DetailsPanel(session.shoot)
        self._grid = SeriesGrid(session.shoot, thumbnails, self._theme)
        self._loupe = Loupe(session.shoot, thumbnails, loader, self._theme)
        self._empty = EmptyState()
        self._keys = KeyBar()
        page = SettingsPage(models, self)
        page.learn_clicked.connect(self.show_learning)
        self._notices = ModelNotices(models, self._message, page)
        self._lessons = LearningNotices(learning, self._message, LearningPage(learning, lambda: session.folder, self))
        self._views = QStackedWidget()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_COUNT_MS)
        self._later.timeout.connect(self._refresh)
        self.table = commands(session, self)
        self._lay_out()
        fill_menus(self, self.table)
        self._loupe.set_hold_keys(key for command in self.table if command.id == "toggle-loupe" for key in command.keys)
        self._connect()
        self._apply_theme()
        self.resize(1440, 900)
        self._arrange(read_arrangement(kept))
        self._name_model()
        self._refresh()

    def _arrange(self, arrangement: Arrangement) -> None:
        if arrangement.geometry is not None:
            self.restoreGeometry(arrangement.geometry)
        if arrangement.light:
            self.toggle_theme()
        if arrangement.frame_size in SIZES:
            self._grid.set_frame_size(arrangement.frame_size)
        self._side.setVisible(arrangement.left)
        self._details.setVisible(arrangement.right)

    def _lay_out(self) -> None:
        for view in (self._empty, self._grid, self._loupe):
            self._views.addWidget(view)
        below = (self._message, self._keys)
        self.setCentralWidget(around(self._views, left=self._side, right=self._details, above=self._top, below=below))
        self.setWindowTitle("Burstpick")
        self.setAcceptDrops(True)

    def _connect(self) -> None:
        session, pipeline = self._session, self._session.pipeline
        session.folder_changed.connect(self._on_folder_changed)
        session.shown_changed.connect(self._on_shown_changed)
        session.marks_changed.connect(self._refresh)
        session.current_changed.connect(self._on_current_changed)
        session.settings_changed.connect(self._side.show_settings)
        pipeline.rankings_changed.connect(self._on_rankings_changed)
        pipeline.progress_changed.connect(self._top.show_progress)
        pipeline.skipped_changed.connect(self._on_skipped)
        pipeline.failed.connect(self._on_failed)
        pipeline.finished.connect(self._refresh)
        self._keeper.failed.connect(self._on_unkept)
        self._keeper.kept.connect(self._on_kept)
        self._models.switched.connect(self._name_model)
        self._side.change_clicked.connect(self.show_settings)
        self.closing.connect(self._notices.close_page)
        self.closing.connect(self._lessons.close_page)
        self._side.show_chosen.connect(session.set_show)
        self._side.settings_chosen.connect(session.set_settings)
        self._top.stop_clicked.connect(pipeline.cancel)
        self._keys.skipped_clicked.connect(self.show_skipped)
        self._keys.keys_clicked.connect(self.show_keys)
        self._grid.frame_clicked.connect(session.set_current)
        self._grid.frame_opened.connect(self._on_opened)
        self._loupe.left.connect(self.show_grid)
        self._loupe.frame_clicked.connect(session.set_current)

    # -- what the session tells

    def _on_folder_changed(self) -> None:
        folder, self._failed = self._session.folder, False
        self._top.show_folder(folder.name if folder else "")
        self.setWindowTitle(f"{folder.name} – Burstpick" if folder else "Burstpick")
        self._message.hide()
        self._side.show_choice(Show.ALL)
        self._keys.show_skipped(0)
        self.show_grid()

    def _on_shown_changed(self) -> None:
        self._grid.show_series(self._session.shown)
        self._loupe.show_series(self._session.shown)
        series = self._session.shoot.series
        singles = sum(one.kind is SeriesKind.SINGLE for one in series)
        self._side.show_result(f"{wording.count(len(series), 'series', 'series')} · {wording.count(singles, 'single')}")
        self._side.show_choice(self._session.show)
        self._show_emptiness()
        self._later.start()

    def _on_current_changed(self, photo: object) -> None:
        self._grid.set_current(self._session.current)
        self._loupe.show_photo(self._session.current)
        self._details.show_photo(self._session.current)

    def _on_rankings_changed(self) -> None:
        self._grid.refresh()
        self._later.start()

    def _on_skipped(self) -> None:
        self._keys.show_skipped(len(self._session.pipeline.skipped))

    def _on_failed(self, error: AppError) -> None:
        self._failed = True
        if isinstance(error, UnusableModelError):
            self._models.tell_unusable(error)
        else:
            self._message.say(error.sentence, "Retry", self.reopen)
        self._refresh()

    def _on_unkept(self, error: AppError) -> None:
        self._unkept_sentence = error.sentence
        self._message.say(error.sentence, "Retry", self._keeper.retry)

    def _on_kept(self) -> None:
        if self._message.sentence == self._unkept_sentence and not self._keeper.unkept:
            self._message.hide()

    def _on_opened(self, photo: PhotoId) -> None:
        self._session.set_current(photo)
        self.show_loupe()

    def _refresh(self) -> None:
        shoot = self._session.shoot
        number = counts(shoot)
        self._side.show_counts(number)
        self._top.show_counts(len(shoot), number[Show.ALL], number[Show.ALL] - number[Show.UNDECIDED])
        self._details.show_photo(self._session.current)
        self._grid.refresh()
        self._loupe.refresh()
        self._show_emptiness()

    def _show_emptiness(self) -> None:
        session = self._session
        if session.shown:
            if self._views.currentWidget() is self._empty:
                self._views.setCurrentWidget(self._grid)
            return
        self._views.setCurrentWidget(self._empty)
        why = emptiness(session, self, failed=self._failed)
        self._empty.say(why.title, why.sentence, why.action, why.run)

    # -- what people ask for

    def choose_folder(self) -> None:
        """Ask for a folder and open it."""
        start = str(self._session.folder.parent if self._session.folder else Path.home())
        chosen = QFileDialog.getExistingDirectory(self, "Open folder", start)
        if chosen:
            self._session.open_folder(Path(chosen), recursive=self._session.recursive)

    def reopen(self) -> None:
        """Look again at what is in the folder."""
        if self._session.folder is not None:
            self._session.open_folder(self._session.folder, recursive=self._session.recursive)

    def toggle_subfolders(self) -> None:
        """Open the folder again with or without what lies below it."""
        if self._session.folder is not None:
            self._session.open_folder(self._session.folder, recursive=not self._session.recursive)

    def show_grid(self) -> None:
        """Show the grid, or why it is empty."""
        self._views.setCurrentWidget(self._grid)
        self._grid.setFocus()
        self._show_emptiness()

    def show_loupe(self) -> None:
        """Show the current photo large."""
        if self._session.current is not None:
            self._loupe.show_photo(self._session.current)
            self._views.setCurrentWidget(self._loupe)
            self._loupe.setFocus()

    def toggle_zoom(self) -> None:
        """From the whole picture to 1:1 and back; from the grid, into the loupe at 1:1."""
        if not self.in_loupe():
            self.show_loupe()
        if self.in_loupe():
            self._loupe.toggle_zoom()

    def toggle_loupe(self) -> None:
        """From the grid to the loupe and back."""
        if self._views.currentWidget() is self._loupe:
            self.show_grid()
        else:
            self.show_loupe()

    def leave(self) -> None:
        """Out of the loupe, or out of a message."""
        if self._views.currentWidget() is self._loupe:
            self.show_grid()
        else:
            self._message.hide()

    def step_size(self, step: int) -> None:
        """Larger or smaller pictures in the grid; in the loupe, nearer to the picture or further away."""
        if self.in_loupe():
            self._loupe.step_zoom(step)
        else:
            self._grid.step_size(step)

    def cycle_ground(self) -> None:
        """The next ground behind the picture in the loupe."""
        self._loupe.cycle_ground()

    def toggle_theme(self) -> None:
        """From the dark to the light window and back."""
        self._theme = LIGHT if self._theme is DARK else DARK
        self._apply_theme()

    def toggle_left(self) -> None:
        """Fold or unfold filters and series settings."""
        self._side.setVisible(self._side.isHidden())

    def toggle_right(self) -> None:
        """Fold or unfold the details."""
        self._details.setVisible(self._details.isHidden())

    def show_skipped(self) -> None:
        """List the files that could not be read."""
        if self._session.folder is not None and self._session.pipeline.skipped:
            SkippedDialog(self._session.pipeline.skipped, self._session.folder, self).open()

    def show_keys(self) -> None:
        """Show the map of all keys."""
        KeyMap(self.table, self).open()

    def show_tags(self) -> None:
        """Show everything the current photo's file says of its capture."""
        if self._session.current is not None:
            self._session.pipeline.read_tags(self._session.current, self._on_tags)

    def _on_tags(self, photo: Photo, tags: Sequence[Tag]) -> None:
        TagsDialog(photo.path.name, tags, self).open()

    def show_settings(self) -> None:
        """Open the settings page."""
        self._notices.show_page()

    def show_learning(self) -> None:
        """Open the page on which a model learns from the marks."""
        self._lessons.show_page()

    def _name_model(self) -> None:
        """Say whose scores are shown, wherever they are."""
        entry = self._models.in_use
        self._side.show_model(entry.name, entry.note)
        self._details.name_model(entry.name, entry.note)

    def in_loupe(self) -> bool:
        """Whether one picture fills the view."""
        return self._views.currentWidget() is self._loupe

    def grid_is_painted(self) -> bool:
        """Whether every picture that can be seen in the grid has its thumbnail."""
        return self._views.currentWidget() is self._grid and self._grid.is_painted()

    def empty_sentence(self) -> str:
        """What stands in place of the grid; empty while there is a grid."""
        return self._empty.sentence if self._views.currentWidget() is self._empty else ""

    def message(self) -> str:
        """What the message bar says."""
        return self._message.sentence

    def tell(self, sentence: str) -> None:
        """Say something in the message bar."""
        self._message.say(sentence)

    def show_crash(self, error: BaseException) -> None:
        """Say that something unexpected happened."""
        show_crash(error, self)

    def _apply_theme(self) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.setPalette(palette(self._theme))
        application.setStyleSheet(style_sheet(self._theme, QFontInfo(application.font()).pointSizeF()))
        self._grid.set_theme(self._theme)
        self._loupe.set_theme(self._theme)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_folder(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        folder = dropped_folder(event.mimeData())
        if folder is not None:
            event.acceptProposedAction()
            self._session.open_folder(folder, recursive=self._session.recursive)

    def _leave_without_marks(self) -> None:
        self._leaving = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._keeper.failing and not self._leaving:
            ask_to_leave(self._keeper.unkept, self._keeper.retry, self._leave_without_marks, self)
            event.ignore()
            return
        keep_arrangement(
            Arrangement(
                self.saveGeometry(),
                self._theme is LIGHT,
                self._grid.frame_size(),
                not self._side.isHidden(),
                not self._details.isHidden(),
            ),
            self._kept,
        )
        self._session.keep_state()
        self.closing.emit()
        super().closeEvent(event)
