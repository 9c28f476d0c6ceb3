"""The few pictures-as-words of the window, all from one icon font and one weight."""

from enum import Enum
from functools import cache

import qtawesome
from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon, QPixmap


class Icon(Enum):
    """Names in the Phosphor font."""

    BEST = "ph.crown-fill"
    PICK = "ph.flag-fill"
    REJECT = "ph.x-circle-fill"
    NO_FLAG = "ph.flag"
    STAR = "ph.star-fill"
    NO_STAR = "ph.star"
    CLOSE = "ph.x"
    FOLDER = "ph.folder-open"
    WARNING = "ph.warning"
    EYES_CLOSED = "ph.eye-closed"
    FOLDED = "ph.caret-right-fill"
    UNFOLDED = "ph.caret-down-fill"
    CHOSEN = "ph.check-circle-fill"
    BLURRED = "ph.drop-half"


def icon(name: Icon, colour: str) -> QIcon:
    """The icon in one colour, at any size."""
    made: QIcon = qtawesome.icon(name.value, color=colour)
    return made


@cache
def pixmap(name: Icon, colour: str, size: int, ratio: float) -> QPixmap:
    """The icon as a square of `size` logical pixels for a screen of that pixel ratio."""
    return icon(name, colour).pixmap(QSize(size, size), ratio)
