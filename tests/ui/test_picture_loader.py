import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from app.library.photo import Capture, CaptureTime, Photo
from app.library.thumbnails import ThumbnailCache, encode_thumbnail
from app.ui import picture_loader, picture_threads
from app.ui.jobs import Jobs
from app.ui.picture_loader import PictureLoader, to_qimage
from app.ui.picture_shelf import THUMBNAIL, Wish, stages
from tests.pictures import scene, write_photo
from tests.ui.made_up import photo

SIZE = (96, 64)
ONE = 4 * SIZE[0] * SIZE[1]
MOST = 7 * ONE


@pytest.fixture
def loader(qtbot: QtBot, tmp_path: Path) -> Iterator[PictureLoader]:
    jobs = Jobs()
    loader = PictureLoader(jobs, ThumbnailCache(tmp_path / "cache"), MOST)
    yield loader
    loader.close()
    jobs.close()


def photos(folder: Path, number: int, size: tuple[int, int] = SIZE) -> list[Photo]:
    made = []
    for n in range(number):
        path = write_photo(folder / f"{n}.jpg", scene(n, size))
        made.append(Photo(photo(n).id, (path,), photo(n).stamps, Capture(CaptureTime(0.0), *size)))
    return made


def whole(one: Photo) -> Wish:
    return Wish(one, max(one.capture.width, one.capture.height))


def test_colours_arrive_as_they_are() -> None:
    picture = Image.fromarray(np.array([[[255, 0, 10], [0, 200, 0]]], np.uint8))
    image = to_qimage(picture)
    assert QColor(image.pixel(0, 0)).getRgb()[:3] == (255, 0, 10)
    assert QColor(image.pixel(1, 0)).getRgb()[:3] == (0, 200, 0)


def test_a_picture_that_is_turned_hides_all_that_lies_below() -> None:
    image = to_qimage(Image.new("RGB", (40, 30), (200, 100, 0)).resize((40, 30), box=(0, 0, 20, 15)))
    assert np.frombuffer(image.constBits(), np.uint8).reshape(30, 40, 4)[..., 3].min() == 255
    below = QImage(60, 60, QImage.Format.Format_ARGB32_Premultiplied)
    below.fill(QColor("white"))
    painter = QPainter(below)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.translate(30, 10)
    painter.rotate(20)
    painter.drawImage(0, 0, image)
    painter.end()
    assert below.pixelColor(35, 30).getRgb() == (200, 100, 0, 255)


def test_a_picture_copied_in_strips_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    picture = scene(4, (101, 67))
    monkeypatch.setattr(picture_loader, "_STRIP_BYTES", 101 * 4 * 10)
    image = to_qimage(picture)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(67, 101, 4)
    assert np.array_equal(rows[..., 2::-1], np.asarray(picture))


def test_colours_go_through_the_monitor_s_profile_on_the_way(loader: PictureLoader) -> None:
    def inverted(strip: Image.Image) -> None:
        strip.paste(strip.point([255 - value for value in range(256)] * 3))

    image = to_qimage(Image.new("RGB", (8, 8), (10, 20, 30)), inverted)
    assert QColor(image.pixel(5, 5)).getRgb()[:3] == (245, 235, 225)


def test_a_picture_is_bounded_by_what_was_wished(loader: PictureLoader, qtbot: QtBot, tmp_path: Path) -> None:
    [large] = photos(tmp_path, 1, (2048, 1024))
    with qtbot.waitSignal(loader.arrived):
        loader.want([Wish(large, 512)])
    image = loader.image(large, 512)
    assert image is not None
    assert (image.width(), image.height()) == (512, 256)


def test_the_thumbnail_and_the_draft_come_before_the_picture(
    loader: PictureLoader, qtbot: QtBot, tmp_path: Path
) -> None:
    [large] = photos(tmp_path, 1, (3200, 1600))
    ThumbnailCache(tmp_path / "cache").write(large.digest, encode_thumbnail(scene(0, (320, 160))))
    wishes = stages(large, 1000)
    assert [wish.side for wish in wishes] == [THUMBNAIL, 800, 1000]
    for wish, side in zip(wishes, (320, 800, 1000), strict=True):
        with qtbot.waitSignal(loader.arrived):
            loader.want([wish])
        image = loader.image(large, 1000)
        assert image is not None
        assert image.width() == side


def test_a_thumbnail_that_has_not_been_made_is_no_failure(loader: PictureLoader, qtbot: QtBot, tmp_path: Path) -> None:
    [one] = photos(tmp_path, 1)
    with qtbot.assertNotEmitted(loader.arrived, wait=100):
        loader.want([Wish(one, THUMBNAIL, rough=True)])
    assert loader.reason(one) == ""


def test_what_is_looked_at_is_never_dropped_and_the_bound_is_kept(
    loader: PictureLoader, qtbot: QtBot, tmp_path: Path
) -> None:
    many = photos(tmp_path, 20)

    def at_hand(wanted: list[Photo]) -> bool:
        return all(loader.meets(whole(one)) for one in wanted)

    for at in [*range(2, 18), *range(17, 1, -1)]:
        wanted = [many[at], many[at + 1], many[at - 1], many[at + 2 if at < 18 else at], many[at - 2]]
        loader.want([whole(one) for one in wanted])
        qtbot.waitUntil(lambda wanted=wanted: at_hand(wanted))
        assert loader.held_bytes <= MOST


def test_wishes_beyond_the_bound_are_left_alone_but_not_the_first(
    loader: PictureLoader, qtbot: QtBot, tmp_path: Path
) -> None:
    [huge, *others] = photos(tmp_path, 1, (400, 300)) + photos(tmp_path / "small", 4)
    assert MOST < 4 * 400 * 300
    other = Photo(others[1].id, others[1].files, photo(77).stamps, others[1].capture)
    loader.want([whole(huge), whole(other)])
    qtbot.waitUntil(lambda: loader.meets(whole(huge)))
    qtbot.wait(100)
    assert not loader.meets(whole(other))


def test_wishing_back_and_forth_loses_nothing(loader: PictureLoader, qtbot: QtBot, tmp_path: Path) -> None:
    many = photos(tmp_path, 12)
    for _ in range(10):
        for one in many:
            loader.want([whole(one)])
    qtbot.waitUntil(lambda: loader.meets(whole(many[-1])))


def test_what_nobody_wants_any_more_is_not_begun(
    loader: PictureLoader, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = photos(tmp_path, 12)
    gate, opened = threading.Event(), []

    def slow(path: Path, side: int) -> Image.Image:
        opened.append(path.name)
        gate.wait(10)
        return scene(0, SIZE)

    monkeypatch.setattr(picture_loader, "open_picture", slow)
    for one in many:
        loader.want([whole(one)])
    gate.set()
    qtbot.waitUntil(lambda: loader.meets(whole(many[-1])))
    assert len(opened) <= picture_threads._THREADS + 1
    assert opened[-1] == many[-1].path.name


def test_one_thread_is_kept_free_for_what_is_looked_at(
    loader: PictureLoader, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = photos(tmp_path, 6)
    gate = threading.Event()

    def slow_but_for_the_first(path: Path, side: int) -> Image.Image:
        if path.name != "5.jpg":
            gate.wait(10)
        return scene(0, SIZE)

    monkeypatch.setattr(picture_loader, "open_picture", slow_but_for_the_first)
    loader.want([whole(one) for one in many[:5]])
    loader.want([whole(many[5]), *(whole(one) for one in many[:5])])
    try:
        qtbot.waitUntil(lambda: loader.meets(whole(many[5])))
    finally:
        gate.set()


def test_a_broken_picture_has_a_reason_and_may_heal(loader: PictureLoader, qtbot: QtBot, tmp_path: Path) -> None:
    one = photos(tmp_path, 1)[0]
    complete = one.path.read_bytes()
    one.path.write_bytes(complete[: len(complete) // 2])
    with qtbot.waitSignal(loader.arrived):
        loader.want([whole(one)])
    assert loader.image(one, 96) is None
    assert loader.reason(one) == "the file ends in the middle of the picture"
    one.path.write_bytes(complete)
    with qtbot.waitSignal(loader.arrived):
        loader.want([whole(one)])
    assert isinstance(loader.image(one, 96), QImage)
    assert loader.reason(one) == ""


def test_pictures_of_a_drive_that_hangs_hold_up_no_others(
    loader: PictureLoader, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = photos(tmp_path, 7)
    answers = threading.Event()

    def hang(path: Path, side: int) -> Image.Image:
        if path != many[-1].path:
            assert answers.wait(30)
        return scene(0, SIZE)

    monkeypatch.setattr(picture_loader, "open_picture", hang)
    monkeypatch.setattr(picture_threads, "_PATIENCE", 0.2)
    for one in many[:6]:
        loader.want([whole(one)])
    qtbot.waitUntil(lambda: loader.silent_for > 0.1)
    loader.want([whole(many[-1])])
    assert not loader.meets(whole(many[-1]))
    qtbot.waitUntil(lambda: loader.meets(whole(many[-1])))
    assert loader.silent_for == 0
    assert not loader.close(0)
    answers.set()
    assert loader.close(30)
