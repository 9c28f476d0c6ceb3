"""A window in which keys are pressed at random until it is killed.

Run as `python -m tests.end2end.marking_window FOLDER HOME SEED`. It prints `press NAME KEY` before every marking
key and `kept NAME STARS FLAG LABEL` for what is reported to be on the disk.
"""

import random
import sys
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.library.photo import Marks, PhotoId
from app.paths import Places
from app.ui.application import Desk
from app.ui.mark_keeper import MarkKeeper
from tests.fakes import measuring_shelf

KEYS = "0123456789PXUV"
_MOVES = (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Home, Qt.Key.Key_End)
_ELSEWHERE = Marks(-1)


class Marker:
    """Presses a key each turn of the event loop; tells what is on the disk."""

    def __init__(self, desk: Desk, seed: int) -> None:
        self._session, self._window = desk.session, desk.window
        keeper = desk.findChild(MarkKeeper)
        assert isinstance(keeper, MarkKeeper)
        self._keeper = keeper
        self._random = random.Random(seed)
        self._told: dict[PhotoId, Marks] = {}
        self._timer = QTimer(interval=1)
        self._timer.timeout.connect(self._press)
        keeper.kept.connect(self._tell)
        desk.pipeline.finished.connect(self._begin)

    def _begin(self) -> None:
        shoot = self._session.shoot
        self._told = {photo.id: shoot.marks(photo.id) for photo in shoot.photos}
        self._timer.start()

    def _press(self) -> None:
        target = self._window.focusWidget() or self._window
        QTest.keyClick(target, self._random.choice(_MOVES))
        assert self._session.current is not None
        key = self._random.choice(KEYS)
        print("press", self._session.shoot.photo(self._session.current).path.name, key, flush=True)
        QTest.keyClick(target, Qt.Key(ord(key)))

    def _tell(self) -> None:
        shoot = self._session.shoot
        for photo in shoot.photos:
            marks = shoot.marks(photo.id)
            on_disk = self._keeper.newest(photo.id, _ELSEWHERE) is _ELSEWHERE
            if on_disk and marks != self._told[photo.id]:
                self._told[photo.id] = marks
                print("kept", photo.path.name, marks.stars, int(marks.flag), int(marks.label), flush=True)


def main(folder: str, home: str, seed: str) -> None:
    """Open the folder and never end."""
    application = QApplication([])
    root = Path(home)
    places = Places(root / "data", root / "cache", root / "logs")
    desk = Desk(places, measuring_shelf(places))
    marker = Marker(desk, int(seed))
    desk.window.show()
    desk.window.activateWindow()
    desk.session.open_folder(Path(folder))
    application.exec()
    del marker


if __name__ == "__main__":
    main(*sys.argv[1:])
