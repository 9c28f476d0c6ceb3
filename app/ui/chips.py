"""Small switches in rows, and a button that opens a short list: what the filters are made of."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget

from app.ui.icons import Icon, icon
from app.ui.parts import label

T = TypeVar("T", bound=Hashable)
_SIGN = 14


@dataclass(frozen=True, slots=True)
class ChipFace(Generic[T]):
    """What one switch stands for and how it looks: an icon or a text; `name` is said aloud and in the tooltip."""

    value: T
    name: str
    text: str = ""
    sign: Icon | None = None
    colour: str = ""


class Chips(QWidget, Generic[T]):
    """A row of switches of which any number may be on; emits the set of those that are."""

    chosen = Signal(object)

    def __init__(self, title: str, faces: Sequence[ChipFace[T]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bare")
        self._faces = tuple(faces)
        self._chips = [_chip(face) for face in faces]
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(4)
        if title:
            row.addWidget(label(title, "quiet"))
            row.addStretch(1)
        for chip in self._chips:
            row.addWidget(chip)
            chip.clicked.connect(self._on_clicked)
        if not title:
            row.addStretch(1)
        self._paint_signs()

    def show_values(self, values: frozenset[T]) -> None:
        """Switch on exactly these."""
        for face, chip in zip(self._faces, self._chips, strict=True):
            chip.setChecked(face.value in values)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._paint_signs()
        super().changeEvent(event)

    def _paint_signs(self) -> None:
        ink = self.palette().color(QPalette.ColorRole.WindowText).name()
        for face, chip in zip(self._faces, self._chips, strict=True):
            if face.sign is not None:
                chip.setIcon(icon(face.sign, ink))

    def _on_clicked(self) -> None:
        pairs = zip(self._faces, self._chips, strict=True)
        self.chosen.emit(frozenset(face.value for face, chip in pairs if chip.isChecked()))


class LeastStars(QWidget):
    """Five stars: a click asks for at least so many, a click on the same again for none."""

    chosen = Signal(int)

    def __init__(self, title: str, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bare")
        self._least = 0
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(0)
        row.addWidget(label(title, "quiet"))
        row.addStretch(1)
        self._stars = [_chip(ChipFace(number, name)) for number, name in enumerate(names, start=1)]
        for number, star in enumerate(self._stars, start=1):
            star.setObjectName("star")
            star.clicked.connect(partial(self._on_clicked, number))
            row.addWidget(star)
        self.show_least(0)

    def show_least(self, least: int) -> None:
        """Show from how many stars on; 0 for any."""
        self._least = least
        palette = self.palette()
        full, empty = (palette.color(r).name() for r in (QPalette.ColorRole.WindowText, _QUIET))
        for number, star in enumerate(self._stars, start=1):
            lit = number <= least
            star.setIcon(icon(Icon.STAR if lit else Icon.NO_STAR, full if lit else empty))
            star.setChecked(number == least)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self.show_least(self._least)
        super().changeEvent(event)

    def _on_clicked(self, number: int, *_: object) -> None:
        self.show_least(0 if number == self._least else number)
        self.chosen.emit(self._least)


_QUIET = QPalette.ColorRole.PlaceholderText


class ChoiceButton(QPushButton, Generic[T]):
    """A button that names what is chosen of a list and opens it; one of them, or with `several` any number."""

    chosen = Signal(object)

    def __init__(self, name: str, *, several: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("choice")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._name, self._several = name, several
        self._actions: dict[T, QAction] = {}
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._list = QMenu(self)
        self.clicked.connect(self._on_clicked)

    def show_choices(self, choices: Sequence[tuple[T, str]]) -> None:
        """List these, by the words people read."""
        self._list.clear()
        self._actions = {}
        for value, text in choices:
            action = self._list.addAction(text.replace("&", "&&"))
            action.setCheckable(True)
            action.triggered.connect(partial(self._on_triggered, value))
            self._actions[value] = action

    def show_values(self, values: frozenset[T], text: str) -> None:
        """Mark these as chosen, and say so in the button."""
        for value, action in self._actions.items():
            action.setChecked(value in values)
        self.setText(f"{text.replace('&', '&&')}  ▾")
        self.setToolTip(f"{self._name}: {text}")
        self.setAccessibleName(f"{self._name}: {text}")

    def minimumSizeHint(self) -> QSize:
        return QSize(40, super().minimumSizeHint().height())

    def _on_clicked(self) -> None:
        self._list.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _on_triggered(self, value: T, *_: object) -> None:
        if self._several:
            self.chosen.emit(frozenset(one for one, action in self._actions.items() if action.isChecked()))
        else:
            self.chosen.emit(frozenset({value}))


class _Chip(QPushButton):
    """A switch that rather gives way than widens the panel it is in."""

    def minimumSizeHint(self) -> QSize:
        return QSize(_SIGN, super().minimumSizeHint().height())


def _chip(face: ChipFace[T]) -> QPushButton:
    chip = _Chip(face.text)
    chip.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    chip.setObjectName("chip")
    chip.setCheckable(True)
    chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    chip.setToolTip(face.name)
    chip.setAccessibleName(face.name)
    chip.setIconSize(QSize(_SIGN, _SIGN))
    if face.colour:
        chip.setObjectName("colour")
        chip.setStyleSheet(f"#colour {{ background: {face.colour}; }}")
    return chip
