"""Where to look closely: where the person looked last in this series, else the subject, else the finest detail."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from app.analysis.sharp_place import sharp_place
from app.analysis.shoot import Shoot
from app.library.photo import PhotoId
from app.ui.picture_loader import PictureLoader

Place = tuple[float, float]
Interest = Callable[[PhotoId], Place | None]

_MIDDLE = (0.5, 0.5)
# Enough to find detail in, and quick to look through.
_SIDE = 640


class PlaceOfInterest:
    """Knows one place per photo, as shares of its width and height.

    The person outranks everything, but only in the series in which they chose a place.
    """

    def __init__(self, shoot: Shoot, loader: PictureLoader) -> None:
        self._shoot, self._loader = shoot, loader
        self._chosen: tuple[frozenset[PhotoId], Place] | None = None
        self.interest: Interest = nobody_knows

    def choose(self, photo: PhotoId, place: Place) -> None:
        """The person looked at a place of a photo."""
        series = self._shoot.series_of(photo)
        if series is not None:
            self._chosen = frozenset(self._shoot.series[series].frames), place

    def of(self, photo: PhotoId) -> Place:
        """The place to look at."""
        if self._chosen is not None and photo in self._chosen[0]:
            return self._chosen[1]
        return self.interest(photo) or self._finest_detail(photo) or _MIDDLE

    def _finest_detail(self, photo: PhotoId) -> Place | None:
        image = self._loader.image(self._shoot.photo(photo), _SIDE)
        return None if image is None else sharp_place(_grey(image))


def nobody_knows(_: PhotoId) -> Place | None:
    """No place is better than another."""
    return None


def _grey(image: QImage) -> NDArray[np.uint8]:
    """Rows x columns of brightness, the long side at most 640 pixels."""
    if max(image.width(), image.height()) > _SIDE:
        image = image.scaled(_SIDE, _SIDE, Qt.AspectRatioMode.KeepAspectRatio)
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    return rows[:, : grey.width()].copy()
