import numpy as np
import pytest

from fgaesq_core.series import SeriesProtocol
from tests.pictures import blurred, scene
from tests.train.sources import GOOD, PAIRS, SIZE, Blurs, tiny_network
from train.samples import CoarseSample, FineSample, Pair
from train.tokenising import Cutter

CUTTER = Cutter(tiny_network().tokeniser())


def test_training_sees_what_scoring_asks() -> None:
    sample = Blurs().sample(0, 0)
    protocol = SeriesProtocol(CUTTER.tokeniser)
    asked = {
        frame: question.tokens
        for question in protocol.questions([protocol.kept(picture) for picture in sample.pictures])
        for frame in question.frames
    }
    series = CUTTER.series(sample)
    assert len(series.sequences) == len(asked)
    for pair, given in zip(series.pairs, PAIRS, strict=True):
        for place, frame in ((pair.better, given.better), (pair.worse, given.worse)):
            assert np.array_equal(series.sequences[place].patches, asked[frame].patches)
            assert series.sequences[place].fine_cells == asked[frame].fine_cells


def test_severities_stay_with_their_frames() -> None:
    series = CUTTER.series(Blurs().sample(0, 0))
    pair = series.pairs[1]
    assert (series.severities[pair.better][0], series.severities[pair.worse][0]) == (0.0, 1.0)


def test_equal_frames_are_one_and_teach_nothing_of_each_other() -> None:
    sharp = scene(3, SIZE)
    soft = blurred(sharp, 2)
    pairs = (Pair(0, 1, 0.9), Pair(0, 2, 0.6), Pair(2, 1, 0.8))
    series = CUTTER.series(FineSample((sharp, soft, sharp.copy()), pairs, ((0.0,), (1.0,), (0.0,))))
    assert len(series.sequences) == 2
    assert [pair.probability for pair in series.pairs] == [0.9, 0.8]
    assert {(pair.better, pair.worse) for pair in series.pairs} == {(series.pairs[0].better, series.pairs[0].worse)}
    assert sorted(series.severities) == [(0.0,), (1.0,)]


def test_a_single_picture_is_a_series_of_one() -> None:
    picture = scene(4, SIZE)
    single = CUTTER.single(CoarseSample(picture, GOOD))
    (alone,) = CUTTER.series(FineSample((picture,), ())).sequences
    assert np.array_equal(single.sequence.patches, alone.patches)
    assert single.distribution == GOOD


def test_without_difftoken_no_cell_is_sharp() -> None:
    series = Cutter(CUTTER.tokeniser, difftoken=False).series(Blurs().sample(0, 0))
    assert len(series.sequences) == 3
    assert series.pairs == PAIRS
    assert not any(tokens.fine_cells for tokens in series.sequences)
    assert any(tokens.fine_cells for tokens in CUTTER.series(Blurs().sample(0, 0)).sequences)


@pytest.mark.parametrize("comments", [True, False])
def test_only_what_nobody_commented_is_commented(comments: bool) -> None:
    sharp = scene(5)
    pairs = (Pair(0, 1, 0.9, "nicer light"), Pair(0, 1, 0.9))
    series = Cutter(CUTTER.tokeniser, comments=comments).series(FineSample((sharp, blurred(sharp, 3)), pairs))
    assert series.pairs[0].sentence == "nicer light"
    assert ("it is sharper" in series.pairs[1].sentence) == comments
