from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from app.analysis.series import SeriesKind
from app.analysis.shoot import PhotoSeries, Shoot
from app.library.photo import Capture, CaptureTime, Marks, Photo, PhotoId
from app.library.thumbnails import ThumbnailCache
from app.ui.jobs import Jobs
from app.ui.loupe import Loupe
from app.ui.picture_loader import PictureLoader
from app.ui.theme import DARK, GROUNDS
from app.ui.thumbnails import Thumbnails
from tests.pictures import write_photo
from tests.ui.made_up import photo

RED_OVER_BLUE = Image.new("RGB", (300, 200), (220, 20, 20))
RED_OVER_BLUE.paste((20, 20, 220), (0, 100, 300, 200))


class Bench:
    """A loupe on one photo of a real file."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot, self.folder = qtbot, folder
        self.jobs, self.shoot = Jobs(), Shoot()
        self.thumbnails = Thumbnails(ThumbnailCache(folder / "cache"), self.jobs, threads=1)
        self.loader = PictureLoader(self.jobs, 2560)
        self.loupe = Loupe(self.shoot, self.thumbnails, self.loader, DARK)
        qtbot.addWidget(self.loupe)
        self.loupe.resize(800, 600)
        self.loupe.show()

    def look_at(self, path: Path, size: tuple[int, int], marks: Marks) -> None:
        one = Photo(PhotoId(1), (path,), photo(1).stamps, Capture(CaptureTime(0.0), *size))
        self.shoot.add([(one, marks)])
        self.shoot.set_series([PhotoSeries(SeriesKind.SINGLE, (PhotoId(1),))])
        with self.qtbot.waitSignal(self.loader.arrived):
            self.loupe.show_photo(PhotoId(1))

    def show(self, picture: Image.Image, orientation: int = 1) -> None:
        path = write_photo(self.folder / "one.jpg", picture, orientation=orientation, quality=100)
        turned = orientation > 4
        self.look_at(path, picture.size[::-1] if turned else picture.size, Marks(3))

    def pixels(self) -> NDArray[np.uint8]:
        """What is seen, height x width x blue, green, red."""
        image = self.loupe.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)[..., :3].copy()

    def box(self) -> tuple[int, int, int, int]:
        """Left, top, width and height of what is coloured above the caption."""
        seen = self.pixels()[:560].astype(int)
        rows, columns = np.nonzero(np.ptp(seen, axis=2) > 60)
        return columns.min(), rows.min(), np.ptp(columns) + 1, np.ptp(rows) + 1

    def close(self) -> None:
        self.thumbnails.close()
        self.loader.close()
        self.jobs.close()


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(qtbot, tmp_path)
    yield bench
    bench.close()


def test_the_ground_goes_from_black_to_white_and_around(bench: Bench) -> None:
    bench.show(RED_OVER_BLUE)
    seen = []
    for _ in range(5):
        seen.append(int(bench.pixels()[8, 8].max()))
        bench.loupe.cycle_ground()
    greys = [QColor(ground).red() for ground in GROUNDS]
    assert seen == [greys[1], greys[2], greys[3], greys[0], greys[1]]


@pytest.mark.parametrize("size", [(3000, 2000), (2000, 3000), (4000, 500), (300, 200)])
def test_a_picture_is_whole_in_its_proportions_and_never_enlarged(bench: Bench, size: tuple[int, int]) -> None:
    bench.show(RED_OVER_BLUE.resize(size))
    left, top, width, height = bench.box()
    assert width / height == pytest.approx(size[0] / size[1], rel=0.02)
    assert left >= 16
    assert top >= 16
    assert width <= size[0]
    assert height <= size[1]
    assert width == min(size[0], 768) or height == pytest.approx(600 - 40 - 32, abs=1)


@pytest.mark.parametrize(("orientation", "upright"), [(3, True), (6, False), (8, False)])
def test_a_turned_photo_stands_upright(bench: Bench, orientation: int, upright: bool) -> None:
    turns = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}
    scene = RED_OVER_BLUE if upright else RED_OVER_BLUE.resize((200, 300))
    bench.show(scene.transpose(turns[orientation]), orientation)
    left, top, width, height = bench.box()
    assert (width, height) == scene.size
    seen = bench.pixels()
    above, below = seen[top + 10, left + width // 2], seen[top + height - 10, left + width // 2]
    assert above[2] > 150 > above[0]
    assert below[0] > 150 > below[2]


def test_a_preview_cut_differently_keeps_its_own_proportions(bench: Bench) -> None:
    path = write_photo(bench.folder / "raw.jpg", RED_OVER_BLUE.resize((400, 200)), quality=100)
    bench.look_at(path, (3000, 2000), Marks())
    _, _, width, height = bench.box()
    assert width / height == pytest.approx(2.0, rel=0.02)


def test_a_picture_that_cannot_be_shown_says_why(bench: Bench) -> None:
    path = write_photo(bench.folder / "cut.jpg", RED_OVER_BLUE)
    path.write_bytes(path.read_bytes()[:1500])
    before = bench.pixels()[:560]
    bench.look_at(path, (300, 200), Marks())
    seen = bench.pixels()[:560]
    assert np.ptp(seen.astype(int), axis=2).max() < 60
    assert (seen != before).any()


def test_a_double_click_leaves(bench: Bench, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bench.loupe.left):
        qtbot.mouseDClick(bench.loupe, Qt.MouseButton.LeftButton)


def test_without_a_photo_there_is_only_ground(bench: Bench) -> None:
    bench.loupe.show_photo(PhotoId(99))
    assert np.ptp(bench.pixels()[:560]) == 0
