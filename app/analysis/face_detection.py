"""Finds faces in a picture with YuNet (Wu, Peng and Yu, Machine Intelligence Research 20, 2023)."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from app.analysis.onnx import Floats, Network
from app.cancel import CancelToken

# The published network has an input of this size and no other.
_SIDE = 640
_STRIDES = (8, 16, 32)
# Parts of a picture overlap by this much, so that every small face is whole in one of them.
_OVERLAP = 96
_SUSPECTED = 0.4
_SURE = 0.75
# Of those that are one face the surer ones weigh more in where it is.
_WEIGHT_POWER = 4
_SAME = 0.4
_INSIDE = 0.7
_EDGE = 3.0
_MOST = 60


@dataclass(frozen=True, slots=True)
class Found:
    """A face in pixels of the picture: the box, and shape (5, 2) of eyes, nose and corners of the mouth.

    The eye on the left of the picture comes first, as does the corner of the mouth. `certainty` is 0 to 1.
    """

    left: float
    top: float
    width: float
    height: float
    points: NDArray[np.float64]
    certainty: float


class FaceDetector:
    """Looks at a picture as a whole and, where there may be people, at its parts in full size."""

    def __init__(self, network: Network) -> None:
        self._network = network

    def find(self, picture: Image.Image, token: CancelToken) -> tuple[Found, ...]:
        """The faces of an RGB picture, surest first, at most sixty; raises Cancelled."""
        scale = min(1.0, _SIDE / max(picture.size))
        rows = self._whole(picture, scale)
        if scale < 1 and len(rows) and rows[:, 0].max() > _SUSPECTED:
            parts = [rows]
            for x, y in _corners(picture.size):
                token.check()
                parts.append(self._part(picture, x, y))
            rows = np.concatenate(parts)
        return tuple(_merged(rows))

    def _whole(self, picture: Image.Image, scale: float) -> Floats:
        size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
        seen = picture if scale == 1 else picture.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0)
        rows = self._rows(np.asarray(seen))
        rows[:, 1:] /= np.float32(scale)
        return rows

    def _part(self, picture: Image.Image, x: int, y: int) -> Floats:
        box = (x, y, min(x + _SIDE, picture.width), min(y + _SIDE, picture.height))
        rows = self._rows(np.asarray(picture.crop(box)))
        rows[:, (1, 5, 7, 9, 11, 13)] += x
        rows[:, (2, 6, 8, 10, 12, 14)] += y
        return rows[_is_whole(rows, box, picture.size)]

    def _rows(self, pixels: NDArray[np.uint8]) -> Floats:
        """Shape (candidates, 15): certainty, left, top, width, height and five points in pixels."""
        height, width = pixels.shape[:2]
        padded = np.zeros((_SIDE, _SIDE, 3), np.float32)
        # The network learnt from pictures whose channels run blue, green, red.
        padded[:height, :width] = pixels[..., ::-1]
        out = self._network.run(np.ascontiguousarray(padded.transpose(2, 0, 1)[None]))
        return np.concatenate([_decoded(out, stride) for stride in _STRIDES])


def _decoded(out: dict[str, Floats], stride: int) -> Floats:
    """The candidates of one stride: boxes and points are told from the corner of the cell that sees them."""
    across = _SIDE // stride
    certainty = np.sqrt(np.clip(out[f"cls_{stride}"][0, :, 0], 0, 1) * np.clip(out[f"obj_{stride}"][0, :, 0], 0, 1))
    cells = np.flatnonzero(certainty > _SUSPECTED)
    corner = np.stack([cells % across, cells // across], 1).astype(np.float32)
    box, points = out[f"bbox_{stride}"][0, cells], out[f"kps_{stride}"][0, cells]
    size = np.exp(np.minimum(box[:, 2:], 8)) * stride
    first = (box[:, :2] + corner) * stride - size / 2
    return np.hstack([certainty[cells, None], first, size, (points + np.tile(corner, 5)) * stride])


def _corners(size: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """The upper left corners of parts that cover a picture."""
    columns, rows = (_starts(length) for length in size)
    return ((x, y) for y in rows for x in columns)


def _starts(length: int) -> list[int]:
    if length <= _SIDE:
        return [0]
    count = -(-(length - _OVERLAP) // (_SIDE - _OVERLAP))
    return [round(n * (length - _SIDE) / (count - 1)) for n in range(count)]


def _is_whole(rows: Floats, box: tuple[int, int, int, int], size: tuple[int, int]) -> NDArray[np.bool_]:
    """Whether faces do not lie across the edge of a part inside the picture: there they would be cut."""
    left, top, right, bottom = box
    x, y, width, height = rows[:, 1:5].T
    cut = (left > 0) & (x < left + _EDGE) | (top > 0) & (y < top + _EDGE)
    cut |= (right < size[0]) & (x + width > right - _EDGE) | (bottom < size[1]) & (y + height > bottom - _EDGE)
    whole: NDArray[np.bool_] = ~cut
    return whole


def _merged(rows: Floats) -> Iterator[Found]:
    """One face for all candidates of it: where it is, is their mean, which is steadier than any of them."""
    left = rows[np.argsort(-rows[:, 0], kind="stable")].astype(np.float64)
    count = 0
    while len(left) and left[0, 0] >= _SURE and count < _MOST:
        union, inner = _overlaps(left)
        one = left[union > _SAME]
        mean = np.average(one, 0, one[:, 0] ** _WEIGHT_POWER)
        x, y, width, height = map(float, mean[1:5])
        yield Found(x, y, width, height, mean[5:].reshape(5, 2), float(left[0, 0]))
        left = left[(union <= _SAME) & (inner <= _INSIDE)]
        count += 1


def _overlaps(rows: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What the first box shares with each, of both together and of the smaller one."""
    x, y, width, height = rows[:, 1:5].T
    across = np.minimum(x + width, x[0] + width[0]) - np.maximum(x, x[0])
    down = np.minimum(y + height, y[0] + height[0]) - np.maximum(y, y[0])
    common = np.clip(across, 0, None) * np.clip(down, 0, None)
    area = np.maximum(width * height, 1e-6)
    return common / (area + area[0] - common), common / np.minimum(area, area[0])
