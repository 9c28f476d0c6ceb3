"""The part of the settings that tells of the models for faces: what is here, what could come, and how."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.analysis.face_shelf import FaceShelf, FaceState
from app.cancel import CancelToken
from app.errors import AppError
from app.ui.download_bar import DownloadBar
from app.ui.jobs import Jobs, Lane, once
from app.ui.language import translate
from app.ui.model_question import ModelQuestion
from app.ui.parts import key_button, label
from app.ui.progress import Progress, Stage


class FaceModelsRow(QWidget):
    """A sentence and what can be done; nothing is fetched before somebody agreed in the row itself.

    `changed` is sent when models came or went.
    """

    changed = Signal()

    def __init__(self, shelf: FaceShelf, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bare")
        self._shelf, self._jobs = shelf, jobs
        self._token: CancelToken | None = None
        self._text = label(wrap=True)
        self._wrong = label(wrap=True)
        self._download = key_button(
            translate("FaceModelsRow", "Download…"),
            translate("FaceModelsRow", "Fetch the models for faces; you are asked first"),
        )
        self._choose = key_button(
            translate("FaceModelsRow", "Choose files…"),
            translate("FaceModelsRow", "Use files of these models that you have"),
        )
        self._remove = key_button(
            translate("FaceModelsRow", "Remove"),
            translate("FaceModelsRow", "Delete the models for faces from this computer"),
        )
        self._question = ModelQuestion(translate("FaceModelsRow", "Download"), translate("FaceModelsRow", "Not now"))
        self._bar = DownloadBar()
        self._bar.name_after(translate("FaceModelsRow", "the models for faces"))
        self._lay_out()
        self._connect()
        self._show_state("")

    def buttons(self) -> list[QPushButton]:
        """What Tab reaches from left to right, seen or not."""
        return [self._download, self._choose, self._remove, self._bar.button]

    @property
    def state(self) -> FaceState:
        """What is here now."""
        return self._shelf.state()

    @property
    def busy(self) -> bool:
        """Whether a download or a file is under way."""
        return self._token is not None

    def refresh(self) -> None:
        """Look again, after another program may have changed the models."""
        self._show_state(self._wrong.text())

    def add(self, files: Sequence[Path]) -> None:
        """Take files as the models they are."""
        self._start(once(partial(self._shelf.add, files)))

    # -- how it looks

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        for one in (self._download, self._choose, self._remove):
            line.addWidget(one)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (
            label(translate("FaceModelsRow", "FACES"), "heading"),
            self._text,
            self._wrong,
            self._question,
            self._bar,
        ):
            column.addWidget(widget)
        column.addLayout(line)

    def _connect(self) -> None:
        self._download.clicked.connect(self._on_download)
        self._choose.clicked.connect(self._on_choose)
        self._remove.clicked.connect(self._on_remove)
        self._question.agreed.connect(self._on_agreed)
        self._question.declined.connect(self._question.hide)
        self._bar.cancelled.connect(self._on_cancel)

    def _show_state(self, wrong: str) -> None:
        state, busy = self._shelf.state(), self._token is not None
        self._text.setText(state.sentence)
        self._wrong.setText(wrong)
        self._wrong.setVisible(bool(wrong))
        self._bar.setVisible(busy)
        self._download.setVisible(state.installed and state.downloadable and not busy)
        self._choose.setVisible(state.installed and bool(state.missing) and not busy)
        self._remove.setVisible(len(state.missing) < state.count and not busy)

    # -- what is done

    def _on_download(self) -> None:
        missing = self._shelf.state().missing
        one = translate("FaceModelsRow", "{file} from {address}")
        parts = translate("FaceModelsRow", " and ").join(
            one.format(file=model.file, address=model.address) for model in missing
        )
        size = f"{sum(model.size for model in missing) / 1e6:.1f} MB"
        said = translate("FaceModelsRow", "{size} come over the network: {files}. Your photos stay on this computer.")
        self._question.ask(said.format(size=size, files=parts))

    def _on_agreed(self) -> None:
        self._question.hide()
        self._start(partial(_fetch, shelf=self._shelf, report=self._report))

    def _on_remove(self) -> None:
        self._start(once(self._shelf.remove))

    def _on_choose(self) -> None:
        models, every = translate("FaceModelsRow", "Models"), translate("FaceModelsRow", "All files")
        offered = f"{models} (*.onnx);;{every} (*)"
        dialog = QFileDialog(self, translate("FaceModelsRow", "Choose the models for faces"), str(Path.home()), offered)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self._on_chosen)
        dialog.open()

    def _on_chosen(self, files: list[str]) -> None:
        self.add([Path(file) for file in files])

    def _on_cancel(self) -> None:
        if self._token is not None:
            self._token.cancel()
            self._token = None
        self._show_state("")

    def _start(self, work: Callable[[CancelToken], Iterator[object]]) -> None:
        if self._token is None:
            self._bar.show_progress(None)
            self._token = self._jobs.start(Lane.DOWNLOAD, work, done=self._on_done, failed=self._on_failed)
            self._show_state("")

    def _report(self, done: int, total: int | None) -> None:
        """Called on the lane."""
        self._jobs.post(self._bar.show_progress, Progress(Stage.DOWNLOADING, done, total or 0, None))

    def _on_done(self, _: object) -> None:
        self._token = None
        self._show_state("")
        self.changed.emit()

    def _on_failed(self, error: AppError) -> None:
        self._token = None
        self._show_state(error.sentence)
        self.changed.emit()


def _fetch(token: CancelToken, *, shelf: FaceShelf, report: Callable[[int, int | None], None]) -> Iterator[None]:
    shelf.download(report, token)
    yield None
