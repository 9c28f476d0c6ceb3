"""Whole folders of synthetic photos with known series."""

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from tests.pictures import blurred, scene, shifted, write_photo

START = datetime(2026, 5, 9, 10, 2, 11)


def burst(folder: Path, first: int, seed: int, at: float, *, frames: int = 4, best: int = 1) -> list[Path]:
    """A hand-held burst of one scene, 0.3 s between frames, of which one is sharp."""
    original = scene(seed)
    paths = []
    for n in range(frames):
        picture = shifted(original, 3 * n, -2 * n)
        picture = picture if n == best else blurred(picture, 1.5 + 0.4 * n)
        taken = START + timedelta(seconds=at + 0.3 * n)
        subsec = f"{taken.microsecond // 10_000:02d}"
        paths.append(write_photo(folder / f"IMG_{first + n:04d}.jpg", picture, taken, subsec=subsec))
    return paths


def bracket(folder: Path, first: int, seed: int, at: float) -> list[Path]:
    """Three exposures of one scene as a camera's auto bracket writes them."""
    original = scene(seed)
    paths = []
    for n, bias in enumerate((0.0, -1.0, 1.0)):
        picture = original.point([min(255, round(v * 2**bias)) for v in range(256)] * 3)
        taken = START + timedelta(seconds=at + 0.3 * n)
        path = folder / f"IMG_{first + n:04d}.jpg"
        subsec = f"{taken.microsecond // 10_000:02d}"
        paths.append(write_photo(path, picture, taken, subsec=subsec, exposure_bias=bias, exposure_mode=2))
    return paths


def single(folder: Path, number: int, seed: int, at: float) -> Path:
    """One photo of a scene of its own."""
    taken = START + timedelta(seconds=at)
    return write_photo(folder / f"IMG_{number:04d}.jpg", scene(seed), taken, subsec="00")


def small_shoot(folder: Path) -> Path:
    """Two bursts (best: IMG_0002 and IMG_0013), a bracket, a single, and a file that is no photo."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in _small_shoot():
        (folder / name).write_bytes(content)
    return folder


@cache
def _small_shoot() -> tuple[tuple[str, bytes], ...]:
    """Its files: drawn once, as more than a hundred tests want them."""
    with TemporaryDirectory() as made:
        folder = Path(made)
        burst(folder, 1, seed=1, at=0, best=1)
        single(folder, 5, seed=2, at=30)
        burst(folder, 11, seed=3, at=60, best=2)
        bracket(folder, 21, seed=4, at=120)
        (folder / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 not much of a picture")
        return tuple((path.name, path.read_bytes()) for path in sorted(folder.iterdir()))


DARK, LIGHT = 0.7, 1.4
BY_PIXELS = [["1.jpg", "2.jpg"], ["3.jpg", "4.jpg"]]
BY_LIGHT = [["1.jpg"], ["2.jpg", "3.jpg"], ["4.jpg"]]


def lit(seed: int, gain: float) -> Image.Image:
    """A small scene in a light that its vector from pixels does not notice."""
    return scene(seed, (96, 64)).point([min(255, round(value * gain)) for value in range(256)] * 3)


def dark_and_light(folder: Path) -> Path:
    """Four photos five seconds apart: two of one scene, two of another, of which the middle two are light.

    They are the series `BY_PIXELS` to whom scenes matter, and `BY_LIGHT` to whom nothing but light does.
    """
    for number, (seed, gain) in enumerate(((1, DARK), (1, LIGHT), (3, LIGHT), (3, DARK)), 1):
        write_photo(folder / f"{number}.jpg", lit(seed, gain), START + timedelta(seconds=5 * number), subsec="00")
    return folder


def many_singles(folder: Path, number: int) -> Path:
    """A folder of tiny distinct photos, one a minute."""
    picture = Image.new("RGB", (48, 32), (90, 120, 60))
    for n in range(number):
        write_photo(folder / f"P{n:05d}.jpg", picture, START + timedelta(minutes=n))
    return folder
