"""What holds for one picture holds for the others, whatever their sizes; the views test it with real mice."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.ui.lockstep import Sight, sight_of, view_of
from app.ui.viewport import FIT, MOST_ZOOM, Stage, Viewport, fit_zoom, placed

sides = st.integers(200, 9000)
stages = st.builds(Stage, sides, sides, st.integers(100, 2500), st.integers(100, 1500), st.just(4.0))
shares = st.floats(0.0, 1.0)


@given(stages, shares, shares, st.floats(1.01, 8.0))
def test_what_a_pane_shows_is_what_it_is_told_to_show(stage: Stage, across: float, down: float, more: float) -> None:
    zoom = fit_zoom(stage) * more
    assume(zoom < MOST_ZOOM)
    view = Viewport(zoom, across, down)
    back = view_of(sight_of(view, stage), stage)
    assert back.zoom == pytest.approx(zoom, rel=1e-12)
    assert (back.across, back.down) == (across, down)


@given(stages, stages, shares, shares, st.floats(1.0, 16.0))
def test_pictures_of_unlike_sizes_are_seen_equally_large(
    one: Stage, other: Stage, across: float, down: float, zoom: float
) -> None:
    there = view_of(sight_of(Viewport(zoom, across, down), one), other)
    assume(there.zoom is not None and there.zoom < MOST_ZOOM)
    first, second = placed(Viewport(zoom, across, down), one), placed(there, other)
    assert max(second.width(), second.height()) == pytest.approx(max(first.width(), first.height()))


@given(stages, st.floats(1, 100_000), shares, shares)
def test_no_picture_is_smaller_than_what_fits_or_larger_than_anybody_needs(
    stage: Stage, length: float, across: float, down: float
) -> None:
    zoom = view_of(Sight(length, across, down), stage).zoom
    assert zoom is None or fit_zoom(stage) < zoom <= MOST_ZOOM


def test_one_to_one_is_exactly_that_for_equal_sizes() -> None:
    stage = Stage(6016, 4016, 533, 300)
    assert view_of(sight_of(Viewport(1.0, 0.3, 0.7), stage), stage) == Viewport(1.0, 0.3, 0.7)
    assert view_of(sight_of(FIT, stage), stage) == FIT
