"""The result of an examination as a table for people and as JSON for programs."""

import json
from collections.abc import Iterator
from dataclasses import asdict

from train.bootstrap import Figure
from train.exam.result import Check, Result, Row
from train.exam.series import RULES
from train.exam.stacks import Stack


def as_json(result: Result) -> str:
    """The result as JSON, version 1; a figure has `value`, `low` and `high`."""
    told = asdict(result) | {"rules": [name for name, _ in RULES]}
    for row, told_row in zip(result.rows, told["rows"], strict=True):
        told_row |= {"passed": row.passed, "beats_rules": row.beats_rules}
    for check, told_check in zip(result.checks, told["checks"], strict=True):
        told_check |= {"passed": check.passed}
    return json.dumps({"version": 1, **told}, indent=1, ensure_ascii=False) + "\n"


def as_text(result: Result) -> str:
    """Tables in Markdown: shares of pairs and top frames, other figures, and real stacks."""
    return "\n".join(_lines(result)) + "\n"


def _lines(result: Result) -> Iterator[str]:
    yield f"Examination of {result.scorer} on {result.photos} photos, seed {result.seed}, bars for {result.effort}."
    yield "Pair accuracy / top-1; in brackets, 95 % intervals of draws of series."
    yield ""
    yield from _row_lines(result)
    yield ""
    yield from _table(
        ("figure", "value", "bar", ""),
        ((one.name, _wide(one.figure), _bar(one), _verdict(one)) for one in result.checks),
    )
    for stack in result.stacks:
        yield ""
        yield from _stack_lines(stack)
    missed = [f"{row.part} {row.name}" for row in result.rows if not row.passed]
    missed += [one.name for one in result.checks if not one.passed]
    behind = [row for row in result.rows if not row.beats_rules]
    yield ""
    yield f"Bars missed: {', '.join(missed) or 'none'}."
    yield f"Surely behind the best rule: {_named([row for row in behind if row.lead.high < 0])}."
    yield f"Perhaps behind it: {_named([row for row in behind if row.lead.high >= 0])}."


def _named(rows: list[Row]) -> str:
    return ", ".join(f"{row.part} {row.name}" for row in rows) or "nowhere"


def _row_lines(result: Result) -> Iterator[str]:
    heads = ("part", "kinds", "series", "pairs", result.scorer, "bar", *(name for name, _ in RULES), "chance", "")
    return _table(heads, (_cells(row) for row in result.rows))


def _cells(row: Row) -> tuple[str, ...]:
    asked = " / ".join("" if one is None else f"{one:.2f}" for one in (row.bar.pairs, row.bar.top)).strip(" /")
    notes = [] if row.passed else ["below the bar"]
    notes += [] if row.beats_rules else [f"{_margin(row.lead)} against {row.best_rule}"]
    return (
        row.part,
        row.name,
        str(row.series),
        str(row.pairs),
        f"{_narrow(row.scorer.pairs)} / {_narrow(row.scorer.top)}",
        asked,
        *(f"{one.pairs.value:.2f} / {one.top.value:.2f}" for one in row.rules),
        f".50 / {row.chance:.2f}",
        ", ".join(notes),
    )


def _stack_lines(stack: Stack) -> Iterator[str]:
    yield f"{stack.folder}, best first; Spearman of score and sharpness: {_both(stack)}"
    yield ""
    frames = (
        (one.name, f"{one.score:.3f}", f"{one.p_best:.3f}", f"{one.middle:.0f}", f"{one.whole:.0f}")
        for one in stack.frames
    )
    yield from _table(("frame", "score", "p_best", "sharpness of the middle", "of all"), frames)


def _both(stack: Stack) -> str:
    return f"{stack.with_middle:.2f} of the middle, {stack.with_whole:.2f} of all."


def _table(heads: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> Iterator[str]:
    """A table whose columns are as wide as what stands in them."""
    lines = [heads, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    for number, line in enumerate(lines):
        yield "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |"
        if number == 0:
            yield "|" + "|".join("-" * (width + 2) for width in widths) + "|"


def _narrow(figure: Figure) -> str:
    return f"{figure.value:.2f} ({figure.low:.2f}-{figure.high:.2f})"


def _margin(figure: Figure) -> str:
    return f"{figure.value:+.2f} ({figure.low:+.2f} to {figure.high:+.2f})"


def _wide(figure: Figure) -> str:
    return f"{figure.value:.3f} ({figure.low:.3f} to {figure.high:.3f})"


def _bar(check: Check) -> str:
    return "" if check.bar is None else f"{'>=' if check.at_least else '<='} {check.bar:g}"


def _verdict(check: Check) -> str:
    return "" if check.passed else "missed"
