from hypothesis import given
from hypothesis import strategies as st

from fgaesq_core.ranking import Ranking

SCORES = st.lists(st.floats(1, 10), min_size=1, max_size=12)


@given(SCORES)
def test_the_order_is_that_of_the_scores_and_then_of_the_frames(scores: list[float]) -> None:
    ranking = Ranking(tuple(scores), tuple(1 / len(scores) for _ in scores), 1.0, False)
    assert sorted(ranking.order) == list(range(len(scores)))
    for first, second in zip(ranking.order, ranking.order[1:], strict=False):
        assert (scores[first], -first) > (scores[second], -second)
    assert ranking.best == scores.index(max(scores))


def test_maps_are_no_part_of_what_makes_rankings_equal() -> None:
    import numpy as np

    plain = Ranking((5.0,), (1.0,), 1.0, False)
    assert plain == Ranking((5.0,), (1.0,), 1.0, False, (np.zeros((2, 3), np.float32),))
    assert "maps" not in repr(plain)
