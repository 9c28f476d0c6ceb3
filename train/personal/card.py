"""The card of a personal model, in plain words."""

from train.bootstrap import Figure
from train.personal.events import Result, Rival
from train.personal.retraining import Verdict

_CARD = """# A personal model

It is {model}, moved a little towards the marks of one photographer.

## What it learnt from

- {data.series} series whose marks tell frames apart: {data.pairs} pairs among {data.photos} photos in {data.folders} \
folders.
- {data.blind} marks were given blind; {data.shown} were given while scores were shown, or nobody knows, and count less.
- {skipped}
- Photos were only looked at; nothing left the computer.

## How often it agrees with the photographer

| judge | pairs in the right order | its best frame is among the best |
|---|---|---|
{rows}

The gain in pairs is {gain}: 95 % of the gains that other draws of such series would give lie in that range. Models \
made like this one were judged on {parts}, each on series that it had not learnt from; every series counts the same. \
The model itself learnt from all series, so that these figures are an estimate.

## What to expect

The figures hold for this photographer's marks, and for photos like these. They do not say that photos are good or \
bad, nor what another photographer would choose. Marks that were given while scores were shown may have followed the \
scores. The model suggests; the photographer decides, and can go back to the model from before at any time.
"""


def card(verdict: Verdict, result: Result, model: str) -> str:
    """The card in Markdown of a model that was made from one called `model`."""
    rows = [
        Rival("this model", result.after.pairs, result.after.top1),
        Rival("the model from before", result.before.pairs, result.before.top1),
        *result.baselines,
    ]
    count = len(verdict.folds.parts)
    return _CARD.format(
        model=model,
        data=verdict.data,
        skipped=_skipped(len(verdict.data.skipped)),
        rows="\n".join(f"| {row.name} | {100 * row.pairs:.1f} % | {100 * row.top1:.1f} % |" for row in rows),
        gain=_points(result.gain),
        parts=f"{count} parts, {'whole folders' if verdict.folds.by_folder else 'drawn by series'}",
    )


def _skipped(count: int) -> str:
    if not count:
        return "Every file could be used."
    return f"{count} {'file' if count == 1 else 'files'} could not be used; `report.json` names them."


def _points(figure: Figure) -> str:
    return f"{100 * figure.value:+.1f} points ({100 * figure.low:+.1f} to {100 * figure.high:+.1f})"
