from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.library.photo import PhotoId
from app.library.thumbnails import encode_thumbnail
from app.ui.picture_pane import PicturePane
from app.ui.theme import GROUNDS
from app.ui.viewport import FIT, Viewport
from tests.pictures import write_photo
from tests.ui.loupe_bench import LARGE, RED_OVER_BLUE, Bench, box, pixels

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(qtbot, tmp_path)
    yield bench
    bench.close()


@pytest.fixture
def pane(bench: Bench) -> PicturePane:
    return bench.pane()


def look_at(bench: Bench, pane: PicturePane, picture: Image.Image, orientation: int = 1) -> PhotoId:
    photo = bench.write(picture, orientation)
    pane.show_photo(photo)
    bench.sharp(pane)
    return photo


def share_under(pane: PicturePane, at: QPoint) -> QPointF:
    """The place of the picture under a point, in shares of its width."""
    lies = pane.rect_of_picture()
    return (QPointF(at) - lies.topLeft()) / lies.width()


def turn_wheel(pane: PicturePane, at: QPoint, notches: float) -> None:
    where = QPointF(at)
    event = QWheelEvent(
        where,
        QPointF(pane.mapToGlobal(at)),
        QPoint(),
        QPoint(0, round(120 * notches)),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(pane, event)


def drag(qtbot: QtBot, pane: PicturePane, start: QPoint, way: QPoint) -> None:
    qtbot.mousePress(pane, LEFT, pos=start)
    for part in (0.3, 0.7, 1.0):
        qtbot.mouseMove(pane, start + way * part)
    qtbot.mouseRelease(pane, LEFT, pos=start + way)


@pytest.mark.parametrize("size", [(3000, 2000), (2000, 3000), (4000, 500), (300, 200)])
def test_a_picture_is_whole_in_its_proportions_and_never_enlarged(
    bench: Bench, pane: PicturePane, size: tuple[int, int]
) -> None:
    look_at(bench, pane, RED_OVER_BLUE.resize(size))
    left, top, width, height = box(pane)
    assert width / height == pytest.approx(size[0] / size[1], rel=0.02)
    assert left >= 16
    assert top >= 16
    assert width <= size[0]
    assert height <= size[1]
    assert width == min(size[0], 768) or height == pytest.approx(560 - 32, abs=1)


@pytest.mark.parametrize(("orientation", "upright"), [(3, True), (6, False), (8, False)])
def test_a_turned_photo_stands_upright(bench: Bench, pane: PicturePane, orientation: int, upright: bool) -> None:
    turns = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}
    scenery = RED_OVER_BLUE if upright else RED_OVER_BLUE.resize((200, 300))
    look_at(bench, pane, scenery.transpose(turns[orientation]), orientation)
    left, top, width, height = box(pane)
    assert (width, height) == scenery.size
    seen = pixels(pane)
    above, below = seen[top + 10, left + width // 2], seen[top + height - 10, left + width // 2]
    assert above[2] > 150 > above[0]
    assert below[0] > 150 > below[2]


def test_a_preview_cut_differently_keeps_its_own_proportions(bench: Bench, pane: PicturePane) -> None:
    path = write_photo(bench.folder / "raw.jpg", RED_OVER_BLUE.resize((400, 200)), quality=100)
    pane.show_photo(bench.add(path, (3000, 2000)))
    bench.sharp(pane)
    _, _, width, height = box(pane)
    assert width / height == pytest.approx(2.0, rel=0.02)


def test_the_thumbnail_stands_in_at_the_same_place(bench: Bench, pane: PicturePane) -> None:
    photo = bench.write(RED_OVER_BLUE.resize((3000, 2000)))
    one = bench.shoot.photo(photo)
    bench.cache.write(one.digest, encode_thumbnail(RED_OVER_BLUE.resize((320, 213))))
    pane.show_photo(photo)
    bench.loader.want(pane.wishes()[:1])
    bench.qtbot.waitUntil(lambda: bench.loader.image(one, 100) is not None)
    coarse = box(pane)
    assert pane.painted_side == 320
    assert not pane.is_sharp()
    bench.sharp(pane)
    assert np.abs(np.subtract(box(pane), coarse)).max() <= 2
    assert pane.painted_side == 768


def test_a_picture_that_cannot_be_shown_says_why(bench: Bench, pane: PicturePane) -> None:
    path = write_photo(bench.folder / "cut.jpg", RED_OVER_BLUE)
    path.write_bytes(path.read_bytes()[:1500])
    before = pixels(pane)
    pane.show_photo(bench.add(path, (300, 200)))
    with bench.qtbot.waitSignal(bench.loader.arrived):
        bench.loader.want(pane.wishes())
    seen = pixels(pane)
    assert np.ptp(seen.astype(int), axis=2).max() < 60
    assert (seen != before).any()


def test_without_a_photo_there_is_only_ground(bench: Bench, pane: PicturePane) -> None:
    pane.show_photo(PhotoId(99))
    assert np.ptp(pixels(pane)) == 0
    assert pane.wishes() == []
    assert pane.photo() is None


def test_every_ground_is_as_grey_as_it_says(bench: Bench, pane: PicturePane) -> None:
    for ground, colour in enumerate(GROUNDS):
        pane.set_ground(ground)
        assert tuple(pixels(pane)[8, 8]) == QColor(colour).getRgb()[:3]


def test_one_to_one_shows_the_file_s_own_pixels(bench: Bench, pane: PicturePane) -> None:
    picture = LARGE
    photo = look_at(bench, pane, picture)
    pane.set_viewport(Viewport(1.0, 0.25, 0.75))
    bench.sharp(pane)
    stored = np.asarray(Image.open(bench.shoot.photo(photo).path).convert("RGB"))[..., ::-1]
    left, top = 600 - 400, 1200 - 280
    assert np.array_equal(pixels(pane), stored[top : top + 560, left : left + 800])


def test_zoom_and_place_stay_from_photo_to_photo(bench: Bench, pane: PicturePane) -> None:
    first, second = bench.write(LARGE), bench.write(LARGE)
    pane.show_photo(first)
    view = Viewport(1.0, 0.3, 0.6)
    pane.set_viewport(view)
    pane.show_photo(second)
    assert pane.viewport() == view


def test_the_hand_drags_the_picture_and_says_so(bench: Bench, pane: PicturePane, qtbot: QtBot) -> None:
    look_at(bench, pane, LARGE)
    pane.set_viewport(Viewport(1.0, 0.5, 0.5))
    before = pane.rect_of_picture()
    with qtbot.waitSignal(pane.viewport_changed):
        drag(qtbot, pane, QPoint(400, 280), QPoint(-100, 50))
    assert pane.rect_of_picture().topLeft() - before.topLeft() == QPointF(-100, 50)


def test_what_is_set_is_not_said_back(bench: Bench, pane: PicturePane, qtbot: QtBot) -> None:
    """Or two panes that follow each other would never come to rest."""
    look_at(bench, pane, LARGE)
    with qtbot.assertNotEmitted(pane.viewport_changed):
        pane.set_viewport(Viewport(2.0, 0.5, 0.5))
        pane.show_photo(None)


def test_a_whole_picture_cannot_be_dragged(bench: Bench, pane: PicturePane, qtbot: QtBot) -> None:
    look_at(bench, pane, LARGE)
    with qtbot.assertNotEmitted(pane.viewport_changed), qtbot.assertNotEmitted(pane.clicked):
        drag(qtbot, pane, QPoint(400, 280), QPoint(60, 40))
    assert pane.viewport() == FIT


def test_a_click_tells_the_place_of_the_picture(bench: Bench, pane: PicturePane, qtbot: QtBot) -> None:
    look_at(bench, pane, LARGE)
    lies = pane.rect_of_picture()
    with qtbot.waitSignal(pane.clicked) as told:
        qtbot.mouseClick(pane, LEFT, pos=QPoint(round(lies.left() + lies.width() / 4), round(lies.center().y())))
    assert told.args is not None
    assert told.args[0] == pytest.approx((0.25, 0.5), abs=0.01)


def test_the_wheel_zooms_about_the_pointer(bench: Bench, pane: PicturePane) -> None:
    look_at(bench, pane, LARGE)
    at = QPoint(500, 300)
    before = share_under(pane, at)
    turn_wheel(pane, at, 4)
    after = share_under(pane, at)
    assert after.x() == pytest.approx(before.x(), abs=0.002)
    assert after.y() == pytest.approx(before.y(), abs=0.002)
    assert pane.viewport().zoom is not None


def test_the_wheel_never_skips_one_to_one_and_ends_at_the_whole(bench: Bench, pane: PicturePane) -> None:
    look_at(bench, pane, LARGE)
    seen = []
    for _ in range(8):
        turn_wheel(pane, QPoint(400, 280), 1)
        seen.append(pane.viewport().zoom)
    assert 1.0 in seen
    for _ in range(2):
        turn_wheel(pane, QPoint(400, 280), -20)
    assert pane.viewport().zoom is None


def test_a_double_click_is_told_and_is_no_click(bench: Bench, pane: PicturePane, qtbot: QtBot) -> None:
    with qtbot.waitSignal(pane.double_clicked):
        qtbot.mouseDClick(pane, LEFT)


def test_an_overlay_lies_exactly_over_the_picture(bench: Bench, pane: PicturePane) -> None:
    photo = look_at(bench, pane, Image.new("RGB", (600, 400), (128, 128, 128)))
    green = QImage(6, 4, QImage.Format.Format_ARGB32)
    green.fill(QColor(0, 255, 0))
    pane.set_overlay(green, 1.0)
    assert box(pane) == (100, 80, 600, 400)
    pane.set_overlay(green, 0.5)
    blue_green_red = pixels(pane)[280, 400].astype(int)
    assert blue_green_red == pytest.approx((64, 192, 64), abs=2)
    pane.set_overlay(None)
    assert np.ptp(pixels(pane)[280, 400]) <= 2
    pane.set_overlay(green, 1.0)
    pane.show_photo(bench.write(Image.new("RGB", (600, 400), (128, 128, 128))))
    pane.show_photo(photo)
    assert np.ptp(pixels(pane)[280, 400]) <= 2


def test_whoever_listens_hears_the_name(bench: Bench, pane: PicturePane) -> None:
    photo = look_at(bench, pane, RED_OVER_BLUE)
    assert pane.accessibleName()
    assert pane.accessibleDescription() == bench.shoot.photo(photo).path.name
