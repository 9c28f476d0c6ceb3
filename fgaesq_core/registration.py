"""How the camera moved between two frames: shift, turn and zoom, found from their brightness."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import fft

from fgaesq_core.cells import Floats

Grey = NDArray[np.uint8]
"""Brightness of a picture, shape (height, width); both sides are multiples of 32."""

_COARSE, _FINE = 4, 2
_MOST_STEPS = {_COARSE: 16, _FINE: 4}
_SETTLED = 0.03
_MOST_ZOOM = 0.1
_MOST_SHIFT = 0.25
# A movement is believed when it takes away this share of the difference; noise alone lets some be taken away.
_LEFT_OVER = 0.97
_STILL = 0.3


@dataclass(frozen=True, slots=True)
class Motion:
    """Where the places of one picture lie in another: turned and zoomed about the middle, and shifted, in pixels.

    What is at (x, y) from the middle lies at (x + zoom * x - turn * y + right, y + turn * x + zoom * y + down).
    """

    right: float = 0.0
    down: float = 0.0
    turn: float = 0.0
    zoom: float = 0.0

    def coefficients(self, width: int, height: int) -> tuple[float, float, float, float, float, float]:
        """The same as Pillow writes an affine map, for places counted from the upper left corner of a picture."""
        x, y, scale = width / 2, height / 2, 1 + self.zoom
        return (
            *(scale, -self.turn, self.right + x - scale * x + self.turn * y),
            *(self.turn, scale, self.down + y - self.turn * x - scale * y),
        )

    def inverse(self) -> "Motion":
        """The way back."""
        scale = 1 + self.zoom
        size = scale**2 + self.turn**2
        right, down = (
            (scale * self.right + self.turn * self.down) / size,
            (scale * self.down - self.turn * self.right) / size,
        )
        return Motion(-right, -down, -self.turn / size, scale / size - 1)

    def scaled(self, factor: float) -> "Motion":
        """The same motion in pixels that are `factor` times smaller."""
        return Motion(self.right * factor, self.down * factor, self.turn, self.zoom)

    def reach(self, width: int, height: int) -> float:
        """The most that any place of a picture moves, in pixels."""
        swing = float(np.hypot(self.turn, self.zoom) * np.hypot(width / 2, height / 2))
        return float(np.hypot(self.right, self.down)) + swing

    def is_likely(self, width: int, height: int) -> bool:
        """Whether a camera held on one subject may have moved like this."""
        swing, shift = max(abs(self.turn), abs(self.zoom)), max(abs(self.right) / width, abs(self.down) / height)
        return swing <= _MOST_ZOOM and shift <= _MOST_SHIFT


STILL = Motion()


class Reference:
    """The picture that others are registered to; what does not change from one to the next is computed once."""

    def __init__(self, grey: Grey) -> None:
        self._grey = grey
        self._levels = {block: _Level(grey, block) for block in (_COARSE, _FINE)}

    def motion(self, grey: Grey) -> Motion:
        """Where the places of the reference lie in a picture of its size; STILL where no movement explains anything.

        The shift comes from phase correlation (Kuglin and Hines, 1975), the rest from Gauss-Newton steps on the
        difference (Lucas and Kanade, 1981) in which what moved by itself has little weight.
        """
        if np.array_equal(self._grey, grey):
            return STILL
        height, width = grey.shape
        found = STILL
        for block, level in self._levels.items():
            seen = _brightness(grey, block)
            if block == _COARSE:
                found = level.shift(seen)
            found = level.refined(seen, found.scaled(1 / block)).scaled(block)
            if found.reach(width, height) > _STILL and not level.explains(seen, found.scaled(1 / block)):
                return STILL
        return found if found.reach(width, height) > _STILL else STILL


def moved(grey: Grey, motion: Motion) -> Grey:
    """A picture as seen from the reference for which its motion was found; black where it does not reach."""
    return grey if motion == STILL else np.asarray(_seen(Image.fromarray(grey), motion, Image.Resampling.BICUBIC))


class _Level:
    """The reference in blocks of some pixels; motions are counted in blocks."""

    def __init__(self, grey: Grey, block: int) -> None:
        self._block = block
        self._reference = _brightness(grey, block)
        height, width = self._reference.shape
        down, right = np.gradient(self._reference)
        y, x = np.mgrid[:height, :width].astype(np.float32)
        y, x = y - np.float32((height - 1) / 2), x - np.float32((width - 1) / 2)
        self._slopes = np.stack([right, down, x * right + y * down, x * down - y * right]).reshape(4, -1)
        self._window = np.outer(np.hanning(height), np.hanning(width)).astype(np.float32)

    def shift(self, seen: Floats) -> Motion:
        """The shift by which the spectra agree best, in pixels; STILL if it explains nothing."""
        height, width = seen.shape
        cross = fft.rfft2(seen * self._window) * np.conj(fft.rfft2(self._reference * self._window))
        peaks = fft.irfft2(cross / (np.abs(cross) + 1e-3), seen.shape)
        down, right = (int(place) for place in np.unravel_index(int(np.argmax(peaks)), peaks.shape))
        shift = Motion((right + width // 2) % width - width // 2, (down + height // 2) % height - height // 2)
        return shift.scaled(self._block) if self.explains(seen, shift) else STILL

    def refined(self, seen: Floats, start: Motion) -> Motion:
        """The motion after Gauss-Newton steps from `start`; `start` where they lead astray."""
        height, width = seen.shape
        image, current = Image.fromarray(seen), start
        for _ in range(_MOST_STEPS[self._block]):
            step = self._step(image, current)
            current = Motion(
                current.right + step.right, current.down + step.down, current.turn + step.turn, current.zoom + step.zoom
            )
            if not current.is_likely(width, height):
                return start
            if step.reach(width, height) < _SETTLED:
                break
        return current

    def explains(self, seen: Floats, motion: Motion) -> bool:
        """Whether the motion is a likely one that takes away some of the difference."""
        height, width = seen.shape
        if not motion.is_likely(width, height):
            return False
        there = np.asarray(_seen(Image.fromarray(seen), motion, Image.Resampling.BILINEAR))
        left, before = np.nanmean(np.abs(there - self._reference)), np.abs(seen - self._reference).mean()
        return bool(left < _LEFT_OVER * before)

    def _step(self, image: Image.Image, current: Motion) -> Motion:
        error = (np.asarray(_seen(image, current, Image.Resampling.BILINEAR)) - self._reference).reshape(-1)
        there = np.isfinite(error)
        error = np.where(there, error, 0)
        spread = np.abs(error).mean() + np.float32(1e-3)
        weights = there / (1 + (error / spread) ** 2)
        weighted = self._slopes * weights
        # The added trifle keeps a picture without any structure solvable, with no motion as its answer.
        step = np.linalg.solve(weighted @ self._slopes.T + 1e-3 * np.eye(4), weighted @ error)
        right, down, zoom, turn = (-float(number) for number in step)
        return Motion(right, down, turn, zoom)


def _brightness(grey: Grey, block: int) -> Floats:
    """Brightness in blocks, without its mean and of unit spread, so that exposure does not count."""
    height, width = (side // block for side in grey.shape)
    rows = grey.reshape(height, block, -1).sum(1, dtype=np.float32)
    small = rows.reshape(height, width, block).sum(2)
    small -= small.mean()
    return small / (small.std() + np.float32(1e-3))  # type: ignore[no-any-return]


def _seen(image: Image.Image, motion: Motion, resampling: Image.Resampling) -> Image.Image:
    """What the reference would show: not a number, or black, outside the picture."""
    way = motion.coefficients(*image.size)
    filling = float("nan") if image.mode == "F" else 0
    return image.transform(image.size, Image.Transform.AFFINE, way, resampling, fillcolor=filling)
