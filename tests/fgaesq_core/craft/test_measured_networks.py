from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from fgaesq_core import craft, weights
from fgaesq_core.errors import ModelError
from fgaesq_core.network import Network
from fgaesq_core.scorer import FgaesqScorer
from fgaesq_core.series import SeriesProtocol
from fgaesq_core.tokens import Tokeniser
from tests.fgaesq_core.bursts import SMALL, TABLE, noisy
from tests.pictures import blurred, scene, shifted

MEASURED = replace(SMALL, stem=24, measures=craft.COUNT)
BURST = (scene(1), noisy(scene(1), 2), blurred(scene(1), 2), shifted(scene(1), 30, 0))


def measures(frames: Sequence[Image.Image]) -> dict[int, bytes]:
    protocol = SeriesProtocol(Tokeniser(TABLE, SMALL.rows, measured=True))
    found: dict[int, bytes] = {}
    for question in protocol.questions(protocol.kept(frame) for frame in frames):
        assert question.tokens.measures is not None
        found |= dict.fromkeys(question.frames, question.tokens.measures.tobytes())
    return found


def scorer(folder: Path) -> FgaesqScorer:
    import torch

    torch.manual_seed(3)
    file = folder / "measured.safetensors"
    weights.save(MEASURED, Network(MEASURED).state_dict(), file)
    return FgaesqScorer(file, "cpu")


def test_the_order_of_frames_changes_no_bit_of_their_measures() -> None:
    known = measures(BURST)
    for order in list(permutations(range(len(BURST))))[1::7]:
        shuffled = measures([BURST[frame] for frame in order])
        assert [shuffled[place] for place in range(len(BURST))] == [known[frame] for frame in order]


def test_equal_frames_share_their_measures_and_change_nobodys() -> None:
    twice = measures([*BURST, BURST[0]])
    assert twice[len(BURST)] == twice[0]
    assert {frame: twice[frame] for frame in range(len(BURST))} == measures(BURST)


def test_a_measured_network_ranks_a_series_by_its_measures_too(tmp_path: Path) -> None:
    import torch

    ranking = scorer(tmp_path).rank(BURST)
    assert len(set(ranking.scores)) == len(BURST)
    network = weights.load(tmp_path / "measured.safetensors").network
    rows = torch.zeros(1, 3, MEASURED.width)
    one, other = (network.left(rows, torch.full((1, craft.COUNT), value)) for value in (0.0, 1.0))
    assert not torch.equal(one, other)
    assert torch.equal(network.left(rows), network.left(rows, None))


def test_it_offers_the_one_protocol_in_which_measures_are_taken(tmp_path: Path) -> None:
    measured = scorer(tmp_path)
    assert measured.protocols == ("series",)
    with pytest.raises(ModelError, match="no protocol called “published”; choose one of series"):
        measured.rank(BURST, "published")


def test_it_can_embed_pictures(tmp_path: Path) -> None:
    rows = scorer(tmp_path).embed(BURST[:2])
    assert rows.shape == (2, MEASURED.features)
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1)


def test_weights_for_other_measures_are_refused(tmp_path: Path) -> None:
    other = replace(MEASURED, measures=7)
    file = tmp_path / "other.safetensors"
    weights.save(other, Network(other).state_dict(), file)
    with pytest.raises(weights.CheckpointError, match="another version of Burstpick"):
        weights.load(file)
