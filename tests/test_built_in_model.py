"""The weights that ship with the program, on the photos that do."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageEnhance, ImageFilter

from fgaesq_core import load
from fgaesq_core.models import Scorer
from resources import __file__ as resources

FILE = Path(resources).parent / "models" / "burstpick-small.safetensors"
PHOTOS = sorted((Path(resources).parent / "demo").glob("*.JPG"))[::9]
LARGEST = 20_000_000


@pytest.fixture(scope="module")
def scorer() -> Scorer:
    return load(FILE, "cpu")


def noisy(image: Image.Image) -> Image.Image:
    grain = np.random.default_rng(1).normal(0, 22, (image.height, image.width, 3))
    return Image.fromarray(np.clip(np.asarray(image) + grain, 0, 255).astype(np.uint8))


def compressed(image: Image.Image) -> Image.Image:
    return image.resize((image.width // 3, image.height // 3)).resize(image.size)


FAULTS: Mapping[str, Callable[[Image.Image], Image.Image]] = {
    "out of focus": partial(Image.Image.filter, filter=ImageFilter.GaussianBlur(3)),
    "two stops too dark": lambda image: ImageEnhance.Brightness(image).enhance(0.35),
    "blown out": lambda image: ImageEnhance.Brightness(image).enhance(2.2),
    "noisy": noisy,
    "of too few pixels": compressed,
}


def test_it_is_small_and_known_by_its_hash() -> None:
    assert FILE.stat().st_size <= LARGEST
    assert FILE.with_name(FILE.name + ".sha256").read_text().split()[1] == FILE.name
    assert FILE.with_suffix(".md").is_file()


@pytest.mark.parametrize("fault", FAULTS)
def test_faultless_photos_come_before_faulty_ones(scorer: Scorer, fault: str) -> None:
    firsts = 0
    for path in PHOTOS:
        photo = Image.open(path).convert("RGB").reduce(2)
        ranking = scorer.rank([FAULTS[fault](photo), photo])
        firsts += ranking.scores[1] > ranking.scores[0]
    assert firsts >= len(PHOTOS) - 1


def test_the_level_one_of_three_frames_comes_first(scorer: Scorer) -> None:
    photo = Image.open(PHOTOS[0]).convert("RGB").reduce(2)
    box = (photo.width // 8, photo.height // 8, photo.width * 7 // 8, photo.height * 7 // 8)
    frames = [photo.rotate(degrees, Image.Resampling.BICUBIC).crop(box) for degrees in (5, 0, -3)]
    assert int(np.argmax(scorer.rank(frames).scores)) == 1


def test_it_is_surer_of_a_plain_fault_than_of_a_slight_one(scorer: Scorer) -> None:
    photo = Image.open(PHOTOS[1]).convert("RGB").reduce(2)
    slight, plain = (
        scorer.rank([photo, photo.filter(ImageFilter.GaussianBlur(radius))]).p_best[0] for radius in (0.3, 3)
    )
    assert slight < plain
    assert plain > 0.9
