"""Which frame of a series is its best shot, and who says so: the photographer always outranks the model."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from app.analysis.series import SeriesKind
from app.library.photo import Flag, Marks
from fgaesq_core import Ranking


class Chooser(Enum):
    """Who chose a best shot."""

    PHOTOGRAPHER = "photographer"
    MODEL = "model"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Best:
    """The best shot of a series: its place among the frames, or None; `too_close` when the model abstains."""

    frame: int | None
    by: Chooser
    too_close: bool = False


def best_shot(kind: SeriesKind, marks: Sequence[Marks], ranking: Ranking | None) -> Best:
    """The photographer's pick or highest stars if there are any, else the model's choice among frames not rejected.

    `marks` and `ranking` are in the order of the frames; brackets and single frames have no suggestion of the model.
    Among several picks the stars decide, then the model, then the order of capture.
    """
    chosen = [i for i, m in enumerate(marks) if m.flag is Flag.PICK]
    if not chosen:
        chosen = [i for i, m in enumerate(marks) if m.stars > 0 and m.flag is not Flag.REJECT]
    if chosen:
        return Best(max(chosen, key=lambda i: (marks[i].stars, _chance(ranking, i), -i)), Chooser.PHOTOGRAPHER)
    open_frames = [i for i, m in enumerate(marks) if m.flag is not Flag.REJECT]
    if kind is not SeriesKind.BURST or ranking is None or not open_frames:
        return Best(None, Chooser.NOBODY)
    best = max(open_frames, key=lambda i: (_chance(ranking, i), -i))
    return Best(best, Chooser.MODEL, ranking.too_close)


def is_decided(marks: Sequence[Marks]) -> bool:
    """Whether the photographer is done with a series: something picked or starred, or everything rejected."""
    return any(m.flag is Flag.PICK or m.stars > 0 for m in marks) or all(m.flag is Flag.REJECT for m in marks)


def _chance(ranking: Ranking | None, frame: int) -> float:
    return ranking.p_best[frame] if ranking is not None else 0.0
