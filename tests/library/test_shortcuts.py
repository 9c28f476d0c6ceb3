import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import AppError
from app.library.shortcuts import Binding, Described, Shortcuts, read_shortcuts, template, write_template

COMMANDS = (
    Described("pick", "Mark", "Pick", ("P",)),
    Described("redo", "Mark", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y")),
    Described("odd", "View", "Odd \\ one", ('"', "\\")),
    Described("none", "View", "Without a key", ()),
)


def written(folder: Path, content: bytes) -> Path:
    path = folder / "shortcuts.toml"
    path.write_bytes(content)
    return path


def test_no_file_binds_nothing(tmp_path: Path) -> None:
    assert read_shortcuts(tmp_path / "none.toml") == Shortcuts()


def test_one_key_several_keys_and_none(tmp_path: Path) -> None:
    path = written(tmp_path, b'\xef\xbb\xbfpick = "A"\r\nredo = ["Ctrl+Y", "F2", "F2"]\nquit = []\nopen = ""\n')
    bindings = (
        Binding("pick", ("A",)),
        Binding("redo", ("Ctrl+Y", "F2")),
        Binding("quit", ()),
        Binding("open", ()),
    )
    assert read_shortcuts(path) == Shortcuts(bindings)


@pytest.mark.parametrize("value", ["3", "true", "[1]", '["A", 2]', "{ key = 1 }", "2020-01-01"])
def test_a_line_that_names_no_key_is_told_and_the_rest_holds(tmp_path: Path, value: str) -> None:
    read = read_shortcuts(written(tmp_path, f'pick = {value}\nredo = "F2"\n'.encode()))
    assert read.bindings == (Binding("redo", ("F2",)),)
    assert read.problems == ("“pick” in shortcuts.toml names no key; write one in quotation marks.",)


@pytest.mark.parametrize("content", [b"pick = ", b"\xff\xfe", b"[" * 100_000, b"a = 1\na = 2\n"])
def test_a_damaged_file_is_told(tmp_path: Path, content: bytes) -> None:
    read = read_shortcuts(written(tmp_path, content))
    assert read.bindings == ()
    assert len(read.problems) == 1
    assert "damaged" in read.problems[0]


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    assert "cannot be read" in read_shortcuts(tmp_path).problems[0]
    with pytest.raises(AppError, match="cannot be written"):
        write_template(tmp_path, COMMANDS)


@given(st.binary(max_size=80))
def test_no_content_stops_anything(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = written(tmp_path_factory.mktemp("any"), content)
    read_shortcuts(path)
    write_template(path, COMMANDS)
    assert path.read_bytes().removeprefix(b"\xef\xbb\xbf").startswith(content.removeprefix(b"\xef\xbb\xbf"))


def test_the_template_binds_nothing_and_without_its_signs_binds_the_usual_keys(tmp_path: Path) -> None:
    text = template(COMMANDS)
    assert tomllib.loads(text) == {}
    lines = [
        line[2:] for line in text.splitlines() if line.startswith("# ") and " = " in line and "Several" not in line
    ]
    bare = written(tmp_path, "\n".join(lines).encode())
    assert read_shortcuts(bare).bindings == tuple(Binding(one.id, one.keys) for one in COMMANDS)
    assert "# Redo" in text


def test_the_template_is_written_once_and_later_told_of_what_is_new(tmp_path: Path) -> None:
    path = tmp_path / "data" / "shortcuts.toml"
    write_template(path, COMMANDS[:2])
    assert read_shortcuts(path) == Shortcuts()
    by_hand = path.read_text(encoding="utf-8").replace("# pick", "pick") + "mine = 3"
    path.write_text(by_hand, encoding="utf-8")
    write_template(path, COMMANDS)
    text = path.read_text(encoding="utf-8")
    assert text.startswith(by_hand)
    assert text.count("redo = ") == 1
    assert text.count("odd = ") == 1
    write_template(path, COMMANDS)
    assert path.read_text(encoding="utf-8") == text


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    kept, path = written(tmp_path, b'pick = "A"'), tmp_path / "link.toml"
    path.symlink_to(kept)
    write_template(path, COMMANDS)
    assert path.is_symlink()
    assert read_shortcuts(kept).bindings == (Binding("pick", ("A",)),)
