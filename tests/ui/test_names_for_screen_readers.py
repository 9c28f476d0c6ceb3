"""Whoever does not see the window hears of everything that takes keys or can be pressed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QLabel,
    QProgressBar,
    QScrollBar,
    QStackedWidget,
    QWidget,
)

from app.ui.key_map import KeyMap
from app.ui.palette import CommandPalette
from app.ui.recent_folders import RecentFolder
from app.ui.welcome_page import WelcomePage
from tests.shoots import small_shoot
from tests.ui.conftest import Photographer


def nameless(root: QWidget) -> Iterator[str]:
    """The widgets that take keys or can be pressed and tell nobody what they are."""
    for one in [root, *root.findChildren(QWidget)]:
        if not _matters(one) or one.accessibleName() or one.windowTitle():
            continue
        if isinstance(one, QAbstractButton) and any(letter.isalnum() for letter in one.text()):
            continue
        yield f"{type(one).__name__} {one.objectName()} in {type(one.parent()).__name__}"


def _matters(one: QWidget) -> bool:
    if _is_put_away(one) or isinstance(one, QScrollBar | QLabel) or one.objectName().startswith("qt_"):
        return False
    pressed = isinstance(one, QAbstractButton | QAbstractSlider | QProgressBar)
    return pressed or bool(one.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _is_put_away(one: QWidget) -> bool:
    """Whether it is hidden within its page, and so may say something only when it is shown."""
    part: QWidget | None = one
    while part is not None and not part.isWindow():
        if part.isHidden() and not isinstance(part.parentWidget(), QStackedWidget):
            return True
        part = part.parentWidget()
    return False


@pytest.fixture
def full(photographer: Photographer, tmp_path: Path) -> Photographer:
    photographer.open(small_shoot(tmp_path / "shoot"))
    return photographer


def test_every_widget_of_the_window_has_a_name(full: Photographer) -> None:
    assert "\n".join(nameless(full.desk.window)) == ""


def test_what_lies_over_it_too(full: Photographer) -> None:
    window = full.desk.window
    for page in (
        CommandPalette(window.table, window._behind.kept, window),
        KeyMap(window.table, window),
        WelcomePage((), window),
    ):
        page.open()
        assert list(nameless(page)) == []
        page.close()


def test_recent_folders_too(full: Photographer) -> None:
    empty = full.desk.window.stage.empty
    empty.offer([RecentFolder(Path("/photos/Zoo"), False, 12, 4, 1, 1)])
    assert list(nameless(empty)) == []


def test_the_test_finds_what_has_no_name(full: Photographer) -> None:
    page = QWidget()
    page.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    assert list(nameless(page)) == ["QWidget  in NoneType"]
