"""How learning from the photographer's marks stands."""

from dataclasses import dataclass
from enum import Enum

from app.analysis.learning_events import Advance, CurvePoint, Material, Verdict


class Phase(Enum):
    """What goes on; the later ones are ends."""

    READY = "ready"
    RUNNING = "running"
    OFFERED = "offered"
    KEEPING = "keeping"
    KEPT = "kept"
    NOT_BETTER = "not-better"
    REFUSED = "refused"
    FAILED = "failed"


BUSY = (Phase.RUNNING, Phase.KEEPING)


@dataclass(frozen=True, slots=True)
class LearningState:
    """What the page shows; `learner` is the model that learns, `sentence` what there is to say, empty if nothing."""

    phase: Phase = Phase.READY
    learner: str = ""
    material: Material | None = None
    advance: Advance | None = None
    curve: tuple[CurvePoint, ...] = ()
    verdict: Verdict | None = None
    sentence: str = ""
