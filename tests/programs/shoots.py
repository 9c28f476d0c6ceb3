"""Shoots that go through other programs: RAWs and JPEGs with every kind of mark."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from app.library.photo import Flag, Label, Marks
from tests.analysis.sidecars.test_sidecars import Shoot
from tests.conftest import SHARED
from tests.pictures import scene, write_photo

ALL_MARKS = (
    Marks(5, Flag.PICK, Label.RED),
    Marks(3, Flag.REJECT, Label.YELLOW),
    Marks(2, Flag.NONE, Label.GREEN),
    Marks(0, Flag.REJECT, Label.NONE),
    Marks(1, Flag.PICK, Label.PURPLE),
    Marks(4, Flag.NONE, Label.BLUE),
    Marks(0, Flag.PICK, Label.RED),
)
_REAL = sorted((SHARED / "photos" / "formats" / "raw").glob("*.nef"))


def marked_shoot(root: Path) -> Shoot:
    """A RAW and a JPEG for each of `ALL_MARKS`, marked so in our library."""
    root.mkdir(parents=True, exist_ok=True)
    made = Shoot(root)
    for number in range(len(ALL_MARKS)):
        write_raw(made.folder / f"raw{number}.nef", number)
        write_photo(made.folder / f"jpeg{number}.jpg", scene(number, (96, 64)))
    made.opened()
    for name, marks in given().items():
        made.mark(name, marks)
    return made


def raw_shoot(root: Path, number: int) -> Shoot:
    """So many RAWs without marks."""
    root.mkdir(parents=True, exist_ok=True)
    made = Shoot(root)
    for one in range(number):
        write_raw(made.folder / f"raw{one}.nef", one)
    return made.opened()


def given() -> dict[str, Marks]:
    """The marks of `marked_shoot`."""
    return dict(_given())


def write_raw(path: Path, seed: int) -> None:
    """A RAW: a real one where there are some, else a TIFF that goes by the name of one."""
    if _REAL:
        shutil.copyfile(_REAL[seed % len(_REAL)], path)
        with path.open("ab") as file:
            # No two photos of a shoot have the same content.
            file.write(bytes([seed]))
    else:
        write_photo(path.with_suffix(".tif"), scene(seed, (96, 64))).rename(path)


def _given() -> Iterator[tuple[str, Marks]]:
    for number, marks in enumerate(ALL_MARKS):
        yield f"raw{number}.nef", marks
        yield f"jpeg{number}.jpg", marks
