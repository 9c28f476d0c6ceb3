"""Frames seen in one photo, with faults, and with differences that must not matter."""

from dataclasses import dataclass, replace
from math import prod

import numpy as np
from PIL import Image

from train.exam.kinds import AIMS, FAULTS, KINDS
from train.synth.light import Light, to_light, to_picture
from train.synth.subject import Place, found
from train.synth.view import View, kept_inside, seen, within

Random = np.random.Generator

Faults = tuple[tuple[str, float], ...]
"""Kinds of fault, each with its severity, 0 to 1."""

_SHAPES = (3 / 2, 4 / 3, 16 / 9, 1.0, 3 / 4, 2 / 3)
# Shares of a photo that are seen: less of a large one than of one that would leave a frame too few pixels.
_CLOSEST, _WIDEST = 0.5, 0.85
_FEWEST_PIXELS = 60_000


@dataclass(frozen=True, slots=True)
class Shot:
    """A frame to be made: its faults and what else is drawn for it.

    Shots of the same `draw` make the same of a fault but for its severity; those of the same `unrest` do not differ in
    what must not matter.
    """

    faults: Faults
    draw: int
    unrest: int

    @property
    def badness(self) -> float:
        """From 0 for a frame without fault towards 1, each fault taking its share of what the others leave."""
        return 1 - prod(1 - 0.95 * severity for _, severity in self.faults)


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """A photo, where its subject is, and the view that all frames of a series share, of a size in pixels."""

    photo: Image.Image
    subject: Place
    view: View
    size: tuple[int, int]


def scene_in(photo: Image.Image, pixels: float, rng: Random) -> Scene:
    """A scene of a photo; frames have at most so many pixels, and no more than the photo has there."""
    shape = float(rng.choice(_SHAPES))
    subject = found(photo)
    middle = Place(*(float(rng.normal(place, 0.05)) for place in (subject.across, subject.down)))
    closest = (_FEWEST_PIXELS / View(middle, 1.0).pixels(photo, shape)) ** 0.5
    view = View(middle, float(rng.uniform(min(max(closest, _CLOSEST), _WIDEST), _WIDEST)))
    pixels = min(pixels, view.pixels(photo, shape))
    return Scene(photo, subject, view, (round((pixels * shape) ** 0.5), round((pixels / shape) ** 0.5)))


def taken(scene: Scene, shot: Shot) -> Image.Image:
    """One frame of the scene."""
    unrest = np.random.default_rng((shot.unrest, 0))
    view, faults = _unsteady(scene.view, unrest), dict(shot.faults)
    for kind, aim in AIMS.items():
        if faults.get(kind):
            view = aim(view, faults[kind], scene.subject, scene.photo, scene.size, _draw(shot, kind))
    view = kept_inside(view, scene.photo, scene.size)
    light = _other_light(to_light(seen(scene.photo, view, scene.size)), unrest)
    where = within(scene.subject, scene.photo, view, scene.size)
    for kind, fault in FAULTS.items():
        if faults.get(kind):
            light = fault(light, faults[kind], where, _draw(shot, kind))
    return to_picture(light)


def _draw(shot: Shot, kind: str) -> Random:
    return np.random.default_rng((shot.draw, KINDS.index(kind)))


def _unsteady(view: View, rng: Random) -> View:
    """Looked at from a hand: shifted by up to a hundredth of what is seen, and as much closer or wider."""
    shifts = rng.uniform(-0.01, 0.01, 2) * view.share
    middle = Place(view.middle.across + float(shifts[0]), view.middle.down + float(shifts[1]))
    return replace(view, middle=middle, share=view.share * float(rng.uniform(0.99, 1.01)))


def _other_light(light: Light, rng: Random) -> Light:
    """A trifle of exposure (0.06 EV) and of white balance (1.5 %), and the sensor's least noise."""
    gains = 2 ** rng.uniform(-0.06, 0.06) * (1 + rng.uniform(-0.015, 0.015, 3))
    return light * gains.astype(np.float32) + rng.normal(0, 0.002, light.shape).astype(np.float32)
