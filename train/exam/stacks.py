"""Real series of one view, such as focus stacks: how a scorer orders them, beside measured sharpness.

There is no truth to such a series but what the eye sees; the order is printed to be looked at.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from train.baselines import tenengrad
from train.data import photos
from train.errors import TrainingError
from train.judging import Judge, judged
from train.metrics import rank_correlation
from train.pictures import opened


@dataclass(frozen=True, slots=True)
class StackFrame:
    """A frame: its file's name, what the scorer gives it, and Tenengrad's sharpness of its middle and of all of it."""

    name: str
    score: float
    p_best: float
    middle: float
    whole: float


@dataclass(frozen=True, slots=True)
class Stack:
    """The frames of a folder, the best first, and Spearman's correlation of the scores with either sharpness."""

    folder: str
    frames: tuple[StackFrame, ...]
    with_middle: float
    with_whole: float


def stack(scorer: Judge, folder: Path) -> Stack:
    """The photos in a folder as one series; raises TrainingError where they cannot be ranked."""
    files = photos([folder])
    (ranking,) = judged(scorer, [files])
    if isinstance(ranking, str):
        raise TrainingError(ranking)
    sharpness = [_sharpness(opened(file)) for file in files]
    frames = [
        StackFrame(file.name, score, p_best, *sharp)
        for file, score, p_best, sharp in zip(files, ranking.scores, ranking.p_best, sharpness, strict=True)
    ]
    middle, whole = np.transpose(sharpness)
    return Stack(
        folder.absolute().name,
        tuple(frames[index] for index in ranking.order),
        rank_correlation(ranking.scores, middle),
        rank_correlation(ranking.scores, whole),
    )


def _sharpness(picture: Image.Image) -> tuple[float, float]:
    """Of the middle ninth, and of the whole."""
    width, height = picture.size
    middle = picture.crop((width // 3, height // 3, 2 * width // 3, 2 * height // 3))
    both: Sequence[float] = tenengrad([middle, picture])
    return both[0], both[1]
