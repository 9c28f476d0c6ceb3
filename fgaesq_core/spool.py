"""Frames of a series kept until all of them are there: in memory while they are few, else in a temporary file."""

from collections.abc import Iterator, Sequence
from tempfile import SpooledTemporaryFile
from typing import overload

import numpy as np

from fgaesq_core.working import Pixels

# Enough for a long burst; a folder taken as one series may hold thousands of frames.
_IN_MEMORY = 160 << 20


class Spool:
    """Takes frames one by one and gives them back by number; for one thread at a time."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed by `close`
        self._places: list[tuple[int, tuple[int, ...]]] = []

    def add(self, frame: Pixels) -> int:
        """Keep a frame and return its number; raises OSError where neither memory nor disk has room."""
        place = self._file.seek(0, 2)
        self._file.write(frame.tobytes())
        self._places.append((place, frame.shape))
        return len(self._places) - 1

    def frame(self, number: int) -> Pixels:
        """The frame of that number."""
        place, shape = self._places[number]
        self._file.seek(place)
        pixels = np.frombuffer(self._file.read(int(np.prod(shape))), np.uint8)
        return pixels.reshape(shape)

    def close(self) -> None:
        """Forget all frames."""
        self._file.close()


class Frames(Sequence[Pixels]):
    """Some frames of a spool, read when they are asked for."""

    def __init__(self, spool: Spool, numbers: Sequence[int]) -> None:
        self._spool = spool
        self._numbers = numbers

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, index: int) -> Pixels: ...
    @overload
    def __getitem__(self, index: slice) -> "Frames": ...
    def __getitem__(self, index: int | slice) -> "Pixels | Frames":
        if isinstance(index, slice):
            return Frames(self._spool, self._numbers[index])
        return self._spool.frame(self._numbers[index])

    def __iter__(self) -> Iterator[Pixels]:
        return (self._spool.frame(number) for number in self._numbers)
