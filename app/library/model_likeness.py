"""What was found out about a model's embedding when the model came, kept in the folder of the model."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

_FILE = "likeness.json"


@dataclass(frozen=True, slots=True)
class MeasuredLikeness:
    """The name of an embedding's vectors, and the cosines at which two photos are not alike at all and wholly alike."""

    embedder: str
    low: float
    high: float


def read_likeness(folder: Path) -> MeasuredLikeness | None:
    """What is kept in a model's folder; None if there is nothing, or nothing that makes sense."""
    try:
        kept = MeasuredLikeness(**json.loads((folder / _FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, RecursionError):
        return None
    return kept if _makes_sense(kept) else None


def write_likeness(folder: Path, found: MeasuredLikeness) -> None:
    """Keep what was found in a model's folder; raises OSError."""
    (folder / _FILE).write_text(json.dumps(asdict(found)), encoding="utf-8")


def _makes_sense(kept: MeasuredLikeness) -> bool:
    cosines = (kept.low, kept.high)
    if not (isinstance(kept.embedder, str) and all(isinstance(cosine, float) for cosine in cosines)):
        return False
    # Below -1 for a scale on which even opposite pictures are somewhat alike; a NaN fails both comparisons.
    return bool(kept.embedder) and -10 < kept.low < kept.high <= 1
