from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from app.library.photo import PhotoId
from app.ui import fold_keeper
from app.ui.folding import FoldState
from tests.shoots import burst, small_shoot
from tests.ui.conftest import Photographer


@given(st.booleans(), st.frozensets(st.integers(1, 2**40).map(PhotoId)))
def test_what_is_written_is_read_again(all_folded: bool, turned: frozenset[PhotoId]) -> None:
    state = FoldState(all_folded, turned)
    assert FoldState.read(state.written()) == state


@pytest.mark.parametrize("line", ["", "some", "none x 1.5 -3"])
def test_what_makes_no_sense_folds_nothing(line: str) -> None:
    assert FoldState.read(line) == FoldState()


def folded(someone: Photographer) -> list[bool]:
    session = someone.desk.session
    return [someone.grid.is_folded(session.shoot.series[place]) for place in session.shown]


def test_a_folder_is_found_folded_as_it_was_left(photographer: Photographer, tmp_path: Path) -> None:
    shoot = small_shoot(tmp_path / "shoot")
    photographer.open(shoot)
    photographer.press(Qt.Key.Key_Home, "s")
    assert folded(photographer) == [True, False, False, False]
    photographer.leave()
    photographer.sit_down()
    photographer.open(shoot)
    assert folded(photographer) == [True, False, False, False]
    photographer.press(Qt.Key.Key_Home, "s")
    assert folded(photographer) == [False, False, False, False]


def test_each_folder_is_remembered_by_itself(photographer: Photographer, tmp_path: Path) -> None:
    one, other = small_shoot(tmp_path / "one"), tmp_path / "other"
    burst(other, 31, seed=5, at=0)
    photographer.open(one)
    photographer.press("s", modifier=Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert folded(photographer) == [True, False, True, True]
    photographer.open(other)
    assert folded(photographer) == [True]
    photographer.press("s")
    photographer.open(one)
    assert folded(photographer) == [True, False, True, True]
    photographer.open(other)
    assert folded(photographer) == [False]


def test_looking_again_for_changes_leaves_all_folded_as_it_is(photographer: Photographer, tmp_path: Path) -> None:
    shoot = small_shoot(tmp_path / "shoot")
    photographer.open(shoot)
    photographer.press(Qt.Key.Key_Home, "s")
    photographer.open(shoot)
    assert folded(photographer) == [True, False, False, False]


def test_folders_of_long_ago_are_forgotten(
    photographer: Photographer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fold_keeper, "_FOLDERS", 2)
    session, kept = photographer.desk.session, photographer.desk.window._behind.kept
    for name in ("one", "two", "three", "four"):
        (tmp_path / name).mkdir()
        photographer.open(tmp_path / name)
    photographer.leave()
    kept.beginGroup("folding")
    assert len([key for key in kept.childKeys() if key not in ("order", "usual")]) == 2
    kept.endGroup()
    assert session.folder == tmp_path / "four"
