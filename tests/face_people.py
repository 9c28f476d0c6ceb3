"""People who are squares of one colour, and a reader who finds them: what a network says, without a network."""

import numpy as np
from PIL import Image, ImageDraw
from scipy.ndimage import find_objects, label

from app.analysis.eyes import Eyes
from app.analysis.faces import CLOSE_UP, Face, SeenFaces
from app.cancel import CancelToken
from tests.pictures import scene

_SKIN, _ASLEEP = (255, 0, 255), (0, 255, 255)


def people(seed: int, *asleep: bool | None, size: tuple[int, int] = (480, 320)) -> Image.Image:
    """A scene with people side by side: awake, asleep, or None for one who is away."""
    picture = scene(seed, size).convert("L").convert("RGB")
    draw = ImageDraw.Draw(picture)
    for place, one in enumerate(asleep):
        if one is not None:
            x, y = 40 + 110 * place, 120
            draw.rectangle((x, y, x + 59, y + 59), _ASLEEP if one else _SKIN)
    return picture


class SquareReader:
    """Finds the squares; counts how often it looked."""

    def __init__(self) -> None:
        self.looks = 0

    def read(self, picture: Image.Image, token: CancelToken) -> SeenFaces:
        """Faces as a `FaceReader` tells them."""
        token.check()
        self.looks += 1
        pixels = np.asarray(picture).astype(int)
        faces = []
        for colour, eyes in ((_SKIN, Eyes(0.95, 0.9)), (_ASLEEP, Eyes(0.02, 0.05))):
            alike = np.abs(pixels - colour).sum(2) < 120
            for rows, columns in find_objects(label(alike)[0]):
                height, width = rows.stop - rows.start, columns.stop - columns.start
                if height > 20 and width > 20:
                    box = columns.start / picture.width, rows.start / picture.height
                    faces.append(Face(*box, width / picture.width, height / picture.height, 0.95, 0.5, eyes))
        close_ups = tuple(_close_up(picture, face) for face in faces)
        return SeenFaces(tuple(faces), close_ups)


def _close_up(picture: Image.Image, face: Face) -> Image.Image:
    x, y = face.x * picture.width, face.y * picture.height
    box = (round(x), round(y), round(x + face.width * picture.width), round(y + face.height * picture.height))
    return picture.crop(box).resize((CLOSE_UP, CLOSE_UP))
