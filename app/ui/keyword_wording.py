"""Keywords as people read them: the levels of a hierarchy one after the other, and many of them in short."""

from html import escape

from app.library.keywords import Words

_MOST_LETTERS = 60
_LONGEST = 30


def listed(words: Words) -> str:
    """All keywords in one line: `Place › Ulm, sea`."""
    return ", ".join(map(_shown, words))


def in_short(words: Words) -> str:
    """As many keywords as a narrow panel has room for in some lines, and how many more there are: `sea, Anna +12`."""
    told: list[str] = []
    for word in words:
        shown = _shown(word)
        if told and sum(map(len, told)) + len(shown) > _MOST_LETTERS:
            return f"{', '.join(told)} +{len(words) - len(told)}"
        told.append(f"{shown[: _LONGEST - 1]}…" if len(shown) > _LONGEST and " " not in shown else shown)
    return ", ".join(told)


def tip(words: Words) -> str:
    """All keywords for a tooltip that breaks its lines, where they were said in short; nothing in them is markup."""
    return f"<p>{escape(listed(words))}</p>" if listed(words) != in_short(words) else ""


def _shown(word: str) -> str:
    return word.replace("|", " › ")
