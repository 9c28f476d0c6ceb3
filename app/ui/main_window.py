"""The window: puts the views together and passes on what people do. It decides nothing."""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QFontInfo, QKeyEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow

from app.analysis.filters import counts
from app.analysis.late_scorer import UnusableModelError
from app.errors import AppError
from app.library.model_registry import known_models
from app.ui.arrangement import Arrangement, keep_arrangement, read_arrangement, restore_place
from app.ui.backstage import Backstage
from app.ui.command_table import commands
from app.ui.commands import Command
from app.ui.crash import show_crash
from app.ui.desk_tools import DeskTools
from app.ui.details_panel import DetailsPanel
from app.ui.difference_commands import difference_commands
from app.ui.difference_desk import DifferenceDesk
from app.ui.emptiness import emptiness
from app.ui.face_desk import FaceDesk
from app.ui.file_desk import FileDesk
from app.ui.fold_keeper import FoldKeeper
from app.ui.folder_drop import dropped_folder
from app.ui.grid_commands import grid_commands
from app.ui.home import Home
from app.ui.key_bar import KeyBar
from app.ui.key_tips import renew_tips
from app.ui.language import translate
from app.ui.learning_notices import LearningNotices
from app.ui.learning_page import LearningPage
from app.ui.menus import fill_menus, renew_keys
from app.ui.message_bar import MessageBar, Way
from app.ui.mode_switches import ModeSwitches
from app.ui.model_notices import ModelNotices
from app.ui.narrator import Narrator
from app.ui.pages import Pages
from app.ui.series_commands import series_commands
from app.ui.series_grid import SIZES
from app.ui.settings_page import SettingsPage
from app.ui.side_desk import SideDesk
from app.ui.side_panel import SidePanel
from app.ui.sidecar_desk import SidecarDesk
from app.ui.silence import Silence
from app.ui.stage import Stage
from app.ui.survey import survey_commands
from app.ui.theme import DARK, LIGHT, palette, style_sheet
from app.ui.tone_counter import ToneCounter
from app.ui.top_bar import TopBar
from app.ui.unkept_marks import UnkeptMarks
from app.ui.welcome_page import Offer
from app.ui.window_layout import around

# Rankings pour in by the hundred; counting once for many of them is enough for the eye.
_COUNT_MS = 150


class MainWindow(QMainWindow):
    """Shows one session."""

    closing = Signal()

    def __init__(self, behind: Backstage) -> None:
        super().__init__()
        self._behind, self._session = behind, behind.session
        self._theme = DARK
        self._failed, self._trouble = False, ""
        session, kept = behind.session, behind.kept
        self._top, self._message = TopBar(ModeSwitches(session, kept)), MessageBar()
        self._side, self._details = (
            SidePanel(),
            DetailsPanel(session.shoot, behind.explainer, ToneCounter(behind.loader, behind.jobs, self)),
        )
        self.stage = Stage(session, behind.thumbnails, behind.loader, self._theme)
        self._keys = KeyBar()
        self._faces = FaceDesk(behind, self.stage, self._side, self._message, self._theme, self)
        self._sidecars = SidecarDesk(behind, self._message, self, self.show_settings)
        page = SettingsPage(behind.models, self._faces.row, self, sidecars=self._sidecars.row)
        page.learn_clicked.connect(self.show_learning)
        self._notices = ModelNotices(behind.models, self._message, page)
        lessons = LearningPage(behind.learning, lambda: session.folder, self)
        self._lessons = LearningNotices(behind.learning, self._message, lessons)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_COUNT_MS)
        self._later.timeout.connect(self._refresh)
        self._differences = DifferenceDesk(
            session, self.stage, behind.explainer, lambda: not self._details.isHidden(), self
        )
        self._files = FileDesk(behind, self._message, self)
        self._tools = DeskTools(self, kept, behind.shortcuts, _offers)
        self._pages = Pages(behind, lambda: self.table, self)
        self.table = self._bound_table()
        folds = FoldKeeper(session, self.stage.grid.folding, kept, self)
        self.closing.connect(folds.leave)
        self._unkept = UnkeptMarks(behind.keeper, self._message, self)
        self._silence = Silence(behind, self._message, self.choose_folder, self)
        self.narrator = Narrator(session, self._message, self)
        self._home = Home(self._tools, session, self.stage.empty, self._message)
        SideDesk(self._side, session, behind.preview)
        self._side.change_clicked.connect(self.show_settings)
        self._lay_out()
        fill_menus(self, self.table, self._tools.recent_menu(self))
        self._use_keys(self.table)
        self._connect()
        self._apply_theme()
        self.resize(1440, 900)
        self._arrange(read_arrangement(kept))
        self._name_model()
        self._refresh()

    def _bound_table(self) -> tuple[Command, ...]:
        session, stage, tools = self._session, self.stage, self._tools
        return tools.bind(
            (
                *commands(session, self, stage, self._pages),
                *series_commands(session),
                *grid_commands(stage.grid),
                *survey_commands(stage.survey),
                *difference_commands(self._differences),
                *self._side.commands(),
                *self._files.commands(),
                *self._sidecars.commands(),
                *tools.commands(),
            )
        )

    def _use_keys(self, table: tuple[Command, ...]) -> None:
        self.table = table
        renew_keys(self, table)
        renew_tips(self, table)
        self._keys.show_keys_of(table)
        self.stage.set_keys(table)
        self._sidecars.use_keys(table)
        self._files.use_keys(table)
        self._differences.set_blink_keys(key for one in table if one.id == "blink" for key in one.keys)

    def _arrange(self, arrangement: Arrangement) -> None:
        restore_place(self, arrangement.geometry)
        if arrangement.light:
            self.toggle_theme()
        if arrangement.frame_size in SIZES:
            self.stage.grid.set_frame_size(arrangement.frame_size)
        self._side.setVisible(arrangement.left)
        self._details.setVisible(arrangement.right)

    def _lay_out(self) -> None:
        below = (self._faces.view, self._message, self._keys)
        self.setCentralWidget(around(self.stage, left=self._side, right=self._details, above=self._top, below=below))
        self.setWindowTitle("Burstpick")
        self.setAcceptDrops(True)

    def _connect(self) -> None:
        session, pipeline = self._session, self._session.pipeline
        session.folder_changed.connect(self._on_folder_changed)
        session.shown_changed.connect(self._on_shown_changed)
        session.marks_changed.connect(self._refresh)
        session.current_changed.connect(self._on_current_changed)
        pipeline.rankings_changed.connect(self._on_rankings_changed)
        pipeline.progress_changed.connect(self._top.show_progress)
        pipeline.skipped_changed.connect(self._on_skipped)
        pipeline.failed.connect(self._on_failed)
        pipeline.finished.connect(self._refresh)
        self._behind.models.switched.connect(self._name_model)
        self._behind.keeper.given.connect(self._on_given)
        self.closing.connect(self._notices.close_page)
        self.closing.connect(self._lessons.close_page)
        self._top.stop_clicked.connect(pipeline.cancel)
        self.stage.comparing.connect(self._keys.leave_accept_out)
        self._keys.skipped_clicked.connect(self._pages.show_skipped)
        self._keys.keys_clicked.connect(self._pages.show_keys)
        self._tools.folder_dialog_wanted.connect(self.choose_folder)
        self._tools.models_wanted.connect(self.show_settings)
        self._tools.keys.changed.connect(self._use_keys)

    # -- what the session tells

    def _on_folder_changed(self) -> None:
        folder, self._failed = self._session.folder, False
        self._top.show_folder(folder.name if folder else "")
        self.setWindowTitle(f"{folder.name} – Burstpick" if folder else "Burstpick")
        # What is about no folder is still to be read.
        self._message.over("", "folder", "sidecars")
        self._keys.show_skipped(0)
        self.stage.setCurrentWidget(self.stage.grid)
        self._show_emptiness()

    def _on_shown_changed(self) -> None:
        self.stage.show_series(self._session.shown)
        self._show_emptiness()
        self._later.start()

    def _on_current_changed(self, photo: object) -> None:
        self.stage.show_photo(self._session.current)
        self._details.show_photo(self._session.current)
        self._differences.explain()

    def _on_given(self, _: object) -> None:
        self._message.move_on()

    def _on_rankings_changed(self) -> None:
        self.stage.grid.refresh()
        self._later.start()

    def _on_skipped(self) -> None:
        self._keys.show_skipped(len(self._session.pipeline.skipped))

    def _on_failed(self, error: AppError) -> None:
        self._failed, self._trouble = True, error.sentence
        if isinstance(error, UnusableModelError):
            self._behind.models.tell_unusable(error)
        else:
            other = Way(translate("MainWindow", "Choose another folder…"), self.choose_folder)
            retry = translate("MainWindow", "Retry")
            self._message.say(error.sentence, retry, self.reopen, other=other, about="folder")
        self._refresh()

    def _refresh(self) -> None:
        shoot, pace = self._session.shoot, self._session.pace()
        self._side.show_counts(counts(shoot))
        self._top.show_counts(len(shoot), pace)
        self._home.count(pace)
        self._behind.explainer.refresh()
        self._details.show_photo(self._session.current)
        self.stage.refresh()
        self._show_emptiness()

    def _show_emptiness(self) -> None:
        why = None if self._session.shown else emptiness(self._session, self, self._pages, failed=self._failed)
        self.stage.say_why_empty(why)

    # -- what people ask for

    def choose_folder(self) -> None:
        """Ask for a folder and open it."""
        start = str(self._silence.start_of_search())
        chosen = QFileDialog.getExistingDirectory(self, translate("MainWindow", "Open folder"), start)
        if chosen:
            self._session.open_folder(Path(chosen), recursive=self._session.recursive)

    def reopen(self) -> None:
        """Look again at what is in the folder, and at what sidecars say."""
        self._message.take_away(self._trouble)
        self._session.reopen()
        self._behind.sidecars.read()

    def toggle_subfolders(self) -> None:
        """Open the folder again with or without what lies below it."""
        if self._session.folder is not None:
            self._session.open_folder(self._session.folder, recursive=not self._session.recursive)

    def leave(self) -> None:
        """Out of a large view, out of a selection, or out of a message."""
        if not self.stage.leave():
            self._message.dismiss()

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
        self._differences.explain()

    def welcome(self) -> None:
        """Show the first page to whoever has not seen it."""
        self._tools.welcome_once()

    def show_settings(self) -> None:
        """Open the settings page."""
        self._notices.show_page()

    def show_learning(self) -> None:
        """Open the page on which a model learns from the marks."""
        self._lessons.show_page()

    def _name_model(self) -> None:
        """Say whose scores are shown, wherever they are."""
        entry = self._behind.models.in_use
        self._side.show_model(entry.name, entry.note)
        self._details.name_model(entry.name, entry.note)

    def message(self) -> str:
        """What the message bar says."""
        return self._message.sentence

    def tell(self, sentence: str, about: str = "") -> None:
        """Say something in the message bar."""
        self._message.say(sentence, about=about)

    def show_crash(self, error: BaseException) -> None:
        """Say that something unexpected happened."""
        show_crash(error, self)

    def _apply_theme(self) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.setPalette(palette(self._theme))
        application.setStyleSheet(style_sheet(self._theme, QFontInfo(application.font()).pointSizeF()))
        self.stage.set_theme(self._theme)
        self._faces.set_theme(self._theme)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Qt makes no shortcut of this key.
        if event.key() == Qt.Key.Key_CapsLock and not event.isAutoRepeat():
            self._session.set_advance(not self._session.advance)
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_folder(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        folder = dropped_folder(event.mimeData())
        if folder is not None:
            event.acceptProposedAction()
            self._session.open_folder(folder, recursive=self._session.recursive)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._unkept.may_leave():
            event.ignore()
            return
        keep_arrangement(
            Arrangement(
                self.saveGeometry(),
                self._theme is LIGHT,
                self.stage.grid.frame_size(),
                not self._side.isHidden(),
                not self._details.isHidden(),
            ),
            self._behind.kept,
        )
        self._home.leave()
        self._session.keep_state()
        self.closing.emit()
        super().closeEvent(event)


def _offers() -> tuple[Offer, ...]:
    """What could be downloaded, for the first page."""
    about = translate("MainWindow", "the authors' scorer")
    return tuple(Offer(model.name, about, model.size) for model in known_models() if not model.built_in)
