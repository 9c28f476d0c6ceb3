from collections.abc import Iterator
from dataclasses import replace

import pytest
import torch

from tests.train.personal.photographers import by_taste, tiny_weights
from tests.train.sources import one_thread
from train.personal.adaptation import Adaptation, Recipe, Tensors
from train.personal.sight import Seen, Sight
from train.samples import Pair

QUICK = Recipe(blocks=1, passes=3)


def unheard(number: int, loss: float, agreement: float) -> None:
    """A pass that nobody asked about."""


@pytest.fixture(autouse=True)
def _threads() -> Iterator[None]:
    with one_thread():
        yield


@pytest.fixture(scope="module")
def series(tmp_path_factory: pytest.TempPathFactory) -> list[Seen]:
    made = by_taste(tmp_path_factory.mktemp("photos"), 24)
    return [one for one, _ in Sight(tiny_weights().network, 1).seen(made) if one is not None]


def same(one: Tensors, other: Tensors) -> bool:
    return all(torch.equal(one[name], other[name]) for name in one)


def test_only_the_last_part_learns_and_the_seed_decides(series: list[Seen]) -> None:
    weights = tiny_weights()
    before = {name: tensor.clone() for name, tensor in weights.network.state_dict().items()}
    adaptation = Adaptation(weights.network, weights.scale, QUICK, lambda: None)
    found = adaptation.learn(series[:18], series[18:], 1, unheard)
    after = weights.network.state_dict()
    changed = {name for name in before if not torch.equal(before[name], after[name])}
    assert found.passes > 0
    assert changed <= set(found.tensors)
    assert {name.split(".")[0] for name in changed} == {"visual", "head"}
    assert not any("resblocks.0" in name or "conv1" in name or "embedding" in name for name in changed)
    assert same(found.tensors, adaptation.learn(series[:18], series[18:], 1, unheard).tensors)
    assert not same(found.tensors, adaptation.learn(series[:18], series[18:], 2, unheard).tensors)


def test_without_blocks_only_what_follows_them_learns() -> None:
    adaptation = Adaptation(tiny_weights().network, 1.0, Recipe(), lambda: None)
    assert {name.split(".")[0] for name in adaptation.names} == {"visual", "head"}
    assert not any("resblocks" in name for name in adaptation.names)


def test_the_start_can_be_taken_back(series: list[Seen]) -> None:
    weights = tiny_weights()
    adaptation = Adaptation(weights.network, weights.scale, QUICK, lambda: None)
    before = adaptation.scores(series)
    found = adaptation.learn(series[:18], series[18:], 1, unheard)
    learnt = adaptation.scores(series)
    adaptation.become()
    assert adaptation.scores(series) == before
    assert learnt != before
    adaptation.become(found.tensors)
    assert adaptation.scores(series) == learnt


def test_the_pull_keeps_near_the_start(series: list[Seen]) -> None:
    def moved(pull: float) -> float:
        weights = tiny_weights()
        start = {name: tensor.clone() for name, tensor in weights.network.state_dict().items()}
        recipe = Recipe(blocks=1, passes=2, patience=9, pull=pull)
        Adaptation(weights.network, weights.scale, recipe, lambda: None).learn(series[:18], series[18:], 1, unheard)
        now = weights.network.state_dict()
        return sum(float((now[name] - start[name]).square().sum()) for name in start)

    assert 0 < moved(1000) < moved(0)


def test_nothing_is_learnt_where_learning_does_not_help_what_is_watched(series: list[Seen]) -> None:
    weights = tiny_weights()
    adaptation = Adaptation(weights.network, weights.scale, Recipe(blocks=1, patience=2), lambda: None)
    # To what is watched the network agrees already, and what it learns is the opposite.
    agreeing = [judged_by_itself(one, scores) for one, scores in zip(series, adaptation.scores(series), strict=True)]
    opposite = [turned(one) for one in agreeing[:18]]
    before, heard = adaptation.scores(series), list[int]()
    found = adaptation.learn(opposite, agreeing[18:], 1, lambda number, *_: heard.append(number))
    assert (found.passes, heard) == (0, [1, 2])
    assert adaptation.scores(series) == before


def judged_by_itself(one: Seen, scores: tuple[float, ...]) -> Seen:
    best = max(range(len(scores)), key=lambda frame: scores[frame])
    pairs = tuple(Pair(best, frame, 0.95) for frame in range(len(scores)) if frame != best)
    return replace(one, marked=replace(one.marked, record=replace(one.record, pairs=pairs)))


def turned(one: Seen) -> Seen:
    pairs = tuple(replace(pair, better=pair.worse, worse=pair.better) for pair in one.record.pairs)
    return replace(one, marked=replace(one.marked, record=replace(one.record, pairs=pairs)))


def test_time_ends_learning(series: list[Seen]) -> None:
    weights = tiny_weights()
    heard: list[int] = []
    adaptation = Adaptation(weights.network, weights.scale, Recipe(blocks=1, passes=50, patience=50), lambda: None)
    adaptation.learn(series[:18], series[18:], 1, lambda number, *_: heard.append(number), seconds=1e-9)
    assert heard == [1]


def test_whoever_may_not_proceed_ends_learning(series: list[Seen]) -> None:
    def proceed() -> None:
        raise KeyboardInterrupt

    weights = tiny_weights()
    adaptation = Adaptation(weights.network, weights.scale, QUICK, proceed)
    with pytest.raises(KeyboardInterrupt):
        adaptation.learn(series[:18], series[18:], 1, unheard)
