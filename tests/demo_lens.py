"""What a hand-held camera does to a scene: framing, focus, shake, exposure and noise, in linear light."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy import ndimage, signal

Pixels = NDArray[np.float32]

_OVERSAMPLING = 2


@dataclass(frozen=True, slots=True)
class View:
    """Where the camera points: centre and width as shares of the source's width and height, turn in degrees."""

    x: float
    y: float
    width: float
    turn: float = 0.0


@dataclass(frozen=True, slots=True)
class Spot:
    """An ellipse on the source picture, in shares of its width and height."""

    x: float
    y: float
    across: float
    down: float

    def weight(self, u: Pixels, v: Pixels) -> Pixels:
        """1 in the middle, falling smoothly to 0 at the ellipse's edge."""
        distance = ((u - self.x) / self.across) ** 2 + ((v - self.y) / self.down) ** 2
        return np.asarray(np.clip(1.0 - distance, 0.0, 1.0) ** 2, np.float32)

    def cover(self, u: Pixels, v: Pixels) -> Pixels:
        """1 in the inner half, falling smoothly to 0 at the ellipse's edge."""
        return np.asarray(np.clip(1.0 - (1.0 - self.weight(u, v)) ** 3, 0.0, 1.0), np.float32)


@dataclass(frozen=True, slots=True)
class Defocus:
    """The lens focused elsewhere: a disc of `radius` output pixels, everywhere or only on a spot."""

    radius: float
    within: Spot | None = None


@dataclass(frozen=True, slots=True)
class Shake:
    """The camera, or what lies on a spot, moved along a bent line of `length` output pixels."""

    length: float
    angle: float
    bend: float = 0.15
    within: Spot | None = None


@dataclass(frozen=True, slots=True)
class Push:
    """Part of the subject is elsewhere: what lies on the spot is moved by shares of the source's size."""

    spot: Spot
    dx: float
    dy: float


@dataclass(frozen=True, slots=True)
class Blink:
    """The eye on the spot is covered by its lid."""

    spot: Spot
    lid: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Flown:
    """The subject has left: inside the outline, above the line of the ground, sky is seen (source pixels)."""

    outline: tuple[tuple[int, int], ...]
    ground: tuple[tuple[int, int], ...]


Blur = Defocus | Shake
Retouch = Blink | Flown


@dataclass(frozen=True, slots=True)
class Light:
    """Exposure in stops against the source, highlight headroom (1 is none), blue gain, noise (1 is little)."""

    stops: float = 0.0
    headroom: float = 2.5
    blue: float = 1.0
    noise: float = 1.0


def to_linear(values: Pixels) -> Pixels:
    """Decode sRGB (IEC 61966-2-1), 0 to 1."""
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4).astype(np.float32)


def from_linear(values: Pixels) -> Pixels:
    """Encode as sRGB (IEC 61966-2-1), 0 to 1."""
    curved = 1.055 * np.maximum(values, 0.0031308) ** (1 / 2.4) - 0.055
    return np.where(values <= 0.0031308, values * 12.92, curved).astype(np.float32)


def retouched(source: Image.Image, changes: Sequence[Retouch]) -> Image.Image:
    """The source with eyes shut or the subject gone."""
    for change in changes:
        source = _blinked(source, change) if isinstance(change, Blink) else _flown(source, change)
    return source


def exposed(
    source: Image.Image, view: View, size: tuple[int, int], blurs: Sequence[Blur], pushes: Sequence[Push], light: Light
) -> Pixels:
    """The frame (height, width, 3), linear 0 to 1, before the sensor's noise.

    Raises ValueError where the view, with what the blur reaches, leaves the source.
    """
    margin = 2 + round(max([0.0, *(_reach(blur) for blur in blurs)]))
    scene, u, v = _framed(source, view, size, margin, pushes)
    scene *= 1.0 + (light.headroom - 1.0) * scene.max(axis=-1, keepdims=True) ** 6
    for blur in blurs:
        soft = signal.fftconvolve(scene, _kernel(blur)[..., None], mode="same", axes=(0, 1))
        cover = 1.0 if blur.within is None else blur.within.cover(u, v)[..., None]
        scene = np.asarray(scene + cover * (soft - scene), np.float32)
    return _developed(scene[margin:-margin, margin:-margin] * 2.0**light.stops, light)


def finished(frame: Pixels, noise: float, seed: int) -> Image.Image:
    """Add the sensor's noise, sharpen lightly as cameras do, and encode as 8-bit sRGB."""
    rng = np.random.default_rng(seed)
    fine = rng.standard_normal(frame.shape[:2], np.float32)[..., None]
    coloured = ndimage.gaussian_filter(rng.standard_normal(frame.shape, np.float32), (0.8, 0.8, 0))
    spread = noise * 0.0032 * np.sqrt(np.maximum(frame, 0.0) + 0.002 * noise)
    encoded = from_linear(np.clip(frame + spread * (fine + 1.4 * coloured), 0.0, 1.0))
    encoded += 0.35 * (encoded - ndimage.gaussian_filter(encoded, (0.9, 0.9, 0)))
    return Image.fromarray((np.clip(encoded, 0.0, 1.0) * 255.0 + 0.5).astype(np.uint8))


def _developed(scene: Pixels, light: Light) -> Pixels:
    """Undo the headroom, keeping hues up to where the strongest channel clips; beyond, light turns white."""
    levels = np.linspace(1e-4, 1.0, 2048)
    curve = levels * (1.0 + (light.headroom - 1.0) * levels**6)
    gain = np.interp(scene.max(axis=-1), curve, levels / curve)[..., None]
    return np.asarray(scene * gain * (1.0, 1.0, light.blue), np.float32)


def _framed(
    source: Image.Image, view: View, size: tuple[int, int], margin: int, pushes: Sequence[Push]
) -> tuple[Pixels, Pixels, Pixels]:
    """The source seen through the view, and each pixel's place on the source; all with `margin` around."""
    width, height = (extent + 2 * margin for extent in size)
    step = view.width * source.width / size[0] / _OVERSAMPLING
    columns = (np.arange(width * _OVERSAMPLING) + 0.5 - width * _OVERSAMPLING / 2) * step
    rows = (np.arange(height * _OVERSAMPLING) + 0.5 - height * _OVERSAMPLING / 2) * step
    turn = np.deg2rad(view.turn)
    x = columns[None, :] * np.cos(turn) - rows[:, None] * np.sin(turn)
    y = columns[None, :] * np.sin(turn) + rows[:, None] * np.cos(turn)
    u = (view.x + x / source.width).astype(np.float32)
    v = (view.y + y / source.height).astype(np.float32)
    if min(u.min(), v.min()) < 0 or max(u.max(), v.max()) > 1:
        raise ValueError(f"{view} leaves the picture: {u.min():.3f} {u.max():.3f} {v.min():.3f} {v.max():.3f}")
    for push in pushes:
        weight = push.spot.weight(u, v)
        u, v = u - push.dx * weight, v - push.dy * weight
    return _sampled(source, step, u, v), _binned(u), _binned(v)


def _sampled(source: Image.Image, step: float, u: Pixels, v: Pixels) -> Pixels:
    """The source's linear light at the places asked for, without aliasing."""
    if step > 1:
        source = source.resize((round(source.width / step), round(source.height / step)), Image.Resampling.LANCZOS)
    linear = to_linear(np.asarray(source, np.float32) / 255.0)
    places = np.stack([v * source.height - 0.5, u * source.width - 0.5])
    channels = [ndimage.map_coordinates(linear[..., k], places, order=1, mode="nearest") for k in range(3)]
    return _binned(np.stack(channels, axis=-1))


def _binned(values: Pixels) -> Pixels:
    """Means over the oversampled squares."""
    height, width = (extent // _OVERSAMPLING for extent in values.shape[:2])
    shape = (height, _OVERSAMPLING, width, _OVERSAMPLING, *values.shape[2:])
    return np.asarray(values.reshape(shape).mean(axis=(1, 3)), np.float32)


def _reach(blur: Blur) -> float:
    return blur.radius + 1 if isinstance(blur, Defocus) else blur.length / 2 + 2


def _kernel(blur: Blur) -> Pixels:
    """The blur's footprint in output pixels, summing to 1."""
    reach = int(np.ceil(_reach(blur)))
    fine = 8
    extent = (2 * reach + 1) * fine
    footprint = np.zeros((extent, extent), np.float32)
    if isinstance(blur, Defocus):
        places = (np.arange(extent) + 0.5) / fine - reach - 0.5
        footprint[np.hypot(places[:, None], places[None, :]) <= blur.radius] = 1.0
    else:
        along = np.linspace(-0.5, 0.5, 40 * fine)
        across = blur.bend * (4 * along**2 - 0.5)
        angle = np.deg2rad(blur.angle)
        x = blur.length * (along * np.cos(angle) - across * np.sin(angle))
        y = blur.length * (along * np.sin(angle) + across * np.cos(angle))
        # A hand pauses at the turning points, so the trace is denser at its ends.
        dwell = 1.0 + 1.5 * np.abs(along) ** 2
        places = np.stack([y, x]) * fine + extent / 2
        np.add.at(footprint, tuple(places.astype(int)), dwell)
        footprint = ndimage.gaussian_filter(footprint, 0.5 * fine)
    kernel = footprint.reshape(2 * reach + 1, fine, 2 * reach + 1, fine).mean(axis=(1, 3))
    return np.asarray(kernel / kernel.sum(), np.float32)


def _blinked(source: Image.Image, blink: Blink) -> Image.Image:
    """Draw a lid over the eye, and the dark line where it closes."""
    spot = blink.spot
    x, y = spot.x * source.width, spot.y * source.height
    rx, ry = spot.across * source.width, spot.down * source.height
    mask = Image.new("L", source.size, 0)
    ImageDraw.Draw(mask).ellipse((x - rx, y - ry, x + rx, y + ry), fill=255)
    lid = Image.new("RGB", source.size, blink.lid)
    seam = (x - rx, y - 1.1 * ry, x + rx, y + 0.5 * ry)
    ImageDraw.Draw(lid).arc(seam, 10, 170, fill=tuple(level // 4 for level in blink.lid), width=round(rx / 3))
    soft = ndimage.gaussian_filter(np.asarray(lid, np.float32), (1.2, 1.2, 0))
    return _blended(source, soft, np.asarray(mask, np.float32) / 255.0, 2.5)


def _flown(source: Image.Image, flown: Flown) -> Image.Image:
    """Fill the outline, down to the ground, with a sky that is a smooth surface through what lies around it."""
    mask = Image.new("L", source.size, 0)
    ImageDraw.Draw(mask).polygon(flown.outline, fill=255)
    inside = np.asarray(mask) > 0
    pixels = np.asarray(source, np.float32)
    v, u = np.mgrid[0 : source.height, 0 : source.width].astype(np.float32)
    horizon = np.interp(u[0], [x for x, _ in flown.ground], [y for _, y in flown.ground])
    known = ndimage.binary_dilation(inside, iterations=90) & ~ndimage.binary_dilation(inside, iterations=12)
    known &= v < horizon - 45
    terms = np.stack([np.ones_like(u), u, v, u * v, u * u, v * v], axis=-1) / float(source.width) ** 2
    factors, *_ = np.linalg.lstsq(terms[known], pixels[known], rcond=None)
    grain = np.random.default_rng(1).normal(0.0, 1.2, pixels.shape).astype(np.float32)
    above = ndimage.gaussian_filter((v < horizon).astype(np.float32), 6.0)
    wide = ndimage.binary_dilation(inside, iterations=12).astype(np.float32)
    cover = np.asarray(ndimage.gaussian_filter(wide, 10.0) * above, np.float32)
    return _blended(source, np.asarray(terms @ factors + grain, np.float32), cover, 0.5)


def _blended(source: Image.Image, over: Pixels, cover: Pixels, feather: float) -> Image.Image:
    share = ndimage.gaussian_filter(cover, feather)[..., None]
    pixels = np.asarray(source, np.float32)
    return Image.fromarray(np.clip(pixels + share * (over - pixels) + 0.5, 0, 255).astype(np.uint8))
