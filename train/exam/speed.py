"""How many frames a second a scorer ranks here."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from PIL import Image

from fgaesq_core.frames import Frame
from train.bootstrap import Figure
from train.errors import TrainingError
from train.exam import bars
from train.exam.result import Check
from train.judging import Judge
from train.pictures import opened
from train.samples import SampleError

_DECODED, _LARGE = (1600, 1067), (6000, 4000)
_FRAMES = 4
_WARMING, _ROUNDS = 2, 3
# Enlarged photos have less detail to decode than those of a camera; grain makes up for it.
_GRAIN, _GRAIN_SHARE = 40, 0.12


def speed(scorer: Judge, photos: Sequence[Path], series: int = 10) -> tuple[Check, ...]:
    """Frames a second over so many series of four, of pictures and from JPEGs that are made for it.

    The wall time of three rounds, after two series that do not count: the middle one, with the slowest and the fastest
    as its interval. The figures hold for this machine and what else it does. Raises TrainingError for too few photos.
    """
    some = list(islice(_readable(photos), _FRAMES))
    if len(some) < _FRAMES:
        raise TrainingError(f"The speed is measured on {_FRAMES} photos; there are too few that can be read.")
    decoded = [photo.resize(_DECODED, Image.Resampling.BICUBIC) for photo in some]
    with TemporaryDirectory(prefix="burstpick-exam-") as folder:
        grain = Image.effect_noise(_LARGE, _GRAIN).convert("RGB")
        files = [_saved(photo, grain, Path(folder, f"{number}.jpg")) for number, photo in enumerate(some)]
        promised = [partial(opened, file, scorer.longest) for file in files]
        return (
            Check("frames a second, 1600 x 1067 decoded", _rate(scorer, decoded, series), bars.FROM_PICTURES, True),
            Check(
                "frames a second, from JPEGs of 24 megapixels", _rate(scorer, promised, series), bars.FROM_FILES, True
            ),
        )


def _readable(photos: Sequence[Path]) -> Iterator[Image.Image]:
    for path in photos:
        try:
            yield opened(path)
        except SampleError:
            continue


def _saved(photo: Image.Image, grain: Image.Image, path: Path) -> Path:
    large = photo.resize(_LARGE, Image.Resampling.BICUBIC)
    Image.blend(large, grain, _GRAIN_SHARE).save(path, quality=90)
    return path


def _rate(scorer: Judge, frames: Sequence[Frame], series: int) -> Figure:
    _seconds(scorer, frames, _WARMING)
    low, middle, high = sorted(series * len(frames) / _seconds(scorer, frames, series) for _ in range(_ROUNDS))
    return Figure(middle, low, high)


def _seconds(scorer: Judge, frames: Sequence[Frame], series: int) -> float:
    begun = perf_counter()
    for result in scorer.rank_all([frames] * series):
        if isinstance(result, Exception):
            raise result
    return perf_counter() - begun
