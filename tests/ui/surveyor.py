"""Somebody who looks at a survey, with real files, keys and mice."""

from pathlib import Path

from PIL import Image
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.library.photo import PhotoId
from app.ui.frame_tile import FrameTile
from app.ui.linked_pane import LinkedPane
from app.ui.survey import Survey
from app.ui.theme import DARK
from fgaesq_core.choice import choose
from tests.ui.loupe_bench import Bench

LEFT, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key


class Surveyor:
    """Somebody who looks at a survey of 900 x 640 and notes what it asks for."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.bench, self.qtbot = Bench(qtbot, folder), qtbot
        self.view = Survey(self.bench.shoot, self.bench.thumbnails, self.bench.loader, DARK)
        self.clicked: list[PhotoId] = []
        self.view.frame_clicked.connect(self.clicked.append)
        qtbot.addWidget(self.view)
        self.view.resize(900, 640)
        with qtbot.waitExposed(self.view):
            self.view.show()

    def frames(self, *pictures: Image.Image) -> list[PhotoId]:
        """Photos that form one series."""
        ids = [self.bench.write(picture) for picture in pictures]
        self.bench.series(len(ids))
        return ids

    def made_up(self, *sizes: int) -> list[PhotoId]:
        """Photos whose files nobody needs, in series of so many frames."""
        nowhere = self.bench.folder / "none.jpg"
        ids = [self.bench.add(nowhere, (600, 400)) for _ in range(sum(sizes))]
        self.bench.series(*sizes)
        return ids

    def rank(self, *scores: float) -> None:
        self.bench.shoot.set_ranking(self.bench.shoot.series[0].frames, choose(scores, 0.25))

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(self.view, key, modifier)

    def tiles(self) -> list[FrameTile]:
        return [tile for tile in self.view._tiles if tile.isVisible()]

    def panes(self) -> list[LinkedPane]:
        return [tile.pane for tile in self.tiles()]

    def current(self) -> list[PhotoId | None]:
        return [tile.pane.photo() for tile in self.tiles() if tile.current]

    def wheel(self, pane: LinkedPane, at: QPoint, notches: int, modifier: Qt.KeyboardModifier | None = None) -> None:
        held = modifier or Qt.KeyboardModifier.NoModifier
        turn = QPoint(0, 120 * notches)
        where, buttons = QPointF(at), Qt.MouseButton.NoButton
        event = QWheelEvent(
            where, QPointF(pane.mapToGlobal(at)), QPoint(), turn, buttons, held, Qt.ScrollPhase.NoScrollPhase, False
        )
        QApplication.sendEvent(pane, event)

    def drag(
        self, pane: LinkedPane, way: QPoint, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        start = pane.rect().center()
        self.qtbot.mousePress(pane, LEFT, modifier, start)
        for part in (0.3, 0.7, 1.0):
            where = QPointF(start + way * part)
            move = _mouse_move(pane, where, modifier)
            QApplication.sendEvent(pane, move)
        self.qtbot.mouseRelease(pane, LEFT, modifier, start + way)


def _mouse_move(pane: LinkedPane, where: QPointF, modifier: Qt.KeyboardModifier) -> QMouseEvent:
    everywhere = QPointF(pane.mapToGlobal(where.toPoint()))
    return QMouseEvent(QEvent.Type.MouseMove, where, everywhere, LEFT, LEFT, modifier)
