"""The scale that is found for an embedding nobody has calibrated."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from fgaesq_core import appearance
from fgaesq_core.likeness import fitted
from tests.pictures import blurred, scene

SIZE = (240, 160)
SCENES = [scene(seed, SIZE) for seed in range(10)]


def test_the_scale_of_pixels_puts_next_frames_above_and_strangers_below() -> None:
    scale = fitted(appearance.embed, SCENES)
    assert scale is not None
    first, again = appearance.embed(SCENES), appearance.embed([blurred(picture, 1) for picture in SCENES])
    likeness = scale(first @ again.T)
    assert np.diag(likeness).min() > 0.8
    assert np.median(likeness[~np.eye(len(SCENES), dtype=bool)]) < 0.5


def test_it_is_the_same_each_time() -> None:
    assert fitted(appearance.embed, SCENES) == fitted(appearance.embed, SCENES)


def test_an_embedding_that_sees_nothing_has_no_scale() -> None:
    def blind(pictures: Sequence[Image.Image]) -> NDArray[np.float32]:
        return np.ones((len(pictures), 1), np.float32)

    assert fitted(blind, SCENES) is None


def test_the_same_picture_is_wholly_alike_whatever_the_embedding() -> None:
    def proud(pictures: Sequence[Image.Image]) -> NDArray[np.float32]:
        """All pictures alike but for a trifle."""
        rows = appearance.embed(pictures) + np.float32(0.2)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    scale = fitted(proud, SCENES)
    assert scale is not None
    assert scale(1.0) == 1.0
    assert scale.low < scale.high < 1


def test_too_few_scenes_are_refused() -> None:
    with pytest.raises(ValueError, match="3 scenes"):
        fitted(appearance.embed, SCENES[:3])
