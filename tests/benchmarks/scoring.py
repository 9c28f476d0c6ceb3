"""The network's protocols against the published procedure done plainly: one by one, single precision, cell by cell.

Eight frames of 1600 by 1067 with a subject that moves. The network has the published sizes and numbers of no meaning,
which cost what real ones cost. The machine's peak is a plain product of matrices, measured in the same run.
"""

import time
from collections.abc import Callable, Iterator
from functools import cache
from itertools import combinations
from random import Random

import numpy as np
import torch
from PIL import Image
from skimage.metrics import structural_similarity

from fgaesq_core import device as devices
from fgaesq_core.alignment import aligned
from fgaesq_core.cells import Floats, to_cells, unit
from fgaesq_core.config import NetworkConfig
from fgaesq_core.device import Device
from fgaesq_core.difference import Differences, differences
from fgaesq_core.divergence import from_rest, motions
from fgaesq_core.inference import Inference
from fgaesq_core.network import Network
from fgaesq_core.pairs import PairsProtocol
from fgaesq_core.protocol import Protocol
from fgaesq_core.published import PublishedProtocol, seed
from fgaesq_core.rating import Rating
from fgaesq_core.series import SeriesProtocol
from fgaesq_core.tokens import Tokens
from tests.pictures import scene

Row = tuple[str, str, str, str]

_SIZE = (1600, 1067)
_FRAMES = 8
_ROUNDS = 5
_CONFIG = NetworkConfig()


def table() -> list[Row]:
    """Rows of what was measured, our figure, the bound, and how far it is met."""
    torch.manual_seed(0)
    frames = burst()
    return [*_protocol_rows(frames), *_localising_rows(frames), *_pass_rows(frames)]


def burst() -> list[Image.Image]:
    """Frames of one scene in which a disc moves and the light and the noise change."""
    ground = np.asarray(scene(5, _SIZE), np.float32)
    rng = np.random.default_rng(5)
    y, x = np.mgrid[: _SIZE[1], : _SIZE[0]]
    frames = []
    for number in range(_FRAMES):
        frame = ground * rng.uniform(0.97, 1.03) + rng.normal(0, 2, ground.shape)
        frame[(x - 300 - 120 * number) ** 2 + (y - 500) ** 2 < 130**2] = (180, 90, 60)
        frames.append(Image.fromarray(np.clip(frame, 0, 255).astype(np.uint8)))
    return frames


def _protocol_rows(frames: list[Image.Image]) -> Iterator[Row]:
    plain = Inference(_network(), Device("cpu", "float32", 1))
    start = time.perf_counter()
    wanted = _plainly_published(plain, frames)
    slow = time.perf_counter() - start
    exact = Inference(_network(), Device("cpu", "float32", 2))
    fast = Inference(_network(), devices.choose("cpu"))
    choices: list[tuple[str, Protocol[object], Inference, float]] = [
        ("series", SeriesProtocol(fast.tokeniser), fast, 30),
        ("pairs", PairsProtocol(fast.tokeniser), fast, 6),
        ("published", PublishedProtocol(exact.tokeniser), exact, 1),
    ]
    for name, protocol, inference, bound in choices:
        rating = Rating(protocol, inference.scores)
        (scores,) = rating.rated([frames])
        if isinstance(scores, Exception):
            raise scores
        taken = _seconds(lambda rating=rating: list(rating.rated([frames])), 1 if name == "published" else 3)
        if name == "published":
            assert np.allclose([np.mean(own) for own in scores.raw], wanted, atol=1e-4)
        yield (
            f"{name}, {_FRAMES} frames of {_SIZE[0]}x{_SIZE[1]}",
            f"{slow / taken:.1f} times as fast ({taken:.2f} s)",
            f"{bound} times, plainly {slow:.1f} s",
            f"{slow / taken / bound:.2f}",
        )


def _plainly_published(inference: Inference, frames: list[Image.Image]) -> list[float]:
    """The mean score of each frame, as METHOD.md has it and as nobody would want to wait for it."""
    collected: list[list[float]] = [[] for _ in frames]
    for one, other in combinations(range(len(frames)), 2):
        random = Random(seed(f"1_{one + 1}_{other + 1}"))
        both = [unit(image) for image in aligned(frames[one], frames[other], _CONFIG.rows, random)]
        found = _cell_by_cell(*both)
        for index, pixels in zip((one, other), both, strict=True):
            rows: Tokens = inference.tokeniser.compared(pixels, list(found), random)
            collected[index].append(next(inference.scores([rows])))
    return [float(np.mean(own)) for own in collected]


def _cell_by_cell(first: Floats, second: Floats) -> Differences:
    pairs = zip(_cells(first), _cells(second), strict=True)
    return [
        float(np.clip(1 - structural_similarity(one, other, channel_axis=0, data_range=1.0), 0, 1))
        for one, other in pairs
    ]


def _cells(pixels: Floats) -> Floats:
    cells = to_cells(pixels)
    return cells.reshape(-1, *cells.shape[2:])


def _localising_rows(frames: list[Image.Image]) -> Iterator[Row]:
    first, second = unit(frames[0]), unit(frames[1])
    slow = _seconds(lambda: _cell_by_cell(first, second), 2)
    published = _seconds(lambda: differences(first, second), _ROUNDS)
    protocol = SeriesProtocol(Inference(_network(), Device("cpu", "float32", 1)).tokeniser)
    pixels = [protocol.kept(frame).pixels for frame in frames]
    series = _seconds(lambda: list(from_rest(pixels, motions(pixels))), _ROUNDS) / len(frames)
    for name, taken, bound in (("published, a pair", published, 5), ("series, a frame", series, 20)):
        yield (
            f"localising differences, {name}",
            f"{slow / taken:.1f} times as fast ({1e3 * taken:.1f} ms)",
            f"{bound} times, cell by cell {1e3 * slow:.0f} ms",
            f"{slow / taken / bound:.2f}",
        )


def _pass_rows(frames: list[Image.Image]) -> Iterator[Row]:
    protocol = SeriesProtocol(_network().tokeniser())
    tokens = [question.tokens for question in protocol.questions([protocol.kept(frame) for frame in frames[:2]])]
    for precision in ("float32", devices.choose("cpu").precision):
        inference = Inference(_network(), Device("cpu", precision, 2))
        taken = _seconds(lambda inference=inference: list(inference.scores(tokens)), _ROUNDS) / len(tokens)
        done, peak = _operations(len(tokens[0].positions)) / taken, _peak(precision)
        yield (
            f"passes of {len(tokens[0].positions)} rows, {precision}",
            f"{1 / taken:.1f}/s, {done / 1e9:.0f} GFLOP/s",
            f"peak {peak / 1e9:.0f} GFLOP/s",
            f"{done / peak:.2f}",
        )


def _operations(rows: int) -> float:
    """Floating-point operations of a pass: the products of the blocks and of attention."""
    width = _CONFIG.width
    return _CONFIG.layers * (2 * 12 * rows * width**2 + 4 * rows**2 * width)


def _peak(precision: str) -> float:
    side = 2048
    matrix = torch.randn(side, side).to(getattr(torch, precision))
    return 2 * side**3 / _seconds(lambda: matrix @ matrix, _ROUNDS)


@cache
def _weights() -> dict[str, torch.Tensor]:
    return Network(_CONFIG).state_dict()


def _network() -> Network:
    network = Network(_CONFIG)
    network.load_state_dict(_weights())
    return network


def _seconds(work: Callable[[], object], rounds: int) -> float:
    """The shortest of some rounds: what else the machine does only ever adds."""
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)


if __name__ == "__main__":
    for row in table():
        print(" | ".join(row))
