import pytest

from tests.train.sources import GOOD, POOR, SHARPER, Blurs, Singles, tiny_network
from train.batches import coarse_portion, fine_portion
from train.tokenising import Cutter, Series

CUTTER = Cutter(tiny_network().tokeniser())
SERIES = [CUTTER.series(Blurs().sample(number, 0)) for number in range(2)]


def test_pairs_name_the_sequences_of_their_own_series() -> None:
    portion = fine_portion(SERIES, [1, 2], 2, 2)
    assert portion.sequences.lengths == (3, 3)
    assert len(portion.sequences.batch.patches) == 6
    assert portion.answers.pairs.better.tolist() == [
        pair.better + 3 * place for place in (0, 1) for pair in SERIES[place].pairs
    ]
    assert portion.answers.pairs.probability.tolist() == pytest.approx([0.8, 0.95, 0.9] * 2)


def test_every_series_weighs_the_same_however_many_pairs_it_has() -> None:
    short = Series(SERIES[0].sequences, SERIES[0].pairs[:1])
    pairs = fine_portion([short, SERIES[1]], [1, 2], 4, 0).answers.pairs
    assert pairs.weight.tolist() == pytest.approx([1 / 4, 1 / 12, 1 / 12, 1 / 12])
    assert pairs.told.tolist() == pytest.approx([1 / 4, 1 / 8, 1 / 8, 0])
    assert pairs.sentences == (SHARPER, SHARPER, SHARPER, "")


def test_faults_count_where_they_are_known() -> None:
    unknown = Series(SERIES[0].sequences, SERIES[0].pairs)
    portion = fine_portion([unknown, SERIES[1]], [1, 2], 2, 2)
    assert portion.answers.judged.tolist() == pytest.approx([0, 0, 0, 1 / 6, 1 / 6, 1 / 6])
    assert sorted(portion.answers.severities[3:, 0].tolist()) == [0, 0.375, 1]


def test_a_series_without_pairs_can_stand_beside_others() -> None:
    assert len(fine_portion([Series(SERIES[0].sequences, ())], [1], 1, 0).answers.pairs.better) == 0


def test_pictures_share_the_loss() -> None:
    portion = coarse_portion([CUTTER.single(Singles().sample(number)) for number in (0, 1)], [1, 2], 8)
    assert portion.weight.tolist() == [1 / 8, 1 / 8]
    assert portion.distribution.tolist() == [pytest.approx(GOOD), pytest.approx(POOR)]
    assert portion.sequences.lengths == (1, 1)
