"""The people of a series by its frames: a close-up of everybody in every frame, and what is wrong with it."""

import time
from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QSizePolicy, QToolTip, QWidget

from app.analysis.eyes import Lids
from app.analysis.face_matrix import Cell, FaceMatrix, Fault
from app.analysis.faces import CLOSE_UP, PictureFaces
from app.library.photo import PhotoId
from app.ui.face_cells import FaceCells
from app.ui.face_painter import FacePainter
from app.ui.language import translate
from app.ui.theme import Theme

# Without more room than for this many people the rest is scrolled to.
_MOST_ROWS = 4
# Frames whose close-ups are kept at the size they are painted at: some screens.
_FRAMES_KEPT = 64
# How long close-ups may be decoded while painting; what is left is painted a moment later.
_SLICE_SECONDS = 0.012
_STEPS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)

Faces = Callable[[PhotoId], PictureFaces | None]


class FaceMatrixView(QAbstractScrollArea):
    """Shows a matrix; without people it is hidden and takes no room.

    `frame_clicked` brings the photo and the middle of the face as shares of its width and height, None for the place
    of somebody who is not in that frame.
    """

    frame_clicked = Signal(object, object)

    def __init__(self, faces: Faces, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._faces = faces
        self._theme = theme
        self._painter = FacePainter(theme, self.font())
        self._matrix = FaceMatrix()
        self._cells = FaceCells(0, 0)
        self._cursor = (0, 0)
        self._current: PhotoId | None = None
        self._wanted = True
        self._pictures: OrderedDict[PhotoId, dict[int, QPixmap]] = OrderedDict()
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self.viewport().update)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_matrix(None)

    @property
    def has_people(self) -> bool:
        """Whether there is anything to show."""
        return bool(self._matrix.rows)

    @property
    def cursor_cell(self) -> tuple[int, int]:
        """The row and column where the keys are."""
        return self._cursor

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self._theme = theme
        self._painter = FacePainter(theme, self.font())
        self.viewport().update()

    def set_wanted(self, wanted: bool) -> None:
        """Show people where there are some, or never."""
        self._wanted = wanted
        self._appear()

    def show_matrix(self, matrix: FaceMatrix | None) -> None:
        """Show the people of a series, or nothing where there are none or they are not known yet."""
        matrix = matrix or FaceMatrix()
        if matrix.frames != self._matrix.frames:
            self._cursor = (0, 0)
            self._pictures.clear()
        self._matrix = matrix
        self._cells = FaceCells(len(matrix.rows), len(matrix.frames) if matrix.rows else 0)
        self._move_to(*self._cursor)
        self._appear()
        self._relayout()
        self._follow_current()

    def set_current(self, photo: PhotoId | None) -> None:
        """Mark the column of a frame and bring it into view."""
        self._current = photo
        self._follow_current()

    def cell_rect(self, row: int, column: int) -> QRect:
        """Where a cell stands in the viewport, be it in sight or not."""
        return self._cells.cell(row, column).translated(-self._offset())

    def describe(self, row: int, column: int) -> str:
        """A cell in words: who, in which frame, and what is wrong."""
        who = translate("FaceMatrixView", "Person {person}, frame {frame}").format(person=row + 1, frame=column + 1)
        cell = self._matrix.cell(row, column)
        if cell is None:
            return translate("FaceMatrixView", "{who}: not seen").format(who=who)
        said = [self._words(cell), "" if cell.sure else translate("FaceMatrixView", "it may be somebody else")]
        return f"{who}: {', '.join(filter(None, said)) or self._lids(cell)}"

    def sizeHint(self) -> QSize:
        rows = min(self._cells.rows, _MOST_ROWS)
        if not rows:
            return QSize(0, 0)
        bar = self.horizontalScrollBar().sizeHint().height()
        return QSize(self._cells.width, self._cells.head + rows * self._cells.step + bar)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    # -- words

    def _words(self, cell: Cell) -> str:
        words = {
            Fault.CLOSED: translate("FaceMatrixView", "eyes closed"),
            Fault.BLURRED: translate("FaceMatrixView", "blurred"),
        }
        return words.get(cell.fault, "")

    def _lids(self, cell: Cell) -> str:
        said = {
            Lids.OPEN: translate("FaceMatrixView", "eyes open"),
            Lids.UNSURE: translate("FaceMatrixView", "eyes cannot be told"),
        }
        return said.get(cell.face.eyes.lids, "")

    # -- where things are

    def _appear(self) -> None:
        self.setFixedHeight(self.sizeHint().height())
        self.setVisible(self._wanted and self.has_people)

    def _relayout(self) -> None:
        room = self.viewport().size()
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setRange(0, max(0, self._cells.width - room.width()))
        down.setRange(0, max(0, self._cells.height - room.height()))
        for bar, page in ((across, room.width()), (down, room.height())):
            bar.setPageStep(page)
            bar.setSingleStep(self._cells.step)
        self.viewport().update()

    def _offset(self) -> QPoint:
        return QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _follow_current(self) -> None:
        if self.has_people and self._current in self._matrix.frames:
            self._move_to(self._cursor[0], self._matrix.frames.index(self._current))
        self.viewport().update()

    def _move_to(self, row: int, column: int) -> None:
        last_row, last_column = max(0, self._cells.rows - 1), max(0, self._cells.columns - 1)
        self._cursor = (max(0, min(last_row, row)), max(0, min(last_column, column)))
        if self.has_people:
            self._reveal(self._cells.cell(*self._cursor))
            self.setAccessibleName(self.describe(*self._cursor))
        self.viewport().update()

    def _reveal(self, cell: QRect) -> None:
        gap, room = self._cells.gap, self.viewport().size()
        for bar, first, last, seen, head in (
            (self.horizontalScrollBar(), cell.left(), cell.right(), room.width(), 0),
            (self.verticalScrollBar(), cell.top(), cell.bottom(), room.height(), self._cells.head),
        ):
            if first - gap - head < bar.value():
                bar.setValue(first - gap - head)
            elif last + gap > bar.value() + seen:
                bar.setValue(last + gap - seen)

    def _go(self) -> None:
        cell, photo = self._matrix.cell(*self._cursor), self._matrix.frames[self._cursor[1]]
        self.frame_clicked.emit(photo, None if cell is None else cell.face.middle)

    # -- pictures

    def _close_up(self, photo: PhotoId, cell: Cell, end: float) -> QPixmap | None:
        """The close-up at the size it is painted at; decoded when it is first seen, unless it is past `end`."""
        pictures = self._pictures.get(photo)
        if pictures is None and time.perf_counter() < end:
            pictures = self._decoded(photo)
        if pictures is None:
            self._later.start()
        return None if pictures is None else pictures.get(cell.number)

    def _decoded(self, photo: PhotoId) -> dict[int, QPixmap]:
        """The close-ups of a frame by the number of the face; none where they are not at hand."""
        if (faces := self._faces(photo)) is None:
            return {}
        strip = QImage.fromData(faces.jpeg)
        ratio = self.devicePixelRatioF()
        side = round(self._cells.side * ratio)
        ways = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        pictures = {}
        for number in range(strip.height() // CLOSE_UP):
            whole = strip.copy(0, number * CLOSE_UP, CLOSE_UP, CLOSE_UP)
            pictures[number] = QPixmap.fromImage(whole.scaled(side, side, *ways))
        self._pictures[photo] = pictures
        while len(self._pictures) > _FRAMES_KEPT:
            self._pictures.popitem(last=False)
        return pictures

    # -- events

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), QColor(self._theme.window))
        offset = self._offset()
        painter.translate(-offset)
        rows, columns = self._cells.seen(event.rect().translated(offset))
        end = time.perf_counter() + _SLICE_SECONDS
        for column in columns:
            for row in rows:
                self._paint_cell(painter, row, column, end)
        if self.hasFocus() and self.has_people:
            self._painter.paint_cursor(painter, self._cells.cell(*self._cursor))
        # The line of heads stays where it is while people are scrolled beneath it.
        painter.translate(0, offset.y())
        painter.fillRect(offset.x(), 0, self.viewport().width(), self._cells.head, QColor(self._theme.window))
        for column in columns:
            is_current = self._matrix.frames[column] == self._current
            self._painter.paint_heading(painter, self._cells.heading(column), f"{column + 1}", current=is_current)
        painter.end()

    def _paint_cell(self, painter: QPainter, row: int, column: int, end: float) -> None:
        cell, rect = self._matrix.cell(row, column), self._cells.cell(row, column)
        if cell is None:
            self._painter.paint_empty(painter, rect, translate("FaceMatrixView", "not seen"))
        else:
            picture = self._close_up(self._matrix.frames[column], cell, end)
            self._painter.paint(painter, rect, cell, picture, self._words(cell))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._relayout()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if not self.has_people or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            event.ignore()
        elif key in _STEPS:
            down, right = _STEPS[key]
            self._move_to(self._cursor[0] + down, self._cursor[1] + right)
        elif key in _ENTER:
            self._go()
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        hit = self._cells.at(event.position().toPoint() + self._offset())
        if hit is not None and event.button() is Qt.MouseButton.LeftButton:
            self._move_to(*hit)
            self._go()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            assert isinstance(event, QHelpEvent)
            hit = self._cells.at(event.pos() + self._offset())
            QToolTip.showText(event.globalPos(), "" if hit is None else self.describe(*hit), self)
            return True
        return super().viewportEvent(event)
