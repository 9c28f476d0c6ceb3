"""A series of pictures for each kind of question."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from fgaesq_core.technical import TechnicalScorer
from train import baselines
from train.exam.kinds import UNSEEN
from train.exam.shooting import Faults, Random, Scene, Shot, taken
from train.exam.tasks import Task
from train.synth import series as seen

RULES: tuple[tuple[str, baselines.Scores], ...] = (
    ("variance of the Laplacian", baselines.laplacian_variance),
    ("Tenengrad", baselines.tenengrad),
    ("exposure rule", baselines.well_exposed),
    ("technical", lambda frames: TechnicalScorer().rate(frames).adjusted),
)
"""The rules beside which a scorer has to show what it is worth."""

STEPS = 8
"""Frames of a series of rising severity, from no fault to the worst."""

TOLD = 0.03
"""Differences in badness of less than this nobody can tell."""

_FAINTEST = 0.08


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A series, how bad each of its frames is, which kinds of fault it has, and what each of the `RULES` says of it."""

    task: Task
    frames: tuple[Image.Image, ...]
    badness: tuple[float, ...]
    kinds: frozenset[str]
    rules: tuple[tuple[float, ...], ...] = ()


def as_trained(task: Task, photo: Image.Image, pixels: int, rng: Random) -> Case:
    """A series as training makes them, in which at least two frames can be told apart."""
    kinds = (task.kind,) if task.kind else seen.KINDS
    shots: list[seen.Shot] = []
    while not shots or np.ptp([shot.badness for shot in shots]) < TOLD:
        sample = seen.made(photo, pixels, rng, kinds)
        shots = [seen.Shot(severities) for severities in sample.severities]
    present = {name for shot in shots for name, severity in zip(seen.KINDS, shot.severities, strict=True) if severity}
    return _ruled(task, sample.pictures, [shot.badness for shot in shots], frozenset(present))


def unseen(task: Task, scene: Scene, rng: Random) -> Case:
    """A series with faults that training does not have, in which at least two frames can be told apart."""
    shots = planned(rng, (task.kind,) if task.kind else UNSEEN)
    while np.ptp([shot.badness for shot in shots]) < TOLD:
        shots = planned(rng, (task.kind,) if task.kind else UNSEEN)
    present = frozenset(kind for shot in shots for kind, _ in shot.faults)
    return _ruled(task, tuple(taken(scene, shot) for shot in shots), [shot.badness for shot in shots], present)


def planned(rng: Random, kinds: Sequence[str]) -> tuple[Shot, ...]:
    """Shots of one series of 2 to 6: as in training, one fault in grades, or a fault or two of its own for each."""
    count = int(rng.integers(2, 7))
    if rng.random() < 0.5:
        severities = np.sort(rng.uniform(_FAINTEST, 1, count)) ** 1.5
        severities[0] *= rng.random() >= 0.6
        kind = str(rng.choice(kinds))
        faults = [_only(kind, float(severity)) for severity in rng.permutation(severities)]
    else:
        faults = [_mixed(rng, kinds) for _ in range(count)]
    return tuple(Shot(own, *(int(drawn) for drawn in rng.integers(2**31, size=2))) for own in faults)


def _only(kind: str, severity: float) -> Faults:
    return ((kind, severity),) if severity else ()


def _mixed(rng: Random, kinds: Sequence[str]) -> Faults:
    if rng.random() < 0.25:
        return ()
    count = 2 if rng.random() < 0.25 and len(kinds) > 1 else 1
    return tuple((str(kind), float(rng.uniform(_FAINTEST, 1)) ** 1.5) for kind in rng.choice(kinds, count, False))


def rising(task: Task, scene: Scene, rng: Random) -> Case:
    """Severity in even steps and everything else the same."""
    draw = int(rng.integers(2**31))
    severities = rng.permutation(np.linspace(0, 1, STEPS))
    shots = [Shot(((task.kind, float(severity)),), draw, draw) for severity in severities]
    frames = tuple(taken(scene, shot) for shot in shots)
    return Case(task, frames, tuple(shot.badness for shot in shots), frozenset((task.kind,)))


def harmless(task: Task, scene: Scene, rng: Random) -> Case:
    """A clean frame and one to three of one fault; the faults are the same both times, what must not matter is not."""
    count = 1 + task.number % 3
    severities = [0.0, *(float(severity) for severity in rng.uniform(_FAINTEST, 1, count) ** 1.5)]
    draws = rng.integers(2**31, size=(len(severities), 3))
    shots = [
        Shot(((task.kind, severity),), int(drawn[0]), int(drawn[1 + task.again]))
        for severity, drawn in zip(severities, draws, strict=True)
    ]
    frames = tuple(taken(scene, shot) for shot in shots)
    return Case(task, frames, tuple(shot.badness for shot in shots), frozenset((task.kind,)))


def _ruled(task: Task, frames: tuple[Image.Image, ...], badness: Sequence[float], kinds: frozenset[str]) -> Case:
    said = tuple(tuple(float(score) for score in scores(frames)) for _, scores in RULES)
    return Case(task, frames, tuple(badness), kinds, said)
