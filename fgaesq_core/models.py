"""The one front door to scorers, and what every scorer can do."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from fgaesq_core.errors import ModelError
from fgaesq_core.frames import Frame
from fgaesq_core.ranking import Ranking

DEVICES = ("auto", "cpu", "cuda", "mps")


class Scorer(Protocol):
    """Tells the frames of one series apart; `id` names weights and version and changes when numbers change."""

    @property
    def name(self) -> str:
        """What people call the scorer."""

    @property
    def id(self) -> str:
        """What identifies its numbers exactly; a part of cache keys."""

    def rank(self, frames: Sequence[Frame], protocol: str = "series") -> Ranking:
        """Rank the n >= 1 frames of one series; each callable is called once.

        Raises ModelError for a protocol the scorer does not have, ValueError for no frames, PictureError for a
        frame without pixels, and whatever a callable raises.
        """

    def score(self, picture: Frame) -> float:
        """Score of one picture on its own, 1 to 10, the same as in a series of one."""

    def embed(self, pictures: Sequence[Frame]) -> NDArray[np.float32]:
        """Unit rows, one for each picture, whose scalar products say how alike the pictures look."""


def load(name_or_path: str | Path, device: str = "auto") -> Scorer:
    """Load a scorer by name; "technical" needs no weights and runs on the CPU, whatever the device.

    Raises ModelError for an unknown name or device.
    """
    if device not in DEVICES:
        raise ModelError(f"There is no device called “{device}”; choose one of {', '.join(DEVICES)}.")
    if str(name_or_path) == "technical":
        from fgaesq_core.technical import TechnicalScorer

        return TechnicalScorer()
    raise ModelError(f"There is no scorer called “{name_or_path}”; the one at hand is “technical”.")
