import numpy as np
import pytest
from PIL import Image

from fgaesq_core.ranking import Ranking
from tests.pictures import blurred, scene
from train.baselines import (
    RULES,
    Baseline,
    decided,
    equal,
    laplacian_variance,
    near_the_middle,
    tenengrad,
    well_exposed,
)

SHARP = scene(3, (240, 180))


@pytest.mark.parametrize("sharpness", [laplacian_variance, tenengrad])
def test_the_sharper_frame_scores_higher(sharpness) -> None:
    soft, softer = blurred(SHARP, 1), blurred(SHARP, 3)
    one, two, three = sharpness([softer, SHARP, soft])
    assert two > three > one


def test_sharpness_by_hand() -> None:
    step = Image.fromarray(np.repeat(np.array([[0] * 4 + [10] * 4], np.uint8), 8, axis=0))
    # The Laplacian is 10 and -10 beside the edge, in 2 of 8 columns; Sobel's gradient is 40 there.
    assert laplacian_variance([step]) == (25.0,)
    assert tenengrad([step]) == (400.0,)


def test_the_well_exposed_frame_scores_higher() -> None:
    light, dark = (Image.eval(SHARP, lambda value, by=by: min(255, round(value * by))) for by in (2.5, 0.3))
    scores = well_exposed([dark, SHARP, light])
    assert max(scores) == scores[1]


def test_the_middle() -> None:
    assert near_the_middle([SHARP] * 3) == (-1, 0, -1)
    assert near_the_middle([SHARP] * 4) == (-1.5, -0.5, -0.5, -1.5)


def test_a_rule_is_sure_but_of_equals() -> None:
    assert decided((1.0, 3.0, 2.0)).p_best == (0, 1, 0)
    assert decided((3.0, 1.0, 3.0)) == Ranking((3.0, 1.0, 3.0), (0.5, 0, 0.5), 0.5, True)
    assert decided(equal([SHARP] * 4)).p_best == (0.25,) * 4


def test_all_rules_judge_series_in_order_and_pass_errors_on() -> None:
    def broken() -> Image.Image:
        raise OSError("gone")

    for rule in RULES:
        first, second, third = rule.rank_all([[lambda: SHARP, SHARP], [broken, SHARP], [SHARP]])
        assert isinstance(first, Ranking)
        assert isinstance(third, Ranking)
        assert (len(first.scores), len(third.scores)) == (2, 1)
        assert isinstance(second, OSError if rule.scores not in (equal, near_the_middle) else Ranking)


def test_names_differ() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all(isinstance(rule, Baseline) for rule in RULES)
