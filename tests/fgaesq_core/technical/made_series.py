"""Series whose best frame is known: one photo, and versions of it that something went wrong with."""

import io
import math
import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

Pixels = NDArray[np.float32]
SINGLE_FAULTS = ("defocus", "motion", "under", "over", "noise")
KINDS = (*SINGLE_FAULTS, "mixed", "soft and noisy", "soft but brighter", "sharp background")


@dataclass(frozen=True, slots=True)
class MadeSeries:
    """Frames in random order and the index of the one nothing was done to."""

    kind: str
    frames: tuple[Image.Image, ...]
    best: int


def made_series(photo: Image.Image, kind: str, seed: int) -> MadeSeries:
    """A series of 4 to 6 frames; every frame is cropped by up to 2 % a side and saved as JPEG 86 to 96."""
    rng = np.random.default_rng([seed, zlib.crc32(kind.encode())])
    good, bad = _frames(photo.convert("RGB"), kind, int(rng.integers(3, 6)), rng)
    frames = [_neutrally_changed(frame, rng) for frame in (good, *bad)]
    order = rng.permutation(len(frames))
    return MadeSeries(kind, tuple(frames[index] for index in order), int(np.argmin(order)))


def laplacian_variance(frame: Image.Image) -> float:
    """The usual yardstick for sharpness."""
    return float(ndimage.laplace(np.asarray(frame.convert("L"), dtype=np.float32)).var())


def defocused(photo: Image.Image, sigma: float) -> Image.Image:
    return _photo(ndimage.gaussian_filter(_pixels(photo), (sigma, sigma, 0), mode="nearest"))


def smeared(photo: Image.Image, length: float, angle: float) -> Image.Image:
    """Moved by `length` pixels in a straight line while the shutter was open."""
    reach = math.ceil(length / 2) + 1
    line = np.zeros((2 * reach + 1, 2 * reach + 1))
    for step in np.linspace(-(length - 1) / 2, (length - 1) / 2, int(8 * length) + 1):
        x, y = reach + step * math.cos(angle), reach + step * math.sin(angle)
        left, top = math.floor(x), math.floor(y)
        across, down = np.array([1 - x + left, x - left]), np.array([1 - y + top, y - top])
        line[top : top + 2, left : left + 2] += down[:, None] * across[None, :]
    return _photo(ndimage.convolve(_pixels(photo), (line / line.sum())[..., None], mode="nearest"))


def exposed(photo: Image.Image, stops: float) -> Image.Image:
    return _photo(255 * np.minimum((_pixels(photo) / 255) ** 2.2 * 2**stops, 1) ** (1 / 2.2))


def noisy(photo: Image.Image, sigma: float, rng: np.random.Generator) -> Image.Image:
    """Grain in light and colour, alike strong."""
    pixels = _pixels(photo)
    grain = rng.normal(0, sigma, (*pixels.shape[:2], 1)) + rng.normal(0, sigma, pixels.shape)
    return _photo(pixels + grain * 0.7)


def _frames(
    photo: Image.Image, kind: str, count: int, rng: np.random.Generator
) -> tuple[Image.Image, list[Image.Image]]:
    match kind:
        case "mixed":
            kinds = rng.permutation(SINGLE_FAULTS)[:count]
            return photo, [_faulty(photo, str(each), rng.uniform(), rng) for each in kinds]
        case "soft and noisy":
            softer = [noisy(defocused(photo, 1.2 + step), 8 + 4 * step, rng) for step in range(count)]
            return defocused(photo, 0.6), softer
        case "soft but brighter":
            return photo, [_brighter(defocused(photo, 0.8 + step / 2)) for step in range(count)]
        case "sharp background":
            return _shallow(photo, count, rng)
        case _:
            return photo, [_faulty(photo, kind, (step + rng.uniform(0.2, 0.8)) / count, rng) for step in range(count)]


def _faulty(photo: Image.Image, kind: str, much: float, rng: np.random.Generator) -> Image.Image:
    match kind:
        case "defocus":
            return defocused(photo, 0.5 + 2.5 * much)
        case "motion":
            return smeared(photo, 3 + 12 * much, rng.uniform(0, math.pi))
        case "under":
            return exposed(photo, -1 - 1.5 * much)
        case "over":
            return exposed(photo, 1 + 1.5 * much)
        case "noise":
            return noisy(photo, 4 + 14 * much, rng)
    raise ValueError(kind)


def _brighter(photo: Image.Image) -> Image.Image:
    return _photo(136 + (_pixels(photo) - 128) * 1.25)


def _shallow(photo: Image.Image, count: int, rng: np.random.Generator) -> tuple[Image.Image, list[Image.Image]]:
    """A subject near the centre in focus before a soft background, and soft before a sharp one."""
    height, width = photo.height, photo.width
    down, across = np.mgrid[:height, :width]
    x, y = rng.uniform(0.42, 0.58, 2)
    distance = np.hypot((across / width - x) / 0.26, (down / height - y) / 0.30)
    mask = np.clip((1.05 - distance) / 0.1, 0, 1)[..., None]
    sharp = _pixels(photo)
    soft = [_pixels(defocused(photo, 1.0 + step)) for step in range(count)]
    background = _pixels(defocused(photo, 3))
    good = sharp * mask + background * (1 - mask)
    return _photo(good), [_photo(each * mask + sharp * (1 - mask)) for each in soft]


def _neutrally_changed(photo: Image.Image, rng: np.random.Generator) -> Image.Image:
    width, height = photo.size
    left, top, right, bottom = (rng.uniform(0, 0.02, 4) * (width, height, width, height)).astype(int).tolist()
    file = io.BytesIO()
    photo.crop((left, top, width - right, height - bottom)).save(file, "JPEG", quality=int(rng.integers(86, 97)))
    return Image.open(file).convert("RGB")


def _pixels(photo: Image.Image) -> Pixels:
    return np.asarray(photo, dtype=np.float32)


def _photo(pixels: NDArray[np.floating]) -> Image.Image:
    return Image.fromarray(np.clip(pixels + 0.5, 0, 255).astype(np.uint8))
