"""What a network of the built-in model's size takes for the frames of a series, by part and in all.

Frames are as large as a scorer asks for. Parts are processor time of one thread, which hangs little on what else the
machine does, and are set against the network's own pass in the same run: a ratio of 1 says that a part takes as long.
"""

import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from app.library.decode import open_picture
from fgaesq_core import device as devices
from fgaesq_core.craft import compared, look
from fgaesq_core.divergence import by_cell, from_rest, registered
from fgaesq_core.frames import Frame
from fgaesq_core.inference import Inference
from fgaesq_core.network import Network
from fgaesq_core.rating import Rating
from fgaesq_core.series import LONGEST, SeriesProtocol
from fgaesq_core.sheet import Sheet, room, sharpest
from fgaesq_core.working import brought_to, grid
from tests.benchmarks.scoring import Row, burst
from train.settings import SMALL

_ROUNDS = 3
_SERIES = 4
_FRAMES = 4
_DECODED, _END_TO_END = 100, 25
_CAMERA = (6000, 4000)


def table() -> list[Row]:
    """Rows of what was measured, our figure, the bound or the network's pass, and the ratio."""
    frames = burst()[:_FRAMES]
    inference = Inference(Network(SMALL), devices.choose("cpu"))
    small = [frame.resize((LONGEST, round(frame.height * LONGEST / frame.width))) for frame in frames]
    with TemporaryDirectory() as folder:
        paths = _photographed(frames, Path(folder))
        return [
            *_part_rows(small, inference),
            _rate("decoded", small, inference, _DECODED),
            _rate("from JPEG files of 24 megapixels", [_promised(path) for path in paths], inference, _END_TO_END),
        ]


def _photographed(frames: Sequence[Image.Image], folder: Path) -> list[Path]:
    paths = [folder / f"{number}.jpg" for number in range(len(frames))]
    for frame, path in zip(frames, paths, strict=True):
        frame.resize(_CAMERA).save(path, quality=90)
    return paths


def _promised(path: Path) -> Frame:
    return partial(open_picture, path, LONGEST)


def _part_rows(frames: Sequence[Image.Image], inference: Inference) -> list[Row]:
    """Each part of the way from decoded frames to scores, a frame."""
    cells, fine = room(inference.tokeniser.rows)
    size = grid(frames[0].width / frames[0].height, cells)
    pixels = [brought_to(frame, size) for frame in frames]
    looks = [look(*both) for both in zip(frames, pixels, strict=True)]
    found = registered(pixels)
    maps = list(from_rest(pixels, found.moves, found.views))
    protocol = SeriesProtocol(inference.tokeniser)
    tokens = [question.tokens for question in protocol.questions([protocol.kept(frame) for frame in frames])]

    def cut() -> None:
        for frame, different in zip(pixels, maps, strict=True):
            Sheet(frame, inference.tokeniser).tokens(sharpest(by_cell(different), frame, fine))

    parts: dict[str, Callable[[], object]] = {
        "bringing to size": lambda: [brought_to(frame, size) for frame in frames],
        "measuring": lambda: [look(*both) for both in zip(frames, pixels, strict=True)],
        "registering": lambda: registered(pixels),
        "differences": lambda: list(from_rest(pixels, found.moves, found.views)),
        "relations": lambda: compared(looks, found.moves, (pixels[0].shape[1], pixels[0].shape[0])),
        "cutting": cut,
    }
    network = _busy(lambda: list(inference.scores(tokens))) / len(frames)
    taken = {name: _busy(work) / len(frames) for name, work in parts.items()}
    taken |= {"all of these": sum(taken.values())}
    against = f"the network's pass {1e3 * network:.1f} ms"
    return [
        (f"built-in size, {name}, a frame", f"{1e3 * part:.1f} ms", against, f"{network / part:.2f}")
        for name, part in taken.items()
    ]


def _rate(kind: str, frames: Sequence[Frame], inference: Inference, bound: int) -> Row:
    rating = Rating(SeriesProtocol(inference.tokeniser), inference.scores)
    taken = []
    for _ in range(_ROUNDS):
        start = time.perf_counter()
        for scores in rating.rated([frames] * _SERIES):
            if isinstance(scores, Exception):
                raise scores
        taken.append(time.perf_counter() - start)
    rate = _SERIES * len(frames) / min(taken)
    name = f"built-in size, {_SERIES} series of {len(frames)} frames, {kind}"
    return name, f"{rate:.0f} frames/s", f"{bound} frames/s", f"{rate / bound:.2f}"


def _busy(work: Callable[[], object]) -> float:
    """The least processor time of some rounds, of all threads together."""
    taken = []
    for _ in range(_ROUNDS):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)
