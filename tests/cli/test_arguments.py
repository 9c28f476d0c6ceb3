import argparse
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cli.arguments import existing_folder, existing_path, in_range


def test_a_folder_is_made_absolute_and_plain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "shoot").mkdir()
    monkeypatch.chdir(tmp_path)
    for text in ("shoot", "shoot/", "./shoot", "shoot/../shoot", str(tmp_path / "shoot")):
        assert existing_folder(text) == tmp_path / "shoot"
    assert existing_folder(".") == tmp_path


def test_a_link_to_a_folder_keeps_its_name(tmp_path: Path) -> None:
    (tmp_path / "shoot").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "shoot")
    assert existing_folder(str(tmp_path / "link")) == tmp_path / "link"


@pytest.mark.parametrize("text", ["gone", "", "a" * 5000, "gone\0", "gone/../also gone"])
def test_a_folder_that_is_not_there_is_refused(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(argparse.ArgumentTypeError, match="is not there"):
        existing_folder(text)


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").touch()
    with pytest.raises(argparse.ArgumentTypeError, match="is not a folder but a file"):
        existing_folder(os.fspath(tmp_path / "a.jpg"))


@pytest.mark.parametrize(("text", "value"), [("0", 0.0), ("1", 1.0), ("0.25", 0.25), ("1e-2", 0.01), (" 1 ", 1.0)])
def test_numbers_in_range(text: str, value: float) -> None:
    assert in_range(0, 1)(text) == value


@pytest.mark.parametrize("text", ["-0.1", "1.01", "nan", "inf", "-inf", "much", "", "0,5", "1e999"])
def test_what_is_no_number_in_range(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="is not a number from 0 to 1"):
        in_range(0, 1)(text)


@given(st.floats())
def test_the_range_holds_for_every_number(value: float) -> None:
    try:
        assert 2 <= in_range(2, 8)(repr(value)) <= 8
    except argparse.ArgumentTypeError:
        assert not 2 <= value <= 8


def test_a_tilde_is_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "photos").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert existing_folder("~/photos") == tmp_path / "photos"


def test_a_path_is_a_folder_or_a_file_made_absolute_and_plain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "shoot").mkdir()
    (tmp_path / "a.jpg").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    for text in ("shoot", "shoot/", "shoot/../shoot", "~/shoot"):
        assert existing_path(text) == tmp_path / "shoot"
    assert existing_path("a.jpg") == existing_path("~/a.jpg") == tmp_path / "a.jpg"


@pytest.mark.parametrize("text", ["gone", "", "gone\0", "a" * 5000])
def test_a_path_that_is_not_there_is_refused(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(argparse.ArgumentTypeError, match="is not there"):
        existing_path(text)
