"""Bursts drawn by code, and scores for them that need no trained network."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import Any

import numpy as np
from PIL import Image

from fgaesq_core.config import NetworkConfig
from fgaesq_core.device import Device
from fgaesq_core.frames import Frame
from fgaesq_core.inference import Inference
from fgaesq_core.network import Network
from fgaesq_core.protocol import Protocol
from fgaesq_core.ranking import SeriesScores
from fgaesq_core.rating import Rating
from fgaesq_core.registration import Motion
from fgaesq_core.tokens import Tokeniser, Tokens
from tests.pictures import scene

SMALL = NetworkConfig(width=32, layers=2, heads=4, features=16, rows=128, grid=4)
TABLE = np.random.default_rng(5).normal(size=(1 + 4 * 4, 6)).astype(np.float32)
TOKENISER = Tokeniser(TABLE, SMALL.rows)

Pixels = np.ndarray


def small_inference(batch: int = 2, precision: str = "float32", config: NetworkConfig = SMALL) -> Inference:
    """A network whose random weights are the same each time."""
    import torch

    torch.manual_seed(7)
    return Inference(Network(config), Device("cpu", precision, batch))


def by_content(sequences: Iterable[Tokens]) -> Iterator[float]:
    """Scores that are equal for equal rows only, to the last bit."""
    for tokens in sequences:
        digest = blake2b(digest_size=6)
        for array in (tokens.patches, tokens.positions, tokens.scale):
            digest.update(array.tobytes())
        yield 1 + 9 * int.from_bytes(digest.digest(), "big") / 2**48


def rated(
    protocol: Protocol[Any],
    frames: Sequence[Frame],
    scores: Callable[[Iterable[Tokens]], Iterator[float]] = by_content,
) -> SeriesScores:
    """The scores of one series."""
    (found,) = Rating(protocol, scores, threads=2).rated([frames])
    if isinstance(found, Exception):
        raise found
    return found


def noisy(image: Image.Image, seed: int, deviation: float = 2.0) -> Image.Image:
    """The frame as the sensor sees it another time."""
    pixels = np.asarray(image, np.float32)
    grain = np.random.default_rng(seed).normal(0, deviation, pixels.shape)
    return Image.fromarray(np.clip(pixels + grain, 0, 255).astype(np.uint8))


def burst(count: int, size: tuple[int, int] = (240, 160), seed: int = 1) -> list[Image.Image]:
    """Frames of one scene from a tripod, no two of them equal."""
    still = scene(seed, size)
    return [noisy(still, number) for number in range(count)]


def with_object(image: Image.Image, box: tuple[int, int, int, int], seed: int = 0) -> Image.Image:
    """The frame with something that was not there before in (left, upper, right, lower)."""
    changed = image.copy()
    texture = np.random.default_rng(seed).integers(0, 256, (box[3] - box[1], box[2] - box[0], 3)).astype(np.uint8)
    changed.paste(Image.fromarray(texture).resize((box[2] - box[0], box[3] - box[1])), box)
    return changed


def held_differently(whole: Image.Image, motion: Motion, size: tuple[int, int]) -> Image.Image:
    """The middle of a large picture as a camera sees it that moved so since it saw the middle itself."""
    (width, height), (left, upper) = size, ((full - part) / 2 for full, part in zip(whole.size, size, strict=True))
    a, b, c, d, e, f = motion.inverse().coefficients(width, height)
    return whole.transform(size, Image.Transform.AFFINE, (a, b, c + left, d, e, f + upper), Image.Resampling.BICUBIC)


def grey(image: Image.Image) -> Pixels:
    """Brightness, shape (height, width)."""
    return np.asarray(image.convert("L"))
