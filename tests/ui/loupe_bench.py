"""One picture pane or loupe on real files, and what is seen of it."""

from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.analysis.series import SeriesKind
from app.analysis.shoot import PhotoSeries, Shoot
from app.library.photo import Capture, CaptureTime, Marks, Photo, PhotoId
from app.library.thumbnails import ThumbnailCache
from app.ui.jobs import Jobs
from app.ui.loupe import Loupe
from app.ui.picture_loader import PictureLoader
from app.ui.picture_pane import PicturePane
from app.ui.theme import DARK
from app.ui.thumbnails import Thumbnails
from tests.pictures import scene, write_photo
from tests.ui.made_up import photo

RED_OVER_BLUE = Image.new("RGB", (300, 200), (220, 20, 20))
RED_OVER_BLUE.paste((20, 20, 220), (0, 100, 300, 200))


UNMARKED = Marks()
# Drawn small and enlarged: drawing at full size would take longer than all that is tested.
LARGE = scene(1, (600, 400)).resize((2400, 1600), Image.Resampling.BICUBIC)
Shown = TypeVar("Shown", bound=QWidget)


class Bench:
    """Everything a pane needs, with no window and no database."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot, self.folder = qtbot, folder
        self.jobs, self.shoot = Jobs(), Shoot()
        self.cache = ThumbnailCache(folder / "cache")
        self.thumbnails = Thumbnails(self.cache, self.jobs, threads=1)
        self.loader = PictureLoader(self.jobs, self.cache)

    def pane(self) -> PicturePane:
        """A pane of 800 x 560."""
        return self._shown(PicturePane(self.shoot, self.thumbnails, self.loader), 560)

    def loupe(self) -> Loupe:
        """A loupe of 800 x 700."""
        return self._shown(Loupe(self.shoot, self.thumbnails, self.loader, DARK), 700)

    def _shown(self, widget: Shown, height: int) -> Shown:
        self.qtbot.addWidget(widget)
        widget.resize(800, height)
        with self.qtbot.waitExposed(widget):
            widget.show()
        return widget

    def add(self, path: Path, size: tuple[int, int], marks: Marks = UNMARKED) -> PhotoId:
        """A photo of that file in the shoot, of the size its header is said to tell."""
        number = len(self.shoot) + 1
        one = Photo(PhotoId(number), (path,), photo(number).stamps, Capture(CaptureTime(0.0), *size))
        self.shoot.add([(one, marks)])
        return one.id

    def write(self, picture: Image.Image, orientation: int = 1) -> PhotoId:
        """A photo of a picture as a JPEG that a camera turned."""
        path = self.folder / f"{len(self.shoot) + 1}.jpg"
        write_photo(path, picture, orientation=orientation, quality=100)
        return self.add(path, picture.size[::-1] if orientation > 4 else picture.size)

    def series(self, *sizes: int) -> None:
        """Group the photos so far into series of so many frames."""
        ids, made = [one.id for one in self.shoot.photos], []
        for size in sizes:
            kind = SeriesKind.BURST if size > 1 else SeriesKind.SINGLE
            made.append(PhotoSeries(kind, tuple(ids[:size])))
            del ids[:size]
        self.shoot.set_series(made)

    def sharp(self, pane: PicturePane) -> None:
        """Wait until the pane shows all that can be seen."""
        self.loader.want(pane.wishes())
        self.qtbot.waitUntil(pane.is_sharp, timeout=20_000)

    def close(self) -> None:
        self.thumbnails.close()
        self.loader.close()
        self.jobs.close()


def pixels(widget: QWidget) -> NDArray[np.uint8]:
    """What is seen, height x width x blue, green, red."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)[..., :3].copy()


def box(widget: QWidget) -> tuple[int, int, int, int]:
    """Left, top, width and height of what is coloured."""
    rows, columns = np.nonzero(np.ptp(pixels(widget).astype(int), axis=2) > 60)
    return int(columns.min()), int(rows.min()), int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1
