from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from app.ui.recent_folders import RecentFolder, RecentFolders, _read


def settings(folder: Path) -> QSettings:
    return QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)


def paths(folders: Sequence[RecentFolder]) -> list[Path]:
    return [one.path for one in folders]


def test_the_latest_comes_first_once_and_there_are_ten(tmp_path: Path) -> None:
    recent = RecentFolders(settings(tmp_path))
    for number in range(12):
        recent.opened(tmp_path / str(number), recursive=False)
    recent.opened(tmp_path / "5", recursive=True)
    wanted = [5, 11, 10, 9, 8, 7, 6, 4, 3, 2]
    assert paths(recent.folders) == [tmp_path / str(number) for number in wanted]
    assert recent.folders[0].recursive


def test_folders_come_back_from_the_disk_with_odd_names_and_counts(tmp_path: Path) -> None:
    kept = settings(tmp_path)
    recent = RecentFolders(kept)
    odd = [tmp_path / "a, b; \"c\" %20 'é'", tmp_path / "\udcff\udc80", tmp_path / "日本"]
    for path in odd:
        recent.opened(path, recursive=True)
    recent.counted(RecentFolder(odd[1], True, 1204, 231, 88, 40))
    kept.sync()
    again = RecentFolders(settings(tmp_path)).folders
    assert paths(again) == odd[::-1]
    assert again[1] == RecentFolder(odd[1], True, 1204, 231, 88, 40)


def test_counts_stay_when_a_folder_is_opened_again_and_never_add_one(tmp_path: Path) -> None:
    recent = RecentFolders(settings(tmp_path))
    recent.opened(tmp_path / "a", recursive=False)
    recent.counted(RecentFolder(tmp_path / "a", series=7))
    recent.opened(tmp_path / "b", recursive=False)
    recent.opened(tmp_path / "a", recursive=False)
    recent.counted(RecentFolder(tmp_path / "never opened", series=7))
    assert [(one.path.name, one.series) for one in recent.folders] == [("a", 7), ("b", 0)]
    recent.forget(tmp_path / "a")
    assert [one.path.name for one in recent.folders] == ["b"]


def test_missing_folders_are_found_away_from_the_window(tmp_path: Path, qtbot: QtBot) -> None:
    recent = RecentFolders(settings(tmp_path))
    (tmp_path / "there").mkdir()
    (tmp_path / "file").write_text("")
    for name in ("there", "gone", "file"):
        recent.opened(tmp_path / name, recursive=False)
    assert recent.missing == frozenset()
    with qtbot.waitSignal(recent.changed):
        recent.look()
    assert recent.missing == {tmp_path / "gone", tmp_path / "file"}
    recent.opened(tmp_path / "gone", recursive=False)
    assert recent.missing == {tmp_path / "file"}, "whoever opens it knows better"


@pytest.mark.parametrize(
    "text",
    ["", "{", "3", "null", "[3, null, {}]", '[{"path": 3}]', '[{"path": "relative"}]', '[{"path": ""}]'],
)
def test_what_is_damaged_is_left_out(text: str) -> None:
    assert _read(text) == ()


def test_damaged_numbers_are_not_known(tmp_path: Path) -> None:
    text = (
        '[{"path": "/a", "series": "many", "photos": -3, "picks": true, "decided": 4, "recursive": "yes", "more": 1}]'
    )
    assert _read(text) == (RecentFolder(Path("/a"), decided=4),)


@given(st.text(max_size=60))
def test_no_text_stops_anything(text: str) -> None:
    _read(text)
