"""A picture that slides from one place to another, so that the eye sees where it went."""

from PySide6.QtCore import QEasingCurve, QPointF, QRect, Qt, QVariantAnimation
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QStyle, QWidget

MILLISECONDS = 110


class Slide(QWidget):
    """Lies over its parent while it moves and lets all clicks through; hidden otherwise."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self._picture = QPixmap()
        self._at = QPointF()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._move = QVariantAnimation(self, duration=MILLISECONDS)
        self._move.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._move.valueChanged.connect(self._on_moved)
        self._move.finished.connect(self.hide)
        self.hide()

    @property
    def running(self) -> bool:
        """Whether something moves."""
        return self._move.state() == QVariantAnimation.State.Running

    def run(self, widget: QWidget, end: QRect) -> None:
        """Let the sight of a widget of the same parent slide to another place; nothing where motion is not wanted."""
        if not wants_motion(self):
            return
        start = widget.geometry()
        self._picture = widget.grab()
        self.setGeometry(self._over.rect())
        self._move.stop()
        self._move.setStartValue(QPointF(start.topLeft()))
        self._move.setEndValue(QPointF(end.topLeft()))
        self._on_moved(QPointF(start.topLeft()))
        self.show()
        self.raise_()
        self._move.start()

    def _on_moved(self, at: object) -> None:
        if isinstance(at, QPointF):
            self._at = at
            self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawPixmap(self._at, self._picture)
        painter.end()


def wants_motion(widget: QWidget) -> bool:
    """Whether the system lets things move: styles say no where people asked it for less motion."""
    return widget.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, widget) > 0
