import numpy as np
import pytest

from app.analysis.timeline import Look, Timeline, timeline
from fgaesq_core.appearance import LikenessScale
from tests.analysis.captures import PLAIN, frame_names, looks, shot, views


def line(*captures: object, vectors: object = None) -> Timeline:
    return timeline(captures, frame_names(len(captures)), looks(vectors))  # type: ignore[arg-type]


def test_pauses_run_from_shutter_closed_to_shutter_open() -> None:
    known = line(shot(0, exposure=30.0), shot(31, exposure=30.0), shot(33))
    assert known.between.pauses.tolist() == [1.0, 0.0]


def test_a_broken_exposure_time_bridges_nothing() -> None:
    known = line(shot(0, exposure=4_294_967_295.0), shot(90, exposure=float("nan")), shot(100, exposure=-5.0))
    assert known.between.pauses.tolist() == [90.0, 10.0]


def test_pauses_are_free_of_what_binary_fractions_add() -> None:
    known = line(*(shot(second, exposure=None) for second in (0.11, 2.11, 2.41)))
    assert known.between.pauses.tolist() == [2.0, 0.3]


def test_the_coarser_clock_of_two_decides_the_slack() -> None:
    known = line(shot(0, step=0.01), shot(1, step=0.1), shot(2, step=1.0), shot(3, step=60.0))
    assert known.between.slack.tolist() == [0, 1, 60]


def test_likeness_is_known_for_places_1_2_4_apart_and_not_across_cameras() -> None:
    captures = [shot(second) for second in range(5)] + [shot(9, serial="B")]
    known = line(*captures, vectors=views(0, 60, 0, 0, 60, 0))
    assert known.alike[0, :5] == pytest.approx([0.5, 0.5, 1.0, 0.5, np.nan], nan_ok=True, abs=1e-6)
    assert known.alike[2] == pytest.approx([0.5, *[np.nan] * 5], nan_ok=True, abs=1e-6)


@pytest.mark.parametrize("missing", [0.0, np.nan, np.inf])
def test_a_photo_without_vector_has_no_likeness(missing: float) -> None:
    vectors = views(0, 0, 0)
    vectors[1] = missing
    known = line(shot(0), shot(1), shot(2), vectors=vectors)
    assert np.isnan(known.alike[0]).all()
    assert known.alike[1, 0] == pytest.approx(1)


def test_the_first_look_that_knows_both_photos_tells_their_likeness() -> None:
    first, second = views(0, 60, 0, 0), views(0, 0, 90, 90)
    first[2] = 0
    second[3] = np.nan
    captures = [shot(second) for second in range(4)]
    known = timeline(captures, frame_names(4), [Look(first, PLAIN), Look(second, LikenessScale(-1.0, 1.0))])
    assert known.alike[0] == pytest.approx([0.5, 0.5, np.nan, np.nan], nan_ok=True, abs=1e-6)
    assert known.alike[1] == pytest.approx([0.5, 0.5, np.nan, np.nan], nan_ok=True, abs=1e-6)


def test_lists_that_do_not_match_are_refused() -> None:
    with pytest.raises(ValueError, match="one length"):
        timeline([shot(0)], [])
    with pytest.raises(ValueError, match="one length"):
        timeline([shot(0)], ["a"], looks(views(0, 1)))


def test_photos_are_ranked_by_time_among_all_cameras() -> None:
    known = line(shot(3), shot(0, serial="B"), shot(1), shot(2, serial="B"))
    ranked = sorted(zip(known.rank.tolist(), known.photos.tolist(), strict=True))
    assert [photo for _, photo in ranked] == [1, 2, 3, 0]
