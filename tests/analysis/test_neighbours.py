import numpy as np
import pytest

from app.analysis.capture_order import streams
from app.analysis.neighbours import Neighbours, neighbours
from app.library.photo import Capture
from tests.analysis.captures import frame_names, shot


def compared(*captures: Capture) -> Neighbours:
    (frames,) = streams(captures, frame_names(len(captures)))
    ordered = [captures[frame.photo] for frame in frames]
    return neighbours(frames, ordered, np.zeros(len(frames), np.intp))


def test_a_shared_key_binds_and_another_bars() -> None:
    known = compared(shot(0, key="a"), shot(1, key="a"), shot(2, key="b"), shot(3, key="b"))
    assert known.bound.tolist() == [True, False, True]
    assert known.barred.tolist() == [False, True, False]
    assert known.evidence == ("same test burst a", "", "same test burst b")


def test_a_key_binds_across_any_change_of_shape_and_zoom() -> None:
    known = compared(shot(0, key="a", focal_length=24.0), shot(9, key="a", focal_length=200.0, width=4000, height=6000))
    assert known.bound.tolist() == [True]


def test_a_count_that_runs_on_within_seconds_binds() -> None:
    known = compared(*(shot(second, index=count) for second, count in ((0, 1), (2, 2), (9, 3), (10, 5))))
    assert known.bound.tolist() == [True, False, False]
    assert known.barred.tolist() == [False, False, False]


def test_a_count_begun_anew_bars() -> None:
    known = compared(*(shot(second / 10, index=count) for second, count in enumerate((1, 2, 1, 2))))
    assert known.bound.tolist() == [True, False, True]
    assert known.barred.tolist() == [False, True, False]


def test_single_shots_all_counted_as_1_say_nothing() -> None:
    known = compared(shot(0, index=1), shot(1, index=1))
    assert not known.bound.any()
    assert not known.barred.any()


def test_a_file_time_does_not_prove_that_a_count_runs_on() -> None:
    known = compared(shot(0, index=1, sure=False), shot(0, index=2, sure=False))
    assert known.bound.tolist() == [False]


@pytest.mark.parametrize(
    ("change", "barred"),
    [
        ({"width": 4000, "height": 6000}, True),
        ({"width": 4000, "height": 4000}, True),
        ({"width": 3000, "height": 2000}, False),
        ({"width": 0, "height": 0}, False),
        ({"focal_length": 100.0}, True),
        ({"focal_length": 60.0}, False),
        ({"focal_length": None}, False),
        ({"focal_length": 0.0}, False),
    ],
)
def test_turning_the_camera_or_zooming_far_bars(change: dict[str, float | None], barred: bool) -> None:
    known = compared(shot(0, focal_length=50.0), shot(1, **{"focal_length": 50.0, **change}))  # type: ignore[arg-type]
    assert known.barred.tolist() == [barred]


def test_a_bracket_is_bound_within_and_barred_at_both_ends() -> None:
    biases = (0.0, 0.0, -1.0, 1.0, 1.0)
    captures = [shot(second / 10, exposure_bias=bias, exposure=0.001 * 2**bias) for second, bias in enumerate(biases)]
    known = compared(*captures)
    assert known.brackets.tolist() == [-1, 0, 0, 0, -1]
    assert known.bound.tolist() == [False, True, True, False]
    assert known.barred.tolist() == [True, False, False, True]
    assert known.evidence[1] == "exposure bracket, -1.0 to +1.0 EV"


def test_a_bracket_does_not_tear_a_burst_key_apart() -> None:
    captures = [shot(number / 10, key="a", bracketed=number > 1, exposure=0.001 * 2**number) for number in range(4)]
    known = compared(*captures)
    assert known.bound.all()
    assert known.brackets.tolist() == [-1] * 4
