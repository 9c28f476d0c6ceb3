"""The published protocol against the numbers of the authors' own code, and what it does beyond them."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from fgaesq_core import weights
from fgaesq_core.device import Device
from fgaesq_core.errors import PictureError
from fgaesq_core.inference import Inference
from fgaesq_core.names import Names
from fgaesq_core.published import PublishedProtocol, adjusted, pair, single
from fgaesq_core.ranking import SeriesScores
from fgaesq_core.rating import Rating, Scores
from fgaesq_core.tokens import COARSE, FINE, Tokeniser, Tokens
from tests.fgaesq_core.parity_cases import EXPECTED, parity_picture
from tests.pictures import scene

CLOSE = 1e-4
PAIRS = EXPECTED["pairs"]
SERIES = {key: EXPECTED[key] for key in ("series", "series_of_three")}


@pytest.fixture(scope="module")
def exact(published_weights: Path) -> Inference:
    return Inference(weights.load(published_weights).network, Device("cpu", "float32", 2))


@pytest.fixture(scope="module")
def exact_series(exact: Inference) -> dict[str, SeriesScores]:
    return {key: rank_parity_series(exact, case) for key, case in SERIES.items()}


def rank_parity_series(inference: Inference, case: dict[str, Any]) -> SeriesScores:
    files = list(case["raw"])
    pictures = [parity_picture(f"{case['folder']}/{file}") for file in files]
    return rated(inference.tokeniser, inference.scores, pictures, Names.of_files(case["folder"], files))


def rated(tokeniser: Tokeniser, scores: Scores, pictures: list[Image.Image], names: Names) -> SeriesScores:
    (found,) = Rating(PublishedProtocol(tokeniser, names), scores).rated([pictures])
    assert isinstance(found, SeriesScores)
    return found


def ranked(case: dict[str, Any], scores: SeriesScores) -> list[str]:
    return [file for _, file in sorted(zip(scores.adjusted, case["raw"], strict=True), reverse=True)]


def counted(tokens: Tokens) -> dict[str, int]:
    return {"coarse": tokens.count(COARSE), "fine": tokens.count(FINE), "padding": tokens.padding}


@pytest.mark.parametrize("case", PAIRS, ids=[f"{case['pair_id']}-{case['first']}-{case['second']}" for case in PAIRS])
def test_pairs_have_the_published_rows_and_scores(case: dict[str, Any], exact: Inference) -> None:
    rows = pair(exact.tokeniser, parity_picture(case["first"]), parity_picture(case["second"]), case["pair_id"])
    for place, tokens, score in zip(("first", "second"), rows, exact.scores(rows), strict=True):
        assert list(tokens.fine_cells) == case[f"{place}_fine"]
        assert counted(tokens) == case[f"{place}_tokens"]
        for kind, array in (("patch", tokens.patches), ("position", tokens.positions)):
            assert array.sum(dtype=np.float64) == pytest.approx(case[f"{place}_{kind}_sum"], abs=1e-3)
            assert np.abs(array).sum(dtype=np.float64) == pytest.approx(case[f"{place}_{kind}_abs"], abs=1e-3)
        assert score == pytest.approx(case[f"{place}_score"], abs=CLOSE)


@pytest.mark.parametrize("case", EXPECTED["single"], ids=lambda case: str(case["image"]))
def test_single_pictures_have_the_published_rows_and_scores(case: dict[str, Any], exact: Inference) -> None:
    tokens = single(exact.tokeniser, parity_picture(case["image"]), Random(case["python_random_seed"]))
    assert counted(tokens) == case["tokens"]
    assert next(exact.scores([tokens])) == pytest.approx(case["score"], abs=CLOSE)


@pytest.mark.parametrize("key", SERIES)
def test_series_have_the_published_scores_and_ranking(key: str, exact_series: dict[str, SeriesScores]) -> None:
    case, scores = SERIES[key], exact_series[key]
    for own, wanted in zip(scores.raw, case["raw"].values(), strict=True):
        assert own == pytest.approx(wanted, abs=CLOSE)
    assert scores.adjusted == pytest.approx(list(case["adjusted"].values()), abs=CLOSE)
    assert ranked(case, scores) == case["ranking"]


def test_bfloat16_ranks_the_parity_series_alike(published_weights: Path, exact_series: dict[str, SeriesScores]) -> None:
    reduced = Inference(weights.load(published_weights).network, Device("cpu", "bfloat16", 8))
    for key, case in SERIES.items():
        scores = rank_parity_series(reduced, case)
        assert ranked(case, scores) == ranked(case, exact_series[key])
        assert scores.adjusted == pytest.approx(exact_series[key].adjusted, abs=0.05)
        assert scores.adjusted != exact_series[key].adjusted


def test_the_tokens_of_a_pair_hang_on_nothing_but_the_pair() -> None:
    tokeniser = Tokeniser(np.random.default_rng(1).normal(size=(17, 8)).astype(np.float32), 512)
    pictures = scene(1), scene(2)
    once = pair(tokeniser, *pictures, "7_1_2")
    again = pair(tokeniser, *pictures, "7_1_2")
    other = pair(tokeniser, *pictures, "7_1_3")
    assert [tokens.fine_cells for tokens in once] == [tokens.fine_cells for tokens in again]
    assert [tokens.fine_cells for tokens in once] != [tokens.fine_cells for tokens in other]


TOKENISER = Tokeniser(np.zeros((5, 4), np.float32), 512)


def by_padding(sequences: Iterable[Tokens]) -> Iterator[float]:
    """Scores that need no network."""
    return (float(tokens.padding) for tokens in sequences)


def test_a_frame_that_fits_no_other_is_scored_alone_and_stops_nobody() -> None:
    strip = Image.new("RGB", (2000, 3))
    scores = rated(TOKENISER, by_padding, [scene(1), strip, scene(2)], Names("1", (1, 2, 3)))
    assert [len(own) for own in scores.raw] == [1, 1, 1]
    assert scores.raw[1] == (512 - 1 - 125,)


def test_a_series_of_one_is_scored_alone() -> None:
    scores = rated(TOKENISER, by_padding, [Image.new("RGB", (32, 32))], Names("1", (1,)))
    assert scores == SeriesScores(((512 - 1 - 4,),), (512 - 1 - 4,))


def test_a_picture_without_a_cell_is_refused() -> None:
    with pytest.raises(PictureError, match="too narrow"):
        single(TOKENISER, Image.new("RGB", (9000, 8)), Random(0))


def test_scores_of_large_series_are_drawn_to_its_mean_by_how_few_they_are() -> None:
    collected = [[2.0], [4.0, 6.0], [8.0, 8.0, 8.0], [1.0]]
    mean = (2 + 4 + 6 + 24 + 1) / 7
    wanted = (0.3 * 2 + 0.7 * mean, 0.7 * 5 + 0.3 * mean, 0.9 * 8 + 0.1 * mean, 0.3 * 1 + 0.7 * mean)
    assert adjusted(collected) == pytest.approx(wanted)
    assert adjusted(collected[:3]) == (2.0, 5.0, 8.0)


@pytest.mark.parametrize(
    ("folder", "files", "names"),
    [
        ("000009", ["000009-02.jpg", "000009-01.jpg"], Names("9", (2, 1))),
        ("Alps", ["b.jpg", "a.jpg", "c.jpg"], Names("Alps", (2, 1, 3))),
        ("1", ["x-1.jpg", "y-1.jpg"], Names("1", (1, 2))),
        ("1", ["x-1.jpg", "y.jpg"], Names("1", (1, 2))),
        ("1", ["same", "same"], Names("1", (1, 2))),
    ],
)
def test_names_of_files(folder: str, files: list[str], names: Names) -> None:
    assert Names.of_files(folder, files) == names


@given(st.lists(st.text(max_size=12), max_size=8))
def test_every_pair_of_files_has_its_own_id(files: list[str]) -> None:
    pairs = list(Names.of_files("3", files).pairs())
    assert len({pair_id for _, _, pair_id in pairs}) == len(files) * (len(files) - 1) // 2
    assert {frozenset(pair[:2]) for pair in pairs} == {
        frozenset((one, other)) for one in range(len(files)) for other in range(one)
    }
