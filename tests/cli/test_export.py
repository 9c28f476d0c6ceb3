import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.cancel import CancelToken
from app.library.identity import Presence
from app.library.photo import Flag, Label, Marks, PhotoId, ScannedPhoto
from app.library.scan import list_shots, read_shots
from app.library.store import Store
from app.main import main
from tests.commands import ROOT, command, surroundings
from tests.library.transfer.parcels import state
from tests.pictures import scene, write_photo
from tests.shoots import START, burst, single

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs signals of POSIX")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BURSTPICK_HOME", str(tmp_path / "own"))
    return tmp_path / "own"


@pytest.fixture
def shoot(tmp_path: Path) -> Path:
    folder = tmp_path / "shoot"
    burst(folder, 1, seed=1, at=0, best=1)
    single(folder, 5, seed=2, at=30)
    (folder / "IMG_0003.xmp").write_text("<x/>")
    return folder


def marks(home: Path, folder: Path, given: dict[str, Marks]) -> dict[str, Marks]:
    """Keep marks as the window would, then tell those of every photo in a folder."""
    with Store(home / "data" / "library.db") as store:
        listing = list_shots(folder, recursive=False, token=CancelToken())
        scanned = [one for one in read_shots(listing, {}, CancelToken()) if isinstance(one, ScannedPhoto)]
        presence = Presence(lambda path, *_: path.exists())
        known = store.adopt(scanned, presence) + store.adopt_rest(presence)
        ids: dict[str, PhotoId] = {photo.path.name: photo.id for photo, _ in known}
        store.set_marks({ids[name]: one for name, one in given.items()})
        return {photo.path.name: one for photo, one in known}


PICK = Marks(flag=Flag.PICK)


def export(*arguments: str | Path) -> int:
    return main(["export", *map(str, arguments), "--model", "technical"])


def test_picks_are_copied_with_their_sidecars(
    home: Path, shoot: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    marks(home, shoot, {"IMG_0003.jpg": PICK, "IMG_0005.jpg": PICK, "IMG_0001.jpg": Marks(5)})
    before = state(shoot)
    assert export(shoot, "--what", "picks", "--to", tmp_path / "to") == 0
    assert set(state(tmp_path / "to")) == {"IMG_0003.jpg", "IMG_0003.xmp", "IMG_0005.jpg"}
    assert capsys.readouterr() == (f"2 photos copied to {tmp_path / 'to'}\n", "")
    assert export(shoot, "--what", "picks", "--to", tmp_path / "to") == 0
    assert capsys.readouterr().out == f"0 photos copied to {tmp_path / 'to'}, 2 were there already\n"
    assert state(shoot) == before


def test_marks_follow_what_is_moved(home: Path, shoot: Path, tmp_path: Path) -> None:
    given = {"IMG_0003.jpg": Marks(4, Flag.PICK, Label.BLUE), "IMG_0005.jpg": PICK}
    marks(home, shoot, given)
    to = tmp_path / "to"
    assert export(shoot, "--what", "picks", "--to", to, "--mode", "move", "--template", "{seq}_{stars}", "--quiet") == 0
    assert set(state(to)) == {"0001_4.jpg", "0001_4.xmp", "0002_0.jpg"}
    assert not {"IMG_0003.jpg", "IMG_0003.xmp", "IMG_0005.jpg"} & set(state(shoot))
    assert marks(home, to, {}) == {"0001_4.jpg": given["IMG_0003.jpg"], "0002_0.jpg": PICK}


def test_best_shots_are_the_persons_and_else_the_models(home: Path, shoot: Path, tmp_path: Path) -> None:
    to = tmp_path / "to"
    assert export(shoot, "--what", "best", "--to", to, "--mode", "link", "--lists", "json", "--quiet") == 0
    assert set(state(to)) == {"IMG_0002.jpg", "IMG_0005.jpg", "burstpick.json"}
    document = json.loads((to / "burstpick.json").read_text("utf-8"))
    assert (document["model"]["name"], len(document["series"][0]["photos"])) == ("technical", 4)
    marks(home, shoot, {"IMG_0004.jpg": Marks(stars=2)})
    assert export(shoot, "--what", "best", "--to", tmp_path / "other", "--quiet") == 0
    assert set(state(tmp_path / "other")) == {"IMG_0004.jpg", "IMG_0005.jpg"}


def test_what_was_exported_within_the_shoot_is_no_part_of_it(home: Path, shoot: Path) -> None:
    for _ in range(2):
        assert export(shoot, "--what", "best", "--to", shoot / "best", "--recursive", "--lists", "csv", "--quiet") == 0
        assert set(state(shoot / "best")) == {"IMG_0002.jpg", "IMG_0005.jpg", "burstpick.csv"}


def test_a_dry_run_says_all_and_does_nothing(
    home: Path, shoot: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    marks(home, shoot, {"IMG_0003.jpg": PICK})
    to = tmp_path / "to"
    arguments = (shoot, "--what", "picks", "--to", to, "--template", "{date}/{name}", "--dry-run")
    assert export(*arguments) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["IMG_0003.jpg -> 2026-05-09/IMG_0003.jpg", "IMG_0003.xmp -> 2026-05-09/IMG_0003.xmp"]
    assert lines[2].startswith("1 photo (2 files, ")
    assert export(*arguments, "--json", "-") == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["dry_run"], document["photos"], document["arrived"]) == (True, 1, 0)
    assert document["names"][0] == {"file": "IMG_0003.jpg", "name": "2026-05-09/IMG_0003.jpg"}
    assert not to.exists()


def test_lists_alone(home: Path, shoot: Path, tmp_path: Path) -> None:
    marks(home, shoot, {"IMG_0001.jpg": Marks(flag=Flag.REJECT)})
    assert (
        export(shoot, "--what", "rejects", "--to", tmp_path / "to", "--lists", "names", "--lists-only", "--quiet") == 0
    )
    assert (tmp_path / "to" / "burstpick-names-commas.txt").read_text() == "IMG_0001\n"
    assert not (tmp_path / "to" / "IMG_0001.jpg").exists()


def test_nothing_meant_and_nothing_arrived_end_with_1(
    home: Path, shoot: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export(shoot, "--what", "picks", "--to", tmp_path / "to") == 1
    assert "no photo is meant" in capsys.readouterr().err
    marks(home, shoot, {"IMG_0003.jpg": PICK})
    (tmp_path / "to").mkdir()
    (tmp_path / "to" / "IMG_0003.xmp").write_text("<developed/>")
    (tmp_path / "to" / "IMG_0003.jpg").write_bytes((shoot / "IMG_0003.jpg").read_bytes())
    assert export(shoot, "--what", "picks", "--to", tmp_path / "to") == 1
    said = capsys.readouterr()
    assert said.err == "burstpick: IMG_0003.xmp: another file of that name is there already, which was left as it is\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["--what", "winners", "--to", "x"],
        ["--what", "stars", "--to", "x"],
        ["--what", "picks"],
        ["--to", "x"],
        ["--what", "picks", "--to", "x", "--mode", "beam"],
        ["--what", "picks", "--to", "x", "--template", "{oops}"],
        ["--what", "picks", "--to", "x", "--lists", "csv,xls"],
        ["--what", "picks", "--to", "x", "--lists-only"],
    ],
)
def test_bad_arguments(home: Path, shoot: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["export", str(shoot), *arguments])
    assert left.value.code == 2
    assert capsys.readouterr().err.startswith("usage: burstpick export ")


def test_a_destination_that_cannot_be_is_a_sentence(
    home: Path, shoot: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    marks(home, shoot, {"IMG_0003.jpg": PICK})
    (tmp_path / "file").write_text("")
    assert export(shoot, "--what", "picks", "--to", tmp_path / "file") == 2
    assert capsys.readouterr().err == f"burstpick: {tmp_path / 'file'} is not a folder but a file; choose a folder.\n"


@posix
def test_ctrl_c_leaves_no_halves_and_the_next_run_goes_on(home: Path, tmp_path: Path) -> None:
    folder, to = tmp_path / "many", tmp_path / "to"
    for n in range(6):
        path = write_photo(folder / f"{n}.jpg", scene(n, (48, 32)), START)
        with path.open("ab") as file:
            file.write(os.urandom(15_000_000))
    arguments: list[str | Path | bytes] = ["export", folder, "--what", "all", "--to", to]
    environment = surroundings(tmp_path, BURSTPICK_HOME=str(home))
    with subprocess.Popen(command(*arguments), cwd=ROOT, env=environment, stdout=subprocess.PIPE) as started:
        while not (to.exists() and any(to.iterdir())):
            assert started.poll() is None
            time.sleep(0.002)
        started.send_signal(signal.SIGINT)
    assert started.returncode in {0, 130}
    arrived = {path.name: path.stat().st_size for path in to.iterdir()}
    assert arrived.items() <= {path.name: path.stat().st_size for path in folder.iterdir()}.items()
    assert export(folder, "--what", "all", "--to", to, "--quiet") == 0
    assert {path.name for path in to.iterdir()} == {path.name for path in folder.iterdir()}
