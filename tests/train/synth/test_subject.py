"""The likely place of a subject."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from train.synth.subject import Place, found, presence


@pytest.mark.parametrize("place", [Place(0.3, 0.4), Place(0.5, 0.5), Place(0.7, 0.6)])
def test_what_stands_out_is_found(place: Place) -> None:
    picture = Image.new("RGB", (300, 200), (90, 110, 90))
    middle = place.across * 300, place.down * 200
    ImageDraw.Draw(picture).ellipse((middle[0] - 25, middle[1] - 25, middle[0] + 25, middle[1] + 25), (230, 60, 40))
    where = found(picture)
    assert where.across == pytest.approx(place.across, abs=0.06)
    assert where.down == pytest.approx(place.down, abs=0.08)


def test_a_blank_picture_has_its_subject_somewhere_inside() -> None:
    where = found(Image.new("RGB", (64, 48), "grey"))
    assert 0 <= where.across <= 1
    assert 0 <= where.down <= 1


def test_presence_is_whole_at_the_subject_and_none_far_away() -> None:
    share = presence((100, 200, 3), Place(0.25, 0.5), 0.15)
    assert share.dtype == np.float32
    assert share[50, 50] == 1
    assert share[50, 190] == 0
    assert ((share >= 0) & (share <= 1)).all()
