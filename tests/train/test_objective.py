from collections.abc import Iterator

import pytest
import torch

from tests.train.sources import Blurs, Singles, one_thread, tiny_network
from train.batches import CoarsePortion, FinePortion, Portion, coarse_portion, fine_portion
from train.objective import Objective
from train.settings import RankLoss, Terms
from train.text import TextTower
from train.tokenising import Cutter

CUTTER = Cutter(tiny_network().tokeniser())
SERIES = [CUTTER.series(Blurs().sample(number, 0)) for number in range(4)]
SINGLES = [CUTTER.single(Singles().sample(number)) for number in range(4)]


@pytest.fixture(autouse=True)
def _in_one_thread() -> Iterator[None]:
    with one_thread():
        yield


class Words(TextTower):
    """Embeds every sentence the same, so that no file is needed."""

    def __init__(self) -> None:
        self.features = 16

    def embedded(self, sentences: list[str]) -> torch.Tensor:  # type: ignore[override]
        return torch.nn.functional.one_hot(torch.zeros(len(sentences), dtype=torch.long), 16).float()


def fine(first: int = 0, last: int = 4) -> FinePortion:
    return fine_portion(SERIES[first:last], range(first, last), 4, 2)


def coarse(first: int = 0, last: int = 4) -> CoarsePortion:
    return coarse_portion(SINGLES[first:last], range(first, last), 4)


def gradients(terms: Terms, *portions: Portion) -> dict[str, torch.Tensor]:
    objective = Objective(tiny_network(), terms, "float32", kinds=2, text=Words()).train()
    for portion in portions:
        objective(portion)[0].backward()
    found = {name: one.grad for name, one in objective.named_parameters() if one.requires_grad}
    assert all(gradient is not None for gradient in found.values())
    return {name: gradient for name, gradient in found.items() if gradient is not None}


def touched(terms: Terms, portion: Portion) -> set[str]:
    """The parts of the network that learn anything."""
    learning = {name for name, gradient in gradients(terms, portion).items() if gradient.any()}
    return {"network.head" if name.startswith("network.head") else name.split(".")[0] for name in learning}


@pytest.mark.parametrize(
    ("terms", "learning"),
    [
        (Terms(ctalign=0), {"network", "network.head"}),
        (Terms(ctalign=0, scale=None), {"network", "network.head", "log_scale"}),
        (Terms(rankreg=0), {"network"}),
        (Terms(rankreg=0, ctalign=0, auxiliary=1), {"network", "faults"}),
    ],
)
def test_each_term_moves_what_it_is_about_and_nothing_else(terms: Terms, learning: set[str]) -> None:
    assert touched(terms, fine()) == learning


def test_coarse_pictures_move_the_network_and_its_head() -> None:
    assert touched(Terms(auxiliary=1, scale=None), coarse()) == {"network", "network.head"}


@pytest.mark.parametrize(
    ("name", "terms"),
    [
        ("rankreg", Terms(rankreg=2, ctalign=0)),
        ("ctalign", Terms(rankreg=0, ctalign=2)),
        ("auxiliary", Terms(rankreg=0, ctalign=0, auxiliary=2)),
    ],
)
def test_only_terms_that_are_on_are_measured(name: str, terms: Terms) -> None:
    loss, parts = Objective(tiny_network(), terms, "float32", kinds=2, text=Words())(fine())
    told = {each: getattr(parts, each) for each in ("rankreg", "ctalign", "auxiliary", "coarse")}
    assert {each for each, value in told.items() if value is not None} == {name}
    assert loss.item() == pytest.approx(2 * told[name].item())


@pytest.mark.parametrize("portions", [[(0, 1), (1, 4)], [(2, 4), (0, 2)], [(0, 1), (1, 2), (2, 3), (3, 4)]])
def test_gradients_do_not_hang_on_how_a_batch_is_shared(portions: list[tuple[int, int]]) -> None:
    terms = Terms(auxiliary=1, scale=None)
    whole = gradients(terms, fine(), coarse())
    shared = gradients(terms, *(fine(*part) for part in portions), *(coarse(*part) for part in portions))
    assert whole["network.head.0.weight"].any()
    for name, gradient in whole.items():
        assert torch.allclose(gradient, shared[name], atol=1e-6), name


def test_dropout_is_drawn_by_the_samples_seed() -> None:
    objective = Objective(tiny_network(), Terms(ctalign=0), "float32").train()
    other = fine_portion(SERIES, [9, 8, 7, 6], 4, 0)
    first, again, differently = (objective(portion)[0].item() for portion in (fine(), fine(), other))
    assert first == again
    assert first != differently
    objective.eval()
    assert objective(fine())[0].item() == objective(other)[0].item()


def test_rank_losses_differ() -> None:
    told = [
        Objective(tiny_network(), Terms(ctalign=0, rank_loss=loss), "float32").eval()(fine())[0].item()
        for loss in RankLoss
    ]
    assert told[0] != pytest.approx(told[1])


def test_a_smaller_scale_makes_differences_count_more() -> None:
    def told(scale: float) -> float:
        parts: object = Objective(tiny_network(), Terms(ctalign=0, scale=scale), "float32").eval()(fine())[1].rankreg
        assert isinstance(parts, torch.Tensor)
        return parts.item()

    assert told(1e6) == pytest.approx(told(1e7), abs=1e-5)
    assert told(1e-3) != pytest.approx(told(1e6), abs=1e-2)


def test_reduced_precision_comes_near() -> None:
    exact, reduced = (
        Objective(tiny_network(), Terms(ctalign=0), precision).eval()(fine())[0].item()
        for precision in ("float32", "bfloat16")
    )
    assert exact != reduced
    assert exact == pytest.approx(reduced, abs=0.02)
