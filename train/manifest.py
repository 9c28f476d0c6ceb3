"""The manifest: what is to be learnt or judged, one record a line, as JSON (https://jsonlines.org), in UTF-8.

A series is an object with three members, and a fourth in pairs that have it:

    {"series": "beach-07", "images": ["7/a.jpg", "7/b.jpg"],
     "pairs": [{"better": 0, "worse": 1, "probability": 0.9, "sentence": "the horizon is level"}]}

`images` stand in order of capture; `better` and `worse` count them from 0. `probability`, 0.5 to 1, is the share of
judges, or of the times, that the better one was preferred. The same two frames may be compared more than once, and even
the other way round; `train.calibration` makes one statement of them. A single picture is one of

    {"image": "953.jpg", "distribution": [0, 1, 5, 17, 38, 36, 15, 6, 5, 1]}
    {"image": "954.jpg", "mean": 5.3}

where the ten numbers say how many judges, or what share of them, gave the scores 1 to 10. Paths are relative to the
folder of the manifest, with forward slashes, or absolute. Empty lines are passed over; members not named here are, too.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from math import comb, fsum, isfinite
from pathlib import Path
from typing import Any

from train.samples import Pair
from train.writing import whole

BINS = 10


class ManifestError(Exception):
    """A manifest that cannot be read or written; the text names file and line, and says why."""


@dataclass(frozen=True, slots=True)
class SeriesRecord:
    """The files of one series in order of capture, and what is known of pairs of them; raises ValueError for nonsense.

    `id` is the same wherever the files lie: it decides to which part of a split the series belongs.
    """

    id: str
    images: tuple[Path, ...]
    pairs: tuple[Pair, ...] = ()

    def __post_init__(self) -> None:
        if not self.id:
            raise ValueError("a series needs a name")
        if len(self.images) < 2 or len(set(self.images)) < len(self.images):
            raise ValueError("a series needs two images or more, each of them once")
        for pair in self.pairs:
            if not _is_sound(pair, len(self.images)):
                raise ValueError("a pair needs two different images by their place and a probability of 0.5 to 1")


@dataclass(frozen=True, slots=True)
class SingleRecord:
    """The file of a picture, and the shares of its judges who gave the scores 1 to 10; raises ValueError for others."""

    image: Path
    distribution: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.distribution) != BINS or not all(isfinite(share) and share >= 0 for share in self.distribution):
            raise ValueError("a distribution has ten numbers, none below 0")
        if abs(fsum(self.distribution) - 1) > 1e-6:
            raise ValueError("the shares of a distribution sum to 1")

    @property
    def mean(self) -> float:
        """The mean score, 1 to 10."""
        return fsum(score * share for score, share in enumerate(self.distribution, 1))


Record = SeriesRecord | SingleRecord


def read(manifest: Path) -> tuple[Record, ...]:
    """All records of a manifest, in order; whether the images exist is not asked. Raises ManifestError."""
    try:
        lines = manifest.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not in UTF-8"
        raise ManifestError(f"{manifest} cannot be read: {reason}.") from error
    records = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                records.append(_record(_decoded(line), manifest.parent))
            except (ValueError, OverflowError) as error:
                raise ManifestError(f"{manifest}, line {number}: {error}.") from error
    return tuple(records)


def write(manifest: Path, records: Iterable[Record]) -> None:
    """Write a manifest, whole or not at all; images below its folder are named relative to it.

    Raises ManifestError where it cannot be written.
    """
    folder = Path(os.path.normpath(manifest.parent.absolute()))
    text = "".join(json.dumps(_document(record, folder), ensure_ascii=False) + "\n" for record in records)
    try:
        with whole(manifest) as file:
            # What a name holds that is no text is a lone surrogate, for which JSON has the form that this gives it.
            file.write(text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise ManifestError(f"{manifest} cannot be written: {error.strerror}.") from error


def shares(counts: Iterable[float]) -> tuple[float, ...]:
    """The distribution of ten counts of judges; raises ValueError where there is none of them."""
    numbers = tuple(counts)
    total = fsum(numbers)
    if not (isfinite(total) and total > 0):
        raise ValueError("a distribution needs at least one judge")
    return tuple(number / total for number in numbers)


def around(mean: float) -> tuple[float, ...]:
    """The distribution that is assumed where only the mean score, 1 to 10, is known.

    It is the binomial one over the ten scores: its mean is the given one, its deviation 1.5 scores in the middle, about
    as in the distributions of AVA (Murray, Marchesotti and Perronnin, CVPR 2012), and nought at the ends.
    """
    if not 1 <= mean <= BINS:
        raise ValueError("a mean lies between 1 and 10")
    up = (mean - 1) / (BINS - 1)
    return shares(comb(BINS - 1, step) * up**step * (1 - up) ** (BINS - 1 - step) for step in range(BINS))


def _is_sound(pair: Pair, count: int) -> bool:
    inside = 0 <= pair.better < count and 0 <= pair.worse < count
    return inside and pair.better != pair.worse and 0.5 <= pair.probability <= 1


def _decoded(line: str) -> dict[str, Any]:
    try:
        document = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError("this is no JSON") from error
    if not isinstance(document, dict):
        raise ValueError("a record is a JSON object")
    return document


def _record(document: dict[str, Any], folder: Path) -> Record:
    if "series" in document:
        images, pairs = document.get("images"), document.get("pairs", [])
        if not isinstance(images, list) or not isinstance(pairs, list):
            raise ValueError("a series has a list of images, and one of pairs")
        known = tuple(_pair(pair) for pair in pairs)
        return SeriesRecord(_text(document["series"]), tuple(folder / _text(image) for image in images), known)
    if "image" in document:
        return SingleRecord(folder / _text(document["image"]), _distribution(document))
    raise ValueError("a record is one of a “series” or of an “image”")


def _pair(document: Any) -> Pair:
    match document:
        case {"better": int(better), "worse": int(worse), "probability": int() | float() as probability}:
            return Pair(better, worse, float(probability), _text(document.get("sentence", "")))
    raise ValueError("a pair has the numbers “better”, “worse” and “probability”")


def _distribution(document: dict[str, Any]) -> tuple[float, ...]:
    match document:
        case {"distribution": [*counts]} if all(isinstance(count, int | float) for count in counts):
            if len(counts) != BINS or min(counts) < 0:
                raise ValueError("a distribution has ten numbers, none below 0")
            return shares(counts)
        case {"mean": int() | float() as mean}:
            return around(mean)
    raise ValueError("an image needs a “distribution” of ten numbers or a “mean”")


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("names, paths and sentences are texts")
    return value


def _document(record: Record, folder: Path) -> dict[str, object]:
    if isinstance(record, SingleRecord):
        return {"image": _named(record.image, folder), "distribution": record.distribution}
    images = [_named(image, folder) for image in record.images]
    return {"series": record.id, "images": images, "pairs": [_pair_document(pair) for pair in record.pairs]}


def _pair_document(pair: Pair) -> dict[str, object]:
    document = {"better": pair.better, "worse": pair.worse, "probability": pair.probability}
    return document | ({"sentence": pair.sentence} if pair.sentence else {})


def _named(image: Path, folder: Path) -> str:
    path = Path(os.path.normpath(image.absolute()))
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.as_posix()
