"""Which frame of a series is its best shot, and who says so: the photographer always outranks the model."""

import math
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
    open_frames = _open_frames(ranking, marks)
    if not open_frames:
        return Best(None, Chooser.NOBODY)
    return Best(open_frames[0], Chooser.MODEL, _is_close(ranking, open_frames[:2]))


def open_chance(ranking: Ranking, marks: Sequence[Marks]) -> float:
    """The probability, 0 to 1, that the model's choice is the best of the frames that are not rejected; 0 for none."""
    open_frames = _open_frames(ranking, marks)
    chances = [ranking.p_best[frame] for frame in open_frames]
    if len(chances) == len(marks):
        return chances[0]
    return chances[0] / total if (total := math.fsum(chances)) else 0.0


def open_margin(ranking: Ranking, marks: Sequence[Marks]) -> float:
    """The probability, 0.5 to 1, that the model's choice beats the next of the frames that are not rejected."""
    return _margin(ranking, _open_frames(ranking, marks)[:2])


def is_decided(marks: Sequence[Marks]) -> bool:
    """Whether the photographer is done with a series: a frame chosen by pick or stars, or everything rejected."""
    return any(m.flag is Flag.PICK or _is_starred(m) for m in marks) or all(m.flag is Flag.REJECT for m in marks)


def _is_starred(marks: Marks) -> bool:
    return marks.stars > 0 and marks.flag is not Flag.REJECT


def _is_close(ranking: Ranking, first_two: Sequence[int]) -> bool:
    """Whether the model abstains between the best two frames that are left, once others were rejected.

    Leaving frames out never changes the odds between those that stay, so no new ranking is needed.
    """
    if tuple(first_two) == ranking.order[:2]:
        return ranking.too_close
    return _margin(ranking, first_two) < SURE_ENOUGH


def _margin(ranking: Ranking, first_two: Sequence[int]) -> float:
    if len(first_two) < 2:
        return 1.0
    if tuple(first_two) == ranking.order[:2]:
        return ranking.margin
    first, second = (ranking.p_best[frame] for frame in first_two)
    # Both may be too small for a number where another frame, now rejected, was far ahead.
    return first / (first + second) if first + second else 1.0


def _open_frames(ranking: Ranking, marks: Sequence[Marks]) -> list[int]:
    return [i for i in ranking.order if marks[i].flag is not Flag.REJECT]


def _score(ranking: Ranking | None, frame: int) -> float:
    return ranking.scores[frame] if ranking is not None else 0.0
