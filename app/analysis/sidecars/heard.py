"""What files of a photo say of keywords that they did not say before.

Of several files the one that spoke last counts, as a whole: two lists made into one would bring back what somebody took
away. A file that never said anything of keywords takes none away.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from app.library.keywords import SaidKeywords, Words
from app.library.photo import PhotoId
from app.library.sidecar_memory import RememberedSidecar
from app.library.xmp.merge import Source


def by_photo(said: Iterable[SaidKeywords]) -> Mapping[PhotoId, Mapping[str, SaidKeywords]]:
    """What was said, by photo and by the ending of the file."""
    found: dict[PhotoId, dict[str, SaidKeywords]] = defaultdict(dict)
    for one in said:
        found[one.photo][one.ending] = one
    return found


def heard(
    source: Source, seen: RememberedSidecar, words: Words, said: Mapping[str, SaidKeywords], now: float
) -> SaidKeywords | None:
    """The keywords of a file if they are other ones than it `said`, and since when; None if they are not.

    What claims to be from after `now` is taken to be from now.
    """
    known = said.get(seen.ending)
    if words == (() if known is None else known.words):
        return None
    at = source.changed if source.dated is None or _is_no_date(source) else source.dated
    return SaidKeywords(seen.photo, seen.ending, words, min(at, now))


def _is_no_date(source: Source) -> bool:
    """Whether the packet's date is that of something said before, as its program did not write a new one."""
    before = source.before
    return before is not None and before.was_read and before.dated == source.dated
