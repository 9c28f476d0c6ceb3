"""The few kinds of labels and buttons the window is made of, each styled by its name in the style sheet."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QWidget


def label(text: str = "", kind: str = "", *, wrap: bool = False) -> QLabel:
    """A label; `kind` is `quiet`, `heading`, `strong`, `figure` or nothing special."""
    made = QLabel(text)
    made.setObjectName(kind)
    made.setWordWrap(wrap)
    # File names are shown as they are; nothing in them is markup.
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made


def button(text: str = "", tip: str = "", *, flat: bool = False) -> QPushButton:
    """A button that never takes the keys away from the view."""
    made = QPushButton(text)
    made.setToolTip(tip)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setObjectName("flat" if flat else "")
    return made


def key_button(text: str = "", tip: str = "") -> QPushButton:
    """A button of a page that can be used by keys alone: Tab reaches it, Enter and Space press it."""
    made = button(text, tip)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return made


def scrolling(inside: QWidget) -> QScrollArea:
    """All of something in a low window too, by the wheel."""
    area = QScrollArea()
    area.setObjectName("bare")
    area.viewport().setObjectName("bare")
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area
