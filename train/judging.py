"""Having a judge rank series of files; what cannot be read is named and stops nobody."""

from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Protocol

from fgaesq_core.errors import CoreError
from fgaesq_core.frames import Frame
from fgaesq_core.ranking import Ranking
from train.pictures import opened
from train.samples import SampleError


class Judge(Protocol):
    """What can rank series: every scorer of `fgaesq_core`, and every baseline."""

    @property
    def name(self) -> str:
        """What people call it."""

    @property
    def longest(self) -> int:
        """The long side, in pixels, beyond which a picture need not be decoded."""

    def rank_all(self, series: Iterable[Sequence[Frame]]) -> Generator[Ranking | Exception]:
        """The ranking of each series in order, or the error that kept it from being ranked."""


Report = Callable[[str, int, int], None]
"""Told of the judge's name, how many series it has ranked, and how many there are."""


def unheard(judge: str, done: int, total: int) -> None:
    """A report to nobody."""


def judged(judge: Judge, series: Sequence[Sequence[Path]], report: Report = unheard) -> list[Ranking | str]:
    """The ranking of each series of files in order, or in one sentence why there is none.

    Files are decoded in other threads, ahead of the judge. What is not the fault of a file or a frame is raised.
    """
    frames = ([partial(opened, path, judge.longest) for path in paths] for paths in series)
    found: list[Ranking | str] = []
    with closing(judge.rank_all(frames)) as results:
        for done, result in enumerate(results, 1):
            found.append(_ranking_or_reason(result))
            report(judge.name, done, len(series))
    return found


def _ranking_or_reason(result: Ranking | Exception) -> Ranking | str:
    if isinstance(result, SampleError | CoreError):
        return str(result)
    if isinstance(result, Exception):
        raise result
    return result
