"""What a run learns from, with a hash that tells whether it is still the same."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from train.calibration import calibrate
from train.errors import TrainingError
from train.held_out import is_held_out
from train.manifest import Record, SeriesRecord, SingleRecord, read
from train.manifest_source import ManifestSeries, ManifestSingles
from train.samples import CoarseSource, FineSource
from train.split import split
from train.synthetic_series import SyntheticSeries

PHOTOS = frozenset((".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".heic", ".heif"))
"""Endings of files that photos for the synthesiser are taken from."""

_ENDS = 65536


@dataclass(frozen=True, slots=True, eq=False)
class Data:
    """Sources of a run, what they are in words, how their samples are made, and the hash of the files they read."""

    described: str
    how: str
    sha256: str
    fine: FineSource | None = None
    coarse: CoarseSource | None = None


class Part(StrEnum):
    """Which records of a manifest are meant, by the split of `train.split`."""

    TRAIN = "train"
    VALIDATION = "validation"
    TEST = "test"
    ALL = "all"


def part_of(manifest: Path, part: Part, seed: int) -> tuple[Record, ...]:
    """The calibrated records of one part of a manifest; raises ManifestError, or TrainingError where there are none."""
    records: tuple[Record, ...] = read(manifest)
    if part is not Part.ALL:
        records = getattr(split(records, seed), part)
    kept = calibrate(records).records
    if not kept:
        raise TrainingError(f"The part “{part}” of {manifest} holds nothing to learn from; name another part.")
    return kept


def from_manifest(manifest: Path, part: Part, seed: int) -> Data:
    """The series and pictures of one part of a manifest; raises as `part_of` does."""
    records = part_of(manifest, part, seed)
    series = [record for record in records if isinstance(record, SeriesRecord)]
    singles = [record for record in records if isinstance(record, SingleRecord)]
    images = [image for record in series for image in record.images] + [record.image for record in singles]
    return Data(
        f"{manifest.name}: {len(series)} series and {len(singles)} single pictures",
        f"{part} of split {seed}",
        hash_of([manifest, *dict.fromkeys(images)]),
        ManifestSeries(series) if series else None,
        ManifestSingles(singles) if singles else None,
    )


def from_photos(folders: Sequence[Path], pixels: int, seed: int) -> Data:
    """Series made from the photos below some folders, but for those held out, with frames of up to so many pixels.

    Raises TrainingError for folders without any.
    """
    found = tuple(path for path in photos(folders) if not is_held_out(path))
    named = ", ".join(f"“{folder.absolute().name}”" for folder in folders)
    if not found:
        raise TrainingError(f"All photos in {named} are kept for examinations; name folders with more.")
    return Data(
        f"Series with known faults, made from {len(found)} photos in {named}",
        f"frames of up to {pixels} pixels",
        hash_of(found),
        SyntheticSeries(found, pixels, seed),
    )


def photos(folders: Sequence[Path]) -> tuple[Path, ...]:
    """All photos below some folders, by name within each; raises TrainingError for folders without any."""
    found = tuple(path for folder in folders for path in sorted(_below(folder)))
    if not found:
        named = ", ".join(map(str, folders))
        raise TrainingError(f"There are no photos in {named}; name folders that hold some.")
    return found


def held_out(folders: Sequence[Path]) -> tuple[tuple[Path, ...], ...]:
    """The photos of each folder that no training saw, by name; raises TrainingError for a folder without any."""
    found = tuple(tuple(path for path in photos([folder]) if is_held_out(path)) for folder in folders)
    for folder, kept in zip(folders, found, strict=True):
        if not kept:
            raise TrainingError(f"None of the photos in {folder} is held out of training; name a folder with more.")
    return found


def hash_of(paths: Iterable[Path]) -> str:
    """One SHA-256 of files in their order: of their names, sizes, and the first and last 64 KiB of each.

    A file that cannot be read counts by its name alone.
    """
    whole = sha256()
    for path in paths:
        whole.update(os.fsencode(path.name) + b"\0" + _digest(path))
    return whole.hexdigest()


def _below(folder: Path) -> Iterable[Path]:
    for above, _, names in os.walk(folder):
        for name in names:
            if os.path.splitext(name)[1].lower() in PHOTOS:
                yield Path(above, name)


def _digest(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            head = file.read(_ENDS)
            file.seek(max(0, size - _ENDS))
            return sha256(size.to_bytes(8, "big") + head + file.read(_ENDS)).digest()
    except OSError:
        return b""
