"""Figures from marks whose answers are known."""

import json

import numpy as np
import pytest

from fgaesq_core.choice import choose
from fgaesq_core.ranking import Ranking
from train.baselines import decided
from train.bootstrap import Figure
from train.exam.bars import ALL, Bar, Effort, bar_of
from train.exam.marks import Draws, Mark, calibration, chance_of_top, rates
from train.exam.report import as_json, as_text
from train.exam.result import Check, Result, checks, rows
from train.exam.stacks import Stack, StackFrame
from train.exam.tasks import RISING, Part, Task

FEW = Draws(0, 100)
BADNESS = (0.5, 0.0, 0.51, 0.02)
RIGHT, WRONG, NONE = (0.5, 1.0, 0.49, 0.98), (0.5, 0.0, 0.51, 0.02), (0.0,) * 4


def mark(
    scores: tuple[float, ...] = RIGHT, part: Part = Part.SEEN, kind: str = "", number: int = 0, again: int = 0
) -> Mark:
    task = Task(part, kind, number, again)
    return Mark(task, BADNESS, frozenset((kind,)), decided(scores), (NONE, WRONG, RIGHT, WRONG))


def test_pairs_and_tops_by_hand() -> None:
    # Frames 1 and 3, and 0 and 2, cannot be told apart: four pairs are left, and two frames are the best.
    assert {(pair.better, pair.worse) for pair in mark().pairs} == {(1, 0), (1, 2), (3, 0), (3, 2)}
    assert mark().best == (1, 3)
    scorer, none, wrong, right, _ = rates([mark(), mark(WRONG)], FEW)
    assert (scorer.pairs.value, scorer.top.value) == (0.5, 0.5)
    assert (scorer.pairs.low, scorer.pairs.high) == (0, 1)
    assert (none.pairs.value, none.top.value) == (0.5, 0.5)
    assert (wrong.pairs.value, wrong.top.value) == (0, 0)
    assert (right.pairs.value, right.top.value) == (1, 1)
    assert chance_of_top([mark()]) == 0.5


def test_who_judges_by_the_truth_is_calibrated() -> None:
    rng = np.random.default_rng(0)
    marks = []
    for number in range(40):
        badness = tuple(rng.uniform(0, 0.3, 4))
        ranking = choose([-bad for bad in badness], 0.06)
        marks.append(Mark(Task(Part.SEEN, "", number), badness, frozenset(), ranking, ()))
    assert calibration(marks, FEW, 0.06).value == pytest.approx(0, abs=1e-6)
    assert calibration(marks, FEW, 0.0).value > 0.2


def test_bars_are_those_of_the_training() -> None:
    assert bar_of(Part.SEEN, ALL, Effort.CPU) == Bar(0.88, 0.78)
    assert bar_of(Part.UNSEEN, ALL, Effort.GPU) == Bar(0.88, 0.75)
    assert bar_of(Part.SEEN, "cut off", Effort.CPU) == Bar(0.68)
    assert bar_of(Part.UNSEEN, "askew", Effort.CPU) == Bar()


def test_rows_of_all_groups_and_kinds() -> None:
    marks = [mark(), mark(kind="tilt"), mark(WRONG, kind="cut off"), mark(WRONG, Part.UNSEEN, "haze")]
    found = {(row.part, row.name): row for row in rows(marks, Effort.CPU, FEW)}
    assert set(found) == {
        *((Part.SEEN, name) for name in (ALL, "framing (group)", "tilt", "cut off")),
        *((Part.UNSEEN, name) for name in ("light (group)", "haze")),
    }
    assert found[Part.SEEN, "framing (group)"].scorer.pairs.value == 0.5
    assert (found[Part.SEEN, "framing (group)"].series, found[Part.SEEN, "framing (group)"].pairs) == (2, 8)
    assert found[Part.SEEN, "tilt"].passed
    assert not found[Part.SEEN, "cut off"].passed
    assert found[Part.SEEN, "tilt"].beats_rules
    assert not found[Part.UNSEEN, "haze"].beats_rules
    assert found[Part.UNSEEN, "haze"].best_rule == "exposure rule"


def test_the_lead_is_over_the_best_rule_and_over_the_same_draws() -> None:
    marks = [mark(kind="haze", part=Part.UNSEEN), mark(WRONG, Part.UNSEEN, "haze"), mark(NONE, Part.UNSEEN, "haze")]
    _, haze = rows(marks, Effort.CPU, FEW)
    assert (haze.best_rule, haze.lead.value) == ("exposure rule", pytest.approx(-0.5))
    assert (haze.lead.low, haze.lead.high) == (-1, 0)


def test_a_falling_score_is_what_rising_severity_asks_for() -> None:
    marks = [mark(RIGHT, Part.RISING, RISING[0]), mark(WRONG, Part.RISING, RISING[1])]
    falls, rises = checks(marks, FEW)
    assert (falls.figure.value, falls.passed) == (pytest.approx(1), True)
    assert (rises.figure.value, rises.passed) == (pytest.approx(-1), False)


def test_the_greatest_change_of_a_series_counts() -> None:
    def answered(number: int, again: int, p_best: tuple[float, ...]) -> Mark:
        ranking = Ranking((5.0, 4.0, 3.0), p_best, 0.9, False)
        return Mark(Task(Part.HARMLESS, "noise", number, again), (0.0, 0.5, 0.6), frozenset(), ranking, ())

    pairs = [((0.6, 0.3, 0.1), (0.6, 0.2, 0.2)), ((1.0, 0.0, 0.0), (0.98, 0.01, 0.01)), ((0.5, 0.5, 0), (0.5, 0.5, 0))]
    marks = [answered(n, again, each) for n, both in enumerate(pairs) for again, each in enumerate(both)]
    median, high = checks(marks, FEW)
    assert (median.figure.value, median.passed) == (pytest.approx(0.02), True)
    assert (high.figure.value, high.passed) == (pytest.approx(0.092), False)


def test_the_report_says_what_is_missed() -> None:
    marks = [mark(), mark(WRONG, kind="cut off")]
    stack = Stack("focus", (StackFrame("b.jpg", 7.0, 0.8, 90.0, 30.0), StackFrame("a.jpg", 3.0, 0.2, 9.0, 40.0)), 1, -1)
    even = Figure(20.0, 20.0, 20.0)
    result = Result(
        "mine", 12, 3, Effort.CPU, rows(marks, Effort.CPU, FEW), (Check("speed", even, 25.0, True),), (stack,)
    )
    text = as_text(result)
    assert "Bars missed: seen cut off, speed." in text
    assert "Surely behind the best rule: seen framing (group), seen cut off." in text
    assert "Perhaps behind it: nowhere." in text
    assert text.index("b.jpg") < text.index("a.jpg")
    told = json.loads(as_json(result))
    assert told["version"] == 1
    assert [row["passed"] for row in told["rows"]] == [row.passed for row in result.rows]
    assert told["checks"][0] == {
        "name": "speed",
        "figure": {"value": 20, "low": 20, "high": 20},
        "bar": 25,
        "at_least": True,
        "passed": False,
    }
    assert told["stacks"][0]["frames"][0]["name"] == "b.jpg"
