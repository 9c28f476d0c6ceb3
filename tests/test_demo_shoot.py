import csv
from collections import Counter
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import ExifTags, Image, ImageOps

from tests.demo_lens import Blink, Defocus, Light, Shake, Spot, View, exposed, finished, retouched
from tests.demo_plan import SCENES
from tests.demo_shoot import LONG_SIDE, TRUTH, DemoFrame, frames, truth
from tests.pictures import scene

DEMO = Path(__file__).parents[1] / "resources" / "demo"
FRAMES = tuple(frames())
BOUND = 8_000_000


def _moment(file: str) -> datetime:
    """The capture time in a file's tags; fails where sub-seconds or the offset are missing."""
    with Image.open(DEMO / file) as image:
        tags = image.getexif().get_ifd(ExifTags.IFD.Exif)
    stamp = datetime.strptime(tags[ExifTags.Base.DateTimeOriginal], "%Y:%m:%d %H:%M:%S")
    hundredths = int(tags[ExifTags.Base.SubsecTimeOriginal])
    zone = datetime.strptime(tags[ExifTags.Base.OffsetTimeOriginal], "%z").tzinfo
    return stamp.replace(microsecond=hundredths * 10_000, tzinfo=zone)


def _by_scene() -> dict[str, list[DemoFrame]]:
    return {name: list(members) for name, members in groupby(FRAMES, key=lambda frame: frame.scene.name)}


def test_the_folder_holds_just_the_planned_files() -> None:
    files = {path.name for path in DEMO.iterdir()}
    assert files == {frame.file for frame in FRAMES}


def test_the_recorded_truth_is_the_plan() -> None:
    with TRUTH.open(newline="", encoding="utf-8") as file:
        assert [tuple(row) for row in csv.reader(file)] == truth()


def test_the_folder_stays_small() -> None:
    assert sum(path.stat().st_size for path in DEMO.iterdir()) <= BOUND


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: frame.file)
def test_each_frame_opens_whole_at_its_size_and_tells_its_camera_and_licence(frame: DemoFrame) -> None:
    with Image.open(DEMO / frame.file) as image:
        tags = image.getexif()
        upright = ImageOps.exif_transpose(image)
    assert upright.size == (
        (LONG_SIDE * 2 // 3, LONG_SIDE) if frame.scene.portrait else (LONG_SIDE, LONG_SIDE * 2 // 3)
    )
    assert tags[ExifTags.Base.Model]
    assert tags[ExifTags.Base.Orientation] == frame.scene.orientation
    assert tags[ExifTags.Base.Copyright] == frame.scene.picture.licence


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: frame.file)
def test_each_frame_has_the_planned_time_to_a_hundredth_second(frame: DemoFrame) -> None:
    assert _moment(frame.file) - frame.taken == timedelta(microseconds=-(frame.taken.microsecond % 10_000))
    assert _moment(frame.file).utcoffset() == frame.taken.utcoffset()


def test_names_follow_the_clock() -> None:
    moments = [_moment(frame.file) for frame in FRAMES]
    walls = [moment.replace(tzinfo=None) for moment in moments]
    assert moments == sorted(moments)
    assert walls == sorted(walls)
    assert [frame.file for frame in FRAMES] == sorted(frame.file for frame in FRAMES)


def test_frames_of_a_series_follow_closely_and_series_stand_apart() -> None:
    for before, after in pairwise(FRAMES):
        pause = _moment(after.file) - _moment(before.file)
        if before.scene is after.scene:
            assert timedelta(0) < pause < timedelta(seconds=1.5)
        else:
            assert pause > timedelta(seconds=20)


def test_each_series_has_one_best_and_its_place_varies() -> None:
    places = []
    for members in _by_scene().values():
        kinds = [frame.shot.kind for frame in members]
        if set(kinds) in ({"single"}, {"bracket"}):
            continue
        assert kinds.count("best") == 1
        assert 3 <= len(kinds) <= 6
        places.append(kinds.index("best"))
    assert 8 <= len(places) <= 10
    assert max(Counter(places).values()) <= len(places) // 2


def test_the_bracket_steps_through_exposures() -> None:
    members = [frame for frame in FRAMES if frame.shot.kind == "bracket"]
    tags = []
    for frame in members:
        with Image.open(DEMO / frame.file) as image:
            tags.append(dict(image.getexif().get_ifd(ExifTags.IFD.Exif)))
    biases = [float(details[ExifTags.Base.ExposureBiasValue]) for details in tags]
    times = [float(details[ExifTags.Base.ExposureTime]) for details in tags]
    assert sorted(biases) == [-2, -1, 0, 1, 2]
    assert times == pytest.approx([times[0] * 2**bias for bias in biases], rel=0.01)
    assert {details[ExifTags.Base.ExposureMode] for details in tags} == {2}


def test_every_source_is_named_with_author_and_licence() -> None:
    text = (DEMO.parent / "ATTRIBUTION.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("|")]
    for planned in SCENES:
        picture = planned.picture
        (row,) = [line for line in rows if f"| {picture.title} |" in line]
        assert picture.author in row
        assert picture.licence in row
        assert picture.package in row
        assert planned.name in row


VIEW, SIZE = View(0.5, 0.5, 0.5), (160, 120)


def _shoot(view: View = VIEW, light: Light | None = None, *blurs: Defocus | Shake) -> np.ndarray:
    source = scene(5, (640, 480))
    frame = finished(exposed(source, view, SIZE, blurs, (), light or Light(noise=0.0)), 0.0, 1)
    return np.asarray(frame, np.float64)


def test_a_plain_frame_shows_what_the_source_shows() -> None:
    middle = scene(5, (640, 480)).crop((160, 120, 480, 360)).resize(SIZE, Image.Resampling.BOX)
    assert np.abs(_shoot() - np.asarray(middle, np.float64)).mean() < 6


@pytest.mark.parametrize("blur", [Defocus(3.0), Shake(9.0, 30.0)])
def test_blur_takes_detail_and_keeps_the_light(blur: Defocus | Shake) -> None:
    sharp, soft = _shoot(), _shoot(VIEW, Light(noise=0.0), blur)
    assert np.square(np.diff(soft, axis=1)).mean() < 0.5 * np.square(np.diff(sharp, axis=1)).mean()
    assert soft.mean() == pytest.approx(sharp.mean(), rel=0.06)


def test_more_exposure_is_never_darker() -> None:
    means = [_shoot(VIEW, Light(stops=stops, noise=0.0)).mean() for stops in (-2.0, -1.0, 0.0, 1.0, 2.0)]
    assert means == sorted(means)
    assert means[-1] > 2 * means[0]


def test_a_shut_eye_changes_the_eye_alone() -> None:
    source = scene(5, (640, 480))
    shut = retouched(source, [Blink(Spot(0.5, 0.5, 0.05, 0.05), (90, 80, 70))])
    changed = np.abs(np.asarray(shut, np.int16) - np.asarray(source, np.int16)).max(axis=-1) > 2
    rows, columns = np.nonzero(changed)
    assert changed[240, 320]
    assert 200 <= rows.min() <= rows.max() <= 280
    assert 270 <= columns.min() <= columns.max() <= 370


def test_a_view_that_leaves_the_picture_is_refused() -> None:
    with pytest.raises(ValueError, match="leaves the picture"):
        _shoot(View(0.8, 0.5, 0.5))
