"""What the pairs of a series say of its frames: the truth by which a judge of series is judged."""

from collections.abc import Sequence
from dataclasses import dataclass

from train.calibration import hang_together, strengths
from train.manifest import SeriesRecord
from train.samples import Pair

# Frames that were compared alike have equal strengths, but for what rounding leaves.
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Standing:
    """The frames of a series that were compared, how strong each of them is, and which are the best."""

    frames: tuple[int, ...]
    strengths: tuple[float, ...]
    best: frozenset[int]


def standing(record: SeriesRecord) -> Standing | None:
    """The standing that follows from the pairs; None where these do not order all frames that they name.

    The best are those to which no frame was preferred: more than one where their order is unknown. Where the
    comparisons go round in a circle and nobody is unbeaten, it is the strongest.
    """
    if not hang_together(record.pairs):
        return None
    frames = sorted({frame for pair in record.pairs for frame in (pair.better, pair.worse)})
    place = {frame: index for index, frame in enumerate(frames)}
    pairs = [Pair(place[pair.better], place[pair.worse], pair.probability) for pair in record.pairs]
    known = [round(strength, _DIGITS) for strength in strengths(len(frames), pairs)]
    return Standing(tuple(frames), tuple(known), _best(frames, known, record.pairs))


def _best(frames: Sequence[int], known: Sequence[float], pairs: Sequence[Pair]) -> frozenset[int]:
    beaten = {pair.worse for pair in pairs if pair.probability > 0.5}
    unbeaten = frozenset(frames) - beaten
    top = max(known)
    return unbeaten or frozenset(frame for frame, strength in zip(frames, known, strict=True) if strength == top)
