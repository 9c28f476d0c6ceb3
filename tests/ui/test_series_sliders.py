import pytest
from PySide6.QtWidgets import QSlider
from pytestqt.qtbot import QtBot

from app.analysis.grouping import GroupingSettings
from app.ui.series_sliders import SeriesSliders


@pytest.fixture
def sliders(qtbot: QtBot) -> SeriesSliders:
    made = SeriesSliders()
    qtbot.addWidget(made)
    made.show()
    made.show_count(1214)
    made.show_result("1,214 series · 3 singles")
    return made


def gap(sliders: SeriesSliders) -> QSlider:
    return sliders.findChildren(QSlider)[0]


def test_a_held_slider_only_shows_what_would_be(sliders: SeriesSliders, qtbot: QtBot) -> None:
    gap(sliders).setSliderDown(True)
    with qtbot.assertNotEmitted(sliders.settings_chosen), qtbot.waitSignal(sliders.settings_previewed) as caught:
        gap(sliders).setValue(gap(sliders).maximum())
    assert caught.args == [GroupingSettings(gap=60.0)]
    sliders.show_preview(198)
    assert sliders.result == "1,214 → 198 series"
    with qtbot.waitSignal(sliders.settings_chosen) as chosen:
        gap(sliders).setSliderDown(False)
    assert chosen.args == caught.args


def test_a_slider_brought_back_chooses_nothing(sliders: SeriesSliders, qtbot: QtBot) -> None:
    before = gap(sliders).value()
    with qtbot.assertNotEmitted(sliders.settings_chosen):
        gap(sliders).setSliderDown(True)
        gap(sliders).setValue(before + 3)
        sliders.show_preview(7)
        gap(sliders).setValue(before)
        gap(sliders).setSliderDown(False)
    assert sliders.result == "1,214 series · 3 singles"


def test_a_preview_that_comes_too_late_is_not_shown(sliders: SeriesSliders) -> None:
    sliders.show_preview(7)
    assert sliders.result == "1,214 series · 3 singles"


def test_the_window_of_the_settings_is_kept(sliders: SeriesSliders, qtbot: QtBot) -> None:
    sliders.show_settings(GroupingSettings(2.0, 0.8, 90.0))
    with qtbot.waitSignal(sliders.settings_chosen) as caught:
        gap(sliders).setValue(0)
    assert caught.args == [GroupingSettings(0.2, 0.8, 90.0)]
