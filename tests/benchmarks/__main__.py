"""`make bench`: every benchmark in one table; name one to run it alone.

A ratio of 1 or more says that ours is as good as what it is measured against, or better.
"""

import sys
from importlib import import_module

_NAMES = (
    "thumbnails",
    "decoders",
    "grouping",
    "window",
    "masses",
    "loupe",
    "culling",
    "scoring",
    "builtin",
    "memory",
    "sidecars",
    "export",
    "kills",
    "crowds",
)


def main(names: list[str]) -> int:
    """Run the named benchmarks, or all."""
    unknown = [name for name in names if name not in _NAMES]
    if unknown:
        print(f"usage: python -m tests.benchmarks [{'] ['.join(_NAMES)}]", file=sys.stderr)
        return 2
    rows = [("what", "measured", "against", "ratio")]
    for name in names or _NAMES:
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        # Each is imported when its turn comes: what one needs must not weigh on another's memory.
        rows += import_module(f"tests.benchmarks.{name}").table()
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for row in rows:
        print(f"{row[0]:{widths[0]}}  {row[1]:>{widths[1]}}  {row[2]:>{widths[2]}}  {row[3]:>{widths[3]}}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
