from dataclasses import replace
from pathlib import Path

import pytest
import torch

from fgaesq_core.models import load
from fgaesq_core.weights import save
from tests.train.personal.photographers import FRAMES, by_taste, tiny_weights
from tests.train.sources import TINY, one_thread
from train.baselines import decided
from train.importers.library import MarkedSeries
from train.manifest import SeriesRecord
from train.personal.adaptation import Adaptation, Recipe
from train.personal.sight import RIVALS, Seen, Sight
from train.pictures import opened
from train.samples import Pair


def seen(series: list[MarkedSeries], blocks: int = 1) -> list[Seen]:
    with one_thread():
        return [one for one, _ in Sight(tiny_weights().network, blocks).seen(series) if one is not None]


@pytest.mark.parametrize("blocks", [0, 1, 2])
def test_series_are_scored_as_the_scorer_scores_them(tmp_path: Path, blocks: int) -> None:
    series = by_taste(tmp_path, 3)
    weights = tiny_weights()
    save(TINY, weights.network.state_dict(), tmp_path / "tiny.safetensors")
    scorer = load(tmp_path / "tiny.safetensors", "cpu")
    adaptation = Adaptation(weights.network, 1.0, Recipe(blocks=blocks), lambda: None)
    told = adaptation.scores(seen(series, blocks))
    for one, scores in zip(series, told, strict=True):
        expected = scorer.rank([opened(image) for image in one.record.images]).scores
        assert scores == pytest.approx(expected, abs=0.01)


def test_less_is_kept_behind_the_last_block(tmp_path: Path) -> None:
    (one,) = seen(by_taste(tmp_path, 1), blocks=0)
    assert [rows.rows.shape for rows in one.frames] == [(1, TINY.width)] * FRAMES
    assert one.frames[0].rows.dtype == torch.float16


def test_equal_frames_are_one(tmp_path: Path) -> None:
    (given,) = by_taste(tmp_path, 1)
    copy = tmp_path / "copy.png"
    copy.write_bytes(given.record.images[0].read_bytes())
    record = SeriesRecord("twice", (*given.record.images, copy), given.record.pairs)
    (one,) = seen([replace(given, record=record)])
    assert len(one.frames) == FRAMES
    assert one.places[0] == one.places[-1]


def test_what_needs_no_training_is_asked_as_well(tmp_path: Path) -> None:
    (one,) = seen(by_taste(tmp_path, 1))
    assert len(one.rivals) == len(RIVALS)
    assert all(len(scores) == FRAMES for scores in one.rivals)
    assert decided(one.rivals[RIVALS.index("middle frame")]).best == FRAMES // 2


def test_a_file_that_cannot_be_read_is_named_and_its_pairs_are_left_out(tmp_path: Path) -> None:
    first, second, third = by_taste(tmp_path, 3)
    second.record.images[0].write_bytes(b"no picture")
    for image in third.record.images[:2]:
        image.unlink()
    ranked = replace(second.record, pairs=(Pair(0, 1, 0.9), Pair(2, 1, 0.8)))
    with one_thread():
        found = list(Sight(tiny_weights().network, 1).seen([first, replace(second, record=ranked), third]))
    whole, rest, nothing = (one for one, _ in found)
    assert whole is not None
    assert rest is not None
    assert whole.record == first.record
    assert rest.record.images == second.record.images[1:]
    assert rest.record.pairs == (Pair(1, 0, 0.8),)
    assert nothing is None
    reasons = [[(one.file, one.reason) for one in skipped] for _, skipped in found]
    assert reasons == [
        [],
        [(str(second.record.images[0]), "cannot be read: it is no picture or is damaged")],
        [(str(image), "cannot be read: No such file or directory") for image in third.record.images[:2]],
    ]
