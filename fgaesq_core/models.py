"""The one front door to scorers, and what every scorer can do."""

from collections.abc import Generator, Iterable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from fgaesq_core.errors import ModelError
from fgaesq_core.frames import Frame
from fgaesq_core.names import Names
from fgaesq_core.ranking import Ranking, SeriesScores

DEVICES = ("auto", "cpu", "cuda", "mps")


class Scorer(Protocol):
    """Tells the frames of one series apart; `id` names weights and version and changes when numbers change."""

    @property
    def name(self) -> str:
        """What people call the scorer."""

    @property
    def id(self) -> str:
        """What identifies its numbers exactly; a part of cache keys."""

    @property
    def protocols(self) -> tuple[str, ...]:
        """The ways in which it can compare the frames of a series, the best one first."""

    @property
    def longest(self) -> int:
        """The long side, in pixels, beyond which a picture need not be decoded for the first protocol."""

    def rank(self, frames: Sequence[Frame], protocol: str = "series", *, maps: bool = False) -> Ranking:
        """Rank the n >= 1 frames of one series; each callable is called once, maybe in another thread.

        `maps` asks for the maps of where each frame differs, which only "series" of a network has. Raises ModelError
        for a protocol the scorer does not have, ValueError for no frames, PictureError for a frame without pixels, and
        whatever a callable raises.
        """

    def rank_all(
        self, series: Iterable[Sequence[Frame]], protocol: str = "series", *, maps: bool = False
    ) -> Generator[Ranking | Exception]:
        """Rank many series in their order, faster than one by one; in place of a ranking stands what `rank` raises.

        Callables are called ahead of the ranking that is waited for. ModelError is raised and not yielded.
        """

    def rate(
        self, frames: Sequence[Frame], protocol: str = "series", *, names: Names | None = None, seed: int = 0
    ) -> SeriesScores:
        """Every score that each frame of one series collects; raises as `rank` does.

        The published protocols hang on the names of the frames, or on the seed of each single picture.
        """

    def ranking(self, scores: SeriesScores) -> Ranking:
        """The ranking that follows from what `rate` answered for a series."""

    def score(self, picture: Frame) -> float:
        """Score of one picture on its own, 1 to 10, the same as in a series of one."""

    def embed(self, pictures: Sequence[Frame]) -> NDArray[np.float32]:
        """Unit rows, one for each picture, whose scalar products say how alike the pictures look."""


def load(name_or_path: str | Path, device: str = "auto") -> Scorer:
    """Load a scorer by name, or from a file of weights: one that was converted, or the published checkpoint itself.

    "technical" needs no weights and runs on the CPU, whatever the device. A checkpoint is converted beside itself the
    first time. Raises ModelError for an unknown name or device, CheckpointError for a file that holds no such weights.
    """
    if device not in DEVICES:
        raise ModelError(f"There is no device called “{device}”; choose one of {', '.join(DEVICES)}.")
    if str(name_or_path) == "technical":
        from fgaesq_core.technical import TechnicalScorer

        return TechnicalScorer()
    path = Path(name_or_path)
    if not path.is_file():
        raise ModelError(f"There is no scorer and no file of weights called “{name_or_path}”.")
    from fgaesq_core.checkpoint import converted
    from fgaesq_core.scorer import FgaesqScorer

    return FgaesqScorer(path if path.suffix == ".safetensors" else converted(path), device, path.stem)
