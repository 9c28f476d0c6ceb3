"""The bottom line: the keys of the moment, and the files that could not be read."""

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.ui import wording
from app.ui.commands import Command, shown_key
from app.ui.key_tips import tell_key_of
from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.parts import button, label

_HINTS = (
    (("accept",), "", QT_TRANSLATE_NOOP("KeyBar", "accept")),
    (("keep",), "", QT_TRANSLATE_NOOP("KeyBar", "keep this, reject the rest")),
    (("pick", "reject", "unflag"), "  ", QT_TRANSLATE_NOOP("KeyBar", "pick, reject, clear")),
    (("stars-0", "stars-5"), " – ", QT_TRANSLATE_NOOP("KeyBar", "stars")),
    (("label-red", "label-blue"), " – ", QT_TRANSLATE_NOOP("KeyBar", "colour")),
    (("toggle-loupe",), "", QT_TRANSLATE_NOOP("KeyBar", "loupe")),
    (("zoom",), "", QT_TRANSLATE_NOOP("KeyBar", "1:1")),
    (("undo",), "", QT_TRANSLATE_NOOP("KeyBar", "undo")),
)
_MARGIN, _SPACE = 16, 16


class KeyBar(QWidget):
    """Hints on the left, as many as there is room for; on the right what opens the skipped files and the key map."""

    skipped_clicked = Signal()

    keys_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._named: dict[str, tuple[str, ...]] = {}
        self._is_accept_out = False
        row = QHBoxLayout(self)
        row.setContentsMargins(_MARGIN, 4, _MARGIN, 4)
        row.setSpacing(_SPACE)
        self._hints = [_Hint(translate("KeyBar", meaning)) for _, _, meaning in _HINTS]
        for hint in self._hints:
            row.addWidget(hint)
        row.addStretch(1)
        self._skipped = button(tip=translate("KeyBar", "List the files that could not be read"), flat=True)
        tell_key_of("skipped", self._skipped)
        self._skipped.hide()
        self._skipped.clicked.connect(self._on_skipped)
        row.addWidget(self._skipped)
        self._keys = button(tip=translate("KeyBar", "Show all keys, as long as the key is held"), flat=True)
        tell_key_of("keys", self._keys)
        self._keys_unnamed = translate("KeyBar", "all keys")
        self._keys.clicked.connect(self._on_keys)
        row.addWidget(self._keys)

    def show_keys_of(self, table: Iterable[Command]) -> None:
        """Name the keys that the commands have; what has none is not spoken of."""
        self._named = {command.id: command.keys for command in table}
        self._name_keys()

    def leave_accept_out(self, left_out: bool) -> None:
        """Say nothing of accepting where its key means something else."""
        self._is_accept_out = left_out
        self._name_keys()

    def _name_keys(self) -> None:
        keys = self._named if not self._is_accept_out else {**self._named, "accept": ()}
        key = "".join(map(shown_key, keys.get("keys", ())[:1]))
        self._keys.setText(translate("KeyBar", "{key}  all keys").format(key=key) if key else self._keys_unnamed)
        for hint, (ids, between, _) in zip(self._hints, _HINTS, strict=True):
            named = [shown_key(keys[one][0]) if keys.get(one) else "" for one in ids]
            hint.name_key(between.join(named) if all(named) else "")
        self._show_hints_that_fit()

    def show_skipped(self, number: int) -> None:
        """Say how many files could not be read."""
        self._skipped.setText(translate("KeyBar", "{files} not read").format(files=wording.count(number, "file")))
        self._skipped.setVisible(number > 0)
        self._show_hints_that_fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_hints_that_fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._needed(0), super().minimumSizeHint().height())

    def _needed(self, hints: int) -> int:
        """The width that this many hints and the buttons take."""
        named = [one for one in self._hints if one.key][:hints]
        shown = [*named, *(one for one in (self._skipped, self._keys) if not one.isHidden())]
        return 2 * _MARGIN + sum(one.sizeHint().width() + _SPACE for one in shown)

    def _show_hints_that_fit(self) -> None:
        number = 0
        for hint in self._hints:
            number += bool(hint.key)
            hint.setVisible(bool(hint.key) and self._needed(number) <= self.width())

    def _on_keys(self) -> None:
        self.keys_clicked.emit()

    def _on_skipped(self) -> None:
        self.skipped_clicked.emit()


class _Hint(QWidget):
    """A key and what it does."""

    def __init__(self, meaning: str) -> None:
        super().__init__()
        self.setObjectName("bare")
        self._key = label(kind="keycap")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._key)
        row.addWidget(label(meaning, "quiet"))

    @property
    def key(self) -> str:
        """The key as people know it; empty for none."""
        return self._key.text()

    def name_key(self, key: str) -> None:
        """Say which key it is."""
        self._key.setText(key)
