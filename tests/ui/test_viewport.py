import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF

from app.ui.viewport import FIT, MOST_ZOOM, Stage, Viewport, fit_zoom, panned, place_at, placed, settled, zoomed

sides = st.floats(100, 9000)
shares = st.floats(0, 1)
stages = st.builds(Stage, sides, sides, st.floats(200, 4000), st.floats(200, 3000), st.floats(0, 32))
zooms = st.floats(0.02, MOST_ZOOM)
views = st.builds(Viewport, st.none() | zooms, shares, shares)

PHOTO = Stage(6000, 4000, 1200, 900)


def test_a_photo_that_fits_stands_in_the_middle_in_its_proportions() -> None:
    lies = placed(FIT, PHOTO)
    assert (lies.left(), lies.top(), lies.width(), lies.height()) == pytest.approx((0, 50, 1200, 800))


def test_a_margin_is_kept_around_what_fits_and_a_small_picture_is_not_enlarged() -> None:
    assert placed(FIT, Stage(6000, 4000, 1232, 932, 16)).left() == pytest.approx(16)
    assert placed(FIT, Stage(300, 200, 1232, 932, 16)).width() == pytest.approx(300)


def test_one_to_one_shows_the_named_place_in_the_middle() -> None:
    lies = placed(Viewport(1.0, 0.5, 0.25), PHOTO)
    assert (lies.width(), lies.height()) == (6000, 4000)
    assert (lies.left(), lies.top()) == (600 - 3000, 450 - 1000)


@given(views, stages)
def test_no_ground_shows_where_there_is_picture_to_be_seen(view: Viewport, stage: Stage) -> None:
    lies = placed(view, stage)
    for start, length, room in (
        (lies.left(), lies.width(), stage.pane_width),
        (lies.top(), lies.height(), stage.pane_height),
    ):
        if length > room:
            assert start <= 1e-6
            assert start + length >= room - 1e-6
        else:
            assert start == pytest.approx((room - length) / 2, abs=1e-6)


@given(stages)
def test_what_fits_is_whole(stage: Stage) -> None:
    lies = placed(FIT, stage)
    assert lies.left() >= -1e-6
    assert lies.top() >= -1e-6
    assert lies.right() <= stage.pane_width + 1e-6
    assert lies.bottom() <= stage.pane_height + 1e-6


@given(views, stages)
def test_naming_the_middle_anew_changes_nothing_that_is_seen(view: Viewport, stage: Stage) -> None:
    before, after = placed(view, stage), placed(settled(view, stage), stage)
    assert after.left() == pytest.approx(before.left(), abs=1e-3)
    assert after.top() == pytest.approx(before.top(), abs=1e-3)


@given(views, stages, st.floats(-500, 500), st.floats(-500, 500))
def test_dragging_there_and_back_is_nothing_unless_a_border_was_met(
    view: Viewport, stage: Stage, right: float, down: float
) -> None:
    start = settled(view, stage)
    there = panned(start, stage, right, down)
    moved = placed(there, stage).topLeft() - placed(start, stage).topLeft()
    assume(moved.x() == pytest.approx(right, abs=1e-3))
    assume(moved.y() == pytest.approx(down, abs=1e-3))
    back = placed(panned(there, stage, -right, -down), stage)
    assert back.left() == pytest.approx(placed(start, stage).left(), abs=1e-3)
    assert back.top() == pytest.approx(placed(start, stage).top(), abs=1e-3)


@given(views, stages, st.floats(-9000, 9000), st.floats(-9000, 9000))
def test_a_border_stops_the_drag_and_gives_way_at_once_on_the_way_back(
    view: Viewport, stage: Stage, right: float, down: float
) -> None:
    """However far somebody drags beyond a border, the first pixel back moves the picture."""
    assume(abs(right) > 1)
    there = panned(view, stage, right, down)
    lies = placed(there, stage)
    back = placed(panned(there, stage, -1.0 if right > 0 else 1.0, 0), stage)
    if lies.width() > stage.pane_width + 2:
        assert abs(back.left() - lies.left()) == pytest.approx(1.0, abs=1e-3)


@given(views, stages, zooms, shares, shares)
def test_zooming_about_a_point_keeps_it_under_the_pointer(
    view: Viewport, stage: Stage, zoom: float, across: float, down: float
) -> None:
    point = QPointF(across * stage.pane_width, down * stage.pane_height)
    lies = placed(view, stage)
    assume(lies.contains(point))
    after = zoomed(view, stage, zoom, point)
    seen = placed(after, stage)
    place = place_at(view, stage, point)
    # Where a side of the picture is shorter than the pane or at its border, the border decides.
    if seen.left() < -1e-6 and seen.right() > stage.pane_width + 1e-6:
        assert place_at(after, stage, point)[0] == pytest.approx(place[0], abs=1e-6)
    if seen.top() < -1e-6 and seen.bottom() > stage.pane_height + 1e-6:
        assert place_at(after, stage, point)[1] == pytest.approx(place[1], abs=1e-6)


@given(stages, zooms)
def test_zooming_out_ends_at_the_fit_and_zooming_in_at_pixels_as_tiles(stage: Stage, zoom: float) -> None:
    centre = QPointF(stage.pane_width / 2, stage.pane_height / 2)
    after = zoomed(FIT, stage, zoom, centre)
    assert (after.zoom is None) == (zoom <= fit_zoom(stage) * 1.001)
    assert (zoomed(FIT, stage, 99.0, centre).zoom or 0.0) <= MOST_ZOOM
