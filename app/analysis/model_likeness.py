"""Finds out whether the embedding of a model tells scenes apart, and what its cosines mean.

Nobody has measured that for weights that come from elsewhere, so it is tried on the demo shoot that ships.
"""

import logging
from collections.abc import Sequence
from functools import partial
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from app.analysis.grouping import GroupingSettings, group, timeline
from app.analysis.models import Scorer
from app.cancel import CancelToken
from app.errors import AppError
from app.library.decode import UnreadableError
from app.library.photo import ScannedPhoto
from app.library.scan import list_shots, read_shots
from app.library.thumbnails import make_thumbnail
from fgaesq_core.appearance import LikenessScale
from fgaesq_core.likeness import FEWEST, fitted


def measured_scale(scorer: Scorer, token: CancelToken, shoot: Path | None = None) -> LikenessScale | None:
    """The scale of a model's embedding by one photo of each scene of a shoot, the demo shoot unless another is given.

    None where the embedding cannot tell scenes apart, or where that cannot be tried. Raises Cancelled.
    """
    try:
        pictures = _scenes(shoot or Path(str(files("resources").joinpath("demo"))), token)
        if len(pictures) >= FEWEST:
            return fitted(partial(_embed, scorer, token), pictures)
        why = f"{len(pictures)} scenes are too few"
    except (AppError, UnreadableError, MemoryError) as error:
        why = str(error)
    logging.getLogger(__name__).warning("What the likeness of %s means could not be measured: %s", scorer.name, why)
    return None


def _embed(scorer: Scorer, token: CancelToken, pictures: Sequence[Image.Image]) -> NDArray[np.float32]:
    return scorer.embed([partial(_unless_cancelled, token, picture) for picture in pictures])


def _unless_cancelled(token: CancelToken, picture: Image.Image) -> Image.Image:
    token.check()
    return picture


def _scenes(shoot: Path, token: CancelToken) -> list[Image.Image]:
    """The first photo of each series, as small as the photos that are compared later; the clock alone tells series."""
    found = read_shots(list_shots(shoot, recursive=False, token=token), {}, token)
    photos = [photo for photo in found if isinstance(photo, ScannedPhoto)]
    names = [str(photo.files[0]) for photo in photos]
    line = timeline([photo.capture for photo in photos], names)
    return [make_thumbnail(photos[series.frames[0]].files[0]) for series in group(line, GroupingSettings())]
