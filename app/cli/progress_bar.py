"""Progress at a terminal."""

import sys
from typing import Never, Self

from tqdm import tqdm


class ProgressBar:
    """A bar on standard error that starts anew with each stage; hidden where nobody would see it, or if told so."""

    def __init__(self, *, hidden: bool) -> None:
        self._hidden = hidden or sys.stderr is None or not sys.stderr.isatty()
        self._stage = ""
        self._bar: tqdm[Never] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def show(self, stage: str, done: int, total: int) -> None:
        """Move the bar; from one thread at a time."""
        if self._hidden:
            return
        bar = self._bar
        if bar is None or stage != self._stage:
            self._close()
            bar = tqdm(total=total, desc=stage, leave=False, file=sys.stderr)
            self._stage, self._bar = stage, bar
        bar.update(done - bar.n)

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None
