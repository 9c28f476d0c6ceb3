"""From what others write to records of a manifest."""

from dataclasses import dataclass

from train.manifest import Record


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that was not imported, named as people know it, and why."""

    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class Imported:
    """The records that were made, and everything that was left out."""

    records: tuple[Record, ...]
    left_out: tuple[LeftOut, ...]


class ImporterError(Exception):
    """Nothing can be imported; the text says in one sentence what is wrong."""
