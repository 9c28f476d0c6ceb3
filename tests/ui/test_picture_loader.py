from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from app.library.photo import Photo
from app.ui.jobs import Jobs
from app.ui.picture_loader import PictureLoader, to_qimage
from tests.pictures import scene, write_photo
from tests.ui.made_up import photo


@pytest.fixture
def loader(qtbot: QtBot) -> Iterator[PictureLoader]:
    jobs = Jobs()
    loader = PictureLoader(jobs, 512)
    yield loader
    loader.close()
    jobs.close()


def photos(folder: Path, number: int) -> list[Photo]:
    made = []
    for n in range(number):
        path = write_photo(folder / f"{n}.jpg", scene(n, (96, 64)))
        made.append(Photo(photo(n).id, (path,), photo(n).stamps, photo(n).capture))
    return made


def test_colours_arrive_as_they_are() -> None:
    picture = Image.fromarray(np.array([[[255, 0, 10], [0, 200, 0]]], np.uint8))
    image = to_qimage(picture)
    assert QColor(image.pixel(0, 0)).getRgb()[:3] == (255, 0, 10)
    assert QColor(image.pixel(1, 0)).getRgb()[:3] == (0, 200, 0)


def test_a_picture_is_bounded_by_the_screen(loader: PictureLoader, qtbot: QtBot, tmp_path: Path) -> None:
    path = write_photo(tmp_path / "large.jpg", scene(1, (2048, 1024)))
    large = Photo(photo(1).id, (path,), photo(1).stamps, photo(1).capture)
    with qtbot.waitSignal(loader.arrived):
        loader.want([large])
    image = loader.image(large)
    assert image is not None
    assert (image.width(), image.height()) == (512, 256)


def test_what_is_looked_at_is_never_dropped(loader: PictureLoader, qtbot: QtBot, tmp_path: Path) -> None:
    many = photos(tmp_path, 20)

    def at_hand(wanted: list[Photo]) -> bool:
        return all(loader.image(one) is not None for one in wanted)

    for at in [*range(2, 18), *range(17, 1, -1)]:
        wanted = [many[at], many[at + 1], many[at - 1], many[at + 2 if at < 18 else at], many[at - 2]]
        loader.want(wanted)
        qtbot.waitUntil(lambda wanted=wanted: at_hand(wanted))
    assert sum(loader.image(one) is not None for one in many) <= 7


def test_wishing_back_and_forth_loses_nothing(loader: PictureLoader, qtbot: QtBot, tmp_path: Path) -> None:
    many = photos(tmp_path, 12)
    for _ in range(10):
        for one in many:
            loader.want([one])
    qtbot.waitUntil(lambda: loader.image(many[-1]) is not None)


def test_a_broken_picture_has_a_reason_and_may_heal(loader: PictureLoader, qtbot: QtBot, tmp_path: Path) -> None:
    one = photos(tmp_path, 1)[0]
    whole = one.path.read_bytes()
    one.path.write_bytes(whole[: len(whole) // 2])
    with qtbot.waitSignal(loader.arrived):
        loader.want([one])
    assert loader.image(one) is None
    assert loader.reason(one) == "the file ends in the middle of the picture"
    one.path.write_bytes(whole)
    with qtbot.waitSignal(loader.arrived):
        loader.want([one])
    assert loader.image(one) is not None
    assert loader.reason(one) == ""
