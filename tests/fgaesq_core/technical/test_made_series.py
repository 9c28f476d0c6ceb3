"""How often the technical scorer finds the good frame; bars stand a little below what it reaches."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from fgaesq_core.technical import TechnicalScorer
from tests.fgaesq_core.technical.made_series import KINDS, MadeSeries, laplacian_variance, made_series
from tests.pictures import scene

PHOTOS = Path(__file__).parents[3].parent / "shared" / "photos"
SCORER = TechnicalScorer()


def share_found(series: list[MadeSeries]) -> float:
    return float(np.mean([SCORER.rank(each.frames).best == each.best for each in series]))


def share_by_laplacian(series: list[MadeSeries]) -> float:
    found = [int(np.argmax([laplacian_variance(frame) for frame in each.frames])) == each.best for each in series]
    return float(np.mean(found))


def test_the_good_frame_of_drawn_series_is_found() -> None:
    series = [made_series(scene(seed), kind, seed) for seed in range(4) for kind in KINDS]
    assert share_found(series) >= 0.9
    assert share_by_laplacian(series) <= 0.5


@pytest.mark.skipif(not PHOTOS.is_dir(), reason="the folder shared/photos is not beside the checkout")
def test_the_good_frame_of_series_made_from_photos_is_found() -> None:
    photos = [*sorted(PHOTOS.glob("urban/*"))[::25], *sorted(PHOTOS.glob("everyday/*"))[::150]]
    opened = [Image.open(path).convert("RGB") for path in photos]
    series = [made_series(photo, kind, 1) for photo in opened for kind in KINDS]
    assert share_found(series) >= 0.93
    assert share_by_laplacian(series) <= 0.5


@pytest.mark.skipif(not PHOTOS.is_dir(), reason="the folder shared/photos is not beside the checkout")
@pytest.mark.parametrize(
    ("folder", "names", "best"),
    [
        pytest.param("focus-depthmap", "*.JPG", {"pcb_004.JPG", "pcb_006.JPG"}, id="switch: its body or its knob"),
        pytest.param("focus-pcb", "pcb_*.jpg", {"pcb_002.jpg"}, id="board: its near half"),
    ],
)
def test_a_focus_stack_is_won_where_the_subject_is_sharp(folder: str, names: str, best: set[str]) -> None:
    paths = sorted((PHOTOS / "sequences" / folder).glob(names))
    ranking = SCORER.rank([Image.open(path) for path in paths])
    assert paths[ranking.best].name in best
    assert not {0, len(paths) - 1} & set(ranking.order[: len(best)])
