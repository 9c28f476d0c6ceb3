from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListWidget, QPushButton, QSlider

from app.ui.acceptance_page import AcceptancePage
from tests.shoots import small_shoot
from tests.ui.conftest import Photographer


@pytest.fixture
def asked(photographer: Photographer, tmp_path: Path) -> Photographer:
    """Somebody with a small shoot, of which two series are bursts, who asked for all sure suggestions."""
    photographer.open(small_shoot(tmp_path / "shoot"))
    photographer.press(Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ShiftModifier)
    return photographer


def page(photographer: Photographer) -> AcceptancePage:
    found = photographer.desk.window.findChild(AcceptancePage)
    assert isinstance(found, AcceptancePage)
    return found


def frames(photographer: Photographer) -> list[str]:
    shown = page(photographer).findChild(QListWidget)
    return [shown.item(row).text().split()[-1] for row in range(shown.count())]


def test_what_would_be_picked_is_shown_and_nothing_is_marked_yet(asked: Photographer) -> None:
    plan = asked.desk.session.plan_acceptance(0.8)
    shoot = asked.desk.session.shoot
    assert frames(asked) == [shoot.photo(one.photo).path.name for one in plan.accepted]
    assert asked.marks() == {}
    said = " ".join(text.text() for text in page(asked).findChildren(QLabel))
    assert "80 %" in said
    assert "1 bracket," in said or "1 bracket." in said


def test_the_least_chance_decides_how_many(asked: Photographer) -> None:
    slider = page(asked).findChild(QSlider)
    slider.setValue(slider.minimum())
    many = frames(asked)
    slider.setValue(slider.maximum())
    assert len(frames(asked)) <= len(many)
    assert len(many) == len(asked.desk.session.plan_acceptance(slider.minimum() / 100).accepted) > 0


def test_enter_picks_them_all_and_one_undo_takes_all_back(asked: Photographer) -> None:
    slider = page(asked).findChild(QSlider)
    slider.setValue(slider.minimum())
    wanted = frames(asked)
    asked.press(Qt.Key.Key_Return)
    assert asked.marks() == dict.fromkeys(wanted, "P")
    asked.press("Z", modifier=Qt.KeyboardModifier.ControlModifier)
    assert asked.marks() == {}


def test_escape_changes_nothing(asked: Photographer) -> None:
    asked.press(Qt.Key.Key_Escape)
    assert asked.marks() == {}
    assert asked.desk.window.findChild(AcceptancePage) is None or not page(asked).isVisible()


def test_where_nothing_is_sure_enough_there_is_nothing_to_press(photographer: Photographer, tmp_path: Path) -> None:
    photographer.open(small_shoot(tmp_path / "shoot"))
    photographer.desk.session.set_blind(True)
    photographer.press(Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ShiftModifier)
    pick = next(one for one in page(photographer).findChildren(QPushButton) if "Pick" in one.text())
    assert not pick.isEnabled()
    said = " ".join(text.text() for text in page(photographer).findChildren(QLabel))
    assert "kept back in blind mode" in said
