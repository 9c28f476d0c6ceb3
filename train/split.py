"""Records apart for training, for choosing and for judging, with no photo in two of them."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scipy.cluster.hierarchy import DisjointSet

from train.manifest import Record, SeriesRecord

_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Shares:
    """How much of all goes where, each 0 to 1, together 1."""

    train: float = 0.8
    validation: float = 0.1
    test: float = 0.1

    def __post_init__(self) -> None:
        parts = (self.train, self.validation, self.test)
        if min(parts) < 0 or abs(sum(parts) - 1) > 1e-9:
            raise ValueError("the shares of a split are not below 0 and sum to 1")


MOST_TO_TRAIN = Shares()


@dataclass(frozen=True, slots=True)
class Split:
    """Records by what they are for, each part in the order of the records given."""

    train: tuple[Record, ...]
    validation: tuple[Record, ...]
    test: tuple[Record, ...]


def split(records: Sequence[Record], seed: int, shares: Shares = MOST_TO_TRAIN) -> Split:
    """Part records by their series and never by photo.

    Series of one name, and records that share a photo, by its path or by the bytes of its file, go together. Each lot
    goes where a hash of the seed and of its smallest name falls, whatever the order of the records and wherever the
    files lie; so a series that was judged on is not learnt from when series without its photos are added. The parts
    have their shares but for chance. Files that cannot be read are told apart by their paths alone.
    """
    parts: tuple[list[Record], ...] = ([], [], [])
    for record, lot in zip(records, _lots(records), strict=True):
        place = _place(seed, lot)
        parts[(place >= shares.train) + (place >= shares.train + shares.validation)].append(record)
    return Split(*(tuple(part) for part in parts))


def _lots(records: Sequence[Record]) -> list[str]:
    """For each record, the smallest name in its lot."""
    together: DisjointSet = DisjointSet(range(len(records)))
    files = _files(records)
    same = _same_content(files)
    first: dict[object, int] = {}
    for number, record in enumerate(records):
        for mark in (_name(record), *(same.get(file, file) for file in _images(record))):
            together.merge(number, first.setdefault(mark, number))
    smallest: dict[int, str] = {}
    for number, record in enumerate(records):
        root = together[number]
        smallest[root] = min(smallest.get(root, _name(record)), _name(record))
    return [smallest[together[number]] for number in range(len(records))]


def _name(record: Record) -> str:
    """What a record is called on every computer."""
    return f"series {record.id}" if isinstance(record, SeriesRecord) else f"image {record.image.name}"


def _images(record: Record) -> list[Path]:
    images = record.images if isinstance(record, SeriesRecord) else (record.image,)
    return [image.absolute() for image in images]


def _files(records: Iterable[Record]) -> dict[Path, int]:
    """The size of every file that is there."""
    sizes = {}
    for image in {image for record in records for image in _images(record)}:
        try:
            sizes[image] = image.stat().st_size
        except OSError:
            continue
    return sizes


def _same_content(sizes: Mapping[Path, int]) -> dict[Path, bytes]:
    """The hash of files that are not the only ones of their size: no others can be alike."""
    by_size: dict[int, list[Path]] = defaultdict(list)
    for path, size in sizes.items():
        by_size[size].append(path)
    hashes = {}
    for path in (path for alike in by_size.values() if len(alike) > 1 for path in alike):
        try:
            hashes[path] = _hash(path)
        except OSError:
            continue
    return hashes


def _hash(path: Path) -> bytes:
    digest = hashlib.blake2b(digest_size=16)
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.digest()


def _place(seed: int, name: str) -> float:
    """Evenly from 0 to 1, by seed and name alone."""
    digest = hashlib.blake2b(f"{seed} {name}".encode(errors="surrogateescape"), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64
