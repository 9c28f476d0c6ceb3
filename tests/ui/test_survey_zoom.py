"""The survey enlarged: pictures that move together or alone."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt

from app.analysis.series import SeriesKind
from app.analysis.shoot import PhotoSeries
from app.ui.linked_pane import LinkedPane
from tests.ui.loupe_bench import LARGE
from tests.ui.surveyor import Surveyor

LEFT, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key


def middle(pane: LinkedPane) -> tuple[float, float]:
    lies = pane.rect_of_picture()
    at = QPointF(pane.rect().center()) - lies.topLeft()
    return at.x() / lies.width(), at.y() / lies.height()


def test_all_pictures_zoom_and_move_together(surveyor: Surveyor) -> None:
    surveyor.view.show_photo(surveyor.frames(LARGE, LARGE, LARGE)[0])
    first, *others = surveyor.panes()
    surveyor.wheel(first, QPoint(30, 40), 9)
    surveyor.drag(first, QPoint(-60, -30))
    assert first.viewport().zoom is not None
    for other in others:
        assert other.viewport().zoom == pytest.approx(first.viewport().zoom)
        assert middle(other) == pytest.approx(middle(first), abs=1e-3)
    surveyor.drag(others[1], QPoint(40, 10))
    assert middle(first) == pytest.approx(middle(others[1]), abs=1e-3)
    surveyor.wheel(others[0], QPoint(30, 40), -30)
    assert all(pane.viewport().zoom is None for pane in surveyor.panes())


def test_pictures_of_unlike_sizes_show_the_same_place_equally_large(surveyor: Surveyor) -> None:
    surveyor.view.show_photo(surveyor.frames(LARGE, LARGE.resize((1200, 800)))[0])
    large, small = surveyor.panes()
    surveyor.wheel(large, QPoint(60, 200), 8)
    assert small.rect_of_picture().width() == pytest.approx(large.rect_of_picture().width(), rel=1e-6)
    assert middle(small) == pytest.approx(middle(large), abs=1e-3)


def test_with_shift_one_picture_moves_alone_and_stays_shifted_until_all_fit(surveyor: Surveyor) -> None:
    surveyor.view.show_photo(surveyor.frames(LARGE, LARGE, LARGE)[0])
    first, second, third = surveyor.panes()
    surveyor.wheel(first, first.rect().center(), 9)
    before = middle(first)
    surveyor.drag(second, QPoint(-50, 20), SHIFT)
    assert middle(first) == middle(third) == before
    way = middle(second)[0] - before[0], middle(second)[1] - before[1]
    assert abs(way[0]) > 0.01
    surveyor.drag(third, QPoint(10, 10))
    assert (middle(second)[0] - middle(third)[0], middle(second)[1] - middle(third)[1]) == pytest.approx(way, abs=2e-3)
    # Whoever moves the shifted one in common leaves the shift as it is.
    surveyor.drag(second, QPoint(6, -6))
    assert (middle(second)[0] - middle(first)[0], middle(second)[1] - middle(first)[1]) == pytest.approx(way, abs=2e-3)
    surveyor.view.toggle_zoom()
    surveyor.view.toggle_zoom()
    assert middle(second) == pytest.approx(middle(first), abs=1e-6)


def test_with_shift_one_picture_is_enlarged_alone(surveyor: Surveyor) -> None:
    surveyor.view.show_photo(surveyor.frames(LARGE, LARGE)[0])
    first, second = surveyor.panes()
    surveyor.wheel(second, second.rect().center(), 5, SHIFT)
    assert first.viewport().zoom is None
    assert second.viewport().zoom is not None
    surveyor.press(Key.Key_Right)
    assert second.viewport().zoom is not None
    surveyor.wheel(first, first.rect().center(), 3)
    assert second.viewport().zoom == first.viewport().zoom


# -- zoom by commands


def test_one_to_one_shows_the_place_that_matters_of_the_current_frame_in_all(surveyor: Surveyor) -> None:
    ids = surveyor.frames(LARGE, LARGE)
    surveyor.view.set_interest(lambda photo: (0.3, 0.6) if photo == ids[1] else (0.9, 0.9))
    surveyor.view.show_photo(ids[1])
    surveyor.view.toggle_zoom()
    for pane in surveyor.panes():
        assert pane.viewport().zoom == 1.0
        assert middle(pane) == pytest.approx((0.3, 0.6), abs=2e-3)
    surveyor.qtbot.waitUntil(lambda: all(pane.is_sharp() for pane in surveyor.panes()), timeout=20_000)
    assert [tile.caption._zoom for tile in surveyor.tiles()] == ["", "1:1"]
    surveyor.view.toggle_zoom()
    assert all(pane.viewport().zoom is None for pane in surveyor.panes())
    surveyor.view.step_zoom(2)
    zooms = {pane.viewport().zoom for pane in surveyor.panes()}
    assert len(zooms) == 1
    surveyor.view.step_zoom(-9)
    assert all(pane.viewport().zoom is None for pane in surveyor.panes())


def test_zoom_and_place_stay_from_series_to_series_and_when_frames_are_dropped(surveyor: Surveyor) -> None:
    ids = [surveyor.bench.write(LARGE) for _ in range(5)]
    surveyor.bench.shoot.set_series(
        [PhotoSeries(SeriesKind.BURST, tuple(ids[:3])), PhotoSeries(SeriesKind.BURST, tuple(ids[3:]))]
    )
    surveyor.view.set_interest(lambda _: (0.4, 0.5))
    surveyor.view.show_photo(ids[0])
    surveyor.view.toggle_zoom()
    surveyor.press(Key.Key_Backspace)
    assert [pane.viewport().zoom for pane in surveyor.panes()] == [1.0, 1.0]
    surveyor.view.show_photo(ids[3])
    for pane in surveyor.panes():
        assert pane.viewport().zoom == 1.0
        assert middle(pane) == pytest.approx((0.4, 0.5), abs=2e-3)
