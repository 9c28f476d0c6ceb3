from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.analysis.grouping import GroupingSettings, group, timeline
from app.analysis.series import SeriesKind
from app.library.photo import Capture
from tests.analysis.captures import frame_names, grouped, looks, sets, shot, views

SAME, MOVED, OTHER = 0.0, 55.0, 85.0


def test_nothing_gives_nothing() -> None:
    assert grouped([]) == ()


def test_one_photo_is_a_series_of_its_own() -> None:
    (series,) = grouped([shot(0)], views(SAME))
    assert (series.kind, series.frames, series.reason) == (SeriesKind.SINGLE, (0,), "")


def test_frames_within_the_gap_are_a_series_before_any_vector_is_there() -> None:
    series = grouped([shot(0), shot(0.4), shot(2.4), shot(4.5)])
    assert sets(series) == [(0, 1, 2), (3,)]
    assert series[0].kind is SeriesKind.BURST
    assert series[0].reason == "up to 2 s apart"


def test_a_subject_that_moves_stays_within_the_gap_and_another_scene_does_not() -> None:
    captures = [shot(0), shot(1), shot(2)]
    assert sets(grouped(captures, views(SAME, MOVED, MOVED - OTHER))) == [(0, 1), (2,)]


def test_the_same_view_is_found_again_within_the_window_only() -> None:
    captures = [shot(0), shot(12), shot(90)]
    series = grouped(captures, views(SAME, SAME, SAME))
    assert sets(series) == [(0, 1), (2,)]
    assert series[0].reason == "alike, 12 s apart"


def test_the_longer_the_pause_the_more_alike_frames_must_be() -> None:
    view = views(SAME, 32.0)  # 0.85 alike
    assert sets(grouped([shot(0), shot(5)], view)) == [(0, 1)]
    assert sets(grouped([shot(0), shot(55)], view)) == [(0,), (1,)]


def test_a_clock_of_whole_seconds_is_trusted_less() -> None:
    assert sets(grouped([shot(second, step=1.0) for second in (0, 0, 1)])) == [(0, 1, 2)]
    assert sets(grouped([shot(second, step=1.0) for second in (0, 2)])) == [(0,), (1,)]
    assert sets(grouped([shot(second, step=1.0) for second in (0, 2)], views(SAME, 30.0))) == [(0, 1)]
    assert sets(grouped([shot(second, step=1.0) for second in (0, 2)], views(SAME, MOVED))) == [(0,), (1,)]


def test_a_clock_without_seconds_joins_nothing_by_itself() -> None:
    assert sets(grouped([shot(0, step=60.0)] * 4)) == [(0,), (1,), (2,), (3,)]


def test_a_file_time_joins_only_what_is_very_alike() -> None:
    captures = [shot(0, sure=False)] * 4
    assert sets(grouped(captures)) == [(0,), (1,), (2,), (3,)]
    assert sets(grouped(captures, views(SAME, 10.0, 42.0, 84.0))) == [(0, 1), (2,), (3,)]


def test_two_cameras_do_not_cut_each_others_bursts() -> None:
    captures = [shot(number / 10, serial="AB"[number % 2]) for number in range(6)]
    series = grouped(captures, views(*[SAME, OTHER] * 3))
    assert sets(series) == [(0, 2, 4), (1, 3, 5)]


def test_photos_taken_across_a_change_of_time_zone_are_one_burst() -> None:
    captures = [shot(3600, offset=60), shot(7200.5, offset=120), shot(1, offset=0)]
    assert sets(grouped(captures)) == [(0, 1, 2)]


def test_series_come_in_order_of_their_first_capture() -> None:
    captures = [shot(50), shot(0, serial="B"), shot(100), shot(0.5, serial="B"), shot(20)]
    assert sets(grouped(captures)) == [(1, 3), (4,), (0,), (2,)]


def test_a_burst_key_holds_whatever_time_and_pictures_say() -> None:
    captures = [shot(0, key="a"), shot(30, key="a", sure=False), shot(40, key="a"), shot(40.1)]
    series = grouped(captures, views(SAME, OTHER, 170.0, 100.0))
    assert sets(series)[0] == (0, 1, 2)
    assert series[0].reason == "same test burst a"


def test_bursts_of_different_keys_stay_apart_however_alike() -> None:
    captures = [shot(number / 10, key="ab"[number // 2]) for number in range(4)]
    assert sets(grouped(captures, views(*[SAME] * 4))) == [(0, 1), (2, 3)]


def test_what_the_camera_counted_joins_with_what_came_right_after() -> None:
    captures = [shot(0, index=1), shot(0.5, index=2), shot(1.0)]
    (series,) = grouped(captures, views(SAME, OTHER, OTHER))
    assert series.reason == "one burst by the camera's count, 0.5 s apart"


def test_upright_and_across_are_different_pictures_to_take() -> None:
    captures = [shot(0), shot(0.3), shot(0.6, width=4000, height=6000)]
    assert sets(grouped(captures, views(SAME, SAME, SAME))) == [(0, 1), (2,)]


def test_a_flight_over_land_is_cut_before_it_shares_nothing() -> None:
    captures = [shot(2 * number) for number in range(24)]
    series = grouped(captures, views(*(20.0 * number for number in range(24))))
    assert max(len(each.frames) for each in series) <= 4
    assert min(len(each.frames) for each in series) >= 3


def test_continuous_shooting_may_follow_its_subject_anywhere() -> None:
    captures = [shot(number / 5) for number in range(24)]
    assert len(grouped(captures, views(*(20.0 * number for number in range(24))))) == 1


def test_three_hundred_photos_in_one_second() -> None:
    captures = [shot(number / 1000, step=0.001) for number in range(300)]
    assert sets(grouped(captures[::-1])) == [tuple(range(299, -1, -1))]
    whole = [shot(0, step=1.0)] * 300
    assert sets(grouped(whole, views(*[SAME] * 300))) == [tuple(range(300))]


def test_brackets_shot_back_to_back_are_sets_of_their_own() -> None:
    biases = (0.0, -1.0, 1.0) * 3
    captures = [
        shot(number / 4, bracketed=True, exposure_bias=bias, exposure=0.01 * 2**bias)
        for number, bias in enumerate(biases)
    ]
    series = grouped([*captures, shot(2.5)], views(*[SAME, OTHER] * 5))
    assert sets(series) == [(0, 1, 2), (3, 4, 5), (6, 7, 8), (9,)]
    assert [each.kind for each in series] == [SeriesKind.BRACKET] * 3 + [SeriesKind.SINGLE]
    assert series[0].reason == "exposure bracket, -1.0 to +1.0 EV"


def test_long_exposures_do_not_end_a_series_of_the_night_sky() -> None:
    captures = [shot(31 * number, exposure=30.0) for number in range(4)]
    assert sets(grouped(captures)) == [(0, 1, 2, 3)]


def test_frames_of_one_instant_are_said_to_have_no_pause() -> None:
    (series,) = grouped([shot(0, exposure=None)] * 2)
    assert series.reason == "taken without a pause"


def test_vectors_on_their_way_leave_the_others_to_be_judged() -> None:
    vectors = views(SAME, SAME, OTHER, OTHER)
    vectors[1] = np.nan
    captures = [shot(1.5 * number) for number in range(4)]
    assert sets(grouped(captures, vectors)) == [(0, 1), (2, 3)]


def test_a_gap_beyond_the_window_is_a_gap_all_the_same() -> None:
    wide = GroupingSettings(gap=300.0, window=60.0)
    assert sets(grouped([shot(0), shot(200)], None, wide)) == [(0, 1)]
    assert sets(grouped([shot(0), shot(200)], views(SAME, OTHER), wide)) == [(0,), (1,)]


@st.composite
def shoots(draw: st.DrawFn) -> tuple[list[Capture], NDArray[np.float32]]:
    """A handful of photos with all the difficulties a folder can have."""
    one = st.builds(
        shot,
        st.one_of(st.integers(0, 12), st.floats(0, 120).map(lambda second: round(second, 2))),
        step=st.sampled_from([0.01, 1.0, 60.0]),
        offset=st.sampled_from([None, None, 0, 1]),
        sure=st.sampled_from([True, True, True, False]),
        key=st.sampled_from(["", "", "", "a", "b"]),
        index=st.sampled_from([None, None, 1, 2, 3]),
        bracketed=st.booleans(),
        exposure_bias=st.sampled_from([None, 0.0, 0.0, -1.0, 1.0]),
        exposure=st.sampled_from([None, 0.005, 0.01, 0.02]),
        serial=st.sampled_from(["", "B"]),
        width=st.sampled_from([6000, 6000, 3000]),
    )
    captures = draw(st.lists(one, max_size=14))
    angle = st.one_of(st.integers(0, 90).map(float), st.just(float("nan")))
    angles = draw(st.lists(angle, min_size=len(captures), max_size=len(captures)))
    return captures, views(*angles).reshape(-1, 2)


DIALS = st.builds(
    GroupingSettings,
    gap=st.sampled_from([0.0, 0.5, 2.0, 10.0]),
    likeness=st.floats(0, 1),
    window=st.sampled_from([0.0, 20.0, 60.0]),
)


@given(shoots(), DIALS)
def test_every_photo_is_in_exactly_one_series(
    shoot: tuple[list[Capture], NDArray[np.float32]], dials: GroupingSettings
) -> None:
    captures, vectors = shoot
    series = grouped(captures, vectors, dials)
    assert sorted(frame for each in series for frame in each.frames) == list(range(len(captures)))
    assert all((each.kind is SeriesKind.SINGLE) == (len(each.frames) == 1) for each in series)
    assert all(bool(each.reason) == (len(each.frames) > 1) for each in series)


@given(shoots(), DIALS, st.randoms(use_true_random=False))
def test_the_order_in_which_photos_are_given_does_not_matter(
    shoot: tuple[list[Capture], NDArray[np.float32]], dials: GroupingSettings, random: object
) -> None:
    captures, vectors = shoot
    names = frame_names(len(captures))
    mixed = list(range(len(captures)))
    random.shuffle(mixed)  # type: ignore[attr-defined]
    other = grouped([captures[photo] for photo in mixed], vectors[mixed], dials, [names[photo] for photo in mixed])
    back = [(each.kind, tuple(mixed[frame] for frame in each.frames), each.reason) for each in other]
    straight = grouped(captures, vectors, dials, names)
    assert back == [(each.kind, each.frames, each.reason) for each in straight]


@given(shoots(), DIALS, st.sampled_from(["gap", "likeness", "window"]), st.floats(0, 1))
def test_loosening_a_setting_never_makes_more_series(
    shoot: tuple[list[Capture], NDArray[np.float32]], dials: GroupingSettings, which: str, share: float
) -> None:
    captures, vectors = shoot
    known = timeline(captures, frame_names(len(captures)), looks(vectors))
    looser = GroupingSettings(
        gap=dials.gap + 10 * share * (which == "gap"),
        likeness=dials.likeness * (1 - share * (which == "likeness")),
        window=dials.window + 60 * share * (which == "window"),
    )
    assert len(group(known, looser)) <= len(group(known, dials))


@given(shoots(), DIALS)
def test_photos_of_one_key_and_body_are_always_together(
    shoot: tuple[list[Capture], NDArray[np.float32]], dials: GroupingSettings
) -> None:
    captures, vectors = shoot
    home = {frame: number for number, each in enumerate(grouped(captures, vectors, dials)) for frame in each.frames}
    homes: dict[tuple[str, str], set[int]] = {}
    for photo, capture in enumerate(captures):
        if capture.burst.key:
            homes.setdefault((capture.serial, capture.burst.key), set()).add(home[photo])
    assert all(len(numbers) == 1 for numbers in homes.values())


@settings(max_examples=30)
@given(st.lists(st.floats(0, 60), min_size=2, max_size=20), st.floats(0.1, 5))
def test_without_vectors_only_the_gap_decides(seconds: list[float], gap: float) -> None:
    ordered = sorted(round(second, 2) for second in seconds)
    captures = [shot(second, exposure=None) for second in ordered]
    wide = sum(round(after - before, 4) > gap for before, after in pairwise(ordered))
    assert len(grouped(captures, None, GroupingSettings(gap=gap))) == wide + 1


@pytest.mark.parametrize("count", [2, 3, 64, 65])
def test_every_length_of_a_stack_of_one_view_is_one_series(count: int) -> None:
    captures = [shot(10 * number) for number in range(count)]
    assert len(grouped(captures, views(*[SAME] * count))) == 1
