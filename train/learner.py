"""What changes in a run: the network, its averages, and what the optimiser remembers."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from train.averaging import Averages
from train.batches import Portion
from train.distributed import Shared, Team
from train.errors import TrainingError
from train.objective import Objective, Parts, summed
from train.settings import Settings
from train.state import State


@dataclass(frozen=True, slots=True)
class Figures:
    """What a step measured, over all processes: the loss, its terms before their weights, and the gradient's length.

    A term that was off, or not of the step's kind, is None.
    """

    loss: float
    gradient: float
    rankreg: float | None = None
    ctalign: float | None = None
    auxiliary: float | None = None
    coarse: float | None = None
    pair_accuracy: float | None = None


class Learner:
    """Takes one step after another; `objective` is on the device of the team already."""

    def __init__(self, objective: Objective, settings: Settings, team: Team) -> None:
        self.objective = objective
        self.averages = Averages(objective, settings.averaging)
        self._settings = settings
        self._team = team
        self._shared = Shared(objective, team)
        self._trainable = [parameter for parameter in objective.parameters() if parameter.requires_grad]
        self._optimiser = torch.optim.AdamW(_groups(self._trainable, settings.decay), lr=settings.rate)

    def learn(self, step: int, portions: Sequence[Portion], rate: float) -> Figures:
        """Take the step of a number with a learning rate; raises TrainingError where the loss is no number."""
        self.objective.train()
        self._optimiser.zero_grad(set_to_none=True)
        last = len(portions) - 1
        parts = summed(
            [
                self._shared.backward(portion.to(self._team.device), last=number == last)
                for number, portion in enumerate(portions)
            ]
        )
        length = nn.utils.clip_grad_norm_(self._trainable, self._settings.gradient)
        figures = self._figures(step, parts, float(length))
        for group in self._optimiser.param_groups:
            group["lr"] = rate
        self._optimiser.step()
        self.averages.follow(step)
        return figures

    def state(self, step: int, seconds: float) -> State:
        """All that is needed to go on after so many steps and seconds."""
        return State(
            step, seconds, self.objective.state_dict(), self._optimiser.state_dict(), dict(self.averages.tensors())
        )

    def restore(self, state: State) -> None:
        """Go on from a state of a run with the same settings."""
        self.objective.load_state_dict(state.objective)
        self._optimiser.load_state_dict(state.optimiser)
        self.averages.restore(state.averages)

    def averaged(self) -> tuple[dict[str, Tensor], float]:
        """The network's tensors, their averages where they learn, and the scale that belongs to them."""
        own = self.objective.network.state_dict()
        averages = self.averages.tensors()
        scale = averages["log_scale"].exp() if "log_scale" in averages else self.objective.scale()
        return {name: averages.get(f"network.{name}", tensor) for name, tensor in own.items()}, float(scale)

    def _figures(self, step: int, parts: Parts, gradient: float) -> Figures:
        found = [parts.rankreg, parts.ctalign, parts.auxiliary, parts.coarse, parts.right, parts.pairs]
        told = self._team.summed(
            torch.stack([part for part in (parts.loss(self._settings.terms), *found) if part is not None])
        )
        loss, *numbers = told.tolist()
        if not (abs(loss) < float("inf") and gradient < float("inf")):
            raise TrainingError(f"The loss is no number any more at step {step}; begin again with a lower rate.")
        values = iter(numbers)
        rankreg, ctalign, auxiliary, coarse, right, pairs = (None if part is None else next(values) for part in found)
        accuracy = right / pairs if right is not None and pairs else None
        return Figures(loss, gradient, rankreg, ctalign, auxiliary, coarse, accuracy)


def _groups(trainable: Sequence[nn.Parameter], decay: float) -> list[dict[str, object]]:
    """Only matrices decay: pulling biases, norms and embeddings towards zero teaches nothing."""
    matrices = [parameter for parameter in trainable if parameter.ndim in (2, 4)]
    others = [parameter for parameter in trainable if parameter.ndim not in (2, 4)]
    return [{"params": matrices, "weight_decay": decay}, {"params": others, "weight_decay": 0.0}]
