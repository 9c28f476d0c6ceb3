"""A window that writes sidecars always; a photo is marked in it, and then it is killed.

Run as `python -m tests.end2end.always_window FOLDER HOME NAME KEYS`. It prints `kept` once the marks are on the disk.
"""

import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.paths import Places
from app.ui.application import Desk
from app.ui.mark_keeper import MarkKeeper
from tests.fakes import measuring_shelf


def main(folder: str, home: str, name: str, keys: str) -> None:
    """Open the folder and never end."""
    application = QApplication([])
    root = Path(home)
    places = Places(root / "data", root / "cache", root / "logs")
    desk = Desk(places, measuring_shelf(places))
    keeper = desk.findChild(MarkKeeper)
    assert isinstance(keeper, MarkKeeper)

    def press() -> None:
        shoot = desk.session.shoot
        desk.session.set_current(next(photo.id for photo in shoot.photos if photo.path.name == name))
        keeper.kept.connect(lambda: print("kept", flush=True))
        for key in keys:
            QTest.keyClick(desk.window.focusWidget() or desk.window, Qt.Key(ord(key)))

    desk.pipeline.finished.connect(press, Qt.ConnectionType.SingleShotConnection)
    desk.window.show()
    desk.window.activateWindow()
    desk.session.open_folder(Path(folder))
    application.exec()


if __name__ == "__main__":
    main(*sys.argv[1:])
