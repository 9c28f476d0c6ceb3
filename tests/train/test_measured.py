from dataclasses import replace

import pytest
import torch

from fgaesq_core import craft
from fgaesq_core.network import Network
from tests.train.sources import TINY, Blurs
from train.batches import answers
from train.errors import TrainingError
from train.measured import Lesson, Lessons, gathered, learn
from train.objective import Objective
from train.settings import Settings, Terms
from train.tokenising import Cutter
from train.usual import adapt

MEASURED = replace(TINY, measures=craft.COUNT)
TERMS = Terms(ctalign=0)


def lessons(count: int = 4, damaged: frozenset[int] = frozenset()) -> Lessons:
    return Lessons(Cutter(Network(MEASURED).tokeniser()), Blurs(4, damaged), count, 3)


def all_of(wanted: Lessons) -> list[Lesson]:
    return gathered(wanted, 0, lambda done, total: None, lambda: False)


def test_every_series_becomes_a_lesson_of_its_measures() -> None:
    told: list[tuple[int, int]] = []
    found = gathered(lessons(), 0, lambda done, total: told.append((done, total)), lambda: False)
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert [lesson.measures.shape for lesson in found] == [(3, craft.COUNT)] * 4
    assert all(len(lesson.pairs) == 3 for lesson in found)


def test_series_that_cannot_be_used_are_passed_over() -> None:
    assert len(all_of(lessons(4, frozenset({1})))) == 3
    with pytest.raises(TrainingError, match="None of the series"):
        all_of(lessons(4, frozenset(range(4))))


def test_who_asks_to_stop_waits_for_no_more_lessons() -> None:
    assert gathered(lessons(), 0, lambda done, total: None, lambda: True) == []


def test_a_network_learns_from_measures_alone_and_its_tower_has_no_say_yet() -> None:
    network = Network(MEASURED)
    adapt(network, lessons().cutter, Blurs(), 0)
    objective, found = Objective(network, TERMS, "float32"), all_of(lessons())
    before = _loss(objective, found)
    learn(objective, found, 1, 0)
    assert _loss(objective, found) < before * 0.7
    assert not network.visual.proj.any()
    scores = objective.network.distribution(_features(objective, found[0])) @ torch.arange(1, 11.0)
    assert int(scores.argmax()) == max(found[0].pairs, key=lambda pair: pair.probability).better


def test_one_seed_teaches_the_same() -> None:
    found = all_of(lessons())
    taught = []
    for _ in range(2):
        torch.manual_seed(5)
        objective = Objective(Network(MEASURED), TERMS, "float32")
        learn(objective, found, 1, 0)
        taught.append(objective.network.state_dict())
    assert all(torch.equal(taught[0][name], taught[1][name]) for name in taught[0])


def test_lessons_are_refused_where_they_teach_nothing() -> None:
    with pytest.raises(TrainingError, match="Lessons are for a network that takes measures"):
        Settings(TINY, lessons=4)
    with pytest.raises(TrainingError, match="Lessons are for a network that takes measures"):
        Settings(MEASURED, terms=Terms(rankreg=0, ctalign=0), lessons=4)


def _features(objective: Objective, lesson: Lesson) -> torch.Tensor:
    assert objective.network.measured is not None
    return objective.network.eval().measured(torch.from_numpy(lesson.measures))  # type: ignore[misc]


@torch.no_grad()
def _loss(objective: Objective, found: list[Lesson]) -> float:
    objective.eval()
    every = [objective.from_measures(torch.from_numpy(one.measures), answers([one], 1, 0)) for one in found]
    return float(sum(every)) / len(every)
