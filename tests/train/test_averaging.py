import pytest
import torch
from torch import nn

from train.averaging import Averages


def test_averages_follow_and_forget_early_steps_fast() -> None:
    module = nn.Linear(1, 1, bias=False)
    with torch.no_grad():
        module.weight.fill_(0.0)
    averages = Averages(module, 0.5)
    for step in range(3):
        with torch.no_grad():
            module.weight.fill_(1.0)
        averages.follow(step)
    # Decays 0.1, 2/11 and 0.25: all below the one asked for.
    assert averages.tensors()["weight"].item() == pytest.approx(1 - 0.1 * 2 / 11 * 0.25)


def test_late_steps_count_by_the_decay() -> None:
    module = nn.Linear(1, 1, bias=False)
    averages = Averages(module, 0.5)
    before = averages.tensors()["weight"].item()
    with torch.no_grad():
        module.weight.fill_(3.0)
    averages.follow(10_000)
    assert averages.tensors()["weight"].item() == pytest.approx((before + 3) / 2)


def test_what_does_not_learn_has_no_average() -> None:
    module = nn.Linear(1, 1)
    module.bias.requires_grad_(False)
    assert set(Averages(module, 0.9).tensors()) == {"weight"}


def test_restored_averages_go_on() -> None:
    first, second = (Averages(nn.Linear(2, 2), 0.9) for _ in range(2))
    second.restore(first.tensors())
    assert all(torch.equal(second.tensors()[name], tensor) for name, tensor in first.tensors().items())
