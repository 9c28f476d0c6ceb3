import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.ui.elided_label import ElidedLabel

LONG = "a-very-long-name-of-a-model-that-never-ends"


@pytest.fixture
def label(qtbot: QtBot) -> ElidedLabel:
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.setText(LONG)
    label.show()
    return label


def test_a_text_gives_way_and_the_tooltip_has_all_of_it(label: ElidedLabel) -> None:
    label.resize(label.sizeHint())
    assert label.shown == LONG
    assert label.toolTip() == ""
    label.resize(label.width() // 2, label.height())
    assert label.shown.endswith("…")
    assert LONG.startswith(label.shown[:-1])
    assert label.toolTip() == LONG
    assert label.minimumSizeHint().width() == 0


def test_what_is_painted_is_the_shown_text_in_the_room_there_is(label: ElidedLabel, qtbot: QtBot) -> None:
    label.resize(label.sizeHint().width() // 2, label.height())
    cut = label.grab().toImage()
    plain = ElidedLabel()
    qtbot.addWidget(plain)
    plain.setText(label.shown)
    plain.resize(label.size())
    assert cut == plain.grab().toImage()
    blank = label.grab().toImage()
    blank.fill(Qt.GlobalColor.black)
    assert cut != blank


def test_another_text_is_cut_anew(label: ElidedLabel) -> None:
    label.resize(label.sizeHint().width() // 2, label.height())
    label.setText("short")
    assert label.shown == "short"
    assert label.toolTip() == ""
