"""What saving and editing can do to a photo and training does not, each a `train.synth.faults.Fault`."""

import io

import numpy as np
from PIL import Image

from train.exam.blurs import diagonal
from train.synth.light import Light, to_light, to_picture
from train.synth.subject import Place


def webp(light: Light, severity: float, subject: Place, rng: np.random.Generator) -> Light:
    """Saved as a WebP of too low a quality, at the worst at two thirds of its size."""
    picture = to_picture(light)
    small = picture.resize(_shrunk(picture, 1 + 0.5 * severity**2), Image.Resampling.BILINEAR)
    found = _saved(small, "WEBP", quality=round(70 * (1 - severity) ** 1.6), method=2)
    return to_light(found.resize(picture.size, Image.Resampling.BICUBIC))


def jpeg_2000(light: Light, severity: float, subject: Place, rng: np.random.Generator) -> Light:
    """Saved as a JPEG 2000 of too few bytes, from a twelfth of all down to a 110th."""
    rate = 12 * 9**severity
    return to_light(
        _saved(to_picture(light), "JPEG2000", quality_mode="rates", quality_layers=[rate], irreversible=True)
    )


def saved_often(light: Light, severity: float, subject: Place, rng: np.random.Generator) -> Light:
    """Cropped by some pixels and saved as a JPEG, again and again, each time a little worse."""
    picture = to_picture(light)
    size = picture.size
    quality = 80 - 62 * severity
    for _ in range(4):
        left, top = (int(steps) for steps in rng.integers(1, 8, 2))
        rolled = Image.fromarray(np.roll(np.asarray(picture), (top, left), (0, 1)))
        again = _saved(rolled, "JPEG", quality=round(quality + rng.uniform(-4, 4)))
        picture = Image.fromarray(np.roll(np.asarray(again), (-top, -left), (0, 1)))
    return to_light(picture.resize(size))


def resampled(light: Light, severity: float, subject: Place, rng: np.random.Generator) -> Light:
    """Kept at a smaller size for a while, at the worst at a fifth of each side."""
    ways = (Image.Resampling.BICUBIC, Image.Resampling.BILINEAR, Image.Resampling.LANCZOS)
    way = ways[rng.integers(len(ways))]
    picture = to_picture(light)
    # Pixels, not diagonals, are what is lost, but a frame of many pixels bears the loss of more.
    factor = 1 + severity * 4 * max(1.0, diagonal(light) / 800)
    return to_light(picture.resize(_shrunk(picture, factor), Image.Resampling.BOX).resize(picture.size, way))


def _shrunk(picture: Image.Image, factor: float) -> tuple[int, int]:
    return max(1, round(picture.width / factor)), max(1, round(picture.height / factor))


def _saved(picture: Image.Image, kind: str, **settings: object) -> Image.Image:
    file = io.BytesIO()
    picture.save(file, kind, **settings)
    with Image.open(file) as again:
        return again.convert("RGB")
