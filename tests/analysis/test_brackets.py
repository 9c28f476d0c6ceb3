import math

import pytest

from app.analysis.brackets import bracket_reason, exposure_value, find_brackets
from app.library.photo import Capture
from tests.analysis.captures import shot

SONY = (0.0, -0.7, 0.7, -1.3, 1.3)


def frames(*biases: float | None, flagged: bool = True, iso: int = 200) -> list[Capture]:
    """Frames whose shutter follows the bias, as in aperture priority."""
    return [
        shot(0, bracketed=flagged, exposure_bias=bias, exposure=0.01 * 2 ** (bias or 0), aperture=8.0, iso=iso)
        for bias in biases
    ]


def brackets(captures: list[Capture], pauses: list[float] | None = None) -> list[tuple[int, int]]:
    return find_brackets(captures, pauses or [0.2] * (len(captures) - 1), [""] * len(captures))


def test_back_to_back_brackets_are_cut_where_the_pattern_starts_again() -> None:
    assert brackets(frames(*SONY, *SONY)) == [(0, 5), (5, 10)]


def test_a_pause_ends_a_bracket() -> None:
    assert brackets(frames(0, -1, 1, 2, -2), [0.2, 0.2, 9, 0.2]) == [(0, 3), (3, 5)]


def test_a_bracket_that_lost_frames_is_still_one() -> None:
    assert brackets(frames(0, 1)) == [(0, 2)]


def test_one_frame_left_is_no_bracket() -> None:
    assert brackets(frames(0)) == []
    assert brackets(frames(0, 1), [20]) == []


def test_cameras_that_leave_the_bias_alone_are_known_by_their_exposure() -> None:
    times = (1 / 100, 1 / 400, 1 / 25) * 2
    captures = [shot(0, bracketed=True, exposure_bias=0.0, exposure=time, aperture=8.0, iso=100) for time in times]
    assert brackets(captures) == [(0, 3), (3, 6)]


def test_flash_and_white_balance_brackets_of_one_exposure_are_left_to_the_other_rules() -> None:
    assert brackets(frames(0, 0, 0)) == []


def test_without_any_exposure_recorded_nothing_is_claimed() -> None:
    bare = [shot(0, bracketed=True, exposure=None)] * 3
    assert math.isnan(exposure_value(bare[0]))
    assert brackets(bare) == []


def test_three_steps_of_bias_are_a_bracket_without_the_cameras_word() -> None:
    assert brackets(frames(0, -1, 1, flagged=False)) == [(0, 3)]


def test_a_ladder_within_a_burst_leaves_the_burst_alone() -> None:
    assert brackets(frames(0, 0, 0, -1, 1, 1, 1, flagged=False)) == [(2, 5)]


@pytest.mark.parametrize(
    "captures",
    [
        frames(0, -1, flagged=False),
        frames(0, -1, flagged=False) + frames(1, flagged=False, iso=400),
        frames(0, None, 1, flagged=False),
        [shot(0, exposure_bias=bias, exposure=0.01) for bias in (0.0, -1.0, 1.0)],
    ],
    ids=["two steps", "another ISO", "bias missing", "the shutter stayed"],
)
def test_weaker_evidence_is_no_bracket_without_the_cameras_word(captures: list[Capture]) -> None:
    assert brackets(captures) == []


def test_slow_frames_are_no_ladder() -> None:
    assert brackets(frames(0, -1, 1, flagged=False), [4, 4]) == []


def test_a_burst_key_holds_repeated_patterns_together() -> None:
    assert find_brackets(frames(0, -1, 1, 0, -1, 1), [0.2] * 5, ["k"] * 6) == [(0, 6)]


def test_the_reason_names_the_span() -> None:
    assert bracket_reason(frames(*SONY)) == "exposure bracket, -1.3 to +1.3 EV"
    assert bracket_reason(frames(0, -0.7)) == "exposure bracket, -0.7 to 0 EV"
    assert bracket_reason(frames(None, 1)) == "exposure bracket"


def test_exposure_value_counts_light() -> None:
    base = shot(0, exposure=1.0, aperture=1.0, iso=100)
    assert exposure_value(base) == 0
    assert exposure_value(shot(0, exposure=0.5, aperture=2.0, iso=800)) == pytest.approx(0)
