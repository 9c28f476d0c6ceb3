"""`make bench`: every benchmark in one table; name one to run it alone.

A ratio of 1 or more says that ours is as good as what it is measured against, or better.
"""

import sys
from collections.abc import Callable

from tests.benchmarks import grouping, thumbnails, window

Row = tuple[str, str, str, str]
_TABLES: dict[str, Callable[[], list[Row]]] = {
    "thumbnails": thumbnails.table,
    "grouping": grouping.table,
    "window": window.table,
}


def main(names: list[str]) -> int:
    """Run the named benchmarks, or all."""
    unknown = [name for name in names if name not in _TABLES]
    if unknown:
        print(f"usage: python -m tests.benchmarks [{'] ['.join(_TABLES)}]", file=sys.stderr)
        return 2
    rows = [("what", "measured", "against", "ratio")]
    for name in names or _TABLES:
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        rows += _TABLES[name]()
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for row in rows:
        print(f"{row[0]:{widths[0]}}  {row[1]:>{widths[1]}}  {row[2]:>{widths[2]}}  {row[3]:>{widths[3]}}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
