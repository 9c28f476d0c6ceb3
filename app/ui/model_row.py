"""One model on the settings page: what it is, how it stands, and what can be done with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.ui import wording
from app.ui.download_bar import DownloadBar
from app.ui.elided_label import ElidedLabel
from app.ui.inline_notice import InlineNotice
from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.model_question import ModelQuestion
from app.ui.model_states import Doing, ModelState
from app.ui.parts import key_button, label

_WORDS = {
    Doing.LOADING: QT_TRANSLATE_NOOP("ModelRow", "Loading…"),
    Doing.DOWNLOADING: QT_TRANSLATE_NOOP("ModelRow", "Downloading…"),
    Doing.REMOVING: QT_TRANSLATE_NOOP("ModelRow", "Removing…"),
}


class ModelRow(QWidget):
    """Shows one state at a time; asks inside itself before a download and before removing."""

    use_clicked = Signal()
    download_agreed = Signal()
    cancel_clicked = Signal()
    remove_agreed = Signal()
    again_clicked = Signal()
    warning_read = Signal()
    asked = Signal()

    def __init__(self, state: ModelState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._state = state
        self._name, self._facts = ElidedLabel("strong"), label(kind="facts")
        self._about = label(kind="quiet", wrap=True)
        self._use, self._download, self._remove = (
            key_button(translate("ModelRow", "Use")),
            key_button(translate("ModelRow", "Download…")),
            key_button(translate("ModelRow", "Remove…")),
        )
        self._licence, self._removal = (
            ModelQuestion(translate("ModelRow", "Download"), translate("ModelRow", "Not now")),
            ModelQuestion(translate("ModelRow", "Remove"), translate("ModelRow", "Keep")),
        )
        self._bar = DownloadBar()
        self._trouble = InlineNotice(
            translate("ModelRow", "Try again"), translate("ModelRow", "Do once more what failed")
        )
        self._warning = InlineNotice(translate("ModelRow", "Dismiss"), translate("ModelRow", "Hide this warning"))
        self._lay_out()
        self._connect()
        self._name_parts(state.entry.name)
        self.show_state(state)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._name)
        head.addWidget(self._facts)
        head.addStretch(1)
        for action in (self._use, self._download, self._remove):
            head.addWidget(action)
        # As high with buttons as without, so that nothing moves when they come and go.
        head.addStrut(self._use.sizeHint().height())
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 12)
        column.setSpacing(8)
        column.addLayout(head)
        for part in (self._about, self._licence, self._removal, self._bar, self._trouble, self._warning):
            column.addWidget(part)

    def _connect(self) -> None:
        self._use.clicked.connect(self._on_use)
        self._download.clicked.connect(self._ask_download)
        self._remove.clicked.connect(self._ask_remove)
        self._licence.agreed.connect(self._on_download_agreed)
        self._removal.agreed.connect(self._on_remove_agreed)
        self._bar.cancelled.connect(self.cancel_clicked)
        self._trouble.clicked.connect(self.again_clicked)
        self._warning.clicked.connect(self.warning_read)
        for question in (self._licence, self._removal):
            question.declined.connect(self.stop_asking)

    def _name_parts(self, name: str) -> None:
        self._use.setAccessibleName(translate("ModelRow", "Use {name}").format(name=name))
        self._use.setToolTip(
            translate("ModelRow", "Let {name} score from now on; marks stay as they are").format(name=name)
        )
        self._download.setAccessibleName(translate("ModelRow", "Download {name}").format(name=name))
        self._download.setToolTip(
            translate("ModelRow", "Show the licence of {name}, then download it").format(name=name)
        )
        self._remove.setAccessibleName(translate("ModelRow", "Remove {name}").format(name=name))
        self._remove.setToolTip(
            translate("ModelRow", "Remove the files of {name} from this computer").format(name=name)
        )
        self._bar.name_after(name)

    @property
    def state(self) -> ModelState:
        """What is shown."""
        return self._state

    def show_state(self, state: ModelState) -> None:
        """Show how the model stands now; a focus that was in this row stays in it."""
        had_focus = self._has_focus()
        self._state, entry = state, state.entry
        self._name.setText(entry.name)
        self._facts.setText(facts(state))
        self._about.setText(entry.about)
        self.setAccessibleName(f"{entry.name}: {facts(state)}")
        self.setAccessibleDescription(entry.about)
        self._bar.setVisible(state.doing is Doing.DOWNLOADING)
        self._bar.show_progress(state.progress)
        self._trouble.say(state.trouble)
        self._warning.say(state.warning)
        if state.doing is not None:
            self._licence.hide()
            self._removal.hide()
        self._show_actions()
        self._show_chosen(state.in_use)
        if had_focus and not self._has_focus():
            self.take_focus()

    def buttons(self) -> list[QPushButton]:
        """Every button of the row in the order of reading, seen or not."""
        parts = (self._licence, self._removal, self._bar, self._trouble, self._warning)
        inside = [one for part in parts for one in part.findChildren(QPushButton)]
        return [self._use, self._download, self._remove, *inside]

    def take_focus(self) -> None:
        """Put the focus on the first button of the row, if one can be seen."""
        for one in self.buttons():
            if one.isVisibleTo(self):
                one.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def stop_asking(self) -> None:
        """Take a question back."""
        had_focus = self._has_focus()
        self._licence.hide()
        self._removal.hide()
        self._show_actions()
        if had_focus and not self._has_focus():
            self.take_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._asking():
            self.stop_asking()
        else:
            super().keyPressEvent(event)

    def _asking(self) -> bool:
        return not (self._licence.isHidden() and self._removal.isHidden())

    def _show_actions(self) -> None:
        state, entry = self._state, self._state.entry
        idle, asking = state.doing is None, self._asking()
        loading, removing = state.doing is Doing.LOADING, state.doing is Doing.REMOVING
        # What was pressed stays while it is being done: it has the focus.
        self._use.setVisible((idle or loading) and not asking and entry.installed and not state.in_use)
        self._download.setVisible(idle and not asking and entry.downloadable)
        self._remove.setVisible((idle or removing) and not asking and entry.removable)

    def _show_chosen(self, chosen: bool) -> None:
        if self.property("chosen") != chosen:
            self.setProperty("chosen", chosen)
            for styled in (self, self._facts):
                self.style().unpolish(styled)
                self.style().polish(styled)

    def _has_focus(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def _on_use(self) -> None:
        self.use_clicked.emit()

    def _ask_download(self) -> None:
        entry = self._state.entry
        said = translate("ModelRow", "{name} is downloaded from this page.").format(name=entry.name)
        self._licence.ask(entry.licence or said, page=entry.page)
        self._show_actions()
        self.asked.emit()

    def _ask_remove(self) -> None:
        self._removal.ask(removal(self._state))
        self._show_actions()
        self.asked.emit()

    def _on_download_agreed(self) -> None:
        self.download_agreed.emit()
        self.stop_asking()

    def _on_remove_agreed(self) -> None:
        self.remove_agreed.emit()
        self.stop_asking()


def facts(state: ModelState) -> str:
    """How a model stands, and what it takes of the disk."""
    entry = state.entry
    if state.doing is not None:
        word = translate("ModelRow", _WORDS[state.doing])
    elif state.in_use:
        word = translate("ModelRow", "In use")
    elif entry.installed:
        word = translate("ModelRow", "Ready")
    else:
        word = (
            translate("ModelRow", "Partly downloaded") if entry.removable else translate("ModelRow", "Not downloaded")
        )
    return word if entry.size is None else f"{word} · {wording.size(entry.size)}"


def removal(state: ModelState) -> str:
    """The question before files are removed."""
    entry = state.entry
    if not entry.installed:
        return translate("ModelRow", "Remove what has come of {name}?").format(name=entry.name)
    if entry.size is None:
        said = translate("ModelRow", "Remove {name} from this computer?").format(name=entry.name)
    else:
        said = translate("ModelRow", "Remove {name} from this computer and free {size}?")
        said = said.format(name=entry.name, size=wording.size(entry.size))
    after = translate("ModelRow", "Another model takes over the scoring.") if state.in_use else ""
    return f"{said} {after}".strip()
