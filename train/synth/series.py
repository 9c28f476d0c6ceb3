"""One photo becomes a series whose order is known."""

from dataclasses import dataclass, replace
from itertools import combinations
from math import exp, prod

import numpy as np
from PIL import Image

from train.samples import FineSample, Pair
from train.synth.faults import CUT, OPTICAL, TILT
from train.synth.light import Light, to_light, to_picture
from train.synth.subject import Place, found
from train.synth.view import View, cut_off, kept_inside, seen, severity_of_cut, tilted, with_room, within

KINDS = (TILT, CUT, *OPTICAL)
"""All faults by name, in the order in which they are applied."""

_SHAPES = (3 / 2, 3 / 2, 4 / 3, 4 / 3, 16 / 9, 1.0, 3 / 4, 2 / 3)
_FEWEST, _MOST = 2, 6
# Shares of a photo that are seen, and the pixels from which on closer views are as crisp.
_CLOSEST, _CLOSEST_OF_LARGE, _WIDEST, _LARGE = 0.55, 0.35, 0.9, 600_000
_BESIDE = (0.38, 0.6)
_ENLARGED = 1.15
_CLEAN, _TWICE, _ONE_KIND, _SAME_AGAIN = 0.25, 0.25, 0.5, 0.25
_FAINTEST = 0.08
# A difference in badness of this much has odds of e to 1 of being preferred.
_SCALE = 0.06
_BETTER = {
    TILT: "the horizon is level",
    CUT: "the subject is whole",
    "defocus": "it is in focus",
    "missed focus": "the subject is sharp",
    "motion": "the camera was held still",
    "shake": "the camera was held steady",
    "overexposure": "highlights are kept",
    "underexposure": "it is bright enough",
    "noise": "there is less noise",
    "colour cast": "its colours are true",
    "fading": "it has black and white",
    "sharpening": "its edges have no halos",
    "soft corners": "its corners are sharp",
    "fringes": "its edges have no coloured fringes",
    "ghost": "nothing is seen twice",
    "harsh tones": "its tones are natural",
    "compression": "there are no blocks from compression",
}


@dataclass(frozen=True, slots=True)
class Shot:
    """A frame to be made: how severe each of the `KINDS` of fault is, 0 to 1."""

    severities: tuple[float, ...]

    def severity(self, kind: str) -> float:
        """How severe one kind of fault is."""
        return self.severities[KINDS.index(kind)]

    def with_severity(self, kind: str, severity: float) -> "Shot":
        """The same with one kind of fault more or less severe."""
        named = dict(zip(KINDS, self.severities, strict=True)) | {kind: severity}
        return Shot(tuple(named[kind] for kind in KINDS))

    @property
    def badness(self) -> float:
        """From 0 for a frame without fault towards 1, each fault taking its share of what the others leave."""
        return 1 - prod(1 - 0.95 * severity for severity in self.severities)


def made(photo: Image.Image, pixels: int, rng: np.random.Generator, kinds: tuple[str, ...] = KINDS) -> FineSample:
    """A series of 2 to 6 frames of at most so many pixels each, seen in an RGB photo, with faults of some kinds.

    They have fewer where the photo has: a frame that is enlarged is not as sharp as its label says.
    """
    shape = float(rng.choice(_SHAPES))
    subject = found(photo)
    shots = planned(rng, kinds)
    view = _aimed(photo, subject, shots, rng)
    size = _size(min(pixels, _ENLARGED * view.pixels(photo, shape)), shape)
    view = with_room(view, max(shot.severity(TILT) for shot in shots), photo, size)
    taken = [_taken(photo, view, subject, size, shot, rng) for shot in shots]
    told = tuple(shot for _, shot in taken) if any(shot.severity(CUT) for shot in shots) else shots
    return FineSample(tuple(frame for frame, _ in taken), compared(told), tuple(shot.severities for shot in told))


def planned(rng: np.random.Generator, kinds: tuple[str, ...] = KINDS) -> tuple[Shot, ...]:
    """Shots of one series: the same fault in grades, or a fault or two of its own for each frame."""
    count = int(rng.integers(_FEWEST, _MOST + 1))
    if rng.random() < _ONE_KIND:
        kind = str(rng.choice(kinds))
        return tuple(_shot({kind: severity}) for severity in _grades(count, rng))
    return tuple(_mixed(rng, kinds) for _ in range(count))


def compared(shots: tuple[Shot, ...]) -> tuple[Pair, ...]:
    """All pairs, their preference by the logistic curve over the difference in badness: 0.5 where there is none."""
    pairs = []
    for one, other in combinations(range(len(shots)), 2):
        better, worse = sorted((one, other), key=lambda index: shots[index].badness)
        gap = shots[worse].badness - shots[better].badness
        pairs.append(Pair(better, worse, 1 / (1 + exp(-gap / _SCALE)), sentence(shots[better], shots[worse])))
    return tuple(pairs)


def sentence(better: Shot, worse: Shot) -> str:
    """In what one shot is better than another, the most important first."""
    gains = zip(KINDS, (bad - good for good, bad in zip(better.severities, worse.severities, strict=True)), strict=True)
    named = sorted((gain for gain in gains if gain[1] > _FAINTEST / 2), key=lambda gain: -gain[1])
    return ", ".join(_BETTER[kind] for kind, _ in named)


def _size(pixels: float, shape: float) -> tuple[int, int]:
    return max(1, round((pixels * shape) ** 0.5)), max(1, round((pixels / shape) ** 0.5))


def _grades(count: int, rng: np.random.Generator) -> list[float]:
    """Severities of frames in any order, one of them none more often than not, and sometimes two of them the same."""
    severities = np.sort(rng.uniform(_FAINTEST, 1, count) ** 1.5)
    if rng.random() < 0.6:
        severities[0] = 0.0
    if rng.random() < _SAME_AGAIN:
        place = int(rng.integers(count - 1))
        severities[place + 1] = severities[place]
    return [float(severity) for severity in rng.permutation(severities)]


def _mixed(rng: np.random.Generator, kinds: tuple[str, ...]) -> Shot:
    if rng.random() < _CLEAN:
        return _shot({})
    count = 2 if rng.random() < _TWICE and len(kinds) > 1 else 1
    return _shot(
        {str(kind): float(rng.uniform(_FAINTEST, 1)) ** 1.5 for kind in rng.choice(kinds, count, replace=False)}
    )


def _shot(faults: dict[str, float]) -> Shot:
    return Shot(tuple(faults.get(kind, 0.0) for kind in KINDS))


def _aimed(photo: Image.Image, subject: Place, shots: tuple[Shot, ...], rng: np.random.Generator) -> View:
    """A view of the subject; one that shows little of the photo where room is needed to look beside it."""
    if any(shot.severity(CUT) for shot in shots):
        share = rng.uniform(*_BESIDE)
    else:
        large = photo.width * photo.height >= _LARGE
        share = rng.uniform(_CLOSEST_OF_LARGE if large else _CLOSEST, _WIDEST)
    places = (float(rng.normal(place, 0.06 * share)) for place in (subject.across, subject.down))
    return View(Place(*places), float(share))


def _taken(
    photo: Image.Image, view: View, subject: Place, size: tuple[int, int], shot: Shot, rng: np.random.Generator
) -> tuple[Image.Image, Shot]:
    """One frame, and its shot with the subject cut off as far as the photo had room for it.

    It is the view with a hand's unrest, then the faults of the shot, and light that is a little different each time.
    """
    faults = dict(zip(KINDS, shot.severities, strict=True))
    aimed = replace(
        view,
        middle=Place(*(place + float(rng.normal(0, 0.006)) for place in (view.middle.across, view.middle.down))),
        share=view.share * float(rng.uniform(0.985, 1.015)),
        degrees=float(rng.normal(0, 0.15)),
    )
    if faults[CUT]:
        aimed = cut_off(aimed, faults[CUT], subject, photo, size)
    if faults[TILT]:
        aimed = tilted(aimed, faults[TILT], rng)
    aimed = kept_inside(aimed, photo, size)
    light = _unsteady(to_light(seen(photo, aimed, size)), rng)
    where = within(subject, photo, aimed, size)
    for kind, fault in OPTICAL.items():
        if faults[kind]:
            light = fault(light, faults[kind], where, rng)
    return to_picture(light), shot.with_severity(CUT, severity_of_cut(where))


def _unsteady(light: Light, rng: np.random.Generator) -> Light:
    """Differences that must not matter: a trifle of exposure and of white balance, and the sensor's least noise."""
    gains = 2 ** rng.normal(0, 0.04) * 2 ** rng.normal(0, 0.02, 3)
    return light * gains.astype(np.float32) + np.float32(0.002) * rng.standard_normal(light.shape, np.float32)
