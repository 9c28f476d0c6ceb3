"""Series by the eye of the model in use: in a window, with a folder that pixels and the model see differently."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.analysis.embedder import APPEARANCE, Embedder
from app.analysis.grouping import GroupingSettings
from app.library.photo import PhotoId
from app.library.store import Store
from app.paths import Places
from app.ui.top_bar import TopBar
from fgaesq_core import Frame
from fgaesq_core.appearance import LikenessScale
from tests.fakes import ColourScorer, FakeShelf
from tests.pictures import write_photo
from tests.shoots import BY_LIGHT, BY_PIXELS, DARK, START, dark_and_light, lit
from tests.ui.conftest import Photographer

OWN = Embedder("own", LikenessScale(0.5, 0.99))
OTHER = Embedder("other", LikenessScale(0.5, 0.99))


@pytest.fixture
def shoot(tmp_path: Path) -> Path:
    return dark_and_light(tmp_path / "shoot")


@pytest.fixture
def shelf() -> FakeShelf:
    """The model "fine" tells likeness by its own eye."""
    shelf = FakeShelf()
    shelf.models["fine"] = replace(shelf.models["fine"], installed=True, downloadable=False, embedder=OWN)
    shelf.scorers["fine"] = ColourScorer()
    return shelf


@pytest.fixture
def photographer(qtbot: QtBot, places: Places, shelf: FakeShelf) -> Iterator[Photographer]:
    photographer = Photographer(qtbot, places, shelf)
    yield photographer
    shelf.go.set()
    photographer.leave()
    photographer.desk.window.deleteLater()


def use(photographer: Photographer, name: str) -> None:
    photographer.desk.models.use(name)
    photographer.wait_for(lambda: photographer.desk.models.in_use.name == name)
    photographer.wait_for(lambda: not photographer.desk.pipeline.working)


def start_again(photographer: Photographer) -> None:
    photographer.leave()
    photographer.desk.window.deleteLater()
    photographer.sit_down()


def said(photographer: Photographer) -> str:
    bar = photographer.desk.window.findChild(TopBar)
    assert bar is not None
    return "\n".join(one.text() for one in bar.findChildren(QLabel) if one.isVisible())


def saw(shelf: FakeShelf, name: str = "fine") -> int:
    scorer = shelf.scorers[name]
    assert isinstance(scorer, ColourScorer)
    return scorer.saw


def vectors(photographer: Photographer, embedder: str) -> dict[bytes, NDArray[np.float32]]:
    with Store(photographer.places.library) as store:
        return store.vectors(embedder, [photo.digest for photo in photographer.desk.session.shoot.photos])


def test_a_folder_is_grouped_by_the_eye_of_the_model_in_use(
    photographer: Photographer, shelf: FakeShelf, shoot: Path
) -> None:
    shelf.use("fine")
    start_again(photographer)
    photographer.open(shoot)
    assert photographer.names() == BY_LIGHT
    assert saw(shelf) == 4
    assert photographer.desk.session.shoot.ranking(photographer.desk.session.shoot.series[1]) is not None


def test_by_pixels_while_the_usual_model_is_in_use(photographer: Photographer, shelf: FakeShelf, shoot: Path) -> None:
    photographer.open(shoot)
    assert photographer.names() == BY_PIXELS


def test_a_known_folder_is_right_at_once_and_nothing_is_looked_at_again(
    photographer: Photographer, shelf: FakeShelf, shoot: Path
) -> None:
    shelf.use("fine")
    start_again(photographer)
    photographer.open(shoot)
    start_again(photographer)
    shown: list[list[list[str]]] = []
    photographer.desk.pipeline.series_changed.connect(lambda: shown.append(photographer.names()))
    photographer.open(shoot)
    assert photographer.names() == BY_LIGHT
    assert BY_PIXELS not in shown
    assert saw(shelf) == 4


def test_another_model_regroups_and_leaves_marks_settings_and_place(
    photographer: Photographer, shelf: FakeShelf, shoot: Path
) -> None:
    settings = GroupingSettings(gap=1.0, likeness=0.75)
    photographer.open(shoot)
    photographer.desk.session.set_settings(settings)
    photographer.wait_for(lambda: not photographer.desk.pipeline.working)
    photographer.press(Qt.Key.Key_Home, "P", Qt.Key.Key_Down, "4")
    marks, where = photographer.marks(), photographer.current_name
    use(photographer, "fine")
    assert photographer.names() == BY_LIGHT
    assert (photographer.marks(), photographer.current_name) == (marks, where)
    assert photographer.desk.pipeline.regrouper.settings == settings
    use(photographer, "plain")
    assert photographer.names() == BY_PIXELS
    assert (photographer.marks(), photographer.current_name) == (marks, where)


def test_the_database_keeps_what_every_embedding_made(
    photographer: Photographer, shelf: FakeShelf, shoot: Path
) -> None:
    photographer.open(shoot)
    use(photographer, "fine")
    shelf.models["rough"] = replace(shelf.models["fine"], name="rough", in_use=False, embedder=OTHER)
    shelf.scorers["rough"] = ColourScorer(2)
    use(photographer, "rough")
    assert photographer.names() == BY_LIGHT
    assert saw(shelf, "rough") == 4
    for embedder in (APPEARANCE.id, OWN.id, OTHER.id):
        assert len(vectors(photographer, embedder)) == 4
    use(photographer, "fine")
    assert photographer.names() == BY_LIGHT
    assert saw(shelf) == 4, "what it made before is read back"


def test_an_edited_photo_is_looked_at_again(photographer: Photographer, shelf: FakeShelf, shoot: Path) -> None:
    photographer.open(shoot)
    use(photographer, "fine")
    write_photo(shoot / "2.jpg", lit(1, DARK), START + timedelta(seconds=10), subsec="00")
    photographer.open(shoot)
    assert photographer.names() == [["1.jpg", "2.jpg"], ["3.jpg"], ["4.jpg"]]
    assert saw(shelf) == 5


def test_a_model_in_use_that_cannot_be_loaded_leaves_likeness_to_pixels(
    photographer: Photographer, shelf: FakeShelf, shoot: Path
) -> None:
    shelf.use("fine")
    start_again(photographer)
    shelf.faults["load", "fine"] = "The file of “fine” is damaged."
    photographer.open(shoot)
    assert photographer.names() == BY_PIXELS
    assert photographer.desk.window.message() == "The file of “fine” is damaged."
    photographer.desk.models.try_again("fine")
    photographer.wait_for(lambda: photographer.names() == BY_LIGHT)
    assert photographer.desk.window.message() == ""


def test_a_model_without_room_leaves_likeness_to_pixels(
    photographer: Photographer, shelf: FakeShelf, shoot: Path
) -> None:
    class Crammed(ColourScorer):
        def embed(self, pictures: Sequence[Frame]) -> NDArray[np.float32]:
            raise MemoryError

    shelf.scorers["fine"] = Crammed()
    photographer.open(shoot)
    use(photographer, "fine")
    assert photographer.names() == BY_PIXELS
    assert "not enough memory" in photographer.desk.window.message()


class Stuck(ColourScorer):
    """Looks when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()

    def embed(self, pictures: Sequence[Frame]) -> NDArray[np.float32]:
        self.go.wait(20)
        return super().embed(pictures)


def test_thumbnails_series_and_marks_do_not_wait_for_the_model(
    photographer: Photographer, shelf: FakeShelf, shoot: Path
) -> None:
    stuck = shelf.scorers["fine"] = Stuck()
    shelf.use("fine")
    start_again(photographer)
    desk = photographer.desk
    desk.session.open_folder(shoot)
    try:
        photographer.wait_for(lambda: photographer.names() == BY_PIXELS)
        photographer.wait_for(desk.window.stage.grid_is_painted)
        photographer.press(Qt.Key.Key_Home, "5")
        assert photographer.marks() == {"1.jpg": "5"}
        photographer.wait_for(lambda: "Comparing 0 of 4" in said(photographer))
    finally:
        stuck.go.set()
    photographer.wait_for(lambda: photographer.names() == BY_LIGHT)
    assert photographer.marks() == {"1.jpg": "5"}


def test_changing_the_model_while_a_folder_is_read(photographer: Photographer, shelf: FakeShelf, shoot: Path) -> None:
    photographer.desk.session.open_folder(shoot)
    photographer.desk.models.use("fine")
    photographer.wait_for(lambda: photographer.names() == BY_LIGHT)
    photographer.wait_for(lambda: not photographer.desk.pipeline.working)
    assert saw(shelf) == 4


def test_a_photo_that_is_gone_when_the_model_comes_is_named(
    photographer: Photographer, shelf: FakeShelf, shoot: Path
) -> None:
    photographer.open(shoot)
    gone: PhotoId = photographer.id_of("3.jpg")
    # Else the watch may notice before the model does.
    photographer.desk._watcher.close()
    (shoot / "3.jpg").unlink()
    for kept in photographer.places.thumbnails.rglob("*.jpg"):
        kept.unlink()
    use(photographer, "fine")
    assert gone not in photographer.desk.session.shoot
    assert [one.path.name for one in photographer.desk.pipeline.skipped] == ["3.jpg"]
    assert photographer.names() == [["1.jpg"], ["2.jpg"], ["4.jpg"]]
