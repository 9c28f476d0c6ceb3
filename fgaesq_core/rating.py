"""Series after series through one network, while other threads decode and cut what comes next."""

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import Generic

from fgaesq_core.ahead import by_a_thread, in_threads
from fgaesq_core.cells import Floats
from fgaesq_core.errors import CoreError
from fgaesq_core.frames import Frame, picture
from fgaesq_core.protocol import Kept, Protocol, Question
from fgaesq_core.ranking import SeriesScores
from fgaesq_core.tokens import Tokens

Scores = Callable[[Iterable[Tokens]], Iterator[float]]
"""Scores of sequences in their order, such as `Inference.scores`."""

# Questions cut ahead of the network, a few megabytes each: enough for its next batches.
_CUT_AHEAD = 8
_MOST_THREADS = 8


@dataclass(slots=True, eq=False)
class _Series:
    """What has come in for one series; `question` in a step of None says that nothing more will."""

    frames: Sequence[Frame]
    answers: list[list[float]] = field(default_factory=list)
    maps: dict[int, Floats] = field(default_factory=dict)
    error: Exception | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Decoded(Generic[Kept]):
    series: _Series
    kept: Kept | None
    error: Exception | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Step:
    """The next question about a series; without one, there are no more."""

    series: _Series
    question: Question | None = None


class _NotDecodedError(Exception):
    """A frame's callable raised; the cause is what it raised."""


class Rating(Generic[Kept]):
    """Scores series by one protocol; `maps` asks for the maps of where frames differ to be kept as well."""

    def __init__(
        self, protocol: Protocol[Kept], scores: Scores, *, maps: bool = False, threads: int | None = None
    ) -> None:
        self._protocol = protocol
        self._scores = scores
        self._maps = maps
        self._threads = threads or min(_MOST_THREADS, os.cpu_count() or 1)

    def rated(self, series: Iterable[Sequence[Frame]]) -> Generator[SeriesScores | Exception]:
        """Scores of each series in order, or the error that kept one of them from being scored.

        That is what a callable raised, PictureError for a frame that cannot be scored, ValueError for no frames. The
        callables are called in other threads, ahead of the result that is waited for.
        """
        waiting: deque[_Step] = deque()
        with closing(by_a_thread(self._steps(series), _CUT_AHEAD)) as steps:
            for answer in self._scores(_sequences(steps, waiting)):
                yield from self._ended(waiting)
                self._collect(waiting.popleft(), answer)
            yield from self._ended(waiting)

    def _steps(self, series: Iterable[Sequence[Frame]]) -> Generator[_Step]:
        with closing(in_threads(self._decoded, _frames(series), self._threads)) as decoded:
            for one, frames in groupby(decoded, attrgetter("series")):
                one.answers = [[] for _ in one.frames]
                try:
                    for question in self._protocol.questions(_kept(frames)):
                        yield _Step(one, question)
                except _NotDecodedError as error:
                    one.error = error.args[0]
                except CoreError as error:
                    one.error = error
                yield _Step(one)

    def _decoded(self, item: tuple[_Series, Frame | None]) -> _Decoded[Kept]:
        series, frame = item
        try:
            if frame is None:
                raise ValueError("a series needs at least one frame")
            return _Decoded(series, self._protocol.kept(picture(frame)))
        except Exception as error:  # noqa: BLE001 - whatever a caller's decoder raises belongs to its series alone
            return _Decoded(series, None, error)

    def _collect(self, step: _Step, answer: float) -> None:
        question = step.question
        if question is None:
            raise AssertionError("an answer without a question")
        for frame in question.frames:
            step.series.answers[frame].append(answer)
            if self._maps and question.difference is not None:
                step.series.maps[frame] = question.difference

    def _ended(self, waiting: deque[_Step]) -> Iterator[SeriesScores | Exception]:
        while waiting and waiting[0].question is None:
            series = waiting.popleft().series
            yield series.error or self._result(series)

    def _result(self, series: _Series) -> SeriesScores:
        maps = tuple(series.maps[frame] for frame in sorted(series.maps))
        return SeriesScores(tuple(map(tuple, series.answers)), self._protocol.adjusted(series.answers), maps)


def _frames(series: Iterable[Sequence[Frame]]) -> Iterator[tuple[_Series, Frame | None]]:
    """Every frame with its series; a series without any has one that is none."""
    for frames in series:
        one = _Series(frames)
        for frame in frames:
            yield one, frame
        if not frames:
            yield one, None


def _kept(frames: Iterable[_Decoded[Kept]]) -> Iterator[Kept]:
    for frame in frames:
        if frame.kept is None:
            raise _NotDecodedError(frame.error)
        yield frame.kept


def _sequences(steps: Iterable[_Step], waiting: deque[_Step]) -> Iterator[Tokens]:
    """The rows of every question; the steps they belong to are left in `waiting`."""
    for step in steps:
        waiting.append(step)
        if step.question is not None:
            yield step.question.tokens
