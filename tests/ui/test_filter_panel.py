from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QLineEdit, QMainWindow, QPushButton
from pytestqt.qtbot import QtBot

from app.analysis.filters import Filter, Sort
from app.analysis.series import SeriesKind
from app.library.photo import Flag, Label
from app.ui.filter_panel import FilterPanel

FILTERS = st.builds(
    Filter,
    unreviewed=st.booleans(),
    flags=st.frozensets(st.sampled_from(Flag)),
    least_stars=st.integers(0, 5),
    labels=st.frozensets(st.sampled_from([label for label in Label if label])),
    too_close=st.booleans(),
    kinds=st.frozensets(st.sampled_from(SeriesKind)),
    cameras=st.frozensets(st.sampled_from(["A", "B & C"])),
    text=st.text("ab ", max_size=3),
    sort=st.sampled_from(Sort),
    eyes_closed=st.booleans(),
)


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[FilterPanel]:
    window, panel = QMainWindow(), FilterPanel()
    window.setCentralWidget(panel)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    panel.show_cameras(["A", "B & C"])
    yield panel
    window.close()


def chip(panel: FilterPanel, name: str) -> QPushButton:
    return next(one for one in panel.findChildren(QPushButton) if name in (one.text(), one.accessibleName()))


def choose(panel: FilterPanel, text: str) -> None:
    next(one for one in panel.findChildren(QAction) if one.text() == text).trigger()


def field(panel: FilterPanel) -> QLineEdit:
    found = panel.findChild(QLineEdit)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("names", "chosen"),
    [
        (["Unreviewed"], Filter(unreviewed=True)),
        (["Too close"], Filter(too_close=True)),
        (["Bursts", "Singles"], Filter(kinds=frozenset({SeriesKind.BURST, SeriesKind.SINGLE}))),
        (["Bursts", "Bursts"], Filter()),
        (["Picked", "Neither picked nor rejected"], Filter(flags=frozenset({Flag.PICK, Flag.NONE}))),
        (["At least 3 stars"], Filter(least_stars=3)),
        (["At least 3 stars", "At least 1 star"], Filter(least_stars=1)),
        (["At least 3 stars", "At least 3 stars"], Filter()),
        (["Red label", "Purple label"], Filter(labels=frozenset({Label.RED, Label.PURPLE}))),
        (["Unreviewed", "At least 5 stars", "Rejected"], Filter(True, frozenset({Flag.REJECT}), 5)),
    ],
)
def test_clicks_choose_axis_by_axis(panel: FilterPanel, qtbot: QtBot, names: list[str], chosen: Filter) -> None:
    emitted: list[Filter] = []
    panel.filter_chosen.connect(emitted.append)
    for name in names:
        qtbot.mouseClick(chip(panel, name), Qt.MouseButton.LeftButton)
    assert emitted[-1] == chosen == panel.filter
    assert len(emitted) == len(names)


def test_cameras_and_order_are_chosen_from_lists(panel: FilterPanel) -> None:
    choose(panel, "B && C")
    assert panel.filter.cameras == {"B & C"}
    assert chip(panel, "Cameras: B & C").isVisible()
    choose(panel, "A")
    assert panel.filter.cameras == {"A", "B & C"}
    assert chip(panel, "Cameras: 2 cameras").isVisible()
    choose(panel, "Closest first")
    assert panel.filter.sort is Sort.MARGIN
    choose(panel, "Closest first")
    assert panel.filter.sort is Sort.MARGIN
    assert chip(panel, "Order: Closest first").isVisible()


def test_one_camera_is_no_choice(panel: FilterPanel) -> None:
    panel.show_cameras(["A"])
    assert not chip(panel, "Cameras: All cameras").isVisible()


def test_closed_eyes_are_offered_only_while_somebody_looks_for_faces(panel: FilterPanel, qtbot: QtBot) -> None:
    eyes = chip(panel, "Eyes closed")
    assert not eyes.isVisible()
    panel.offer_eyes(True)
    assert eyes.isVisible()
    qtbot.mouseClick(eyes, Qt.MouseButton.LeftButton)
    assert panel.filter == Filter(eyes_closed=True)
    panel.offer_eyes(False)
    assert eyes.isVisible()
    qtbot.mouseClick(eyes, Qt.MouseButton.LeftButton)
    assert panel.filter == Filter()
    assert not eyes.isVisible()


def test_letters_filter_after_a_pause_and_run_no_command(panel: FilterPanel, qtbot: QtBot) -> None:
    emitted: list[Filter] = []
    panel.filter_chosen.connect(emitted.append)
    ran: list[str] = []
    for key in ("P", "1", "Return", "Esc"):
        action = QAction(key, panel.window())
        action.setShortcut(QKeySequence(key))
        action.triggered.connect(lambda _checked, key=key: ran.append(key))
        panel.window().addAction(action)
    field(panel).setFocus()
    with qtbot.waitSignal(panel.filter_chosen):
        qtbot.keyClicks(field(panel), "Pic1")
    assert emitted == [Filter(text="Pic1")]
    qtbot.keyClicks(field(panel), "x")
    qtbot.keyClick(field(panel), Qt.Key.Key_Return)
    assert emitted[-1] == Filter(text="Pic1x")
    assert not field(panel).hasFocus()
    assert ran == []
    field(panel).setFocus()
    qtbot.keyClick(field(panel), Qt.Key.Key_Escape)
    assert emitted[-1] == Filter()
    assert len(emitted) == 3
    assert ran == []


def test_who_looks_for_something_else_writes_over_what_stands_there(panel: FilterPanel, qtbot: QtBot) -> None:
    panel.show_filter(Filter(text="sea", least_stars=2))
    panel.write_text()
    assert field(panel).hasFocus()
    qtbot.keyClicks(field(panel), "ulm")
    qtbot.keyClick(field(panel), Qt.Key.Key_Return)
    assert panel.filter == Filter(text="ulm", least_stars=2)


def test_clear_keeps_the_order_and_is_there_only_when_something_is_hidden(panel: FilterPanel, qtbot: QtBot) -> None:
    panel.show_filter(Filter(sort=Sort.NAME))
    assert not chip(panel, "Clear").isVisible()
    panel.show_filter(Filter(sort=Sort.NAME, least_stars=2, text="a"))
    with qtbot.waitSignal(panel.filter_chosen) as caught:
        qtbot.mouseClick(chip(panel, "Clear"), Qt.MouseButton.LeftButton)
    assert caught.args == [Filter(sort=Sort.NAME)]
    assert field(panel).text() == ""


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(FILTERS)
def test_a_filter_shown_is_the_filter_that_comes_back(panel: FilterPanel, shown: Filter) -> None:
    emitted: list[Filter] = []
    panel.filter_chosen.connect(emitted.append)
    try:
        panel.show_filter(shown)
        assert panel.filter == shown
        assert emitted == []
        click: Callable[[], None] = chip(panel, "Too close").click
        click()
        click()
        for pick in ("Bursts", "Picked", "Red label", "At least 3 stars"):
            before = panel.filter
            chip(panel, pick).click()
            chip(panel, pick).click()
            if pick != "At least 3 stars" or before.least_stars in {0, 3}:
                assert replace_stars(panel.filter) == replace_stars(before)
        assert replace_stars(panel.filter) == replace_stars(shown)
    finally:
        panel.filter_chosen.disconnect(emitted.append)


def replace_stars(one: Filter) -> Filter:
    return Filter(one.unreviewed, one.flags, 0, one.labels, one.too_close, one.kinds, one.cameras, one.text, one.sort)


def test_every_switch_has_a_name(panel: FilterPanel) -> None:
    for one in panel.findChildren(QPushButton):
        assert one.accessibleName() or one.text()
        assert one.toolTip()
