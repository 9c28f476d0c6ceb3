"""Everything a file says of its capture, maker notes included, for a person who wants to read it.

Far too slow for scanning, and thorough: the tags `metadata` needs are read there, these by the library that knows most.
"""

import logging
from dataclasses import dataclass
from pathlib import Path

from app.library.decoders import DECODERS
from app.library.source import FileSource, UnreadableError

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Tag:
    """One entry: the part of the file it stands in, its name, its value as text."""

    group: str
    name: str
    value: str


def all_tags(path: Path) -> tuple[Tag, ...]:
    """Every tag of a file, by group and name; empty if it has none. Read in a decoder process, within bounds of time.

    Raises UnreadableError if the file cannot be opened or its tags are damaged beyond reading.
    """
    return tuple(Tag(group, name, value) for group, name, value in DECODERS.tags(path))


def read_tags(path: Path) -> tuple[tuple[str, str, str], ...]:
    """Group, name and value of every tag, read in this process; raises as `all_tags`."""
    import exifread

    # exifread reports oddities of a file to its own log; here they are nobody's business.
    logging.getLogger("exifread").addHandler(logging.NullHandler())
    logging.getLogger("exifread").propagate = False
    with FileSource(path) as source, source.buffered() as stream:
        try:
            found = exifread.process_file(stream, details=True, extract_thumbnail=False)
        except Exception as error:
            # The library raises whatever damaged bytes lead it to.
            raise UnreadableError("its capture data is damaged") from error
    return tuple(sorted(_tag(key, str(value)) for key, value in found.items()))


def _tag(key: str, value: str) -> tuple[str, str, str]:
    group, _, name = key.partition(" ")
    shown = value.replace("\0", "").strip()
    return group, name or group, shown if len(shown) <= _LONGEST else shown[:_LONGEST] + " …"
