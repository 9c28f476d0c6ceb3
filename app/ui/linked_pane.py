"""A pane among others: it knows whether the person moves it alone, and stands close to its neighbours."""

from dataclasses import replace

from PySide6.QtCore import QPoint, QSizeF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent

from app.ui.picture_pane import PicturePane
from app.ui.viewport import Stage

MARGIN = 4


class LinkedPane(PicturePane):
    """`alone` tells of the last move whether Shift was held."""

    alone = False

    def _stage_of(self, size: QSizeF) -> Stage:
        return replace(super()._stage_of(size), margin=MARGIN * self.devicePixelRatioF())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.alone = _with_shift(event)
        super().mouseMoveEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.alone = _with_shift(event)
        super().wheelEvent(_upright(event))
        event.accept()


def _with_shift(event: QMouseEvent | QWheelEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)


def _upright(event: QWheelEvent) -> QWheelEvent:
    """The same turn of the wheel where a system makes it a sideways one while Shift is held."""
    turned = event.angleDelta()
    if turned.y() or not _with_shift(event):
        return event
    return QWheelEvent(
        event.position(),
        event.globalPosition(),
        QPoint(),
        QPoint(0, turned.x()),
        event.buttons(),
        event.modifiers(),
        event.phase(),
        event.inverted(),
    )
