import numpy as np
import pytest

from app.analysis.eyes import Eyes, Lids, visible_eyes


@pytest.mark.parametrize(
    ("left", "right", "said"),
    [
        (0.95, 0.9, Lids.OPEN),
        (0.02, 0.1, Lids.CLOSED),
        (0.0, 0.98, Lids.UNSURE),
        (0.0, 0.55, Lids.UNSURE),
        (0.5, 0.5, Lids.UNSURE),
        (None, 0.9, Lids.OPEN),
        (0.1, None, Lids.CLOSED),
        (0.25, None, Lids.UNSURE),
        (None, None, Lids.UNSURE),
    ],
)
def test_eyes_are_closed_only_where_nothing_speaks_against_it(
    left: float | None, right: float | None, said: Lids
) -> None:
    assert Eyes(left, right).lids is said
    assert Eyes(right, left).lids is said


@pytest.mark.parametrize(
    ("distance", "nose", "seen"),
    [
        (60, 0.0, (True, True)),
        (60, 0.5, (True, False)),
        (60, -0.5, (False, True)),
        (60, 0.9, (False, False)),
        (60, -0.9, (False, False)),
        (12, 0.0, (False, False)),
    ],
)
@pytest.mark.parametrize("angle", [0.0, 0.6, -2.5])
def test_small_and_turned_faces_are_not_judged(
    distance: float, nose: float, seen: tuple[bool, bool], angle: float
) -> None:
    upright = np.array([[-0.5, 0], [0.5, 0], [nose, 0.6], [-0.4, 1], [0.4, 1]]) * distance
    cos, sin = np.cos(angle), np.sin(angle)
    assert visible_eyes(upright @ np.array([[cos, sin], [-sin, cos]]) + 300) == seen


def test_the_mean_is_that_of_the_eyes_that_are_told() -> None:
    assert Eyes(0.2, 0.4).open == pytest.approx(0.3)
    assert Eyes(None, 0.4).open == 0.4
    assert Eyes().open is None
