"""What a run is asked to do, apart from where it runs."""

from dataclasses import asdict, dataclass, field
from enum import StrEnum

from fgaesq_core import craft
from fgaesq_core.config import NetworkConfig
from train.errors import TrainingError
from train.schedule import Sequel

SMALL = NetworkConfig(width=96, layers=2, heads=3, features=192, rows=256, grid=14, stem=96, measures=craft.COUNT)
"""A network that a processor without an accelerator can train."""


class RankLoss(StrEnum):
    """How far a predicted preference is from the annotators' one."""

    FIDELITY = "fidelity"
    CROSS_ENTROPY = "cross-entropy"


@dataclass(frozen=True, slots=True)
class Terms:
    """How much each term of the loss counts; one that counts 0 is left out.

    `scale` is the difference in score with odds of e to 1, or None where it is to be learnt.
    """

    rankreg: float = 1.0
    ctalign: float = 0.5
    coarse: float = 1.0
    auxiliary: float = 0.0
    rank_loss: RankLoss = RankLoss.FIDELITY
    scale: float | None = 1.0

    @property
    def fine(self) -> bool:
        """Whether anything is learnt from series."""
        return bool(self.rankreg or self.ctalign or self.auxiliary)


@dataclass(frozen=True, slots=True)
class Settings:
    """All that the numbers of a run hang on, besides its data and the weights it starts from.

    A run takes `steps`, or `minutes` where that is None. `batch_series` and `batch_pictures` count what one fine and
    one coarse step learns from, on all processes together. Each batch is learnt from `echoes` times, some time apart.
    Before the first step a network that takes measures learns from those of `lessons` series.
    `warm_up` is a share of the run. `averaging` is the decay of the averages of the parameters, a step. Raises
    TrainingError for settings with which nothing could be learnt.
    """

    network: NetworkConfig
    seed: int = 0
    steps: int | None = 1000
    minutes: float | None = None
    terms: Terms = field(default_factory=Terms)
    sequel: Sequel = Sequel.ALTERNATE
    difftoken: bool = True
    batch_series: int = 8
    batch_pictures: int = 16
    echoes: int = 1
    lessons: int = 0
    rate: float = 3e-4
    warm_up: float = 0.05
    decay: float = 0.05
    gradient: float = 1.0
    averaging: float = 0.999
    precision: str = "float32"

    def __post_init__(self) -> None:
        if (self.steps is None) == (self.minutes is None):
            raise TrainingError("A run needs either its steps or its minutes; give one of both.")
        if self.sequel is Sequel.COARSE_FIRST and self.steps is None:
            raise TrainingError("Coarse batches first need a number of steps to halve; give steps instead of minutes.")
        if self.lessons and not (self.network.measures and self.terms.fine):
            raise TrainingError("Lessons are for a network that takes measures and learns from series; leave them out.")
        if not (self.terms.fine or self.terms.coarse):
            raise TrainingError("Every term of the loss is switched off; leave one of them on.")

    def facts(self) -> dict[str, object]:
        """The settings as JSON can hold them."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Resources:
    """Where and how a run is carried out, which changes its numbers by no more than rounding.

    `portions` is how many parts each process splits its share of a batch into, one after the other. `workers` make
    samples ahead, each `ahead` batches; without any they are made in between. A state is saved every `checkpoint`
    steps.
    """

    device: str = "cpu"
    portions: int = 1
    workers: int = 0
    ahead: int = 2
    checkpoint: int = 250
