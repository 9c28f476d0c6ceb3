"""Stands in for trained models, and for the shelf they stand on, where a test is about what surrounds them."""

import threading
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.analysis.model_shelf import Download, ModelEntry, ModelShelf
from app.cancel import CancelToken
from app.errors import AppError
from app.paths import Places
from fgaesq_core import Frame, Ranking, Scorer
from fgaesq_core.choice import choose
from fgaesq_core.frames import picture
from fgaesq_core.names import Names
from fgaesq_core.ranking import SeriesScores


class BrightnessScorer:
    """Finds the brightest frame the best; `ranked` counts the frames of each series it was asked about."""

    name = "brightness"
    protocols = ("series",)
    longest = 2048

    def __init__(self, version: int = 1) -> None:
        self.id = f"brightness-{version}"
        self.ranked: list[int] = []

    def rank(self, frames: Sequence[Frame], protocol: str = "series", *, maps: bool = False) -> Ranking:
        return self.ranking(self.rate(frames, protocol))

    def rank_all(
        self, series: Iterable[Sequence[Frame]], protocol: str = "series", *, maps: bool = False
    ) -> Generator[Ranking | Exception]:
        for frames in series:
            try:
                yield self.rank(frames, protocol)
            except Exception as error:  # noqa: BLE001 - as real scorers do
                yield error

    def rate(
        self, frames: Sequence[Frame], protocol: str = "series", *, names: Names | None = None, seed: int = 0
    ) -> SeriesScores:
        scores = tuple(self.score(frame) for frame in frames)
        self.ranked.append(len(scores))
        return SeriesScores(tuple((score,) for score in scores), scores)

    def ranking(self, scores: SeriesScores) -> Ranking:
        return choose(scores.adjusted, 0.25)

    def score(self, picture_: Frame) -> float:
        return 1 + 9 * float(np.asarray(picture(picture_)).mean()) / 255

    def embed(self, pictures: Sequence[Frame]) -> NDArray[np.float32]:
        return np.stack([np.eye(1, 2, dtype=np.float32)[0] for _ in pictures])


class ColourScorer(BrightnessScorer):
    """Besides, finds pictures as alike as their mean colours, told from a middle grey; counts those it `saw`."""

    name = "colour"

    def __init__(self, version: int = 1) -> None:
        super().__init__(version)
        self.saw = 0

    def embed(self, pictures: Sequence[Frame]) -> NDArray[np.float32]:
        means = [np.asarray(picture(frame), np.float32).mean((0, 1)) - 127.5 for frame in pictures]
        self.saw += len(means)
        rows = np.stack(means) if means else np.empty((0, 3), np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)  # type: ignore[no-any-return]


class FakeShelf:
    """A shelf of models in memory, whose downloads and loads take as long as a test wants.

    "plain" is built in and finds the brightest frame best, "fine" has to be downloaded and finds the darkest.
    `faults` holds what goes wrong next, by what is done and the model it is done to.
    """

    def __init__(self) -> None:
        licence = "The authors state no licence. Whether you may use it is for you to judge."
        page = "https://example.org/fine"
        plain = ModelEntry("plain", "Measures light.", "light, measured", None, "", "", True, True, False, False)
        fine = ModelEntry("fine", "Knows better.", "as it learnt", None, licence, page, False, False, True, False)
        self.models = {entry.name: entry for entry in (plain, fine)}
        self.networks = {"plain"}
        self.learnt = b""
        self.bytes = 400_000_000
        self.arrived = 0
        self.faults: dict[tuple[str, str], str] = {}
        self.warning = self.download_warning = ""
        self.scorers: dict[str, BrightnessScorer] = {"plain": BrightnessScorer()}
        self.go = threading.Event()
        self.go.set()
        self.threads: set[int] = set()

    @property
    def in_use(self) -> ModelEntry:
        return next(entry for entry in self.models.values() if entry.in_use)

    def entries(self) -> tuple[ModelEntry, ...]:
        self._enter("entries", "")
        return tuple(self.models.values())

    def use(self, name: str) -> ModelEntry:
        self._enter("use", name)
        self.models = {key: replace(entry, in_use=key == name) for key, entry in self.models.items()}
        return self.models[name]

    def add(self, file: Path, name: str | None = None, token: CancelToken | None = None) -> ModelEntry:
        name = name or file.stem
        self._enter("add", name)
        if name in self.models:
            raise AppError("There is such a model already; give this one another name.")
        self._wait(token or CancelToken())
        added = ModelEntry(name, "Added.", "of your own", 1_000_000, "", "", True, False, False, True)
        self.models |= {added.name: added}
        return added

    def learner(self) -> ModelEntry | None:
        return next((entry for entry in self.models.values() if self.weights(entry.name) is not None), None)

    def weights(self, name: str | None = None) -> Path | None:
        return Path(f"/nowhere/{name}.safetensors") if name in self.networks else None

    def add_learnt(self, file: Path, learner: str, learnt: str, token: CancelToken | None = None) -> ModelEntry:
        self._enter("learnt", learner)
        self.learnt = file.read_bytes()
        added = self.add(file, "my-eye", token)
        self.models["my-eye"] = replace(added, about=learnt)
        return self.models["my-eye"]

    def download(self, name: str, report: Callable[[int, int | None], None], token: CancelToken) -> Download:
        self._enter("begin", name)
        while self.arrived < self.bytes:
            report(self.arrived, self.bytes)
            self._wait(token)
            self.arrived += self.bytes // 4
            self._enter("download", name)
        report(self.arrived, self.bytes)
        size = self.bytes
        self.models[name] = replace(self.models[name], size=size, installed=True, downloadable=False, removable=True)
        return Download(self.models[name], self.download_warning)

    def remove(self, name: str) -> None:
        self._enter("remove", name)
        gone = self.models[name]
        self.models[name] = replace(gone, size=None, installed=False, in_use=False, downloadable=True, removable=False)
        if gone.in_use:
            self.use("plain")

    def load_late(self, name: str) -> Scorer:
        return self.load_noted(name)

    def load_noted(self, name: str) -> Scorer:
        self._enter("load", name)
        return self.scorers.setdefault(name, DarknessScorer())

    def _wait(self, token: CancelToken) -> None:
        while not self.go.wait(0.005):
            token.check()
        token.check()

    def _enter(self, doing: str, name: str) -> None:
        self.threads.add(threading.get_ident())
        if sentence := self.faults.pop((doing, name), ""):
            raise AppError(sentence)


def measuring_shelf(places: Places) -> ModelShelf:
    """A shelf to which no network has come with the program, so that measures judge; where the model matters little."""
    return ModelShelf(places.models, places.settings, shipped=places.data / "nothing came")


class DarknessScorer(BrightnessScorer):
    """Finds the darkest frame the best."""

    name = "darkness"

    def __init__(self) -> None:
        super().__init__()
        self.id = "darkness-1"

    def score(self, picture_: Frame) -> float:
        return 11 - super().score(picture_)
