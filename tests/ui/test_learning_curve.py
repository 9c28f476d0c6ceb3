import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from app.analysis.learning_events import CurvePoint
from app.ui.learning_curve import LearningCurve, caption, span


def points(*agreements: float, steps: int = 20) -> list[CurvePoint]:
    return [CurvePoint(step, steps, 0.5, one) for step, one in enumerate(agreements, 1)]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_the_height_spans_all_that_has_occurred_and_never_nothing(agreements: list[float]) -> None:
    low, high = span(points(*agreements))
    assert 0 <= low <= min(agreements)
    assert max(agreements) <= high <= 1
    assert high - low > 0.04


def test_small_changes_do_not_look_like_mountains() -> None:
    assert span(points(0.60, 0.61)) == pytest.approx((0.555, 0.655))
    assert span(points(0.2, 0.9)) == (0.2, 0.9)


def test_where_it_is_in_words() -> None:
    assert caption(points(0.5, 0.655)[-1]) == "Pass 2 of at most 20: agrees on 66 % of pairs it was not taught"


def test_a_rising_curve_is_painted_from_low_to_high(qtbot: QtBot) -> None:
    curve = LearningCurve()
    qtbot.addWidget(curve)
    assert curve.isHidden()
    curve.resize(curve.sizeHint())
    curve.show_points(points(*(0.5 + 0.02 * n for n in range(20))))
    assert not curve.isHidden()
    picture = curve.grab().toImage()
    ground = picture.pixelColor(0, picture.height() - 1).lightness()
    line = []
    for x in range(picture.width() // 4, picture.width() - 12, 8):
        column = [
            abs(picture.pixelColor(x, y).lightness() - ground) for y in range(picture.height() // 5, picture.height())
        ]
        line.append(column.index(max(column)))
    assert line == sorted(line, reverse=True)
    assert line[0] - line[-1] > picture.height() / 3
    curve.show_points(())
    assert curve.isHidden()
