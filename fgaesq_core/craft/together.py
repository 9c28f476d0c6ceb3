"""What the frames of a series tell about each other: how far each is turned and aimed off the others."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fgaesq_core.cells import Floats
from fgaesq_core.craft.lines import BINS, smooth
from fgaesq_core.craft.look import Look
from fgaesq_core.craft.overview import subjects
from fgaesq_core.craft.salience import SIDE
from fgaesq_core.registration import STILL, Motion

Numbers = NDArray[np.floating[Any]]

_MOST_TURN = 24
_PER_DEGREE = BINS // 180
_MOST_LEVEL = 15
_SPREAD = 1.0
_ENOUGH = 200


def relations(looks: Sequence[Look], motions: Sequence[Motion], size: tuple[int, int]) -> Floats:
    """How each of n frames of one (width, height) lies to the others, shape (n, m), from motions to one of them."""
    histograms = np.stack([smooth(look.directions) for look in looks])
    turns, sureness = _turns(histograms, _middle(motions))
    level, height = _level(histograms, turns)
    moved = np.degrees([motion.turn for motion in motions])
    shifts = np.array([(motion.right / size[0], motion.down / size[1]) for motion in motions])
    zooms = np.array([motion.zoom for motion in motions])
    subject = subjects([look.small for look in looks], [_small(motion, size) for motion in motions])
    off_level = np.abs(turns - level)
    away = np.abs(shifts - np.median(shifts, axis=0))
    columns = [
        _off(turns, np.median(turns)),
        _off(turns, _usual(turns)),
        np.minimum(off_level, _MOST_LEVEL),
        np.minimum(off_level - off_level.min(), _MOST_LEVEL),
        np.full(len(looks), height),
        sureness,
        _off(moved, np.median(moved)),
        _off(moved, _usual(moved)),
        away[:, 0],
        away[:, 1],
        np.hypot(*away.T),
        np.hypot(*(shifts - _usual_shift(shifts)).T),
        zooms - np.median(zooms),
        *subject.T,
        np.array([float(motion == STILL) for motion in motions]),
        np.full(len(looks), np.log(len(looks))),
    ]
    return np.stack(columns, 1).astype(np.float32)


def _middle(motions: Sequence[Motion]) -> int:
    """The frame that motions lead from: one that did not move."""
    return motions.index(STILL) if STILL in motions else 0


def _turns(histograms: Numbers, reference: int) -> tuple[Floats, Floats]:
    """How far lines are turned against the reference, in degrees, and how well they agree with it then."""
    spectra = np.fft.rfft(histograms - histograms.mean(1, keepdims=True), axis=1)
    agreement = np.fft.irfft(spectra * spectra[reference].conj(), BINS, axis=1)
    reach = np.arange(-_MOST_TURN * _PER_DEGREE, _MOST_TURN * _PER_DEGREE + 1)
    near = agreement[:, reach % BINS]
    lengths = np.sqrt(np.maximum(_squared_lengths(spectra), 1e-12))
    best = near.argmax(1)
    peak = near[np.arange(len(near)), best] / (lengths * lengths[reference])
    return (reach[best] / _PER_DEGREE).astype(np.float32), peak.astype(np.float32)


def _squared_lengths(spectra: NDArray[np.complexfloating[Any, Any]]) -> Numbers:
    """Squared lengths of the histograms that have these spectra."""
    return np.fft.irfft(np.abs(spectra) ** 2, BINS, axis=1)[:, 0]


def _level(histograms: Numbers, turns: Numbers) -> tuple[float, float]:
    """By which turn of the reference most lines of all frames would be level or upright, in degrees, and how many."""
    aligned = [
        np.roll(histogram, -round(float(turn) * _PER_DEGREE)) for histogram, turn in zip(histograms, turns, strict=True)
    ]
    together = np.mean(aligned, axis=0)
    folded = together + np.roll(together, BINS // 2)
    offsets = np.arange(-_MOST_LEVEL * _PER_DEGREE, _MOST_LEVEL * _PER_DEGREE + 1)
    near = folded[offsets % BINS] * np.exp(-0.5 * (offsets / _PER_DEGREE / 8) ** 2)
    return -float(offsets[int(near.argmax())]) / _PER_DEGREE, float(near.max() * BINS)


def _off(values: Numbers, usual: float | np.floating[Any]) -> Numbers:
    return np.minimum(np.abs(values - usual), _MOST_LEVEL)


def _usual(values: Numbers) -> float:
    """The value that most others are near to."""
    crowd = np.exp(-0.5 * ((values[:, None] - _some(values)[None, :]) / _SPREAD) ** 2).sum(1)
    return float((values * crowd**4).sum() / (crowd**4).sum())


def _some(values: Numbers) -> Numbers:
    """Enough of the values to stand for all, so that the cost for n of them stays linear."""
    return values[:: max(1, len(values) // _ENOUGH)]


def _usual_shift(shifts: Numbers) -> Numbers:
    distances = np.linalg.norm(shifts[:, None] - _some(shifts)[None, :], axis=2)
    crowd = np.exp(-0.5 * (distances / 0.03) ** 2).sum(1) ** 4
    usual: Numbers = (shifts * crowd[:, None]).sum(0) / crowd.sum()
    return usual


def _small(motion: Motion, size: tuple[int, int]) -> Motion:
    return Motion(motion.right * SIDE / size[0], motion.down * SIDE / size[1], motion.turn, motion.zoom)
