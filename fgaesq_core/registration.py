"""How the camera moved between two frames: shift, turn and zoom, found from the detail of their brightness."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from fgaesq_core import correlation
from fgaesq_core.cells import CELL, Floats
from fgaesq_core.working import Grey

# Sides of the blocks in which motions are looked for, and how many steps are taken there at most.
_ANYWHERE, _COARSE, _FINE = 8, 4, 2
_MOST_STEPS = {_ANYWHERE: 16, _COARSE: 6, _FINE: 3}
_SETTLED = 0.03
_MOST_ZOOM = 0.1
_MOST_SHIFT = 0.6
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

    def changed(self, step: "Motion") -> "Motion":
        """The same with a little more of each."""
        return Motion(self.right + step.right, self.down + step.down, self.turn + step.turn, self.zoom + step.zoom)

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
        self._details = {block: correlation.detail(grey, block) for block in (_ANYWHERE, _COARSE, _FINE)}
        self._levels = {block: _Level(detail, block) for block, detail in self._details.items()}
        self._anywhere = correlation.NormalisedCorrelation(self._details[_ANYWHERE])
        self._nearby = correlation.PhaseCorrelation(self._details[_COARSE])

    def motion(self, grey: Grey) -> Motion:
        """Where the places of the reference lie in a picture of its size; STILL where no movement explains anything.

        Gauss-Newton steps on the difference (Lucas and Kanade, 1981), in which what moved by itself has little weight,
        lead to it from the shifts that correlation finds.
        """
        return self.registered(grey)[0]

    def registered(self, grey: Grey) -> tuple[Motion, Grey]:
        """The motion of a picture, and the picture as it is then seen from the reference."""
        if np.array_equal(self._grey, grey):
            return STILL, grey
        details = {block: correlation.detail(grey, block) for block in self._details}
        likely = [self._refined(details, start, (_ANYWHERE, _COARSE)) for start in self._starts(details)]
        found = likely[0] if len(likely) == 1 else self._surest(grey, likely)
        found = self._refined(details, found, (_FINE,))
        height, width = grey.shape
        if found.reach(width, height) > _STILL:
            view = moved(grey, found)
            if self._is_explained(details[_ANYWHERE], view, found):
                return found, view
        return STILL, grey

    def _starts(self, details: Mapping[int, Floats]) -> list[Motion]:
        """Shifts to start from: one where two ways to find it agree."""
        nearby = Motion(*self._nearby.shift(details[_COARSE])).scaled(_COARSE)
        anywhere = Motion(*self._anywhere.shift(details[_ANYWHERE])).scaled(_ANYWHERE)
        apart = max(abs(nearby.right - anywhere.right), abs(nearby.down - anywhere.down))
        return [nearby] if apart <= _ANYWHERE else [nearby, anywhere, STILL]

    def _refined(self, details: Mapping[int, Floats], start: Motion, blocks: Sequence[int]) -> Motion:
        for block in blocks:
            start = self._levels[block].refined(details[block], start)
        return start

    def _surest(self, grey: Grey, motions: Sequence[Motion]) -> Motion:
        """The motion by which it is surest that pictures which overlap show the same."""
        # Half the size is enough to tell them apart, and takes a quarter of the time.
        half = np.asarray(Image.fromarray(grey).reduce(2))
        return max(motions, key=partial(self._certainty, half))

    def _certainty(self, half: Grey, motion: Motion) -> float:
        there = reached(self._grey.shape, motion, _ANYWHERE)
        if not correlation.is_enough(there):
            return -math.inf
        seen = correlation.detail(moved(half, motion.scaled(1 / 2)), _ANYWHERE, 1)[there]
        likeness = correlation.likeness(self._details[_ANYWHERE][there], seen)
        return float(correlation.certainty(likeness, int(there.sum())))

    def _is_explained(self, detail: Floats, view: Grey, motion: Motion) -> bool:
        """Whether pictures are clearly more alike where one is seen from the other by this motion."""
        there = reached(view.shape, motion, _ANYWHERE)
        if not correlation.is_enough(there):
            return False
        before = correlation.likeness(self._details[_ANYWHERE][there], detail[there])
        now = correlation.likeness(self._details[_ANYWHERE][there], correlation.detail(view, _ANYWHERE)[there])
        return correlation.is_clearly_more(now, before, int(there.sum()))


def moved(grey: Grey, motion: Motion) -> Grey:
    """A picture as seen from the reference for which its motion was found; even grey where it does not reach."""
    return grey if motion == STILL else np.asarray(_seen(Image.fromarray(grey), motion, Image.Resampling.BICUBIC))


def reached(shape: tuple[int, ...], motion: Motion, block: int) -> NDArray[np.bool_]:
    """Where whole blocks of the reference lie inside a picture of that (height, width), shape (rows, columns)."""
    height, width = shape
    x, y = np.meshgrid(np.arange(0, width + 1, block), np.arange(0, height + 1, block))
    a, b, c, d, e, f = motion.coefficients(width, height)
    across, down = a * x + b * y + c, d * x + e * y + f
    inside = (across >= 0) & (across <= width) & (down >= 0) & (down <= height)
    return inside[:-1, :-1] & inside[1:, :-1] & inside[:-1, 1:] & inside[1:, 1:]


class _Level:
    """The reference's detail in blocks of some pixels."""

    def __init__(self, detail: Floats, block: int) -> None:
        self._block = block
        height, width = detail.shape
        down, right = np.gradient(detail)
        y, x = np.mgrid[:height, :width].astype(np.float32)
        y, x = y - np.float32((height - 1) / 2), x - np.float32((width - 1) / 2)
        self._slopes = np.stack([right, down, x * right + y * down, x * down - y * right]).reshape(4, -1)
        self._reference = detail.reshape(-1)

    def refined(self, seen: Floats, start: Motion) -> Motion:
        """The motion after Gauss-Newton steps from `start`, both in pixels; `start` where they lead astray."""
        height, width = seen.shape
        image, current = Image.fromarray(seen), start.scaled(1 / self._block)
        for _ in range(_MOST_STEPS[self._block]):
            step = self._step(image, current)
            current = current.changed(step)
            if not current.is_likely(width, height):
                return start
            if step.reach(width, height) < _SETTLED:
                break
        return current.scaled(self._block)

    def _step(self, image: Image.Image, current: Motion) -> Motion:
        seen = np.asarray(_seen(image, current, Image.Resampling.BILINEAR)).reshape(-1)
        error = seen - self._reference
        there = np.isfinite(error)
        error[~there] = 0
        spread = np.abs(error).sum() / max(int(there.sum()), 1) + np.float32(1e-3)
        weights = error * (1 / spread)
        weights *= weights
        weights += 1
        np.divide(there, weights, out=weights)
        weighted = self._slopes * weights
        # The added trifle keeps a picture without any structure solvable, with no motion as its answer.
        both = self._products(weighted) + 1e-3 * np.eye(4)
        step = np.linalg.solve(both, np.einsum("sx,x->s", weighted, error))
        right, down, zoom, turn = (-float(number) for number in step)
        return Motion(right, down, turn, zoom)

    def _products(self, weighted: Floats) -> Floats:
        """Sums of products with the slopes, shape (4, 4)."""
        # A large product would wake the threads of BLAS, which then wait in a busy loop while others have work to do.
        parts = CELL // self._block
        one, other = (slopes.reshape(4, parts, -1).swapaxes(0, 1) for slopes in (weighted, self._slopes))
        return (one @ other.swapaxes(1, 2)).sum(0)  # type: ignore[no-any-return]


def _seen(image: Image.Image, motion: Motion, resampling: Image.Resampling) -> Image.Image:
    """What the reference would show: outside the picture not a number, or its mean, which has no edge to be seen."""
    way = motion.coefficients(*image.size)
    filling = float("nan") if image.mode == "F" else int(np.asarray(image).mean())
    return image.transform(image.size, Image.Transform.AFFINE, way, resampling, fillcolor=filling)
