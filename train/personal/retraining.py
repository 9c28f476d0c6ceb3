"""Retraining on a photographer's marks, from series to a verdict.

The model that is offered learns from all series. How good it is, is found out by others, made by the same recipe, each
of which learns from all parts but one and is judged on that one. Whatever chooses among passes of a model watches only
series that the model was given to learn from.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from fgaesq_core.weights import Weights
from train.bootstrap import Figure
from train.importers.library import MarkedSeries
from train.order import seed_of
from train.personal.adaptation import Adaptation, Learnt, Recipe, Tensors
from train.personal.agreement import Agreement, Scores, agreement, fitted_scale, gain
from train.personal.events import Curve, Data, Progress, Refused, Report, Rival, Shares, Skipped, Stage
from train.personal.folds import Folds, folder, folds, set_aside
from train.personal.sight import RIVALS, Seen, Sight

FEWEST = 30
"""Series with a pair, without which nothing can be learnt or found out."""

_FEWEST_PARTS = 3


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """A model that learnt from all series, and what others of its making reached on series they had not seen.

    `scale` belongs to the tensors; `data` is what was learnt from.
    """

    tensors: Tensors
    scale: float
    passes: int
    data: Data
    folds: Folds
    before: Shares
    after: Shares
    gain: Figure
    baselines: tuple[Rival, ...]

    @property
    def is_offered(self) -> bool:
        """Whether the gain is surely one, and the model has learnt anything."""
        return self.gain.low > 0 and self.passes > 0


@dataclass(frozen=True, slots=True, eq=False)
class Retraining:
    """One retraining; `proceed` is asked again and again and raises where the work is to end.

    With `minutes`, learning ends in that time, looking at the photos aside, and cannot be repeated exactly.
    """

    weights: Weights
    recipe: Recipe
    report: Report
    proceed: Callable[[], None]
    seed: int = 0
    minutes: float | None = None

    def run(self, series: Sequence[MarkedSeries], skipped: Sequence[Skipped] = ()) -> Verdict | Refused:
        """The verdict on at least 30 series whose marks tell frames apart; `skipped` are files already left out."""
        self.report(described(series, skipped))
        seen, unread = self.seen(series)
        data = described([one.marked for one in seen], (*skipped, *unread))
        if unread:
            self.report(data)
        if len(seen) < FEWEST:
            return Refused(too_few(len(seen)))
        return self.judged(seen, data)

    def seen(self, series: Sequence[MarkedSeries]) -> tuple[list[Seen], list[Skipped]]:
        """The series as the blocks that learn read them, and the files that cannot be used."""
        found: list[Seen] = []
        unread: list[Skipped] = []
        for done, (one, skipped) in enumerate(Sight(self.weights.network, self.recipe.blocks).seen(series), 1):
            self.proceed()
            found += [] if one is None else [one]
            unread += skipped
            self.report(Progress(Stage.CACHING, done, len(series)))
        return found, unread

    def judged(self, seen: Sequence[Seen], data: Data) -> Verdict | Refused:
        """The verdict on series that were seen, of which `data` tells."""
        records = [one.record for one in seen]
        parts = folds(records, self.seed)
        if len(parts.parts) < _FEWEST_PARTS:
            return Refused("Nearly all series share photos, so that none could be kept apart to judge by; mark others.")
        adaptation = Adaptation(self.weights.network, self.weights.scale, self.recipe, self.proceed)
        before = adaptation.scores(seen)
        ending = None if self.minutes is None else time.monotonic() + 60 * self.minutes
        runs = len(parts.parts) + 1
        learnt = self._learnt(adaptation, seen, self.seed, self._curve, _share(ending, runs))
        after: list[Scores] = [()] * len(seen)
        for done, part in enumerate(parts.parts, 1):
            others = [one for number, one in enumerate(seen) if number not in set(part)]
            seed = seed_of(self.seed, 5, done)
            self._learnt(adaptation, others, seed, _unheard, _share(ending, runs - done))
            for number, scores in zip(part, adaptation.scores([seen[own] for own in part]), strict=True):
                after[number] = scores
            self.report(Progress(Stage.JUDGING, done, len(parts.parts)))
        was, now = agreement(records, before), agreement(records, after)
        scale = fitted_scale(records, after, self.weights.scale)
        rose = gain(was, now, self.seed)
        return Verdict(
            learnt.tensors, scale, learnt.passes, data, parts, was.shares(), now.shares(), rose, _rivals(seen)
        )

    def _learnt(
        self,
        adaptation: Adaptation,
        seen: Sequence[Seen],
        seed: int,
        heard: Callable[[int, float, float], None],
        seconds: float | None,
    ) -> Learnt:
        learning, watched = set_aside([one.record for one in seen], self.recipe.watched, seed)
        return adaptation.learn(
            [seen[number] for number in learning], [seen[number] for number in watched], seed, heard, seconds
        )

    def _curve(self, step: int, loss: float, share: float) -> None:
        self.report(Progress(Stage.LEARNING, step, self.recipe.passes))
        self.report(Curve(step, self.recipe.passes, loss, share))


def described(series: Sequence[MarkedSeries], skipped: Iterable[Skipped]) -> Data:
    """What is learnt from, in numbers."""
    return Data(
        len(series),
        sum(len(one.record.pairs) for one in series),
        len({image for one in series for image in one.record.images}),
        len({folder(one.record) for one in series}),
        sum(one.blind for one in series),
        sum(one.shown for one in series),
        tuple(skipped),
    )


def too_few(series: int) -> str:
    """What is said where nothing can be learnt for want of series."""
    known = "No series has" if not series else "Only one series has" if series == 1 else f"Only {series} series have"
    return f"{known} marks that tell frames apart, and {FEWEST} are needed; mark {FEWEST - series} more."


def _rivals(seen: Sequence[Seen]) -> tuple[Rival, ...]:
    records = [one.record for one in seen]
    found: list[Agreement] = [agreement(records, [one.rivals[place] for one in seen]) for place in range(len(RIVALS))]
    shares = [one.shares() for one in found]
    return tuple(Rival(name, own.pairs, own.top1) for name, own in zip(RIVALS, shares, strict=True))


def _share(ending: float | None, runs: int) -> float | None:
    """The seconds of each of the runs that are left."""
    return None if ending is None else max(0.0, ending - time.monotonic()) / runs


def _unheard(number: int, loss: float, share: float) -> None:
    """A pass that nobody asked about."""
