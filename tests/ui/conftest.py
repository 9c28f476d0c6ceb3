"""A real window on a real database, driven by key events."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.library.photo import PhotoId
from app.paths import Places
from app.ui.application import Desk
from app.ui.model_states import Shelf
from app.ui.series_grid import SeriesGrid
from tests.fakes import measuring_shelf
from tests.ui.surveyor import Surveyor

FINISH_MS = 30_000


class Photographer:
    """Somebody at the window: opens folders, presses keys, looks."""

    def __init__(self, qtbot: QtBot, places: Places, shelf: Shelf | None = None) -> None:
        self._qtbot = qtbot
        self.places, self._shelf = places, shelf or measuring_shelf(places)
        self.desk = self.sit_down()

    def sit_down(self) -> Desk:
        """Start the program, anew if it was closed."""
        self.desk = Desk(self.places, self._shelf)
        with self._qtbot.waitActive(self.desk.window):
            self.desk.window.show()
            self.desk.window.activateWindow()
        return self.desk

    def open(self, folder: Path, *, recursive: bool = False) -> None:
        """Open a folder and wait until all is scored."""
        with self._qtbot.waitSignal(self.desk.pipeline.finished, timeout=FINISH_MS):
            self.desk.session.open_folder(folder, recursive=recursive)

    def press(self, *keys: Qt.Key | str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press keys as on a keyboard, each after the other."""
        for key in keys:
            target = self.desk.window.focusWidget() or self.desk.window
            code = Qt.Key(ord(key.upper())) if isinstance(key, str) else key
            self._qtbot.keyClick(target, code, modifier)

    @property
    def grid(self) -> SeriesGrid:
        """The grid of the window."""
        grid = self.desk.window.findChild(SeriesGrid)
        assert isinstance(grid, SeriesGrid)
        return grid

    def id_of(self, name: str) -> PhotoId:
        """The photo of a file name."""
        return next(photo.id for photo in self.desk.session.shoot.photos if photo.path.name == name)

    def click(self, name: str, *, double: bool = False) -> None:
        """Click the middle of a photo in the grid."""
        rect = self.grid.rect_of(self.id_of(name))
        assert rect is not None
        act = self._qtbot.mouseDClick if double else self._qtbot.mouseClick
        act(self.grid.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())

    def wait_for(self, condition: Callable[[], bool]) -> None:
        """Wait for something to become true."""
        self._qtbot.waitUntil(condition, timeout=FINISH_MS)

    @property
    def current_name(self) -> str:
        """The file name of the current photo."""
        current = self.desk.session.current
        return "" if current is None else self.desk.session.shoot.photo(current).path.name

    def names(self) -> list[list[str]]:
        """The file names of every series."""
        shoot = self.desk.session.shoot
        return [[shoot.photo(photo).path.name for photo in series.frames] for series in shoot.series]

    def marks(self) -> dict[str, str]:
        """The marks of every photo that has any: flag, stars, label as one word each."""
        shoot = self.desk.session.shoot
        said = {}
        for photo in shoot.photos:
            marks = shoot.marks(photo.id)
            flag = {-1: "X", 0: "", 1: "P"}[marks.flag]
            text = f"{flag}{marks.stars or ''}{marks.label.name.lower() if marks.label else ''}"
            if text:
                said[photo.path.name] = text
        return said

    def leave(self) -> None:
        """Close the window as a person does."""
        self.desk.window.close()


@pytest.fixture
def photographer(qtbot: QtBot, places: Places) -> Iterator[Photographer]:
    photographer = Photographer(qtbot, places)
    yield photographer
    photographer.leave()
    photographer.desk.window.deleteLater()


@pytest.fixture
def surveyor(qtbot: QtBot, tmp_path: Path) -> Iterator[Surveyor]:
    surveyor = Surveyor(qtbot, tmp_path)
    yield surveyor
    surveyor.bench.close()
