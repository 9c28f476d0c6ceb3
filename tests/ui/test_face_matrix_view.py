import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage, QKeyEvent
from PySide6.QtWidgets import QApplication, QToolTip, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.analysis import face_strip
from app.analysis.eyes import Eyes
from app.analysis.face_matrix import FaceMatrix, face_matrix
from app.analysis.faces import CLOSE_UP, Face, PictureFaces, SeenFaces
from app.library.photo import PhotoId
from app.ui.face_cells import FaceCells
from app.ui.face_matrix_view import FaceMatrixView
from app.ui.theme import DARK, LIGHT
from tests.analysis.made_faces import CLOSED, OPEN, UNTOLD, face, still

GREY = 90


class Bench:
    """A matrix of people at known places, with plain close-ups of a grey each, in a view."""

    def __init__(self, qtbot: QtBot, *frames: list[Face], width: int = 700, parent: QWidget | None = None) -> None:
        self.ids = [PhotoId(100 + at) for at in range(len(frames))]
        self.pictures = {one: _pictures(faces) for one, faces in zip(self.ids, frames, strict=True)}
        self.asked: list[PhotoId] = []
        self.view = FaceMatrixView(self.faces, DARK, parent)
        if parent is None:
            qtbot.addWidget(self.view)
        self.view.resize(width, 10)
        self.matrix = face_matrix(self.ids, frames, still(len(frames)))
        self.view.show_matrix(self.matrix)
        self.clicked: list[tuple[PhotoId, tuple[float, float] | None]] = []
        self.view.frame_clicked.connect(lambda photo, place: self.clicked.append((photo, place)))

    def faces(self, photo: PhotoId) -> PictureFaces | None:
        self.asked.append(photo)
        return self.pictures.get(photo)

    def painted(self) -> QImage:
        for _ in range(60):
            self.view.grab()
        return self.view.grab().toImage()


def _pictures(faces: list[Face]) -> PictureFaces:
    close_ups = tuple(Image.new("RGB", (CLOSE_UP, CLOSE_UP), (GREY + 20 * at,) * 3) for at in range(len(faces)))
    return face_strip.written(SeenFaces(tuple(faces), close_ups), 1.0)


def two_people() -> list[list[Face]]:
    return [
        [face(0.2, person=1), face(0.7, person=2)],
        [face(0.2, person=1, eyes=CLOSED), face(0.7, person=2)],
        [face(0.2, person=1, sharpness=0.1)],
    ]


@pytest.fixture
def bench(qtbot: QtBot) -> Bench:
    return Bench(qtbot, *two_people())


def test_without_people_it_takes_no_room(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    bench = Bench(qtbot, *two_people(), parent=page)
    column.addWidget(bench.view)
    column.addWidget(QWidget(), 1)
    page.show()
    assert bench.view.isVisible()
    assert bench.view.height() > 2 * 100
    for nobody in (None, FaceMatrix(), FaceMatrix((PhotoId(1),), ())):
        bench.view.show_matrix(bench.matrix)
        bench.view.show_matrix(nobody)
        assert not bench.view.isVisible()
        assert bench.view.height() == bench.view.sizeHint().height() == 0
        assert not bench.view.has_people
    bench.view.show_matrix(bench.matrix)
    assert bench.view.isVisible()
    bench.view.set_wanted(False)
    assert not bench.view.isVisible()


def test_every_face_stands_in_its_cell(bench: Bench) -> None:
    image = bench.painted()
    for row, column, grey in ((0, 0, GREY), (0, 1, GREY), (0, 2, GREY), (1, 0, GREY + 20), (1, 1, GREY + 20)):
        middle = bench.view.cell_rect(row, column).center()
        assert image.pixelColor(middle).red() == pytest.approx(grey, abs=3)
        assert image.pixelColor(middle).saturation() == 0
    absent = bench.view.cell_rect(1, 2)
    assert image.pixelColor(absent.left() + 10, absent.top() + 10) == QColor(DARK.window)


def chip_words(image: QImage, rect: QRect) -> bool:
    """Whether a dark chip with something bright on it stands at the foot of a cell."""
    pixels = [image.pixelColor(x, rect.bottom() - 14).lightness() for x in range(rect.left() + 5, rect.right() - 5)]
    return min(pixels) < 50 and max(pixels) > 150


def framed(image: QImage, rect: QRect) -> bool:
    edge = image.pixelColor(rect.left() + 1, rect.center().y())
    return edge.red() > edge.green() + 60


def test_what_is_wrong_is_a_sign_and_a_word_and_the_worst_has_a_frame(bench: Bench) -> None:
    image = bench.painted()
    cells = {(row, column): bench.view.cell_rect(row, column) for row in range(2) for column in range(3)}
    assert {at for at, rect in cells.items() if chip_words(image, rect)} == {(0, 1), (0, 2)}
    assert {at for at, rect in cells.items() if framed(image, rect)} == {(0, 1)}


def test_a_click_goes_to_the_face(bench: Bench, qtbot: QtBot) -> None:
    bench.view.show()
    click = Qt.MouseButton.LeftButton
    qtbot.mousePress(bench.view.viewport(), click, pos=bench.view.cell_rect(1, 0).center())
    qtbot.mousePress(bench.view.viewport(), click, pos=bench.view.cell_rect(1, 2).center())
    qtbot.mousePress(bench.view.viewport(), click, pos=QPoint(3, 3))
    qtbot.mousePress(bench.view.viewport(), Qt.MouseButton.RightButton, pos=bench.view.cell_rect(0, 0).center())
    assert [photo for photo, _ in bench.clicked] == [PhotoId(100), PhotoId(102)]
    assert bench.clicked[0][1] == pytest.approx((0.7, 0.4))
    assert bench.clicked[1][1] is None


def test_arrows_move_between_cells_and_enter_goes_there(bench: Bench, qtbot: QtBot) -> None:
    bench.view.show()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        qtbot.keyClick(bench.view, key)
    assert bench.view.cursor_cell == (1, 1)
    assert bench.clicked == [(PhotoId(101), pytest.approx((0.7, 0.4)))]
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Enter):
        qtbot.keyClick(bench.view, key)
    assert bench.view.cursor_cell == (0, 0)
    assert bench.clicked[-1] == (PhotoId(100), pytest.approx((0.2, 0.4)))


class Window(QWidget):
    """Notes the keys that reach it."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: list[int] = []

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.keys.append(event.key())


def test_other_keys_are_left_to_the_window(qtbot: QtBot) -> None:
    window = Window()
    qtbot.addWidget(window)
    bench = Bench(qtbot, *two_people(), parent=window)
    window.show()
    qtbot.keyClick(bench.view, Qt.Key.Key_P)
    qtbot.keyClick(bench.view, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert window.keys == [Qt.Key.Key_P, Qt.Key.Key_Control, Qt.Key.Key_Right]
    assert bench.view.cursor_cell == (0, 0)
    bench.view.show_matrix(None)
    qtbot.keyClick(bench.view, Qt.Key.Key_Right)
    assert window.keys[3:] == [Qt.Key.Key_Right]


def test_the_current_frame_is_brought_into_view(qtbot: QtBot) -> None:
    bench = Bench(qtbot, *[[face(0.3)] for _ in range(30)], width=500)
    bench.view.show()
    bench.view.set_current(PhotoId(125))
    assert bench.view.viewport().rect().contains(bench.view.cell_rect(0, 25))
    assert not bench.view.viewport().rect().intersects(bench.view.cell_rect(0, 0))
    bench.view.set_current(PhotoId(100))
    assert bench.view.viewport().rect().contains(bench.view.cell_rect(0, 0))
    bench.view.set_current(PhotoId(7))
    bench.view.set_current(None)
    assert bench.view.cursor_cell == (0, 0)


def test_only_what_is_seen_is_decoded(qtbot: QtBot) -> None:
    bench = Bench(qtbot, *[[face(0.3)] for _ in range(200)], width=500)
    bench.painted()
    assert 4 <= len(set(bench.asked)) <= 6


def test_many_people_are_scrolled_and_the_line_of_heads_stays(qtbot: QtBot) -> None:
    crowd = [face(0.05 + 0.1 * (n % 9), 0.1 + 0.2 * (n // 9), 0.05, person=n) for n in range(18)]
    bench = Bench(qtbot, crowd, crowd)
    bench.view.show()
    assert len(bench.matrix.rows) == 18
    assert bench.view.height() < 5 * 112 + 40
    for _ in range(20):
        qtbot.keyClick(bench.view, Qt.Key.Key_Down)
    assert bench.view.viewport().rect().contains(bench.view.cell_rect(17, 0))
    image = bench.painted()
    assert image.pixelColor(bench.view.cell_rect(17, 0).left() + 2, 2) == QColor(DARK.window)


def test_cells_are_told_in_words(qtbot: QtBot) -> None:
    frames = two_people()
    frames[0][1] = face(0.7, person=2, eyes=UNTOLD)
    bench = Bench(qtbot, *frames)
    assert [bench.view.describe(0, column) for column in range(3)] == [
        "Person 1, frame 1: eyes open",
        "Person 1, frame 2: eyes closed",
        "Person 1, frame 3: blurred",
    ]
    assert bench.view.describe(1, 0) == "Person 2, frame 1: eyes cannot be told"
    assert bench.view.describe(1, 2) == "Person 2, frame 3: not seen"
    bench.view.show()
    qtbot.keyClick(bench.view, Qt.Key.Key_Right)
    assert bench.view.accessibleName() == "Person 1, frame 2: eyes closed"


def test_who_may_be_somebody_else_is_told_so(qtbot: QtBot) -> None:
    ways = [(0.3 + 0.04 * step, 0.7 - 0.04 * step) for step in range(11)]
    bench = Bench(qtbot, *[[face(x, 0.2, 0.15) for x in xs] for xs in ways])
    told = [bench.view.describe(row, column) for row in range(len(bench.matrix.rows)) for column in range(11)]
    assert "Person 1, frame 6: it may be somebody else" in told


def test_resting_on_a_cell_tells_it(bench: Bench, qtbot: QtBot) -> None:
    bench.view.show()
    at = bench.view.cell_rect(0, 1).center()
    viewport = bench.view.viewport()
    QApplication.sendEvent(viewport, QHelpEvent(QEvent.Type.ToolTip, at, viewport.mapToGlobal(at)))
    assert QToolTip.text() == "Person 1, frame 2: eyes closed"


def test_close_ups_that_are_not_at_hand_leave_their_ground_until_they_are(bench: Bench) -> None:
    pictures, bench.pictures = bench.pictures, {}
    bench.view.show_matrix(None)
    bench.view.show_matrix(bench.matrix)
    middle = bench.view.cell_rect(0, 0).center()
    assert bench.painted().pixelColor(middle) == QColor(DARK.ground)
    bench.pictures = pictures
    assert bench.painted().pixelColor(middle).red() == pytest.approx(GREY, abs=3)


def test_the_theme_can_change(bench: Bench) -> None:
    bench.view.set_theme(LIGHT)
    absent = bench.view.cell_rect(1, 2)
    assert bench.painted().pixelColor(absent.left() + 10, absent.top() + 10) == QColor(LIGHT.window)


def test_the_same_series_seen_anew_keeps_the_cursor_and_another_does_not(bench: Bench) -> None:
    bench.view.set_current(PhotoId(102))
    assert bench.view.cursor_cell == (0, 2)
    bench.view.show_matrix(bench.matrix)
    assert bench.view.cursor_cell == (0, 2)
    other = face_matrix([PhotoId(1), PhotoId(2)], [[face(0.2)], [face(0.2, eyes=Eyes(0.9, 0.9))]], still(2))
    bench.view.show_matrix(other)
    assert bench.view.cursor_cell == (0, 0)


def test_the_cell_under_a_point_and_the_point_in_a_cell_agree() -> None:
    cells = FaceCells(3, 5)
    for row in range(3):
        for column in range(5):
            assert cells.at(cells.cell(row, column).center()) == (row, column)
            assert cells.seen(cells.cell(row, column)) == (range(row, row + 1), range(column, column + 1))
    assert cells.at(QPoint(2, 60)) is None
    assert cells.at(QPoint(60, 10)) is None
    assert cells.at(QPoint(cells.width + 5, 60)) is None
    assert cells.at(QPoint(60, cells.height + 5)) is None
    assert cells.seen(QRect(0, 0, 5000, 5000)) == (range(3), range(5))


def test_open_eyes_have_no_sign(qtbot: QtBot) -> None:
    bench = Bench(qtbot, [face(0.3, eyes=OPEN)], [face(0.3, eyes=UNTOLD)])
    image = bench.painted()
    assert not any(chip_words(image, bench.view.cell_rect(0, column)) for column in range(2))
