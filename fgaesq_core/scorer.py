"""FGAesQ as a scorer, from a file of weights."""

from collections.abc import Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fgaesq_core import device as devices
from fgaesq_core import weights as files
from fgaesq_core.choice import choose
from fgaesq_core.errors import ModelError
from fgaesq_core.frames import Frame, picture
from fgaesq_core.inference import Inference
from fgaesq_core.names import Names
from fgaesq_core.network import Network
from fgaesq_core.pairs import PairsProtocol
from fgaesq_core.protocol import Protocol
from fgaesq_core.published import PublishedProtocol, SingleProtocol
from fgaesq_core.ranking import Ranking, SeriesScores
from fgaesq_core.rating import Rating
from fgaesq_core.series import LONGEST, SeriesProtocol
from fgaesq_core.sheet import overview

_ID = "fgaesq-1"
_EXACT = "float32"
_MEASURED = ("series",)
_OTHERS = ("pairs", "published", "single")


class FgaesqScorer:
    """One network: "series" and "pairs" as fast as the device can, "published" and "single" in single precision.

    A network that takes measures has "series" only: it is in a series that they are taken.
    """

    longest = LONGEST

    def __init__(self, weights: Path, device: str = "auto", name: str | None = None) -> None:
        self._weights = weights
        self._device = devices.choose(device)
        loaded = files.load(weights)
        self._scale = loaded.scale
        self._loaded: Network | None = loaded.network
        self.protocols = (*_MEASURED, *(() if loaded.network.config.measures else _OTHERS))
        self.name = name or weights.name.partition(".")[0]
        self.id = f"{_ID}-{self._device.precision}-{loaded.sha256[:24]}"

    def rank(self, frames: Sequence[Frame], protocol: str = "series", *, maps: bool = False) -> Ranking:
        """Rank the frames of one series."""
        (found,) = self.rank_all([frames], protocol, maps=maps)
        if isinstance(found, Exception):
            raise found
        return found

    def rank_all(
        self, series: Iterable[Sequence[Frame]], protocol: str = "series", *, maps: bool = False
    ) -> Generator[Ranking | Exception]:
        """Rank series after series; while the network runs, other threads decode and cut what comes next."""
        with closing(self._rating(protocol, None, 0, maps=maps).rated(series)) as rated:
            for scores in rated:
                yield scores if isinstance(scores, Exception) else self.ranking(scores)

    def rate(
        self, frames: Sequence[Frame], protocol: str = "series", *, names: Names | None = None, seed: int = 0
    ) -> SeriesScores:
        """Every score each frame collects."""
        (scores,) = self._rating(protocol, names, seed).rated([frames])
        if isinstance(scores, Exception):
            raise scores
        return scores

    def ranking(self, scores: SeriesScores) -> Ranking:
        """The ranking that follows from scores, by the scale of these weights."""
        return replace(choose(scores.adjusted, self._scale), maps=scores.maps)

    def score(self, picture: Frame) -> float:
        """Score of one picture on its own."""
        return self.rank([picture]).scores[0]

    def embed(self, pictures: Sequence[Frame]) -> NDArray[np.float32]:
        """Unit rows, shape (n, features), of the image tower for each picture as CLIP sees one.

        The row of a picture in which the tower sees nothing at all is zeros.
        """
        tokeniser = self._inference.tokeniser
        rows = list(self._inference.features(overview(picture(frame), tokeniser) for frame in pictures))
        found = np.stack(rows) if rows else np.empty((0, self._inference.feature_count), np.float32)
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        lengths[lengths == 0] = 1
        return found / lengths  # type: ignore[no-any-return]

    def _rating(self, protocol: str, names: Names | None, seed: int, *, maps: bool = False) -> Rating[Any]:
        inference = self._exact if protocol in ("published", "single") else self._inference
        return Rating(self._protocol(protocol, inference, names, seed), inference.scores, maps=maps)

    def _protocol(self, name: str, inference: Inference, names: Names | None, seed: int) -> Protocol[Any]:
        match name if name in self.protocols else "":
            case "series":
                return SeriesProtocol(inference.tokeniser)
            case "pairs":
                return PairsProtocol(inference.tokeniser)
            case "published":
                return PublishedProtocol(inference.tokeniser, names)
            case "single":
                return SingleProtocol(inference.tokeniser, seed)
        raise ModelError(f"This model has no protocol called “{name}”; choose one of {', '.join(self.protocols)}.")

    @cached_property
    def _inference(self) -> Inference:
        return Inference(self._network(), self._device)

    @cached_property
    def _exact(self) -> Inference:
        """The published numbers are those of single precision."""
        if self._device.precision == _EXACT:
            return self._inference
        return Inference(self._network(), replace(self._device, precision=_EXACT))

    def _network(self) -> Network:
        """The network as it was loaded; few need it in two precisions, for whom it is loaded again."""
        network, self._loaded = self._loaded, None
        return network or files.load(self._weights).network
