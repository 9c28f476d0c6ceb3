"""Every view of the window as a picture, from real folders: `python -m tests.screenshots OUT FOLDER...`."""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.paths import Places
from app.ui.application import Desk

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_PATIENCE_MS = 120_000
# Pictures are decoded and compared in the background; a view is still when this long nothing more was to do.
_STILL_MS = 1_500


class Visit:
    """A window on one folder."""

    def __init__(self, out: Path, folder: Path, home: Path) -> None:
        self._out, self._name = out, folder.name
        places = Places(home / "data", home / "cache", home / "logs")
        self.desk = Desk(places)
        QSettings(str(places.data / "window.ini"), QSettings.Format.IniFormat).setValue("welcomed", "yes")
        self.desk.window.resize(1600, 1000)
        self.desk.window.show()
        self.desk.session.open_folder(folder)
        self._wait(lambda: not self.desk.pipeline.working)

    def press(self, *keys: str | Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press keys one after the other."""
        for key in keys:
            target = self.desk.window.focusWidget() or self.desk.window
            QTest.keyClick(target, Qt.Key(ord(key)) if isinstance(key, str) else key, modifier)

    def take(self, view: str) -> None:
        """Save the window once it is still."""
        _spin(_STILL_MS)
        target = self._out / f"{self._name}-{view}.png"
        if not self.desk.window.grab().save(str(target)):
            raise SystemExit(f"{target} cannot be written.")
        print(target)

    def leave(self) -> None:
        """Close the window."""
        self.desk.window.close()

    def _wait(self, ready: Callable[[], bool]) -> None:
        for _ in range(_PATIENCE_MS // 50):
            if ready():
                return
            _spin(50)
        raise SystemExit(f"{self._name} was not read in time.")


def shown(visit: Visit) -> None:
    """Go through all views of a folder."""
    session = visit.desk.session
    largest = max(range(len(session.shoot.series)), key=lambda place: len(session.shoot.series[place].frames))
    visit.take("grid")
    visit.press("S", modifier=CTRL | SHIFT)
    visit.take("folded")
    visit.press("S", modifier=CTRL | SHIFT)
    session.set_current(session.shoot.series[largest].frames[0])
    visit.press("E")
    visit.take("loupe")
    visit.press("Z")
    visit.take("loupe-1-1")
    visit.press("Z", "D")
    visit.take("differences")
    visit.press("D", "N")
    visit.take("survey")
    visit.press("C")
    visit.take("champion")
    visit.press("G")
    visit.press("T", modifier=CTRL)
    visit.take("light")
    visit.press("T", modifier=CTRL)
    visit.press("K", modifier=CTRL)
    visit.take("palette")
    visit.press(Qt.Key.Key_Escape)
    visit.press(Qt.Key.Key_Return, modifier=SHIFT)
    visit.take("accept-all")
    visit.press(Qt.Key.Key_Escape, Qt.Key.Key_F1)
    visit.take("keys")
    visit.press(Qt.Key.Key_Escape)


def main(arguments: list[str]) -> int:
    """Returns 2 for bad arguments."""
    if len(arguments) < 2:
        print("usage: python -m tests.screenshots OUT FOLDER...", file=sys.stderr)
        return 2
    out, *folders = map(Path, arguments)
    out.mkdir(parents=True, exist_ok=True)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Burstpick")
    for folder in folders:
        with tempfile.TemporaryDirectory() as home:
            visit = Visit(out, folder.resolve(), Path(home))
            shown(visit)
            visit.leave()
    return 0


def _spin(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
