"""Blurs of other kernels than training has; at one severity about as wide as those.

Each is a `train.synth.faults.Fault`: sizes are shares of the picture's diagonal.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import affine_transform, gaussian_filter

from train.synth.blur import Kernel, blurred
from train.synth.light import Light
from train.synth.subject import Place

# A Gaussian of this spread is as wide, by its second moment, as training's widest disc.
_SPREAD = 0.0043
# Pixels: a Gaussian of less spread would lie between the places where it is sampled.
_FAINTEST = 0.8
_FINER = 6
_MOST_STEPS = 14


def gaussian(light: Light, severity: float, subject: Place, rng: np.random.Generator) -> Light:
    """Softness without an edge to its discs, as of a poor lens or a greasy filter."""
    return _soft(light, diagonal(light) * _SPREAD * severity)


def polygon(light: Light, severity: float, subject: Place, rng: np.random.Generator) -> Light:
    """Out of focus through an aperture of four to seven straight blades."""
    corners, turn = int(rng.integers(4, 8)), float(rng.uniform(0, np.pi))
    radius = diagonal(light) * 2.2 * _SPREAD * severity
    drawn = max(radius, 2 * _FAINTEST)
    return _faded(light, blurred(light, _polygon(drawn, corners, turn)), radius / drawn)


def astigmatism(light: Light, severity: float, subject: Place, rng: np.random.Generator) -> Light:
    """Softer in one direction than in the other, by three to five times."""
    angle, ratio = float(rng.uniform(0, np.pi)), float(rng.uniform(3, 5))
    spread = diagonal(light) * 1.5 * _SPREAD * severity
    sampled = max(spread, _FAINTEST)
    soft = blurred(light, _gaussian_kernel(sampled, max(sampled / ratio, 0.3), angle))
    return _faded(light, soft, spread / sampled)


def jerk(light: Light, severity: float, subject: Place, rng: np.random.Generator) -> Light:
    """The camera jumped while the shutter was open: everything is there twice."""
    angle, first = float(rng.uniform(0, 2 * np.pi)), float(rng.uniform(0.5, 0.65))
    step = diagonal(light) * 0.022 * severity
    return blurred(light, _spots(step * np.cos(angle), step * np.sin(angle), first))


def zoomed(light: Light, severity: float, subject: Place, rng: np.random.Generator) -> Light:
    """The lens was zoomed while the shutter was open: sharp in the middle, streaks towards the border."""
    most = 0.13 * severity
    return _mean_of(light, [np.eye(2) * (1 - share * most) for share in _steps(light, 0.5 * most)])


def rolled(light: Light, severity: float, subject: Place, rng: np.random.Generator) -> Light:
    """The camera turned about its axis while the shutter was open."""
    most = 0.13 * severity
    return _mean_of(light, [_turn((share - 0.5) * most) for share in _steps(light, 0.5 * most)])


def focus_before(light: Light, severity: float, subject: Place, rng: np.random.Generator) -> Light:
    """The focus lies at the border that is farthest from the subject; the farther from there, the softer."""
    distance = _distance_from_far_border(light.shape, subject)
    at_subject = float(_sample(distance, subject))
    widest = diagonal(light) * 1.15 * _SPREAD * severity / max(at_subject, 0.25)
    return _graded(light, distance * widest)


def diagonal(light: Light) -> float:
    """The picture's diagonal in pixels."""
    return float(np.hypot(*light.shape[:2]))


def _soft(light: Light, spread: float) -> Light:
    """A Gaussian by a spread in pixels; a faint one is a share of what can be sampled."""
    sampled = max(spread, _FAINTEST)
    soft: Light = gaussian_filter(light, (sampled, sampled, 0), mode="mirror")
    return _faded(light, soft, spread / sampled)


def _faded(light: Light, soft: Light, width: float) -> Light:
    """The share of a blurred picture that has the second moment of a kernel so much narrower, 0 to 1."""
    return soft if width >= 1 else light + (soft - light) * np.float32(width**2)


def _graded(light: Light, spreads: NDArray[np.float32], levels: int = 6) -> Light:
    """Blurred by a spread of its own at each pixel, between a few levels of even blur."""
    step = max(float(spreads.max()) / (levels - 1), 1e-6)
    answer = np.zeros_like(light)
    for level in range(levels):
        share = np.clip(1 - np.abs(spreads / step - level), 0, 1)[..., None]
        answer += share * (_soft(light, level * step) if level else light)
    return answer


def _distance_from_far_border(shape: tuple[int, ...], subject: Place) -> NDArray[np.float32]:
    """0 at the border farthest from the subject and 1 at the one opposite."""
    height, width = shape[:2]
    down = np.linspace(0, 1, height, dtype=np.float32)[:, None] * np.ones((1, width), np.float32)
    across = np.linspace(0, 1, width, dtype=np.float32)[None, :] * np.ones((height, 1), np.float32)
    borders = {subject.down: down, 1 - subject.down: 1 - down, subject.across: across, 1 - subject.across: 1 - across}
    return borders[max(borders)]


def _sample(field: NDArray[np.float32], place: Place) -> float:
    height, width = field.shape
    row, column = int(np.clip(place.down, 0, 0.999) * height), int(np.clip(place.across, 0, 0.999) * width)
    return float(field[row, column])


def _polygon(radius: float, corners: int, turn: float) -> Kernel:
    """A regular polygon as wide as a disc of a radius in pixels."""
    half = int(np.ceil(radius)) + 1
    side = 2 * half + 1
    places = (np.arange(side * _FINER) + 0.5) / _FINER - side / 2
    down, across = np.meshgrid(places, places, indexing="ij")
    inner = np.cos(np.pi / corners)
    normals = turn + 2 * np.pi * np.arange(corners) / corners
    inside = np.all([across * np.cos(n) + down * np.sin(n) <= radius * inner for n in normals], axis=0)
    blocks = inside.reshape(side, _FINER, side, _FINER).mean((1, 3))
    kernel: Kernel = (blocks / blocks.sum()).astype(np.float32)
    return kernel


def _gaussian_kernel(along: float, beside: float, angle: float) -> Kernel:
    half = int(np.ceil(3 * along)) + 1
    places = np.arange(-half, half + 1, dtype=np.float64)
    down, across = np.meshgrid(places, places, indexing="ij")
    first = across * np.cos(angle) + down * np.sin(angle)
    second = down * np.cos(angle) - across * np.sin(angle)
    kernel = np.exp(-0.5 * ((first / along) ** 2 + (second / beside) ** 2))
    one: Kernel = (kernel / kernel.sum()).astype(np.float32)
    return one


def _spots(across: float, down: float, first: float) -> Kernel:
    """Two points, the second at a distance in pixels from the first, which has a share of the light."""
    half = int(np.ceil(max(abs(across), abs(down)))) + 1
    kernel = np.zeros((2 * half + 1, 2 * half + 1), np.float32)
    kernel[half, half] = first
    left, top = int(np.floor(across)), int(np.floor(down))
    for row in (0, 1):
        for column in (0, 1):
            share = (1 - abs(across - left - column)) * (1 - abs(down - top - row))
            kernel[half + top + row, half + left + column] += (1 - first) * share
    return kernel


def _steps(light: Light, most: float) -> NDArray[np.float64]:
    """Shares of a movement, close enough for what moves by `most` diagonals not to be seen several times."""
    return np.linspace(0, 1, int(np.clip(np.ceil(diagonal(light) * most), 3, _MOST_STEPS)))


def _turn(angle: float) -> NDArray[np.float64]:
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


def _mean_of(light: Light, matrices: list[NDArray[np.float64]]) -> Light:
    """The mean of the picture under several linear maps about its middle."""
    middle = (np.array(light.shape[:2]) - 1) / 2
    answer = np.zeros_like(light)
    for matrix in matrices:
        offset = middle - matrix @ middle
        for channel in range(light.shape[2]):
            answer[..., channel] += affine_transform(light[..., channel], matrix, offset, order=1, mode="mirror")
    return answer / np.float32(len(matrices))
