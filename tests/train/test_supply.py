from itertools import islice

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from tests.train.sources import Blurs, Singles, tiny_network
from train.batches import FinePortion
from train.errors import TrainingError
from train.schedule import Kind, Schedule
from train.supply import Ahead, Place, Step, Supply, steps
from train.tokenising import Cutter

CUTTER = Cutter(tiny_network().tokeniser())
BOTH = Schedule((Kind.FINE, Kind.COARSE))


def supply(place: Place | None = None, fine: Blurs | None = None) -> Supply:
    return Supply(CUTTER, BOTH, place or Place(), 5, fine or Blurs(), Singles(), 4, 3, 2)


def patches(step: Step) -> list[torch.Tensor]:
    return [portion.sequences.batch.patches for portion in step.portions]


@given(st.integers(1, 5), st.integers(1, 4), st.integers(0, 20))
def test_processes_and_portions_share_a_batch(world: int, portions: int, more: int) -> None:
    batch = world * portions + more
    parts = [part for rank in range(world) for part in Place(rank, world, portions).of(batch)]
    assert len(parts) == world * portions
    assert all(parts)
    assert sorted(place for part in parts for place in part) == list(range(batch))


def test_a_batch_that_is_too_small_to_share_is_refused() -> None:
    with pytest.raises(TrainingError, match="A batch of 3 cannot be shared by 2 processes in 2 portions"):
        Place(0, 2, 2).of(3)


def test_steps_alternate_and_hang_on_their_number_alone() -> None:
    taken = list(islice(steps(supply(), 0, 0, 1), 4))
    assert [step.kind for step in taken] == [Kind.FINE, Kind.COARSE] * 2
    assert torch.equal(patches(taken[2])[0], patches(supply().step(2))[0])
    assert not torch.equal(patches(taken[2])[0], patches(taken[0])[0])


def test_seeds_stay_with_the_samples_however_the_batch_is_shared() -> None:
    whole = supply().step(0).portions[0].sequences
    shared = [part.sequences for rank in (0, 1) for part in supply(Place(rank, 2, 2)).step(0).portions]
    assert sorted(seed for part in shared for seed in part.seeds) == sorted(whole.seeds)
    assert len(set(whole.seeds)) == 4


def test_what_cannot_be_used_is_named_and_the_next_one_taken() -> None:
    damaged = supply(fine=Blurs(4, frozenset({0, 1})))
    step = damaged.step(0)
    assert set(step.left_out) == {"0.jpg is damaged.", "1.jpg is damaged."}
    assert isinstance(step.portions[0], FinePortion)
    assert step.portions[0].sequences.lengths == (3, 3, 3, 3)


def test_nothing_to_learn_from_is_an_error() -> None:
    hopeless = supply(fine=Blurs(2, frozenset({0, 1})))
    with pytest.raises(TrainingError, match=r"Not one of 2 samples can be used; [01]\.jpg is damaged"):
        hopeless.step(0)
    assert isinstance(Ahead(hopeless)[0], TrainingError)
