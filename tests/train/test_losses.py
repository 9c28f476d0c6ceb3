import math
from collections.abc import Callable

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from train.losses import cross_entropy, earth_movers, fidelity, misalignment, misjudged, weighted

Loss = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]

probabilities = st.floats(0.01, 0.99)
advantages = st.floats(-30, 30)


@pytest.mark.parametrize("loss", [fidelity, cross_entropy])
@given(probability=probabilities, step=st.floats(0.05, 3))
def test_a_preference_is_best_met_by_its_own_log_odds(loss: Loss, probability: float, step: float) -> None:
    best = math.log(probability / (1 - probability))
    told = loss(torch.tensor([best - step, best, best + step]).double(), torch.tensor([probability] * 3).double())
    assert told[1] < told[0]
    assert told[1] < told[2]


@given(advantages, probabilities)
def test_fidelity_is_between_nought_and_one(advantage: float, probability: float) -> None:
    (told,) = fidelity(torch.tensor([advantage]).double(), torch.tensor([probability]).double()).tolist()
    assert -1e-9 <= told <= 1


def test_fidelity_by_hand() -> None:
    told = fidelity(torch.tensor([0.0, math.log(3)]), torch.tensor([0.9, 0.75]))
    assert told.tolist() == pytest.approx([1 - math.sqrt(0.45) - math.sqrt(0.05), 0], abs=1e-6)


@pytest.mark.parametrize("loss", [fidelity, cross_entropy])
def test_gradients_stay_finite_however_sure_the_scores_are(loss: Loss) -> None:
    advantage = torch.tensor([-500.0, 0.0, 500.0, 500.0], requires_grad=True)
    torch.autograd.backward(loss(advantage, torch.tensor([0.9, 0.5, 1.0, 0.0])).sum())
    assert advantage.grad is not None
    assert advantage.grad.isfinite().all()


def test_misalignment_is_one_less_the_cosine_whatever_the_lengths() -> None:
    differences = torch.tensor([[2.0, 0.0], [0.0, 3.0], [-1.0, 0.0]])
    told = misalignment(differences, torch.tensor([[5.0, 0.0]] * 3))
    assert told.tolist() == pytest.approx([0, 1, 2])


def test_earth_movers_by_hand() -> None:
    one, other = torch.eye(10)[[0]], torch.eye(10)[[3]]
    assert earth_movers(one, other).tolist() == pytest.approx([math.sqrt(3 / 10)])
    assert earth_movers(one, torch.eye(10)[[9]]).item() == pytest.approx(math.sqrt(9 / 10))


def test_equal_distributions_pull_nowhere() -> None:
    predicted = torch.full((1, 10), 0.1, requires_grad=True)
    torch.autograd.backward(earth_movers(predicted, torch.full((1, 10), 0.1)).sum())
    assert predicted.grad is not None
    assert predicted.grad.isfinite().all()


def test_faults_are_best_told_by_their_severity() -> None:
    severities = torch.tensor([[0.25, 0.75]])
    told = [misjudged(torch.logit(severities) + step, severities).item() for step in (-0.5, 0, 0.5)]
    assert told[1] < min(told[0], told[2])


def test_nothing_weighs_nothing() -> None:
    assert weighted(torch.empty(0), torch.empty(0)).item() == 0
