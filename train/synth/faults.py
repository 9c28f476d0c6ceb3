"""What goes wrong when a photo is taken, each with a severity from 0 (nothing) to 1 (ruined).

Sizes are shares of the picture's diagonal, so that a severity means the same at every size. What a fault needs beyond
its severity it draws.
"""

import io
from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy.ndimage import affine_transform, gaussian_filter, shift

from train.synth.blur import blurred, disc, line, shaken
from train.synth.light import Light, to_light, to_picture
from train.synth.subject import Place, presence

Fault = Callable[[Light, float, Place, np.random.Generator], Light]
"""Applies a fault of a severity above 0 and up to 1 to a picture whose subject is at a place."""

_WIDEST_DISC = 0.0085
_LONGEST_TRACE = 0.04
_MOST_STOPS = 2.6
_MOST_CAST, _MOST_FADED, _MOST_SHARPENED = 1.0, 0.8, 5.0
_MOST_DOUBLED, _NEAREST_GHOST, _FARTHEST_GHOST = 0.5, 0.006, 0.03
_WIDEST_FRINGE = 0.012
_SHARP_WITHIN, _SOFT_FROM, _SOFTER = 0.35, 0.9, 1.6
# Shares of noises.
_GREY, _WITH_OUTLIERS, _DRAWN_OUT, _BLOTCHED = 0.5, 0.3, 0.3, 0.35
_LONGEST_STREAK = 10.0
_BRIGHTNESS = np.array([0.2126, 0.7152, 0.0722])


def defocus(light: Light, severity: float, subject: Place, rng: np.random.Generator) -> Light:
    """All of it out of focus."""
    return blurred(light, disc(_diagonal(light) * _WIDEST_DISC * severity))


def motion(light: Light, severity: float, subject: Place, rng: np.random.Generator) -> Light:
    """The camera swept evenly in one direction."""
    return blurred(light, line(_diagonal(light) * _LONGEST_TRACE * severity, rng.uniform(0, np.pi)))


def shake(light: Light, severity: float, subject: Place, rng: np.random.Generator) -> Light:
    """The hand trembled."""
    return blurred(light, shaken(_diagonal(light) * _LONGEST_TRACE * severity, rng))


def overexposure(light: Light, severity: float, subject: Place, rng: np.random.Generator) -> Light:
    """Too much light; what exceeds white is lost."""
    brighter: Light = np.minimum(light * np.float32(2 ** (_MOST_STOPS * severity)), 1)
    return brighter


def underexposure(light: Light, severity: float, subject: Place, rng: np.random.Generator) -> Light:
    """Too little light."""
    return light * np.float32(2 ** (-1.5 * _MOST_STOPS * severity))


def noise(light: Light, severity: float, subject: Place, rng: np.random.Generator) -> Light:
    """Too few photons, and the reading of the sensor: pixel by pixel, or in the blotches that converters leave."""
    drawn = _grain(light.shape, rng)
    deviation = np.sqrt(np.float32(0.018 * severity**2) * np.maximum(light, 0) + np.float32((0.03 * severity) ** 2))
    return np.clip(light + deviation * drawn, 0, 1)  # type: ignore[no-any-return]


def missed_focus(light: Light, severity: float, subject: Place, rng: np.random.Generator) -> Light:
    """The background sharp and the subject not."""
    soft = blurred(light, disc(_diagonal(light) * _WIDEST_DISC * (0.15 + 0.85 * severity)))
    share = presence(light.shape, subject, rng.uniform(0.16, 0.3))[..., None]
    return light + share * (soft - light)


def ghost(light: Light, severity: float, subject: Place, rng: np.random.Generator) -> Light:
    """Seen twice: a fainter copy beside the picture, as a bump or a filter leaves it."""
    length, angle = _diagonal(light) * rng.uniform(_NEAREST_GHOST, _FARTHEST_GHOST), rng.uniform(0, 2 * np.pi)
    copy = shift(light, (length * np.sin(angle), length * np.cos(angle), 0), order=1, mode="nearest")
    return light + np.float32(_MOST_DOUBLED * severity) * (copy - light)  # type: ignore[no-any-return]


def soft_corners(light: Light, severity: float, subject: Place, rng: np.random.Generator) -> Light:
    """Sharp in the middle only, by a weak lens."""
    soft = blurred(light, disc(_diagonal(light) * _SOFTER * _WIDEST_DISC * severity))
    off_middle = np.hypot(*(2 * places for places in _from_middle(light))) / np.sqrt(2)
    share = np.clip((off_middle - _SHARP_WITHIN) / (_SOFT_FROM - _SHARP_WITHIN), 0, 1)[..., None].astype(np.float32)
    return light + share * (soft - light)  # type: ignore[no-any-return]


def fringes(light: Light, severity: float, subject: Place, rng: np.random.Generator) -> Light:
    """Red and blue of another size than green, by a weak lens."""
    answer = light.copy()
    for channel, towards in ((0, 1), (2, -1)):
        scale = 1 + towards * _WIDEST_FRINGE * severity
        start = [(1 - scale) * (side - 1) / 2 for side in light.shape[:2]]
        answer[..., channel] = affine_transform(light[..., channel], (scale, scale), start, order=1, mode="nearest")
    return answer


def harsh_tones(light: Light, severity: float, subject: Place, rng: np.random.Generator) -> Light:
    """Contrast and colours overdone, so that detail in shadows, lights and colours is lost."""
    tones = np.sqrt(np.maximum(light, 0))
    grey = (tones @ _BRIGHTNESS.astype(np.float32))[..., None]
    coloured = grey + np.float32(1 + 1.6 * severity) * (tones - grey)
    middle = np.float32(rng.uniform(0.4, 0.6))
    return np.clip(middle + np.float32(1 + 1.5 * severity) * (coloured - middle), 0, 1) ** 2  # type: ignore[no-any-return]


def colour_cast(light: Light, severity: float, subject: Place, rng: np.random.Generator) -> Light:
    """The white balance missed, towards any colour; grey keeps its brightness."""
    angle = rng.uniform(0, 2 * np.pi)
    warm, green = np.array([1.0, 0.0, -1.0]), np.array([-0.5, 0.5, -0.5])
    gains = 2 ** (_MOST_CAST * severity * (np.cos(angle) * warm + np.sin(angle) * green))
    return np.minimum(light * (gains / (gains @ _BRIGHTNESS)).astype(np.float32), 1)  # type: ignore[no-any-return]


def fading(light: Light, severity: float, subject: Place, rng: np.random.Generator) -> Light:
    """Tones drawn together about a grey, so that black and white are missing."""
    grey, share = np.float32(rng.uniform(0.3, 0.65)), np.float32(_MOST_FADED * severity)
    # The square root comes near to how tones are seen.
    return (np.sqrt(np.maximum(light, 0)) * (1 - share) + grey * share) ** 2


def sharpening(light: Light, severity: float, subject: Place, rng: np.random.Generator) -> Light:
    """Sharpened so much that edges have halos."""
    tones = np.sqrt(np.maximum(light, 0))
    spread = rng.uniform(0.6, 1.4) * max(1.0, _diagonal(light) / 800)
    amount = np.float32(0.6 + _MOST_SHARPENED * severity)
    sharpened = tones + amount * (tones - gaussian_filter(tones, (spread, spread, 0)))
    return np.clip(sharpened, 0, 1) ** 2  # type: ignore[no-any-return]


def compression(light: Light, severity: float, subject: Place, rng: np.random.Generator) -> Light:
    """Saved as a JPEG of too low a quality."""
    file = io.BytesIO()
    to_picture(light).save(
        file, "JPEG", quality=round(4 + 71 * (1 - severity) ** 1.6), subsampling=int(rng.choice([0, 2]))
    )
    with Image.open(file) as picture:
        return to_light(picture.convert("RGB"))


OPTICAL: Mapping[str, Fault] = MappingProxyType(
    {
        "soft corners": soft_corners,
        "fringes": fringes,
        "ghost": ghost,
        "missed focus": missed_focus,
        "defocus": defocus,
        "motion": motion,
        "shake": shake,
        "overexposure": overexposure,
        "underexposure": underexposure,
        "noise": noise,
        "colour cast": colour_cast,
        "fading": fading,
        "harsh tones": harsh_tones,
        "sharpening": sharpening,
        "compression": compression,
    }
)
"""Faults by name, in the order in which light meets them on its way from the scene to the file."""

TILT, CUT = "tilt", "cut off"
"""Faults of where the camera looks, which `train.synth.view` applies."""


def _grain(shape: tuple[int, ...], rng: np.random.Generator) -> Light:
    """Noise of deviation 1, each time another: of each colour or shared, even or with outliers, of any shape."""
    drawn = rng.standard_normal(shape, dtype=np.float32)
    if rng.random() < _GREY:
        share = np.float32(rng.random())
        drawn = np.sqrt(1 - share) * drawn + np.sqrt(share) * rng.standard_normal((*shape[:2], 1), dtype=np.float32)
    if rng.random() < _WITH_OUTLIERS:
        # Student's distribution, of which a colour sensor's faulty or hot pixels are an extreme.
        freedom = rng.uniform(2.2, 6)
        drawn /= np.sqrt(rng.chisquare(freedom, (*shape[:2], 1)) / freedom).astype(np.float32)
    form = rng.random()
    if form < _DRAWN_OUT:
        along, beside = rng.uniform(1, _LONGEST_STREAK), rng.uniform(0, 0.6)
        drawn = gaussian_filter(drawn, (*rng.permutation([along, beside]), 0))
    elif form < _DRAWN_OUT + _BLOTCHED:
        spread = rng.uniform(0.4, 0.9)
        drawn = gaussian_filter(drawn, (spread, spread, 0))
    return (drawn / drawn.std()).astype(np.float32)  # type: ignore[no-any-return]


def _diagonal(light: Light) -> float:
    return float(np.hypot(*light.shape[:2]))


def _from_middle(light: Light) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """How far each place lies below and beside the middle, from -0.5 to 0.5, as a column and a row."""
    down, across = (
        (np.arange(side, dtype=np.float32) + np.float32(0.5)) / side - np.float32(0.5) for side in light.shape[:2]
    )
    return down[:, None], across[None, :]
