"""The model card: what weights were made from and how, and what they can be expected to do (Mitchell et al., 2019)."""

from collections.abc import Mapping, Sequence
from statistics import fmean

from train.data import Data
from train.loop import Ending
from train.schedule import Kind
from train.settings import Settings, Terms

_LATE = 0.1
_CARD = """# Model card

An FGAesQ network (arXiv 2603.03907), trained to tell which frame of a series is the best one.

## What it is

- Network: width {network.width}, {network.layers} layers, {network.heads} heads, {network.features} features, \
{network.rows} rows.
- Made by {programs}; the weights are averages over the steps, in `weights.safetensors`.

## What it learnt from

- {data.described}; {data.how}.
- SHA-256 of the data: `{data.sha256}`
- {left_out}

## How

- {length}
- Terms of the loss: {terms}.
- Rate {settings.rate:g}, decay {settings.decay:g}, precision {settings.precision}, seed {settings.seed}; \
{settings.batch_series} series a fine step and {settings.batch_pictures} pictures a coarse one.
- All settings are in `config.json`, all measurements in `metrics.jsonl`.

## What it reached

{reached}

These are means over the last tenth of the steps, on what it was learning from at that time, with dropout on: they say \
that it learnt, not how good it is. That is what `burstpick-train evaluate` is for.

## What to expect

It knows the faults and the tastes of its data and no others. Scores are for comparing frames of one series; nobody \
has shown that they mean anything across series, people or kinds of photos that the data lack. It is meant to suggest, \
and the photographer to decide.
"""
_NAMES = {
    "loss": "loss",
    "rankreg": "RankReg",
    "ctalign": "CTAlign",
    "auxiliary": "known faults",
    "coarse": "distributions, earth mover's distance",
    "pair_accuracy": "pairs in the right order",
}


def card(
    settings: Settings,
    data: Data,
    ending: Ending,
    measured: Sequence[Mapping[str, object]],
    left_out: Sequence[str],
    made_by: Mapping[str, str],
) -> str:
    """The card in Markdown, from what every step of a run measured."""
    return _CARD.format(
        network=settings.network,
        settings=settings,
        data=data,
        programs=", ".join(f"{name} {version}" for name, version in made_by.items()),
        left_out=_left_out(left_out),
        length=_length(ending),
        terms=_terms(settings.terms, data),
        reached="\n".join(_reached(measured)),
    )


def _length(ending: Ending) -> str:
    length = f"{ending.steps} steps in {ending.seconds / 60:.1f} minutes"
    return f"{length}." if ending.finished else f"{length}; the run was stopped before its end."


def _left_out(sentences: Sequence[str]) -> str:
    if not sentences:
        return "Everything could be used."
    return f"{len(sentences)} could not be used; `left_out.txt` names them."


def _terms(terms: Terms, data: Data) -> str:
    weights = {
        f"RankReg ({terms.rank_loss})": terms.rankreg if data.fine else 0,
        "CTAlign": terms.ctalign if data.fine else 0,
        "distributions": terms.coarse if data.coarse else 0,
        "known faults": terms.auxiliary if data.fine else 0,
    }
    return ", ".join(f"{name} {weight:g}" if weight else f"no {name}" for name, weight in weights.items())


def _reached(measured: Sequence[Mapping[str, object]]) -> list[str]:
    rows = ["| steps | what | value |", "|---|---|---|"]
    for kind in Kind:
        steps = [line for line in measured if line["kind"] == kind]
        late = steps[-max(1, round(len(steps) * _LATE)) :]
        for name, words in _NAMES.items():
            values = [value for line in late if isinstance(value := line.get(name), float)]
            if values:
                rows.append(f"| {kind} | {words} | {fmean(values):.4f} |")
    return rows
