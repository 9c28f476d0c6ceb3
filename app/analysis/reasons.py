"""Why one frame rather than another: the measured differences between two frames of a series.

A reason is given only beyond what harmless changes make of photographs: other JPEG quality, 0.04 EV, aiming off by up
to 4 % of a side, turns by 0.2 degrees, zoom by 1 %, noise of 0.7 grey levels. Each bound says what those made at the
most, of 24 photographs with 8 changes each.
"""

import math
from collections.abc import Iterator

from app.analysis.differences import Pair
from app.analysis.frame_look import Clipping, FrameLook
from app.analysis.pair_focus import Focus, focus_of
from app.analysis.pair_framing import level, offsets, turn
from app.analysis.pair_light import stops
from app.analysis.reason import Cause, Reason, Verdict, between_both, in_order, of_each, worse_if

# Octaves of the energy of fine detail; harmless changes made 0.14, zoom by 6 % and 0.7 EV made 0.19.
_SHARPER = 0.4
# Octaves by which detail is lost along a smear and less across it; round blur made 1.1 at the most and spared no
# direction, motion over 8 pixels made more in three photographs of four.
_SMEARED, _SPARED = 1.5, 1.5
# Grey levels, and how many times; harmless changes, some with noise of their own, made 0.5.
_NOISIER, _TIMES_NOISIER = 1.0, 1.4
# Noise that is so much stronger hides what detail there is: from 3 grey levels on it passed for blur or its lack.
_HIDES = 2.5
# A share of the frame: 1 % of it can just be found by eye. Harmless changes made none, as what may clip at 0.13 EV more
# is counted with what does.
_CLIPPED = 0.01
# EV; harmless changes made 0.06.
_BRIGHTER = 0.15
# Degrees; the turn of the camera is found to 0.05 degrees. Half a degree is about the least that people see of a
# horizon; without one a hand turns more than that from frame to frame, which tells nobody anything.
_OFF_LEVEL, _TURNED = 0.5, 1.0
# Lines are the horizon, or upright like it, only where so many agree, and lie level in one of the frames.
_AGREE, _LEVEL = 0.28, 1.0
# Shares; zoom is found to 0.001, and 3 % is about what framing twice by hand makes.
_SCALED = 0.03
# Shares of a side by which the subject moves; three ways to find it must agree to half of it.
_OFF, _NEAR_BORDER = 0.045, 0.35


def reasons(first: FrameLook, second: FrameLook, pair: Pair | None) -> tuple[Reason, ...]:
    """What tells the first frame from the second, in the order of how much it matters; empty where nothing does.

    `pair` is both frames laid over each other, in this order; None, or one whose frames do not show the same, leaves
    only what can be told of whole frames.
    """
    found = [*_clipped(Cause.HIGHLIGHTS, first.highlights, second.highlights)]
    found += _clipped(Cause.SHADOWS, first.shadows, second.shadows)
    if pair is not None and pair.differences[0].sure:
        found += _focus(focus_of((first.detail, second.detail), pair.differences[0]))
        found += _brightness(pair)
        found += _framing(first, second, pair)
    return in_order(found)


def mirrored(found: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """The same reasons as the second frame has them."""
    return tuple(reason.mirrored() for reason in found)


def _clipped(cause: Cause, first: Clipping, second: Clipping) -> Iterator[Reason]:
    surely = first.surely - second.perhaps, second.surely - first.perhaps
    apart = first.lost - second.lost
    if max(surely) >= _CLIPPED and abs(apart) >= _CLIPPED and (surely[0] > surely[1]) == (apart > 0):
        points = 3 * abs(math.sqrt(first.lost) - math.sqrt(second.lost))
        yield of_each(cause, worse_if(apart > 0), first.lost, second.lost, points)


def _focus(focus: Focus) -> Iterator[Reason]:
    noisier = focus.noise[0] - focus.noise[1]
    # Noise is taken off both, and with it what detail it hides: the noisier frame may be softer or seem so.
    hidden = noisier * focus.sharper < 0 and abs(noisier) > _HIDES
    is_sharper = abs(focus.sharper) >= _SHARPER and not hidden
    if is_sharper:
        points = 0.75 * abs(focus.sharper)
        yield between_both(Cause.SHARPNESS, worse_if(focus.sharper < 0), focus.sharper, points)
        smeared = _smear(focus)
        if smeared:
            yield between_both(Cause.MOTION, worse_if(smeared > 0), smeared, 0.3 * abs(smeared))
    yield from _noise(focus, noisier, is_sharper)


def _smear(focus: Focus) -> float:
    """Octaves by which motion smeared the first frame more than the second, or less; 0 where it did not."""
    gap = focus.across - focus.along
    if focus.sharper > 0:
        return -gap if gap > max(_SMEARED, _SPARED * abs(focus.across)) else 0.0
    return gap if gap > max(_SMEARED, _SPARED * abs(focus.along)) else 0.0


def _noise(focus: Focus, noisier: float, is_sharper: bool) -> Iterator[Reason]:
    low, high = sorted(focus.noise)
    # Blur takes noise away too: that a softer frame has less of it says nothing.
    explained = is_sharper and noisier * focus.sharper > 0
    if high - low >= _NOISIER and high >= _TIMES_NOISIER * low and not explained:
        points = 0.8 * math.log2((1 + high / 1.8) / (1 + low / 1.8))
        yield of_each(Cause.NOISE, worse_if(noisier > 0), *focus.noise, points)


def _brightness(pair: Pair) -> Iterator[Reason]:
    brighter = stops(pair)
    if brighter is not None and abs(brighter) >= _BRIGHTER:
        yield between_both(Cause.EXPOSURE, Verdict.DIFFERENT, brighter, 0.5 * abs(brighter))


def _framing(first: FrameLook, second: FrameLook, pair: Pair) -> Iterator[Reason]:
    difference = pair.differences[0]
    turned = turn(difference)
    if abs(turned) >= _OFF_LEVEL:
        yield from _turned(first, second, turned)
    # What lies at twice the distance from the middle in the second frame is half as large in the first.
    scaled = 1 / (1 + difference.motion.zoom) - 1
    if abs(scaled) >= _SCALED:
        yield between_both(Cause.SCALE, Verdict.DIFFERENT, scaled, 2 * abs(scaled))
    yield from _border(first, second, pair)


def _turned(first: FrameLook, second: FrameLook, turned: float) -> Iterator[Reason]:
    found = level(first, second, turned)
    one, other = (abs(tilt) for tilt in found.tilts)
    if found.share >= _AGREE and min(one, other) <= _LEVEL and abs(one - other) >= _OFF_LEVEL:
        yield of_each(Cause.HORIZON, worse_if(one > other), one, other, 0.5 * abs(one - other))
    elif abs(turned) >= _TURNED:
        yield between_both(Cause.TURN, Verdict.DIFFERENT, -turned, 0.1 * abs(turned))


def _border(first: FrameLook, second: FrameLook, pair: Pair) -> Iterator[Reason]:
    ways = offsets(first, second, pair.differences[0])
    off = sorted(float(way) for way in ways[0] - ways[1])
    one, other = sorted(ways[0])[1], sorted(ways[1])[1]
    moved = off[1]
    if abs(moved) >= _OFF and off[2] - off[0] <= abs(moved) / 2 and abs(one - other - moved) <= abs(moved) / 4:
        near = max(one, other) >= _NEAR_BORDER
        verdict = worse_if(moved > 0) if near else Verdict.DIFFERENT
        yield of_each(Cause.BORDER, verdict, float(one), float(other), 5 * abs(moved))
