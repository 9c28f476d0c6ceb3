"""Made series: seeded, ordered by what was done to them, and steady where nothing was."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pictures import blurred, scene
from train.synth.series import KINDS, Shot, compared, made, planned, sentence

PHOTO = scene(6, (480, 360))
severities = st.lists(st.floats(0, 1), min_size=len(KINDS), max_size=len(KINDS)).map(tuple)


def shot(**faults: float) -> Shot:
    return Shot(tuple(faults.get(kind.replace(" ", "_"), 0.0) for kind in KINDS))


def test_a_seed_makes_the_same_series_and_another_seed_another() -> None:
    first, again, other = (made(PHOTO, 20_000, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_some_plans_hold_a_fault_twice_in_one_severity() -> None:
    plans = [planned(np.random.default_rng(seed), ("noise",)) for seed in range(200)]
    again = [
        plan
        for plan in plans
        if len({shot.severity("noise") for shot in plan if shot.badness}) < sum(bool(shot.badness) for shot in plan)
    ]
    assert 10 < len(again) < 60


@pytest.mark.parametrize("seed", range(6))
def test_frames_have_one_size_and_about_the_pixels_asked_for(seed: int) -> None:
    series = made(PHOTO, 20_000, np.random.default_rng(seed))
    (size,) = {picture.size for picture in series.pictures}
    assert size[0] * size[1] == pytest.approx(20_000, rel=0.03)
    assert 2 <= len(series.pictures) <= 6
    assert len(series.severities) == len(series.pictures)
    assert all(picture.mode == "RGB" for picture in series.pictures)


@given(st.integers(0, 10_000))
def test_plans_hold_severities_of_the_kinds_allowed(seed: int) -> None:
    shots = planned(np.random.default_rng(seed), ("noise", "tilt"))
    allowed = {KINDS.index("noise"), KINDS.index("tilt")}
    for one in shots:
        assert {place for place, severity in enumerate(one.severities) if severity} <= allowed
        assert all(0 <= severity <= 1 for severity in one.severities)


@given(st.lists(severities, min_size=2, max_size=6))
def test_the_less_bad_frame_is_preferred_by_what_it_is_less_bad(all_severities: list[tuple[float, ...]]) -> None:
    shots = tuple(Shot(severities) for severities in all_severities)
    pairs = compared(shots)
    assert len({frozenset((pair.better, pair.worse)) for pair in pairs}) == len(pairs)
    for pair in pairs:
        assert shots[pair.better].badness <= shots[pair.worse].badness
        assert 0.5 <= pair.probability <= 1
    gaps = sorted((shots[pair.worse].badness - shots[pair.better].badness, pair.probability) for pair in pairs)
    assert all(low[1] <= high[1] for low, high in pairwise(gaps))


def test_neither_of_equal_frames_is_preferred() -> None:
    assert [pair.probability for pair in compared((shot(noise=0.4), shot(noise=0.4)))] == [0.5]


def test_each_fault_takes_its_share_of_what_the_others_leave() -> None:
    assert shot().badness == 0
    assert shot(noise=0.5).badness < shot(noise=0.5, tilt=0.2).badness < shot(noise=0.5, tilt=0.9).badness < 1


def test_sentences_name_the_gains_and_no_losses() -> None:
    assert sentence(shot(noise=0.3), shot(tilt=0.8, defocus=0.4)) == "the horizon is level, it is in focus"
    assert sentence(shot(), shot(cut_off=0.5)) == "the subject is whole"
    assert sentence(shot(), shot()) == ""


def test_frames_without_a_fault_differ_by_trifles_only() -> None:
    rng = np.random.default_rng(0)
    while True:
        series = made(blurred(PHOTO, 8), 20_000, rng, ("noise",))
        clean = [index for index, faults in enumerate(series.severities) if not any(faults)]
        if len(clean) >= 2:
            break
    first, second = (np.asarray(series.pictures[index].resize((24, 16)), int) for index in clean[:2])
    assert 0 < np.abs(first - second).mean() < 12
