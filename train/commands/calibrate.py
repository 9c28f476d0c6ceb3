"""Fit how sure a model may be, on photos that no training saw, and write it with that into a file of its own.

No score and no order changes: it is one number, by which differences in score become probabilities.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy.special import logit, softmax

from train.commands.arguments import existing_file, existing_folder, whole
from train.confidence import Numbers, likeliest_scale_of_best
from train.data import held_out
from train.errors import TrainingError
from train.samples import FineSample, SampleError
from train.synthetic_series import SyntheticSeries

_PIXELS = 400_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("weights", type=existing_file, metavar="WEIGHTS", help="a file of weights of this program")
    parser.add_argument(
        "--photos", type=existing_folder, nargs="+", required=True, metavar="FOLDER", help="of which series are made"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the weights with their scale")
    parser.add_argument("--series", type=whole(1), default=300, metavar="N", help="that are made")
    parser.add_argument("--seed", type=whole(0), default=0, metavar="N", help="one seed is one set of series")


def run(arguments: argparse.Namespace) -> int:
    """Print the scale that was found."""
    from fgaesq_core import weights
    from fgaesq_core.scorer import FgaesqScorer

    loaded = weights.load(arguments.weights)
    scorer = FgaesqScorer(arguments.weights)
    photos = [photo for folder in held_out(arguments.photos) for photo in folder]
    samples = list(_samples(photos, arguments.series, arguments.seed))
    if not samples:
        raise TrainingError("None of these photos can be used; name folders with others.")
    scores = []
    for ranking in scorer.rank_all(sample.pictures for sample in samples):
        if isinstance(ranking, Exception):
            raise ranking
        scores.append(np.array(ranking.scores))
    scale = likeliest_scale_of_best(scores, [_chances(sample) for sample in samples], loaded.scale)
    source = weights.source(arguments.weights) or ""
    weights.save(loaded.network.config, loaded.network.state_dict(), arguments.out, scale=scale, source=source)
    print(f"{len(samples)} series: a difference of {scale:.4f} points has odds of e to 1.")
    return 0


def _chances(sample: FineSample) -> Numbers:
    """With which probability each frame is the best one, from the preferences of all pairs, which agree."""
    strength = np.zeros(len(sample.pictures))
    for pair in sample.pairs:
        odds = logit(pair.probability) / len(strength)
        strength[pair.better] += odds
        strength[pair.worse] -= odds
    return softmax(strength)  # type: ignore[no-any-return]


def _samples(photos: list[Path], count: int, seed: int) -> Iterator[FineSample]:
    """So many series, each of the next photo that can be used."""
    source = SyntheticSeries(photos, _PIXELS, seed)
    made = 0
    for turn in range(20 * count):
        try:
            sample = source.sample(turn * 7919 % len(photos), turn)
        except SampleError:
            continue
        made += 1
        yield sample
        if made == count:
            return
