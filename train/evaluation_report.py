"""An evaluation as JSON for programs and as a table for people."""

import json
from collections.abc import Iterator
from dataclasses import asdict, fields

from train.bootstrap import Figure
from train.evaluation import Evaluation, Results

_TITLES = {
    "pair_accuracy": "pair accuracy",
    "pair_f1": "pair F1",
    "series_accuracy": "s-Acc",
    "series_srcc": "s-SRCC",
    "calibration": "calibration error",
    "picture_srcc": "SRCC",
    "picture_plcc": "PLCC",
}
_MOST_UNJUDGED = 20


def as_json(evaluation: Evaluation) -> str:
    """The evaluation as JSON, version 1; a figure has `value`, `low` and `high`, or is null."""
    return json.dumps({"version": 1, **asdict(evaluation)}, indent=1, ensure_ascii=False) + "\n"


def as_markdown(evaluation: Evaluation) -> str:
    """A table of the judges' figures with their intervals, and what it was found on."""
    return "\n".join(_lines(evaluation)) + "\n"


def _lines(evaluation: Evaluation) -> Iterator[str]:
    shown = [name for name in _names() if any(getattr(one, name) is not None for one in evaluation.results)]
    yield _row(["judge", *(_TITLES[name] for name in shown)])
    yield _row(["---", *("---" for _ in shown)])
    for result in evaluation.results:
        yield _row([result.judge.replace("|", "\\|"), *(_shown(getattr(result, name)) for name in shown)])
    yield ""
    yield (
        f"{_counted(evaluation.series, 'series', 'series')} with {_counted(evaluation.pairs, 'pair', 'pairs')}, "
        f"{evaluation.ordered} of them wholly ordered, and {_counted(evaluation.pictures, 'picture', 'pictures')}. "
        f"In brackets, 95 % intervals of {evaluation.rounds} draws of series and pictures, seed {evaluation.seed}."
    )
    if evaluation.unjudged:
        yield ""
        yield f"Not judged, for one judge at least could not: {len(evaluation.unjudged)}."
        yield from (f"- {one.name}: {one.reason}" for one in evaluation.unjudged[:_MOST_UNJUDGED])
        if len(evaluation.unjudged) > _MOST_UNJUDGED:
            yield f"- and {len(evaluation.unjudged) - _MOST_UNJUDGED} more, which the JSON lists"


def _names() -> list[str]:
    return [field.name for field in fields(Results) if field.name in _TITLES]


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _shown(figure: Figure | None) -> str:
    return "" if figure is None else f"{figure.value:.3f} ({figure.low:.3f} to {figure.high:.3f})"


def _counted(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"
