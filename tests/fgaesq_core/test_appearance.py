from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageEnhance

from fgaesq_core.appearance import ID, LIKENESS, LikenessScale, embed, likeness
from tests.pictures import blurred, scene, shifted

SIZE = (320, 240)
EVERYDAY = Path(__file__).parents[2].parent / "shared" / "photos" / "everyday"


def alike(first: Image.Image, second: Image.Image) -> float:
    one, two = embed([first, second])
    return LIKENESS(float(one @ two))


def exposed(picture: Image.Image, stops: float) -> Image.Image:
    """The frame at another exposure: light is scaled, then encoded and clipped as a camera does."""
    light = (np.asarray(picture) / 255.0) ** 2.2 * 2.0**stops
    return Image.fromarray((np.clip(light, 0, 1) ** (1 / 2.2) * 255).astype(np.uint8))


def noisy(picture: Image.Image) -> Image.Image:
    noise = np.random.default_rng(1).normal(0, 12, (*picture.size[::-1], 3))
    return Image.fromarray(np.clip(np.asarray(picture) + noise, 0, 255).astype(np.uint8))


def zoomed(picture: Image.Image) -> Image.Image:
    width, height = picture.size
    inner = (0.025 * width, 0.025 * height, 0.975 * width, 0.975 * height)
    return picture.resize(picture.size, Image.Resampling.BICUBIC, box=inner)


def tilted(picture: Image.Image) -> Image.Image:
    return zoomed(picture.rotate(3, Image.Resampling.BICUBIC, fillcolor=(110, 110, 110)))


def with_passer_by(picture: Image.Image) -> Image.Image:
    changed = picture.copy()
    changed.paste((60, 50, 45), (200, 90, 248, 160))
    return changed


@pytest.mark.parametrize(
    "change",
    [
        lambda picture: shifted(picture, 19, 12),
        zoomed,
        tilted,
        lambda picture: exposed(picture, 1),
        lambda picture: exposed(picture, -1),
        lambda picture: exposed(picture, -2),
        noisy,
        lambda picture: blurred(picture, 3),
        with_passer_by,
        lambda picture: noisy(exposed(shifted(picture, 10, -6), 0.5)),
    ],
    ids=["shift", "zoom", "tilt", "1 EV", "-1 EV", "-2 EV", "noise", "blur", "passer-by", "all at once"],
)
def test_frames_of_one_view_are_alike(change: Callable[[Image.Image], Image.Image]) -> None:
    found = [alike(scene(seed, SIZE), change(scene(seed, SIZE))) for seed in range(8)]
    assert min(found) > 0.8


def test_different_scenes_are_not() -> None:
    vectors = embed([scene(seed, SIZE) for seed in range(30)])
    between = likeness(vectors @ vectors.T)[np.triu_indices(30, 1)]
    assert between.max() < 0.8
    assert np.quantile(between, 0.9) < 0.5


def test_scenes_of_the_same_colours_are_told_apart_by_what_is_where() -> None:
    picture = scene(3, SIZE)
    assert alike(picture, picture.transpose(Image.Transpose.ROTATE_180)) < 0.6


def test_the_same_shapes_in_other_colours_are_not_one_picture() -> None:
    picture = scene(5, SIZE)
    red, green, blue = picture.split()
    assert alike(picture, Image.merge("RGB", (blue, red, green))) < alike(picture, exposed(picture, -1)) - 0.1


def test_vectors_are_unit_length_and_small() -> None:
    vectors = embed([scene(seed, SIZE) for seed in range(3)])
    assert vectors.dtype == np.float32
    assert vectors.shape == (3, 280)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1], abs=1e-5)
    assert embed([]).shape == (0, 280)


def test_a_vector_does_not_depend_on_its_company() -> None:
    pictures = [scene(seed, SIZE) for seed in range(4)]
    together = embed(pictures)
    assert all((embed([picture])[0] == row).all() for picture, row in zip(pictures, together, strict=True))


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "CMYK", "1", "P", "I;16", "F"])
@pytest.mark.parametrize("size", [(1, 1), (320, 2), (7, 300)])
def test_pictures_of_any_mode_and_size_have_a_vector(mode: str, size: tuple[int, int]) -> None:
    (vector,) = embed([Image.new(mode, size)])
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


def test_black_frames_are_alike_and_like_nothing_else() -> None:
    black = Image.new("RGB", SIZE)
    assert alike(black, black.copy()) == 1
    assert alike(black, scene(1, SIZE)) < 0.3


def test_noise_alone_is_no_structure_to_go_by() -> None:
    black, other = Image.new("RGB", SIZE), scene(1, SIZE)
    assert alike(noisy(black), other) < 0.5


def test_likeness_is_a_straight_line_cut_off_at_both_ends() -> None:
    scale = LikenessScale(low=0.2, high=0.7)
    cosines = np.array([-1, 0.2, 0.45, 0.7, 1, np.nan], np.float32)
    assert scale(cosines) == pytest.approx([0, 0, 0.5, 1, 1, np.nan], nan_ok=True, abs=1e-6)
    assert scale(cosines).dtype == np.float32
    assert scale(0.45) == pytest.approx(0.5)


def test_the_identity_names_the_recipe() -> None:
    """Stored vectors are told apart by it: a change that moves this vector asks for another name."""
    down, across = np.mgrid[0:64, 0:64]
    drawn = np.stack([across * down % 251, across * 4 % 256, down * 3], axis=-1).astype(np.uint8)
    (vector,) = embed([Image.fromarray(drawn)])
    assert ID == "appearance-1"
    assert vector[[0, 20, 100, 200, 255, 270, 279]] == pytest.approx(
        [0.0229, -0.0866, 0.0569, -0.0165, -0.0838, 0.1096, 0.0326], abs=1e-3
    )


@pytest.mark.skipif(not EVERYDAY.is_dir(), reason=f"the everyday photos are not at {EVERYDAY}")
def test_real_photos_are_told_from_each_other_and_known_again() -> None:
    rng = np.random.default_rng(4)
    pictures = []
    for path in sorted(EVERYDAY.glob("*.jpg"))[::15]:
        with Image.open(path) as opened:
            picture = opened.convert("RGB")
        picture.thumbnail(SIZE)
        pictures.append(picture)
    again = [hand_held(picture, rng) for picture in pictures]
    between = embed(pictures) @ embed(again).T
    genuine, others = likeness(np.diag(between)), likeness(between[~np.eye(len(pictures), dtype=bool)])
    assert np.mean(genuine >= 0.8) > 0.95
    assert np.mean(others >= 0.8) < 0.001
    assert share_in_order(genuine, others) > 0.9995


def hand_held(picture: Image.Image, rng: np.random.Generator) -> Image.Image:
    """The next frame of a burst: moved by up to 8 % each way, brighter or darker by up to half a stop, noisy."""
    width, height = picture.size
    dx, dy = int(width * rng.uniform(-0.06, 0.06)), int(height * rng.uniform(-0.06, 0.06))
    return ImageEnhance.Brightness(noisy(shifted(picture, dx, dy))).enhance(rng.uniform(0.85, 1.18))


def share_in_order(genuine: NDArray[np.float32], others: NDArray[np.float32]) -> float:
    """Area under the ROC curve: how often a genuine pair is more alike than a pair of strangers."""
    return float(np.mean(genuine[:, None] > others[None, :]))
