"""Makes the demo shoot from its source pictures: `python -m tests.demo_shoot SOURCES OUT`.

SOURCES holds the pictures named in `tests/demo_plan.py` as PNG or JPEG, found by their names without ending.
"""

import csv
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path

from PIL import ExifTags, Image
from PIL.TiffImagePlugin import IFDRational

from tests.demo_lens import View, exposed, finished, retouched
from tests.demo_plan import SCENES, Scene, Shot

LONG_SIDE = 1280
FIRST_NUMBER = 412
TRUTH = Path(__file__).with_name("demo_truth.csv")
COLUMNS = ("file", "series", "kind", "best")

_SERIAL = "6041873"
_STORED_TURN = {6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}


@dataclass(frozen=True, slots=True)
class DemoFrame:
    """One file of the demo shoot: its name, where it stands in the plan, and when it was taken."""

    file: str
    scene: Scene
    shot: Shot
    taken: datetime


def frames() -> Iterator[DemoFrame]:
    """Every frame in order of capture."""
    number = FIRST_NUMBER
    for scene in SCENES:
        number += scene.skips
        taken = scene.taken
        for shot in scene.shots:
            taken += timedelta(seconds=shot.wait)
            yield DemoFrame(f"DSC_{number:04d}.JPG", scene, shot, taken)
            number += 1


def truth() -> list[tuple[str, ...]]:
    """The rows of `TRUTH`: file, series, kind of frame, and 1 for the deliberate best of a series, else 0."""
    rows = [(f.file, f.scene.name, f.shot.kind, str(int(f.shot.kind == "best"))) for f in frames()]
    return [COLUMNS, *rows]


def rendered(frame: DemoFrame, source: Image.Image) -> Image.Image:
    """The frame upright, as it would be seen."""
    scene, shot = frame.scene, frame.shot
    short = LONG_SIDE * 2 // 3
    size = (short, LONG_SIDE) if scene.portrait else (LONG_SIDE, short)
    home = scene.view
    view = View(home.x + shot.dx, home.y + shot.dy, home.width / shot.zoom, home.turn + shot.turn)
    light = exposed(retouched(source, shot.changes), view, size, shot.blurs, shot.pushes, shot.light)
    return finished(light, shot.light.noise, zlib.crc32(frame.file.encode()))


def exif(frame: DemoFrame, stored: tuple[int, int]) -> Image.Exif:
    """The tags a camera would write, and where the picture really comes from."""
    scene, settings = frame.scene, frame.scene.settings
    stops = frame.shot.light.stops if frame.shot.kind == "bracket" else 0.0
    tags = Image.Exif()
    base = ExifTags.Base
    tags[base.ImageDescription] = f'Made from "{scene.picture.title}" by {scene.picture.author}'.replace("à", "a")
    tags[base.Make], tags[base.Model] = "NIKON CORPORATION", "NIKON Z 6_2"
    tags[base.Orientation] = scene.orientation
    tags[base.Software] = "Burstpick demo shoot"
    tags[base.Copyright] = scene.picture.licence
    stamp = frame.taken.strftime("%Y:%m:%d %H:%M:%S")
    tags[base.DateTime] = stamp
    details = tags.get_ifd(ExifTags.IFD.Exif)
    details[base.ExifVersion] = b"0232"
    for key in (base.DateTimeOriginal, base.DateTimeDigitized):
        details[key] = stamp
    for key in (base.SubsecTime, base.SubsecTimeOriginal, base.SubsecTimeDigitized):
        details[key] = f"{frame.taken.microsecond // 10_000:02d}"
    for key in (base.OffsetTime, base.OffsetTimeOriginal, base.OffsetTimeDigitized):
        details[key] = frame.taken.isoformat()[-6:]
    details[base.ExposureTime] = _rational(settings.exposure * 2.0**stops)
    details[base.FNumber] = _rational(settings.aperture)
    details[base.ExposureProgram] = 3
    details[base.ISOSpeedRatings] = settings.iso
    details[base.ExposureBiasValue] = _rational(stops)
    details[base.MeteringMode] = 5
    details[base.FocalLength] = _rational(settings.focal)
    details[base.FocalLengthIn35mmFilm] = round(settings.focal)
    details[base.ExposureMode] = 2 if frame.shot.kind == "bracket" else 0
    details[base.ExifImageWidth], details[base.ExifImageHeight] = stored
    details[base.BodySerialNumber] = _SERIAL
    details[base.LensModel] = settings.lens
    return tags


def write(frame: DemoFrame, upright: Image.Image, folder: Path) -> None:
    """Store the frame as the camera would: on its side where the orientation tag says so."""
    turn = _STORED_TURN.get(frame.scene.orientation)
    stored = upright if turn is None else upright.transpose(turn)
    stored.save(
        folder / frame.file,
        "JPEG",
        quality=frame.scene.quality,
        subsampling="4:2:0",
        optimize=True,
        exif=exif(frame, stored.size),
    )


def make(sources: Path, out: Path) -> None:
    """Write every frame into `out`, and record the truth about them."""
    out.mkdir(parents=True, exist_ok=True)
    for frame in frames():
        with Image.open(_source(sources, frame.scene.picture.stem)) as picture:
            write(frame, rendered(frame, picture.convert("RGB")), out)
        print(frame.file, frame.scene.name, frame.shot.kind)
    with TRUTH.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows(truth())


def _rational(value: float) -> IFDRational:
    close = Fraction(value).limit_denominator(10_000)
    return IFDRational(close.numerator, close.denominator)


def _source(folder: Path, stem: str) -> Path:
    found = sorted(path for path in folder.iterdir() if path.stem == stem)
    if not found:
        raise FileNotFoundError(f"{folder} holds no picture named {stem}: convert it from its package first.")
    return found[0]


if __name__ == "__main__":
    make(Path(sys.argv[1]), Path(sys.argv[2]))
