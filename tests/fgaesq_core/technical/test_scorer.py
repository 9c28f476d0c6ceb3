import math
import os
import weakref

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

import fgaesq_core
from fgaesq_core import ModelError, Ranking
from fgaesq_core.technical import Measures, TechnicalScorer, measure
from tests.fgaesq_core.technical.made_series import defocused, exposed, noisy, smeared
from tests.pictures import blurred, scene

SCORER = TechnicalScorer()


def grain(width: int, height: int) -> Image.Image:
    rng = np.random.default_rng(7)
    return Image.fromarray(rng.integers(0, 256, (height, width, 3), dtype=np.uint8))


def test_golden_numbers() -> None:
    """When these change, so must the scorer's id: caches rely on it."""
    frames = golden_frames()
    assert SCORER.id == "technical-1"
    assert SCORER.rank(frames).scores == pytest.approx(GOLDEN_SERIES, rel=1e-6)
    assert [SCORER.score(frame) for frame in frames] == pytest.approx(GOLDEN_SINGLES, rel=1e-6)


def golden_frames() -> list[Image.Image]:
    first = scene(2)
    smaller = first.resize((500, 375), Image.Resampling.LANCZOS)
    return [first, blurred(first, 1.5), exposed(first, 1.2), smaller, first.transpose(Image.Transpose.ROTATE_90)]


GOLDEN_SERIES = (6.207693067063933, 5.6956476440562644, 4.156966407799701, 6.165779725183204, 6.576385278677979)
GOLDEN_SINGLES = (6.704581935344746, 5.1431305059085375, 4.718817904359302, 6.369175398819117, 6.732625234137595)


@pytest.mark.parametrize(
    ("image", "at_most"),
    [
        pytest.param(Image.new("RGB", (640, 480), (128, 128, 128)), 2, id="flat grey"),
        pytest.param(Image.new("RGB", (640, 480)), 1.1, id="black"),
        pytest.param(Image.new("RGB", (640, 480), (255, 255, 255)), 1.5, id="white"),
        pytest.param(Image.new("RGB", (1, 1), (9, 8, 7)), 2, id="one pixel"),
        pytest.param(Image.new("RGB", (500, 1), (90, 90, 90)), 2, id="one row"),
        pytest.param(grain(640, 480), 2, id="pure noise"),
        pytest.param(grain(20, 20), 10, id="20 x 20"),
        pytest.param(grain(3000, 1), 10, id="a long row"),
        pytest.param(grain(1, 3000), 10, id="a long column"),
        pytest.param(Image.new("L", (70, 50), 40), 2, id="grey mode"),
    ],
)
def test_odd_pictures_have_a_defined_answer(image: Image.Image, at_most: float) -> None:
    alone = SCORER.score(image)
    beside = SCORER.rank([image, scene(3), image])
    assert 1 <= alone <= at_most
    assert all(1 <= score <= 10 for score in beside.scores)
    assert beside.scores[0] == beside.scores[2]
    assert all(math.isfinite(getattr(measure([image])[0], name)) for name in Measures.__dataclass_fields__)


@settings(max_examples=10, deadline=None)
@given(st.permutations(range(5)))
def test_order_changes_no_bit(order: list[int]) -> None:
    frames = varied()
    here, there = SCORER.rank(frames), SCORER.rank([frames[index] for index in order])
    assert there.scores == tuple(here.scores[index] for index in order)
    assert there.p_best == tuple(here.p_best[index] for index in order)
    assert (there.margin, there.too_close) == (here.margin, here.too_close)


def test_equal_frames_have_equal_scores() -> None:
    frames = [*varied(), varied()[2].copy()]
    ranking = SCORER.rank(frames)
    assert ranking.scores[2] == ranking.scores[5]
    assert ranking.p_best[2] == ranking.p_best[5]


def test_two_copies_are_too_close() -> None:
    ranking = SCORER.rank([scene(4), scene(4)])
    assert (ranking.margin, ranking.too_close, ranking.best) == (0.5, True, 0)


def test_a_series_of_one_is_a_single_picture() -> None:
    ranking = SCORER.rank([scene(5)])
    assert ranking == Ranking((SCORER.score(scene(5)),), (1.0,), margin=1.0, too_close=False)


def test_each_callable_is_decoded_once_and_let_go_before_the_next() -> None:
    decoded: list[weakref.ref[Image.Image]] = []

    def decode() -> Image.Image:
        assert all(reference() is None for reference in decoded)
        image = scene(6)
        decoded.append(weakref.ref(image))
        return image

    assert SCORER.rank([decode] * 4).scores == SCORER.rank([scene(6)] * 4).scores
    assert len(decoded) == 4


def test_what_a_decoder_raises_passes_through() -> None:
    def broken() -> Image.Image:
        raise OSError("cut short")

    with pytest.raises(OSError, match="cut short"):
        SCORER.rank([scene(1), broken])


def test_there_is_one_protocol() -> None:
    with pytest.raises(ModelError, match="published"):
        SCORER.rank([scene(1)], protocol="published")


def test_no_frames_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one frame"):
        SCORER.rank([])


def test_likeness_is_the_appearance_embedding() -> None:
    appearance = pytest.importorskip("fgaesq_core.appearance", reason="the likeness embedding is not here yet")
    frames = [scene(1), scene(2)]
    rows = SCORER.embed([frames[0], lambda: frames[1]])
    assert rows.dtype == np.float32
    np.testing.assert_array_equal(rows, np.concatenate([appearance.embed([frame]) for frame in frames]))
    assert len(SCORER.embed([])) == 0


def test_every_fault_lowers_the_score_and_shows_in_its_measure() -> None:
    good = scene(8)
    rng = np.random.default_rng(0)
    frames = [
        good,
        defocused(good, 1),
        smeared(good, 9, 0.5),
        exposed(good, 1.5),
        exposed(good, -2),
        noisy(good, 12, rng),
    ]
    clear, soft, moved, bright, dark, noise = measure(frames)
    assert fgaesq_core.load("technical").rank(frames).best == 0
    assert soft.sharpness < 0.8 * clear.sharpness
    assert moved.motion > max(clear.motion, soft.motion) + 0.3
    assert bright.highlights > clear.highlights + 0.02
    assert bright.exposure > clear.exposure + 0.5 > dark.exposure + 1.5
    assert dark.headroom > clear.headroom + 1
    assert noise.noise > clear.noise + 4


def test_noise_is_measured_in_grey_levels() -> None:
    rng = np.random.default_rng(1)
    grey = np.full((480, 640, 1), 128.0) + rng.normal(0, 6, (480, 640, 1))
    image = Image.fromarray(np.repeat(np.clip(grey + 0.5, 0, 255), 3, axis=2).astype(np.uint8))
    assert measure([image])[0].noise == pytest.approx(6, rel=0.05)


def test_size_alone_decides_little() -> None:
    large = scene(9, (1280, 960))
    small = large.resize((640, 480), Image.Resampling.LANCZOS)
    same = SCORER.rank([large, small])
    assert abs(same.scores[0] - same.scores[1]) < 0.5
    assert SCORER.rank([small, blurred(large, 4)]).best == 0


def test_a_portrait_frame_ranks_beside_landscape_ones() -> None:
    upright = scene(10).transpose(Image.Transpose.ROTATE_90)
    ranking = SCORER.rank([scene(10), upright, blurred(upright, 2)])
    assert abs(ranking.scores[0] - ranking.scores[1]) < 0.5
    assert ranking.order[-1] == 2


def varied() -> list[Image.Image]:
    return [scene(11), blurred(scene(11), 1), scene(12, (400, 600)), exposed(scene(11), 1), scene(13, (900, 600))]


@pytest.mark.parametrize("processors", [1, 3])
def test_many_series_are_ranked_as_one_by_one_and_an_error_stands_in_its_place(
    monkeypatch: pytest.MonkeyPatch, processors: int
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: processors)
    frames = [scene(seed, (96, 64)) for seed in range(4)]
    gone = OSError("gone")

    def fail() -> Image.Image:
        raise gone

    series = [frames[:2], [frames[0], fail], [], frames[1:]]
    one, bad, none, other = SCORER.rank_all(series)
    assert (one, other) == (SCORER.rank(frames[:2]), SCORER.rank(frames[1:]))
    assert bad is gone
    assert isinstance(none, ValueError)


def test_a_ranking_follows_from_the_scores_alone() -> None:
    frames = [scene(1, (96, 64)), scene(2, (96, 64))]
    assert SCORER.ranking(SCORER.rate(frames)) == SCORER.rank(frames)
