"""Exports and the bin are opened by keys in the real window, which follows what left its folder."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from app.ui.bin_page import BinPage
from app.ui.export_page import ExportPage
from tests.bins import own_bin
from tests.shoots import small_shoot
from tests.ui.conftest import Photographer

CTRL = Qt.KeyboardModifier.ControlModifier


def confirm(photographer: Photographer, page: QWidget, text: str) -> None:
    button = next(one for one in page.findChildren(QPushButton) if one.text().startswith(text))
    photographer.wait_for(button.isEnabled)
    button.setFocus()
    photographer.press(Qt.Key.Key_Return)


def test_a_pick_is_exported_and_the_folder_stays_as_it_is(photographer: Photographer, tmp_path: Path) -> None:
    folder = small_shoot(tmp_path / "shoot")
    photographer.open(folder)
    photographer.click("IMG_0002.jpg")
    photographer.press("P")
    photographer.press("E", modifier=CTRL)
    page = photographer.desk.window.findChild(ExportPage)
    page.findChildren(QLineEdit)[0].setText(str(tmp_path / "to"))
    confirm(photographer, page, "Copy")
    photographer.wait_for((tmp_path / "to" / "IMG_0002.jpg").is_file)
    assert (tmp_path / "to" / "IMG_0002.jpg").read_bytes() == (folder / "IMG_0002.jpg").read_bytes()
    assert len(photographer.desk.session.shoot) == 12


def test_rejects_go_to_the_bin_and_come_back_with_their_marks(
    photographer: Photographer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_bin(monkeypatch, tmp_path / "data")
    photographer.open(small_shoot(tmp_path / "shoot"))
    window = photographer.desk.window
    photographer.press(Qt.Key.Key_Delete, modifier=CTRL)
    assert window.message() == "No photo is rejected: X rejects one."
    photographer.click("IMG_0005.jpg")
    photographer.press("X")
    photographer.press(Qt.Key.Key_Delete, modifier=CTRL)
    confirm(photographer, window.findChild(BinPage), "Put")
    photographer.wait_for(lambda: len(photographer.desk.session.shoot) == 11)
    assert not (tmp_path / "shoot" / "IMG_0005.jpg").exists()
    photographer.press(Qt.Key.Key_Escape)
    photographer.press(Qt.Key.Key_Delete, modifier=CTRL | Qt.KeyboardModifier.ShiftModifier)
    photographer.wait_for(lambda: len(photographer.desk.session.shoot) == 12)
    assert photographer.marks() == {"IMG_0005.jpg": "X"}
    assert window.message() == "1 file back where they were."
    photographer.press(Qt.Key.Key_Delete, modifier=CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert "open the system's bin" in window.message()
