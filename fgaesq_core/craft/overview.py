"""What all frames of a series show together, and where its subject lies in each of them."""

from collections.abc import Sequence

import numpy as np

from fgaesq_core.cells import Floats
from fgaesq_core.craft.blurring import blurred
from fgaesq_core.craft.salience import SIDE, contrast
from fgaesq_core.registration import Motion

_WIDE = 2 * SIDE
_BLUR = 6.0
_REACH = 0.6
_PEAKED = 6
_OUTER = 0.85
_EVEN = 30.0


def subjects(smalls: Sequence[Floats], motions: Sequence[Motion]) -> Floats:
    """Where three likely subjects of all frames together lie in each of n frames, shape (n, 9).

    For each subject: how far it lies off the middle, how much farther than in the best frame, and how much of what
    stands out the frame holds. `smalls` are frames in Lab, shape (SIDE, SIDE, 3), and motions are in their pixels.
    """
    canvas, known = _canvas(smalls, motions)
    found = np.stack(_standing_out(canvas, known))
    peaks, all_of_it = _peaked(found, known), np.maximum(found.sum((1, 2)), 1e-6)
    offsets, shown = (np.empty((len(motions), len(found)), np.float32) for _ in range(2))
    for number, motion in enumerate(motions):
        places = _places(motion)
        inside = np.abs(places).max(0) < SIDE / 2
        offsets[number] = np.abs(np.einsum("drc,krc->kd", places, peaks)).max(1) / SIDE
        shown[number] = (found * inside).sum((1, 2)) / all_of_it
    offsets = np.minimum(offsets, 1)
    return np.stack([offsets, offsets - offsets.min(0), shown], 2).reshape(len(motions), -1)


def _places(motion: Motion) -> Floats:
    """Where each pixel of the canvas lies in a frame, from its middle: across and down, shape (2, _WIDE, _WIDE)."""
    steps = np.arange(_WIDE, dtype=np.float32) + np.float32(0.5 - _WIDE / 2)
    x, y = steps[None, :], steps[:, None]
    across = x + motion.zoom * x - motion.turn * y + motion.right
    down = y + motion.turn * x + motion.zoom * y + motion.down
    return np.stack([across, down]).astype(np.float32)


def _canvas(smalls: Sequence[Floats], motions: Sequence[Motion]) -> tuple[Floats, Floats]:
    """The mean of all frames where they lie in the reference, and how much of it is known, 0 or 1."""
    total = np.zeros((_WIDE, _WIDE, 3), np.float32)
    count = np.zeros((_WIDE, _WIDE), np.float32)
    for small, motion in zip(smalls, motions, strict=True):
        column, row = np.floor(_places(motion) + SIDE / 2).astype(np.int64)
        inside = (column >= 0) & (column < SIDE) & (row >= 0) & (row < SIDE)
        total[inside] += small[row[inside], column[inside]]
        count += inside
    total /= np.maximum(count, 1)[..., None]
    return total, (count > 0).astype(np.float32)


def _standing_out(canvas: Floats, known: Floats) -> list[Floats]:
    """What differs from its surroundings, from all of the picture, and from the picture's border."""
    everywhere = known > 0
    mean = canvas[everywhere].mean(0)
    border = everywhere & (blurred(known, (3.0,))[0] < _OUTER)
    outer = canvas[border] if border.sum() > SIDE else canvas[everywhere]
    unusual = np.linalg.inv(np.cov(outer.T) + _EVEN * np.eye(3))
    apart = canvas - outer.mean(0)
    distance = np.sqrt(np.maximum(((apart @ unusual) * apart).sum(2), 0))
    return [contrast(canvas, known) * known, np.linalg.norm(canvas - mean, axis=2) * known, distance * known]


def _peaked(standing_out: Floats, known: Floats) -> Floats:
    """Weights of places, each of n planes summing to 1, high at its strongest blob near the middle of what is known."""
    steps = np.arange(_WIDE) + 0.5
    middles = [(known.sum(axis) * steps).sum() / known.sum() for axis in (1, 0)]
    down, across = (np.exp(-0.5 * ((steps - middle) / (_REACH * SIDE)) ** 2) for middle in middles)
    seen = blurred(np.concatenate([standing_out, known[None]]), (_BLUR,))[0]
    blobs = seen[:-1] / np.maximum(seen[-1], 0.3) * (known * down[:, None] * across[None, :])
    weights = (blobs / np.maximum(blobs.max((1, 2), keepdims=True), 1e-9)) ** _PEAKED
    return (weights / np.maximum(weights.sum((1, 2), keepdims=True), 1e-9)).astype(np.float32)  # type: ignore[no-any-return]
