"""How alike two pictures are where they overlap, and at which shifts, whatever their brightness and exposure.

SciPy is imported where it is needed: that takes a quarter of a second, which who only names these types need not pay.
"""

import numpy as np
from numpy.typing import NDArray

from fgaesq_core.cells import Floats, block_means

# Pixels beyond which structure is ground and no detail: a fall of light over a picture is alike in any two.
_AROUND = 72
_LEAST_OVERLAP = 0.4
_LEAST_LIKENESS = 0.3
# Neighbouring blocks are alike and count for fewer, so that this is less sure than it sounds.
_LEAST_CERTAINTY = 5.0
# Of two perfect likenesses the one of more blocks is the surer one.
_PERFECT = 0.999
# Some movement makes any two pictures a little more alike; a true one takes away more of what they lack.
_LACK_LEFT = 0.9


def detail(grey: NDArray[np.uint8], block: int, halvings: int = 0) -> Floats:
    """Brightness of blocks less that around them, of unit spread, for sides that are multiples of the block's.

    A picture that was halved so often has blocks of so many pixels less.
    """
    from scipy.ndimage import uniform_filter

    blocks = block_means(grey, block >> halvings)
    blocks -= uniform_filter(blocks, _AROUND // block | 1)
    return blocks / (blocks.std() + np.float32(1e-3))  # type: ignore[no-any-return]


def likeness(first: Floats, second: Floats) -> float:
    """The correlation of as many values, -1 to 1; 0 where one of them is flat."""
    first, second = first - first.mean(), second - second.mean()
    spread = float((first**2).sum() * (second**2).sum())
    return float((first * second).sum()) / spread**0.5 if spread > 0 else 0.0


def is_clearly_more(now: float, before: float, count: int) -> bool:
    """Whether a likeness in so many blocks is so much higher than before that chance does not explain it."""
    is_sure = now > _LEAST_LIKENESS and certainty(now, count) > _LEAST_CERTAINTY
    return bool(is_sure and 1 - now < _LACK_LEFT * (1 - before))


def is_enough(reached: NDArray[np.bool_]) -> bool:
    """Whether pictures that overlap in these blocks can be compared."""
    return bool(reached.mean() >= _LEAST_OVERLAP)


def certainty(likeness: Floats | float, count: Floats | int) -> Floats:
    """What chance gives a normal spread of 1, for correlations of so many values (Fisher, Metron 1, 1921)."""
    sure: Floats = np.arctanh(np.clip(likeness, -_PERFECT, _PERFECT)) * np.sqrt(count)
    return sure


class PhaseCorrelation:
    """Where the spectra of a picture and others agree (Kuglin and Hines, 1975): sharp, but only for small shifts."""

    def __init__(self, reference: Floats) -> None:
        from scipy import fft

        height, width = reference.shape
        self._window = np.outer(np.hanning(height), np.hanning(width)).astype(np.float32)
        self._reference = np.conj(fft.rfft2(reference * self._window))

    def shift(self, other: Floats) -> tuple[int, int]:
        """How many places right and down the other lies, for values of mean 0 and spread 1."""
        from scipy import fft

        cross = fft.rfft2(other * self._window) * self._reference
        return _peak(fft.irfft2(cross / (np.abs(cross) + np.float32(1e-3)), other.shape))


class NormalisedCorrelation:
    """How alike a picture and others are at all shifts (Padfield, IEEE Transactions on Image Processing 21, 2012).

    It finds large shifts too, but where structure repeats itself it may take one for another.
    """

    def __init__(self, reference: Floats) -> None:
        from scipy import fft

        self._padded = tuple(fft.next_fast_len(2 * side, real=True) for side in reference.shape)
        self._everywhere = self._spectrum(np.ones_like(reference))
        self._reference = np.conj(self._spectrum(reference))
        squared = np.conj(self._spectrum(reference**2))
        self._count = np.maximum(np.round(self._values(np.conj(self._everywhere) * self._everywhere)), 1)
        self._sum = self._values(self._reference * self._everywhere)
        self._spread = self._values(squared * self._everywhere) - self._sum**2 / self._count

    def shift(self, other: Floats) -> tuple[int, int]:
        """How many places right and down the other lies."""
        sure = certainty(self._likeness(other), self._count)
        return _peak(np.where(self._count < _LEAST_OVERLAP * other.size, -np.inf, sure))

    def _likeness(self, other: Floats) -> Floats:
        own, there = self._spectrum(other), np.conj(self._everywhere)
        total = self._values(there * own)
        spread = self._values(there * self._spectrum(other**2)) - total**2 / self._count
        common = self._values(self._reference * own) - self._sum * total / self._count
        both = self._spread * spread
        # What is flat where it overlaps is like nothing; its rounding must not look like likeness.
        return common / np.sqrt(np.maximum(both, 1e-4 * both.max() + 1e-3))  # type: ignore[no-any-return]

    def _spectrum(self, values: Floats) -> NDArray[np.complex64]:
        from scipy import fft

        return fft.rfft2(values, self._padded)  # type: ignore[no-any-return]

    def _values(self, spectrum: NDArray[np.complex64]) -> Floats:
        from scipy import fft

        return fft.irfft2(spectrum, self._padded)  # type: ignore[no-any-return]


def _peak(values: Floats) -> tuple[int, int]:
    """Column and row of the highest value; those in the second half lie left of or above the first."""
    place = np.unravel_index(int(np.argmax(values)), values.shape)
    down, right = (int(at) - (side if at > side // 2 else 0) for at, side in zip(place, values.shape, strict=True))
    return right, down
