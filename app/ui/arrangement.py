"""How a person has arranged the window, from one day to the next."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QPoint, QRect, QSettings, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

# So much of a window must be on a screen for a hand to find and move it.
_GRIP = QSize(160, 40)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What the window looked like when it was left; `geometry` is None where none was kept."""

    geometry: QByteArray | None = None
    light: bool = False
    frame_size: int | None = None
    left: bool = True
    right: bool = True


def read_arrangement(kept: QSettings) -> Arrangement:
    """The arrangement of the last time; what is missing or damaged is as on the first day."""
    geometry = kept.value("geometry")
    size = str(kept.value("frame_size", ""))
    return Arrangement(
        geometry if isinstance(geometry, QByteArray) else None,
        _is_set(kept, "light", otherwise=False),
        int(size) if size.isdecimal() else None,
        _is_set(kept, "left", otherwise=True),
        _is_set(kept, "right", otherwise=True),
    )


def keep_arrangement(arrangement: Arrangement, kept: QSettings) -> None:
    """Keep the arrangement for the next time."""
    kept.setValue("geometry", arrangement.geometry)
    kept.setValue("frame_size", arrangement.frame_size)
    for name in ("light", "left", "right"):
        kept.setValue(name, "yes" if getattr(arrangement, name) else "no")


def restore_place(window: QWidget, geometry: QByteArray | None) -> None:
    """Put a window where it was left, on the monitor it was on; where that is gone, wholly onto one that is there."""
    if geometry is None or not window.restoreGeometry(geometry):
        return
    screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    if not window.windowState() & (Qt.WindowState.WindowMaximized | Qt.WindowState.WindowFullScreen):
        frame = window.frameGeometry()
        fitting = fitted(frame, screens)
        if fitting != frame:
            window.resize(window.size() - (frame.size() - fitting.size()))
            window.move(fitting.topLeft())


def fitted(window: QRect, screens: Sequence[QRect]) -> QRect:
    """Where a window may stand; `screens` are the free parts of the monitors, the first is the main one.

    It stays where its top can be grasped. Else it moves by as little as needed onto the monitor that has the most of
    it, or the main one, and shrinks to it.
    """
    top = QRect(window.topLeft(), QSize(window.width(), _GRIP.height()))
    if not screens or any(_holds(screen, top) for screen in screens):
        return window
    screen = max(screens, key=lambda one: _area(one.intersected(window)))
    size = window.size().boundedTo(screen.size())
    return QRect(
        QPoint(
            max(screen.left(), min(window.left(), screen.left() + screen.width() - size.width())),
            max(screen.top(), min(window.top(), screen.top() + screen.height() - size.height())),
        ),
        size,
    )


def toggle_full_screen(window: QWidget) -> None:
    """To the full screen and back to what it was before, maximised or not."""
    window.setWindowState(window.windowState() ^ Qt.WindowState.WindowFullScreen)


def _holds(screen: QRect, top: QRect) -> bool:
    seen = screen.intersected(top)
    return seen.width() >= min(_GRIP.width(), top.width()) and seen.height() >= min(_GRIP.height(), top.height())


def _area(rect: QRect) -> int:
    return max(0, rect.width()) * max(0, rect.height())


def _is_set(kept: QSettings, name: str, *, otherwise: bool) -> bool:
    said = kept.value(name)
    return said == "yes" if said in {"yes", "no"} else otherwise
