"""Finds commands by what somebody remembers of their names."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum


class Level(IntEnum):
    """How a query was found in a title, the loosest first."""

    LETTERS = 1
    INSIDE = 2
    INITIALS = 3
    BEGINNINGS = 4
    WHOLE = 5


@dataclass(frozen=True, slots=True)
class Found:
    """A title that a query fits; `covered` is the share of its letters that were asked for, 0 to 1."""

    level: Level
    covered: float


def found(query: str, title: str) -> Found | None:
    """How the words of a query, in any order, fit a title; None if one of them does not.

    A word may be the beginning of a word, the initials of words in a row, a part of a word, or letters in order of
    which the first begins a word. Case and accents do not count; a query without words fits everything.
    """
    asked, words = _words(query), _words(title)
    if asked == words:
        return Found(Level.WHOLE, 1.0)
    levels = [_level(word, words) for word in asked]
    known = [level for level in levels if level is not None]
    if len(known) < len(levels):
        return None
    return Found(min(known, default=Level.LETTERS), min(1.0, sum(map(len, asked)) / max(1, sum(map(len, words)))))


def ranked(query: str, titles: Sequence[str], used: Iterable[int] = ()) -> list[int]:
    """The places of the titles that fit, the best first: by level, then the last used, then the most covered.

    `used` are places of titles, the last used first.
    """
    since = {place: age for age, place in enumerate(used)}
    fitting = [(place, one) for place, title in enumerate(titles) if (one := found(query, title)) is not None]
    fitting.sort(key=lambda pair: (-pair[1].level, since.get(pair[0], len(since)), -pair[1].covered))
    return [place for place, _ in fitting]


def _words(text: str) -> list[str]:
    plain = "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))
    return re.findall(r"\w+", plain)


def _level(asked: str, words: Sequence[str]) -> Level | None:
    if any(word.startswith(asked) for word in words):
        return Level.BEGINNINGS
    if asked in "".join(word[0] for word in words):
        return Level.INITIALS
    if any(asked in word for word in words):
        return Level.INSIDE
    together = "".join(words)
    starts = (sum(map(len, words[:place])) for place in range(len(words)))
    return Level.LETTERS if any(_in_order(asked, together[start:]) for start in starts) else None


def _in_order(asked: str, text: str) -> bool:
    letters = iter(text)
    return asked[0] == text[0] and all(letter in letters for letter in asked)
