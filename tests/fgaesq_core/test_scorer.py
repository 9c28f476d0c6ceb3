"""FGAesQ from a file of weights, small ones wherever numbers do not matter."""

import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import fgaesq_core
from fgaesq_core import Frame, ModelError, Ranking, Scorer
from fgaesq_core.choice import choose
from fgaesq_core.errors import PictureError
from fgaesq_core.names import Names
from fgaesq_core.scorer import FgaesqScorer
from tests.fgaesq_core.bursts import burst, noisy, with_object
from tests.networks import small_weights
from tests.pictures import scene

FRAMES = [*burst(3), with_object(burst(1)[0], (64, 32, 128, 96))]


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_weights(tmp_path_factory.mktemp("weights") / "taste.v2.safetensors")


@pytest.fixture(scope="module")
def scorer(weights: Path) -> Scorer:
    return fgaesq_core.load(weights, "cpu")


def test_it_is_named_after_its_file_and_identified_by_its_numbers(
    scorer: Scorer, weights: Path, tmp_path: Path
) -> None:
    assert scorer.name == "taste.v2"
    assert FgaesqScorer(weights, "cpu").name == "taste"
    assert scorer.protocols == ("series", "pairs", "published", "single")
    copied = tmp_path / "other.safetensors"
    for ending in ("", ".sha256"):
        Path(f"{copied}{ending}").write_bytes(Path(f"{weights}{ending}").read_bytes())
    assert fgaesq_core.load(copied, "cpu").id == scorer.id
    assert fgaesq_core.load(small_weights(tmp_path / "w.safetensors", 2), "cpu").id != scorer.id


@pytest.mark.parametrize("protocol", ["series", "pairs", "published", "single"])
def test_every_protocol_ranks(scorer: Scorer, protocol: str) -> None:
    ranking = scorer.rank(FRAMES, protocol)
    assert len(ranking.scores) == len(ranking.p_best) == 4
    assert all(1 <= score <= 10 for score in ranking.scores)
    assert sum(ranking.p_best) == pytest.approx(1)
    assert ranking == scorer.ranking(scorer.rate(FRAMES, protocol))
    expected = {"series": 1, "pairs": 3, "published": 3, "single": 1}[protocol]
    assert [len(own) for own in scorer.rate(FRAMES, protocol).raw] == [expected] * 4


def test_many_series_are_ranked_as_one_by_one(scorer: Scorer) -> None:
    series = [FRAMES, FRAMES[:1], [], FRAMES[1:3], [Image.new("RGB", (0, 1))]]
    found = list(scorer.rank_all(series, maps=True))
    assert [type(one) for one in found] == [Ranking, Ranking, ValueError, Ranking, PictureError]
    for one, frames in zip(found, series, strict=True):
        if isinstance(one, Ranking):
            alone = scorer.rank(frames)
            assert one.scores == pytest.approx(alone.scores, abs=1e-5)
            assert len(one.maps) == len(frames)
            assert alone.maps == ()


def test_what_cannot_be_ranked_is_raised(scorer: Scorer) -> None:
    with pytest.raises(ValueError, match="at least one frame"):
        scorer.rank([])
    with pytest.raises(PictureError, match="no pixels"):
        scorer.rate([FRAMES[0], Image.new("RGB", (3, 0))])
    sentence = "no protocol called “best”; choose one of series, pairs, published, single"
    with pytest.raises(ModelError, match=sentence):
        scorer.rank(FRAMES, "best")
    with pytest.raises(ModelError, match=sentence):
        next(scorer.rank_all([FRAMES], "best"))


def test_a_ranking_is_what_its_scores_say(scorer: Scorer) -> None:
    ranking = scorer.rank(FRAMES)
    assert ranking == choose(ranking.scores, 1.0)
    assert scorer.score(FRAMES[0]) == scorer.rank(FRAMES[:1]).scores[0]


def test_closing_early_leaves_no_thread(scorer: Scorer) -> None:
    found = scorer.rank_all([FRAMES] * 20)
    next(found)
    found.close()
    assert [thread.name for thread in threading.enumerate() if thread.name.startswith("ahead")] == []


def test_the_published_protocol_hangs_on_names_and_the_single_one_on_its_seed(scorer: Scorer) -> None:
    first, again = scorer.rate(FRAMES, "published"), scorer.rate(FRAMES, "published", names=Names("1", (1, 2, 3, 4)))
    assert first == again
    assert scorer.rate(FRAMES, "published", names=Names("2", (1, 2, 3, 4))) != first
    large = [scene(1, (900, 700))]
    assert scorer.rate(large, "single") == scorer.rate(large, "single", seed=0)
    assert scorer.rate(large, "single") != scorer.rate(large, "single", seed=1)


def test_embeddings_say_how_alike_pictures_look(scorer: Scorer) -> None:
    pictures: list[Frame] = [scene(1), noisy(scene(1), 5), scene(2), lambda: scene(1)]
    rows = scorer.embed(pictures)
    assert rows.shape == (4, 16)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1, abs=1e-5)
    assert rows[0] @ rows[1] > rows[0] @ rows[2]
    assert rows[0] @ rows[3] == pytest.approx(1, abs=1e-5)
    assert scorer.embed([]).shape == (0, 16)


def test_another_device_or_file_is_refused(weights: Path) -> None:
    with pytest.raises(ModelError, match="no device called"):
        FgaesqScorer(weights, "tpu")
    with pytest.raises(ModelError, match="no scorer and no file of weights"):
        fgaesq_core.load(weights.with_name("missing.safetensors"))


def test_the_real_network_tells_frames_apart_and_equal_ones_not(published_weights: Path) -> None:
    scorer = fgaesq_core.load(published_weights, "cpu")
    found = scorer.rank([FRAMES[0], FRAMES[3], FRAMES[0].copy()])
    assert found.scores[0] == found.scores[2] != found.scores[1]
