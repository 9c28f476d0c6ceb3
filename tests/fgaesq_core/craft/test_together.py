import numpy as np
import pytest
from PIL import Image, ImageDraw

from fgaesq_core.craft.lines import BINS, directions, measures
from fgaesq_core.craft.look import look
from fgaesq_core.craft.planes import planes
from fgaesq_core.craft.together import relations
from fgaesq_core.divergence import motions
from tests.pictures import shifted

SIZE = (384, 256)
TURN, LEVEL, SHIFT, SUBJECTS = 0, 2, 10, 13


def street(degrees: float = 0.0) -> Image.Image:
    """Houses with upright and level edges of many lengths, the camera turned."""
    rng = np.random.default_rng(7)
    image = Image.new("RGB", (640, 640), (150, 170, 200))
    draw = ImageDraw.Draw(image)
    for _ in range(90):
        left, top, width, height = rng.integers(0, 560), rng.integers(0, 560), *rng.integers(20, 160, 2)
        draw.rectangle((left, top, left + width, top + height), fill=tuple(int(c) for c in rng.integers(20, 235, 3)))
    turned = image.rotate(degrees, Image.Resampling.BICUBIC)
    return turned.crop((128, 192, 128 + SIZE[0], 192 + SIZE[1]))


def related(*frames: Image.Image) -> np.ndarray:
    pixels = [np.asarray(frame) for frame in frames]
    looks = [look(frame, each) for frame, each in zip(frames, pixels, strict=True)]
    return relations(looks, motions(pixels), SIZE)


@pytest.mark.parametrize("degrees", [-9.0, -4.0, 2.0, 6.0])
def test_the_one_frame_that_is_turned_is_told_and_by_how_much(degrees: float) -> None:
    found = related(street(), street(degrees), street(0.1))
    assert found[1, TURN] == pytest.approx(abs(degrees), abs=1.1)
    assert max(found[0, TURN], found[2, TURN]) <= 0.5
    assert found[1, LEVEL] == pytest.approx(abs(degrees), abs=1.1)


def test_of_two_frames_the_one_with_level_lines_is_level() -> None:
    found = related(street(), street(5))
    assert found[0, LEVEL] <= 1
    assert found[1, LEVEL] >= 4


def test_the_frame_that_is_aimed_elsewhere_is_told() -> None:
    still, moved = street(), shifted(street(), 60, 0)
    found = related(still, moved, street())
    assert found[1, SHIFT] == pytest.approx(60 / SIZE[0], abs=0.02)
    assert found[0, SHIFT] == found[2, SHIFT] == 0


def test_directions_of_a_picture_without_lines_are_none() -> None:
    found = directions(planes(Image.new("RGB", SIZE, "grey")))
    assert found.shape == (BINS,)
    assert not found.any()
    assert np.isfinite(np.concatenate(measures(found))).all()


def test_the_frame_without_the_subject_in_its_middle_is_told() -> None:
    whole = Image.new("RGB", (640, 480), (90, 140, 90))
    ImageDraw.Draw(whole).ellipse((270, 190, 370, 290), fill=(220, 40, 40))
    pixels = np.asarray(whole, np.int16) + np.random.default_rng(1).integers(-9, 10, (480, 640, 1))
    whole = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    frames = [whole.crop((left, 112, left + SIZE[0], 112 + SIZE[1])) for left in (128, 250)]
    offsets = related(*frames)[:, SUBJECTS : SUBJECTS + 9 : 3]
    assert (offsets[0] < 0.1).all()
    assert (offsets[1] > 0.2).all()
