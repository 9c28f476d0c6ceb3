"""Which frame of a series is its best shot, and who says so: the photographer always outranks the model."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from app.analysis.series import SeriesKind
from app.library.photo import Flag, Marks
from fgaesq_core import Ranking
from fgaesq_core.choice import SURE_ENOUGH


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
        chosen = [i for i, m in enumerate(marks) if _is_starred(m)]
    if chosen:
        return Best(max(chosen, key=lambda i: (marks[i].stars, _score(ranking, i), -i)), Chooser.PHOTOGRAPHER)
    if kind is not SeriesKind.BURST or ranking is None:
        return Best(None, Chooser.NOBODY)
    open_frames = [i for i in ranking.order if marks[i].flag is not Flag.REJECT]
    if not open_frames:
        return Best(None, Chooser.NOBODY)
    return Best(open_frames[0], Chooser.MODEL, _is_close(ranking, open_frames[:2]))


def is_decided(marks: Sequence[Marks]) -> bool:
    """Whether the photographer is done with a series: a frame chosen by pick or stars, or everything rejected."""
    return any(m.flag is Flag.PICK or _is_starred(m) for m in marks) or all(m.flag is Flag.REJECT for m in marks)


def _is_starred(marks: Marks) -> bool:
    return marks.stars > 0 and marks.flag is not Flag.REJECT


def _is_close(ranking: Ranking, first_two: Sequence[int]) -> bool:
    """Whether the model abstains between the best two frames that are left, once others were rejected.

    Leaving frames out never changes the odds between those that stay, so no new ranking is needed.
    """
    if len(first_two) < 2:
        return False
    if tuple(first_two) == ranking.order[:2]:
        return ranking.too_close
    first, second = (ranking.p_best[frame] for frame in first_two)
    return first < SURE_ENOUGH * (first + second)


def _score(ranking: Ranking | None, frame: int) -> float:
    return ranking.scores[frame] if ranking is not None else 0.0
