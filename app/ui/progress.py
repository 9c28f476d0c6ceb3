"""How far the work on a folder has come, and how long it will still take."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

# Before this many seconds of a stage have passed, a guess of the rest would only jump about.
_SETTLED_SECONDS = 2.0


class Stage(Enum):
    """What is being done; the value is what people read."""

    READING = "Reading"
    PREPARING = "Preparing"
    COMPARING = "Comparing"
    SCORING = "Scoring"
    DOWNLOADING = "Downloading"


@dataclass(frozen=True, slots=True)
class Progress:
    """Work done of a total, in units of the stage; `seconds_left` is None while it cannot be told.

    A total of 0 is not known yet.
    """

    stage: Stage
    done: int
    total: int
    seconds_left: float | None


class Stopwatch:
    """Turns counts into progress with the time left, by the average speed of the stage so far."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._stage: Stage | None = None
        self._start = 0.0
        self._start_done = 0

    def progress(self, stage: Stage, done: int, total: int) -> Progress:
        """The progress of a stage; the clock starts when a stage is first named or its count falls back."""
        now = self._clock()
        if stage is not self._stage or done < self._start_done:
            self._stage, self._start, self._start_done = stage, now, done
        elapsed, gained = now - self._start, done - self._start_done
        left = elapsed / gained * (total - done) if gained and total and elapsed >= _SETTLED_SECONDS else None
        return Progress(stage, done, total, left)
