import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from app.library.photo import Photo, PhotoId
from app.library.thumbnails import ThumbnailCache
from app.ui.jobs import Jobs
from app.ui.thumbnails import Thumbnails
from tests.pictures import scene, write_photo
from tests.ui.made_up import photo


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    jobs = Jobs()
    yield jobs
    jobs.close()


@pytest.fixture
def thumbnails(jobs: Jobs, tmp_path: Path) -> Iterator[Thumbnails]:
    thumbnails = Thumbnails(ThumbnailCache(tmp_path / "cache"), jobs, threads=2)
    yield thumbnails
    thumbnails.close()


def on_disk(folder: Path, number: int, picture: Image.Image, **more: int) -> Photo:
    made = photo(number)
    path = write_photo(folder / f"{number}.jpg", picture, **more)
    return Photo(made.id, (path,), made.stamps, made.capture)


def test_what_is_wished_for_arrives_at_the_height_it_is_painted(
    thumbnails: Thumbnails, qtbot: QtBot, tmp_path: Path
) -> None:
    wide = on_disk(tmp_path, 1, scene(1, (640, 480)))
    thumbnails.set_height(120, 1.0)
    assert thumbnails.pixmap(wide) is None
    with qtbot.waitSignal(thumbnails.arrived) as caught:
        thumbnails.wish([wide])
    assert caught.args == [PhotoId(1)]
    pixmap = thumbnails.pixmap(wide)
    assert pixmap is not None
    assert (pixmap.width(), pixmap.height()) == (160, 120)


def test_a_dense_screen_gets_more_pixels_in_the_same_room(thumbnails: Thumbnails, qtbot: QtBot, tmp_path: Path) -> None:
    wide = on_disk(tmp_path, 1, scene(1, (640, 480)))
    thumbnails.set_height(100, 2.0)
    with qtbot.waitSignal(thumbnails.arrived):
        thumbnails.wish([wide])
    pixmap = thumbnails.pixmap(wide)
    assert pixmap is not None
    assert pixmap.height() == 200
    assert pixmap.deviceIndependentSize().height() == 100


@pytest.mark.parametrize(("orientation", "upright"), [(1, (160, 120)), (6, (90, 120)), (8, (90, 120)), (3, (160, 120))])
def test_a_turned_photo_stands_upright(
    thumbnails: Thumbnails, qtbot: QtBot, tmp_path: Path, orientation: int, upright: tuple[int, int]
) -> None:
    turned = on_disk(tmp_path, 1, scene(1, (640, 480)), orientation=orientation)
    thumbnails.set_height(120, 1.0)
    with qtbot.waitSignal(thumbnails.arrived):
        thumbnails.wish([turned])
    pixmap = thumbnails.pixmap(turned)
    assert pixmap is not None
    assert (pixmap.width(), pixmap.height()) == upright


def test_another_height_starts_anew(thumbnails: Thumbnails, qtbot: QtBot, tmp_path: Path) -> None:
    one = on_disk(tmp_path, 1, scene(1))
    with qtbot.waitSignal(thumbnails.arrived):
        thumbnails.wish([one])
    thumbnails.set_height(88, 1.0)
    assert thumbnails.pixmap(one) is None
    with qtbot.waitSignal(thumbnails.arrived):
        thumbnails.wish([one])
    found = thumbnails.pixmap(one)
    assert found is not None
    assert found.height() == 88


def test_a_photo_without_pixels_is_told_with_its_reason(thumbnails: Thumbnails, qtbot: QtBot, tmp_path: Path) -> None:
    broken = on_disk(tmp_path, 1, scene(1))
    broken.path.write_bytes(broken.path.read_bytes()[:3000])
    with qtbot.waitSignal(thumbnails.unprepared) as caught:
        thumbnails.prepare([broken])
    assert caught.args[0].photo == PhotoId(1)
    assert "ends in the middle" in caught.args[0].reason


def test_embeddings_come_with_or_without_a_wish(thumbnails: Thumbnails, qtbot: QtBot, tmp_path: Path) -> None:
    photos = [on_disk(tmp_path, n, scene(n, (64, 48))) for n in (1, 2, 3)]
    got: list[PhotoId] = []
    thumbnails.prepared.connect(lambda prepared: got.append(prepared.photo))
    thumbnails.prepare(photos)
    thumbnails.wish(photos[2:])
    qtbot.waitUntil(lambda: len(got) == 3)
    assert sorted(got) == [1, 2, 3]


def test_closing_ends_its_threads(jobs: Jobs, tmp_path: Path) -> None:
    before = set(threading.enumerate())
    thumbnails = Thumbnails(ThumbnailCache(tmp_path / "cache"), jobs, threads=3)
    assert len(set(threading.enumerate()) - before) == 3
    thumbnails.close()
    assert set(threading.enumerate()) == before
