"""Small samples to learn from, drawn by code, and networks small enough to learn them in seconds."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import torch

from fgaesq_core.config import NetworkConfig
from fgaesq_core.network import Network
from tests.pictures import blurred, scene
from train.data import Data
from train.distributed import Team
from train.interruption import Interruption
from train.loop import Ending
from train.progress import Progress
from train.run_folder import RunFolder
from train.samples import CoarseSample, FineSample, Pair, SampleError
from train.session import Session
from train.settings import Resources, Settings, Terms
from train.start import started

TINY = NetworkConfig(width=32, layers=2, heads=2, features=16, rows=32, grid=4)
SIZE = (96, 64)
RADII = (1.5, 0.0, 4.0)
SHARPER = "the subject is sharp"
PAIRS = (Pair(1, 0, 0.8, SHARPER), Pair(1, 2, 0.95, SHARPER), Pair(0, 2, 0.9))
GOOD = (0.0, 0.0, 0.0, 0.0, 0.0, 0.1, 0.2, 0.4, 0.2, 0.1)
POOR = GOOD[::-1]
ALONE = Team()


@dataclass(frozen=True, slots=True)
class Blurs:
    """Series of three frames, of which the second is the sharp one; some numbers may be damaged."""

    count: int = 4
    damaged: frozenset[int] = frozenset()

    def __len__(self) -> int:
        return self.count

    def sample(self, number: int, epoch: int) -> FineSample:
        if number in self.damaged:
            raise SampleError(f"{number}.jpg is damaged.")
        return _series(number)


@dataclass(frozen=True, slots=True)
class Singles:
    """Pictures, every other one of them blurred and disliked."""

    count: int = 6

    def __len__(self) -> int:
        return self.count

    def sample(self, number: int) -> CoarseSample:
        return CoarseSample(_series(number).pictures[1 + number % 2], POOR if number % 2 else GOOD)


@cache
def _series(number: int) -> FineSample:
    sharp = scene(number, SIZE)
    frames = tuple(blurred(sharp, radius) for radius in RADII)
    return FineSample(frames, PAIRS, tuple((radius / 4, 0.0) for radius in RADII))


def tiny_network(seed: int = 0) -> Network:
    return started(TINY, seed)


def tiny_settings(**changes: object) -> Settings:
    """Settings for a run of a few steps; CTAlign is off for want of a text tower."""
    known: dict[str, object] = {
        "network": TINY,
        "steps": 6,
        "terms": Terms(ctalign=0),
        "batch_series": 2,
        "batch_pictures": 4,
        "rate": 1e-3,
        "averaging": 0.9,
    }
    return Settings(**(known | changes))  # type: ignore[arg-type]


def tiny_data(fine: Blurs | None = None, coarse: Singles | None = None) -> Data:
    return Data("Scenes drawn by code", "96 by 64 pixels", "0" * 64, fine or Blurs(), coarse)


class Interrupting:
    """A report that asks the run to stop after a step, and remembers what it was told."""

    def __init__(self, interruption: Interruption, after: int | None = None) -> None:
        self.told: list[Progress] = []
        self._interruption = interruption
        self._after = after

    def __call__(self, progress: Progress, seconds: float) -> None:
        self.told.append(progress)
        if progress.step == self._after:
            self._interruption.number = 15


def trained(session: Session, folder: Path, *, until: int | None = None, resume: bool = False) -> Ending:
    """Run a session, asking it to stop after the step `until`."""
    interruption = Interruption()
    with one_thread():
        return session.run(RunFolder(folder), interruption, Interrupting(interruption, until), resume=resume)


@contextmanager
def one_thread() -> Iterator[None]:
    """Threads only wait for each other over networks as small as these."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def tiny_session(settings: Settings | None = None, data: Data | None = None, **resources: int) -> Session:
    return Session(settings or tiny_settings(), Resources(**resources), data or tiny_data())  # type: ignore[arg-type]


def curve(folder: Path) -> list[str]:
    """What every step of a run measured, as it was written."""
    return (folder / "metrics.jsonl").read_text(encoding="utf-8").splitlines()


def write_manifest(folder: Path, series: int = 3) -> Path:
    """A manifest of blurred series and of single pictures, with their files beside it."""
    lines: list[dict[str, object]] = []
    for number in range(series):
        names = []
        for place, picture in enumerate(_series(number).pictures):
            names.append(f"{number}-{place}.png")
            picture.save(folder / names[-1])
        pairs = [{"better": one.better, "worse": one.worse, "probability": one.probability} for one in PAIRS]
        lines.append({"series": f"series {number}", "images": names, "pairs": pairs})
        lines.append({"image": f"{number}-1.png", "mean": 7.5})
    manifest = folder / "manifest.jsonl"
    manifest.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return manifest
