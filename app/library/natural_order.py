"""The order in which people expect file names."""

import re

_RUN_OF_DIGITS = re.compile(r"(\d+)")

NameKey = tuple[tuple[str | int, ...], str]


def natural_key(name: str) -> NameKey:
    """Sorts names as people count: `IMG_9` before `IMG_10`, upper and lower case together.

    The plain name settles what is left, so that no two different names are equal.
    """
    parts = _RUN_OF_DIGITS.split(name.casefold())
    return tuple(int(part) if at % 2 else part for at, part in enumerate(parts)), name
