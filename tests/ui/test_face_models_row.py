"""The models for faces in the settings: nothing comes before it is agreed to."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.analysis import face_shelf
from app.analysis.face_shelf import FaceShelf
from app.analysis.onnx import is_installed
from app.library.face_models import FaceModel
from app.library.remote import Patience
from app.paths import Places
from app.ui.face_models_row import FaceModelsRow
from app.ui.jobs import Jobs
from tests.hub import Hub, open_hub, refuses, stalls

CONTENTS = {"finder.onnx": b"finds faces" * 2000, "eyes.onnx": b"knows eyes" * 4000}


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    if not is_installed():
        pytest.skip("needs the extra 'faces', which is not installed")
    with open_hub(dict(CONTENTS)) as hub:

        def known(_: Path) -> tuple[FaceModel, ...]:
            return tuple(
                FaceModel(
                    name.removesuffix(".onnx"),
                    "does something",
                    "MIT",
                    len(content),
                    hashlib.sha256(content).hexdigest(),
                    f"{hub.address}/store/{name}",
                )
                for name, content in CONTENTS.items()
            )

        monkeypatch.setattr(face_shelf, "known_face_models", known)
        yield hub


@pytest.fixture
def row(hub: Hub, qtbot: QtBot, places: Places) -> Iterator[FaceModelsRow]:
    jobs = Jobs()
    row = FaceModelsRow(FaceShelf(places.data / "face-models", places.settings, Patience(0.4, (0.01,))), jobs)
    qtbot.addWidget(row)
    row.show()
    yield row
    jobs.close()


def said(row: QWidget) -> str:
    return " ".join(one.text() for one in row.findChildren(QLabel) if one.isVisibleTo(row))


def button(row: QWidget, text: str) -> QPushButton:
    return next(one for one in row.findChildren(QPushButton) if one.text() == text)


def offered(row: QWidget) -> list[str]:
    return [one.text() for one in row.findChildren(QPushButton) if one.isVisibleTo(row) and one.text()]


def press(qtbot: QtBot, row: QWidget, text: str) -> None:
    qtbot.keyClick(button(row, text), Qt.Key.Key_Space)


def test_a_download_comes_only_after_it_was_agreed_to(hub: Hub, row: FaceModelsRow, qtbot: QtBot) -> None:
    assert offered(row) == ["Download…", "Choose files…"]
    press(qtbot, row, "Download…")
    assert hub.address in said(row)
    assert "finder.onnx" in said(row)
    press(qtbot, row, "Not now")
    assert hub.asked == []
    press(qtbot, row, "Download…")
    with qtbot.waitSignal(row.changed, timeout=10_000):
        press(qtbot, row, "Download")
    assert row.state.missing == ()
    assert "ready" in said(row)
    assert offered(row) == ["Remove"]


def test_what_goes_wrong_is_told_in_the_row(hub: Hub, row: FaceModelsRow, qtbot: QtBot) -> None:
    hub.faults[:] = [refuses(403)]
    press(qtbot, row, "Download…")
    with qtbot.waitSignal(row.changed, timeout=10_000):
        press(qtbot, row, "Download")
    assert "You can also get finder.onnx by hand" in said(row)
    assert offered(row) == ["Download…", "Choose files…"]


def test_a_download_can_be_stopped(hub: Hub, row: FaceModelsRow, qtbot: QtBot) -> None:
    hub.faults[:] = [stalls(100)]
    press(qtbot, row, "Download…")
    press(qtbot, row, "Download")
    assert offered(row) == ["Cancel"]
    press(qtbot, row, "Cancel")
    assert offered(row) == ["Download…", "Choose files…"]
    assert not row.busy


def test_files_of_ones_own_are_taken_and_removed(row: FaceModelsRow, qtbot: QtBot, tmp_path: Path) -> None:
    paths = [tmp_path / name for name in CONTENTS]
    for path, content in zip(paths, CONTENTS.values(), strict=True):
        path.write_bytes(content)
    with qtbot.waitSignal(row.changed, timeout=10_000):
        row.add(paths)
    assert row.state.ready
    with qtbot.waitSignal(row.changed, timeout=10_000):
        press(qtbot, row, "Remove")
    assert len(row.state.missing) == 2


def test_without_the_runtime_only_the_way_to_it_is_told(
    qtbot: QtBot, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.analysis.onnx._RUNTIME", "a_library_nobody_has")
    jobs = Jobs()
    row = FaceModelsRow(FaceShelf(places.data / "face-models", places.settings), jobs)
    qtbot.addWidget(row)
    assert "pip install 'burstpick[faces]'" in said(row)
    assert offered(row) == []
    jobs.close()
