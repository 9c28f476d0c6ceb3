import os
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import AppError
from app.library.settings import Settings, SettingsFile
from app.library.sidecar_choice import Occasion, SidecarChoice
from app.library.xmp.wishes import Profile
from tests.commands import ROOT

BY_HAND = """\
# mine, do not touch
colour = "grey"   # neutral

[window]
size = [1, 2]
[[places]]
name = "here"
"""
DAMAGED = [b"model = ", b"\xff\xfe\x00", b"[" * 100_000, b"model = 'a'\nmodel = 'b'\n", b"\0" * 100]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "settings.toml"


def write(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_nothing_is_set_and_nothing_is_made(path: Path) -> None:
    assert SettingsFile(path).read() == Settings()
    assert not path.parent.exists()


def test_a_choice_is_kept_and_taken_back(path: Path) -> None:
    SettingsFile(path).choose_model("мой “model”")
    assert SettingsFile(path).read() == Settings("мой “model”")
    SettingsFile(path).choose_model("")
    SettingsFile(path).choose_model("")
    assert SettingsFile(path).read() == Settings()


def test_all_else_in_the_file_survives(path: Path) -> None:
    write(path, BY_HAND.encode())
    for name in ("one", "two"):
        SettingsFile(path).choose_model(name)
    assert SettingsFile(path).read().model == "two"
    assert set(BY_HAND.split("\n")) <= set(path.read_text(encoding="utf-8").split("\n"))
    assert tomllib.loads(path.read_text(encoding="utf-8")) == {**tomllib.loads(BY_HAND), "model": "two"}
    SettingsFile(path).choose_model("")
    assert tomllib.loads(path.read_text(encoding="utf-8")) == tomllib.loads(BY_HAND)


def test_a_file_of_an_editor_on_windows(path: Path) -> None:
    write(path, b'\xef\xbb\xbfmodel = "mine"\r\nother = 1\r\n')
    assert SettingsFile(path).read() == Settings("mine")
    SettingsFile(path).choose_model("another")
    assert tomllib.loads(path.read_bytes().decode()) == {"model": "another", "other": 1}


@pytest.mark.parametrize("content", DAMAGED, ids=range(len(DAMAGED)))
def test_a_damaged_file_is_named_and_set_aside(path: Path, content: bytes) -> None:
    write(path, content)
    read = SettingsFile(path).read()
    assert read.model == ""
    assert str(path) in read.warning
    assert read.warning.endswith(".")
    assert path.read_bytes() == content, "reading changes nothing"
    SettingsFile(path).choose_model("mine")
    assert SettingsFile(path).read() == Settings("mine")
    write(path, content)
    SettingsFile(path).choose_model("mine")
    aside = [path.with_name(f"settings.damaged-{number}.toml") for number in (1, 2)]
    assert [one.read_bytes() for one in aside] == [content, content]


def test_a_model_that_is_no_name(path: Path) -> None:
    read = SettingsFile(write(path, b"model = 3\n")).read()
    assert (read.model, "quotation marks" in read.warning) == ("", True)


@given(st.binary(max_size=60))
def test_no_content_stops_anything(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = write(tmp_path_factory.mktemp("any") / "settings.toml", content)
    SettingsFile(path).read()
    SettingsFile(path).choose_model("mine")
    assert SettingsFile(path).read() == Settings("mine")


def test_a_folder_in_the_place_of_the_file(path: Path) -> None:
    path.mkdir(parents=True)
    assert "cannot be read" in SettingsFile(path).read().warning
    with pytest.raises(AppError, match="cannot be written"):
        SettingsFile(path).choose_model("mine")


def test_a_link_stays_a_link(path: Path, tmp_path: Path) -> None:
    kept = write(tmp_path / "dotfiles" / "mine.toml", b"other = 1\n")
    path.parent.mkdir()
    path.symlink_to(kept)
    SettingsFile(path).choose_model("mine")
    assert path.is_symlink()
    assert tomllib.loads(kept.read_text()) == {"other": 1, "model": "mine"}


def test_many_at_once_damage_nothing(path: Path) -> None:
    write(path, BY_HAND.encode())
    program = (
        "import sys; from pathlib import Path; from app.library.settings import SettingsFile\n"
        "for n in range(20): SettingsFile(Path(sys.argv[1])).choose_model(f'{sys.argv[2]}-{n}')"
    )
    commands = [[sys.executable, "-c", program, str(path), str(number)] for number in range(3)]
    with ThreadPoolExecutor(4) as pool:
        others = [
            pool.submit(subprocess.run, command, cwd=ROOT, env=os.environ.copy(), check=True, timeout=60)
            for command in commands
        ]
        while not all(other.done() for other in others):
            assert SettingsFile(path).read().warning == ""
        for other in others:
            other.result()
    text = path.read_text(encoding="utf-8")
    assert {**tomllib.loads(BY_HAND), "model": tomllib.loads(text)["model"]} == tomllib.loads(text)
    assert {one.name for one in path.parent.iterdir()} <= {"settings.toml", "settings.toml.lock"}


def test_the_memory_for_pictures_is_read(path: Path) -> None:
    assert SettingsFile(write(path, b"picture_memory = 1000\n")).read() == Settings(picture_memory=1000)


@pytest.mark.parametrize("written", [b"63", b"70000", b"'many'", b"true", b"1.5"])
def test_a_memory_for_pictures_that_cannot_be_is_told_and_the_rest_holds(path: Path, written: bytes) -> None:
    read = SettingsFile(write(path, b"model = 'mine'\npicture_memory = " + written + b"\n")).read()
    assert (read.model, read.picture_memory) == ("mine", Settings().picture_memory)
    assert "picture_memory" in read.warning


def test_how_sidecars_are_written_is_kept_beside_all_else(path: Path) -> None:
    file = SettingsFile(write(path, b"# mine\nmodel = 'x'\n[other]\na = 1\n"))
    assert file.read().sidecars == SidecarChoice(Occasion.ASKED, Profile.LIGHTROOM, False)
    choice = SidecarChoice(Occasion.ALWAYS, Profile.DIGIKAM, True)
    file.choose_sidecars(choice)
    assert (file.read().sidecars, file.read().model) == (choice, "x")
    assert tomllib.loads(path.read_text())["other"] == {"a": 1}
    file.choose_sidecars(SidecarChoice())
    assert path.read_bytes().startswith(b"# mine\nmodel = 'x'\n")
    assert "sidecars" not in path.read_text()


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (b"sidecars = 'often'", '"never", "asked", "always"'),
        (b"sidecars = 3", '"never", "asked", "always"'),
        (b"sidecars_for = 'paint'", '"lightroom"'),
        (b"write_into_jpegs = 'yes'", "true or false"),
    ],
)
def test_sidecars_that_cannot_be_written_so_are_as_usual_and_it_is_told(path: Path, written: bytes, told: str) -> None:
    read = SettingsFile(write(path, b"model = 'mine'\n" + written + b"\n")).read()
    assert (read.model, read.sidecars) == ("mine", SidecarChoice())
    assert told in read.warning
