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
_FRAMES = 5
_WARMING = 2


def speed(scorer: Judge, photos: Sequence[Path], series: int = 12) -> tuple[Check, ...]:
    """Frames a second over so many series of five, of pictures and from JPEGs that are made for it.

    Wall time of this process and its threads, after two series that do not count. The figures hold for this machine
    and what else it does.
    """
    some = list(islice(_readable(photos), _FRAMES))
    if len(some) < _FRAMES:
        raise TrainingError(f"The speed is measured on {_FRAMES} photos; there are too few that can be read.")
    decoded = [photo.resize(_DECODED, Image.Resampling.BICUBIC) for photo in some]
    with TemporaryDirectory(prefix="burstpick-exam-") as folder:
        files = [_saved(photo, Path(folder, f"{number}.jpg")) for number, photo in enumerate(some)]
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


def _saved(photo: Image.Image, path: Path) -> Path:
    photo.resize(_LARGE, Image.Resampling.BICUBIC).save(path, quality=90)
    return path


def _rate(scorer: Judge, frames: Sequence[Frame], series: int) -> Figure:
    """The interval is that of the times between results, of which the first may have been made ahead."""
    for _ in scorer.rank_all([frames] * _WARMING):
        pass
    begun = perf_counter()
    for result in scorer.rank_all([frames] * series):
        if isinstance(result, Exception):
            raise result
    rate = series * len(frames) / (perf_counter() - begun)
    return Figure(rate, rate, rate)
