"""The result of an examination, put together from marks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from train.bootstrap import Figure
from train.exam import bars
from train.exam.bars import ALL, MIXED, Bar, Effort, bar_of
from train.exam.kinds import SEEN_GROUPS, UNSEEN_GROUPS
from train.exam.marks import Draws, Mark, Rates, calibration, chance_of_top, lead, mean_of, rates
from train.exam.series import RULES
from train.exam.stacks import Stack
from train.exam.tasks import RISING, Part
from train.metrics import rank_correlation

# Odds of e to 1 for this difference in badness, as in training.
_SCALE = 0.06


@dataclass(frozen=True, slots=True)
class Row:
    """How well a scorer tells one kind or group of faults, beside each rule and lots.

    `rules` stand in the order of `RULES`; `best_rule` is the one that tells most pairs, and `lead` by how much the
    scorer's share of pairs exceeds its. `chance` is the share of top frames that lots would draw.
    """

    part: Part
    name: str
    series: int
    pairs: int
    scorer: Rates
    rules: tuple[Rates, ...]
    best_rule: str
    lead: Figure
    chance: float
    bar: Bar

    @property
    def beats_rules(self) -> bool:
        """Whether the scorer tells at least as many pairs as the best rule."""
        return self.lead.value >= 0

    @property
    def passed(self) -> bool:
        """Whether the bar is reached, if there is one."""
        return self.scorer.pairs.value >= (self.bar.pairs or 0) and self.scorer.top.value >= (self.bar.top or 0)


@dataclass(frozen=True, slots=True)
class Check:
    """A figure that has to be at least, or else at most, so much; no bar, no verdict."""

    name: str
    figure: Figure
    bar: float | None = None
    at_least: bool = False

    @property
    def passed(self) -> bool:
        """Whether the bar is reached, if there is one."""
        if self.bar is None:
            return True
        return self.figure.value >= self.bar if self.at_least else self.figure.value <= self.bar


def rows(marks: Sequence[Mark], effort: Effort, draws: Draws) -> tuple[Row, ...]:
    """A row for each part as a whole, each group of kinds, and each kind."""
    return tuple(_rows(marks, effort, draws))


def _rows(marks: Sequence[Mark], effort: Effort, draws: Draws) -> Iterator[Row]:
    for part, groups in ((Part.SEEN, SEEN_GROUPS), (Part.UNSEEN, UNSEEN_GROUPS)):
        own = [mark for mark in marks if mark.task.part is part]
        together = [mark for mark in own if not mark.task.kind]
        named = [(ALL, together), (MIXED, [mark for mark in together if len(mark.kinds) > 1])]
        named += [(f"{group} (group)", _of_kinds(own, kinds)) for group, kinds in groups.items() if len(kinds) > 1]
        named += [(kind, _of_kinds(own, (kind,))) for kinds in groups.values() for kind in kinds]
        for name, members in named:
            if members:
                yield _row(part, name, members, bar_of(part, name, effort), draws)


def _of_kinds(marks: Sequence[Mark], kinds: Sequence[str]) -> list[Mark]:
    return [mark for mark in marks if mark.task.kind in kinds]


def _row(part: Part, name: str, marks: Sequence[Mark], bar: Bar, draws: Draws) -> Row:
    scorer, *rules = rates(marks, draws)
    pairs = sum(len(mark.pairs) for mark in marks)
    best = int(np.argmax([one.pairs.value for one in rules]))
    ahead = lead(marks, best, draws)
    return Row(part, name, len(marks), pairs, scorer, tuple(rules), RULES[best][0], ahead, chance_of_top(marks), bar)


def checks(marks: Sequence[Mark], draws: Draws) -> tuple[Check, ...]:
    """All that is no share of pairs: order at rising severity, steadiness, and calibration."""
    return (*_rising(marks, draws), *_harmless(marks, draws), *_calibrated(marks, draws))


def _rising(marks: Sequence[Mark], draws: Draws) -> Iterator[Check]:
    for kind in RISING:
        own = [mark for mark in marks if mark.task.part is Part.RISING and mark.task.kind == kind]
        falls = [rank_correlation([-bad for bad in mark.badness], mark.ranking.scores) for mark in own]
        if falls:
            yield Check(f"rising {kind}: Spearman", mean_of(falls, draws), bars.RISES, at_least=True)


def _harmless(marks: Sequence[Mark], draws: Draws) -> Iterator[Check]:
    own = [mark for mark in marks if mark.task.part is Part.HARMLESS]
    again = {mark.task.number: mark for mark in own if mark.task.again}
    changes = [
        float(np.abs(np.subtract(mark.ranking.p_best, again[mark.task.number].ranking.p_best)).max())
        for mark in own
        if not mark.task.again
    ]
    if changes:
        yield Check("harmless differences: median change of p_best", mean_of(changes, draws, np.median), bars.HARMLESS)
        yield Check(
            "harmless differences: 95th percentile of it",
            mean_of(changes, draws, lambda row: float(np.quantile(row, 0.95))),
            bars.HARMLESS,
        )


def _calibrated(marks: Sequence[Mark], draws: Draws) -> Iterator[Check]:
    for part in (Part.SEEN, Part.UNSEEN):
        own = [mark for mark in marks if mark.task.part is part and not mark.task.kind]
        if own:
            soft, strict = (calibration(own, draws, scale) for scale in (_SCALE, 0.0))
            yield Check(f"{part} kinds: ECE of p_best, soft truth", soft, bars.CALIBRATED)
            yield Check(f"{part} kinds: ECE of p_best, only the very best counts", strict)


@dataclass(frozen=True, slots=True)
class Result:
    """All that an examination found out."""

    scorer: str
    photos: int
    seed: int
    effort: Effort
    rows: tuple[Row, ...]
    checks: tuple[Check, ...]
    stacks: tuple[Stack, ...] = ()
