import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.library.identity import Presence
from app.library.photo import Flag, Marks
from app.library.store import Store, StoredRanking
from app.paths import user_places
from fgaesq_core.weights import load, save
from tests.library.captures import scanned
from tests.train.personal.photographers import FRAMES, by_taste, tiny_weights
from tests.train.sources import TINY, one_thread
from train.__main__ import main
from train.personal.source import user_library

ROOT = Path(__file__).parents[3]
NOWHERE = Presence(lambda path, size, mtime: False)
SERIES = 48


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of Burstpick with a library, in which one of dark and tight frames has marked series, and a model."""
    home = tmp_path_factory.mktemp("home")
    with Store(home / "data" / "library.db") as store:
        for number, one in enumerate(by_taste(home / "photos", SERIES)):
            files = [scanned(path, f"{number}-{at}", wall=at) for at, path in enumerate(one.record.images)]
            photos = [photo for photo, _ in store.adopt(files, NOWHERE)]
            best = one.record.pairs[0].better
            marks = {p.id: Marks(flag=Flag.PICK if at == best else Flag.REJECT) for at, p in enumerate(photos)}
            store.set_marks(marks, blind=list(marks) if number % 2 else ())
            even = (1 / FRAMES,) * FRAMES
            store.add_ranking("technical-1", [photo.digest for photo in photos], StoredRanking(even, even, 0.5, True))
    weights = tiny_weights()
    save(TINY, weights.network.state_dict(), home / "tiny.safetensors", scale=weights.scale)
    return home


def personal(home: Path, *more: str | Path) -> int:
    given = ["--library", home / "data" / "library.db", "--model", home / "tiny.safetensors", *more]
    with one_thread():
        return main(["personal", "--from-library", *(str(one) for one in given)])


@pytest.mark.parametrize(
    "given",
    [
        "",
        "--from-library",
        "--from-library --model technical",
        "--from-library --to out",
        "--model technical --to out",
        "--from-library --model absent.safetensors --to out",
        "--from-library --model technical --to out --library absent.db",
        "--from-library --model technical --to out --folder absent",
        "--from-library --model technical --to out --series absent.json",
        "--from-library --model technical --to out --minutes 0",
        "--from-library --model technical --to out --seed -1",
    ],
)
def test_bad_arguments_end_with_two_and_the_usage(given: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["personal", *given.split()])
    assert end.value.code == 2
    assert "usage: burstpick-train personal" in capsys.readouterr().err


def test_a_taste_is_learnt_from_the_library(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert personal(home, "--to", tmp_path / "mine", "--json") == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    data = next(one for one in told if one["event"] == "data")
    half = SERIES * FRAMES // 2
    assert data == {
        **{"event": "data", "series": SERIES, "pairs": 2 * SERIES, "photos": SERIES * FRAMES, "folders": 6},
        **{"blind": half, "shown": half, "skipped": []},
    }
    stages = list(dict.fromkeys(one["stage"] for one in told if one["event"] == "progress"))
    assert stages == ["reading", "caching", "learning", "judging"]
    result = told[-1]
    assert result["event"] == "result"
    assert result["offered"] is True
    assert result["gain"]["low"] > 0
    assert result["weights"] == str(tmp_path / "mine" / "personal.safetensors")
    load(Path(result["weights"]))

    assert personal(home, "--to", tmp_path / "mine") == 1
    assert "holds a personal model already" in capsys.readouterr().err


def test_too_few_series_are_no_fault(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = ["--folder", home / "photos" / "day 1", "--to", tmp_path / "mine"]
    assert personal(home, *given, "--json") == 0
    sentence = f"Only {SERIES // 6} series have marks that tell frames apart, and 30 are needed; mark 22 more."
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == {"event": "refused", "why": sentence}
    assert not (tmp_path / "mine").exists()
    assert personal(home, *given) == 0
    assert capsys.readouterr().out.splitlines()[-1] == sentence


def test_series_may_be_listed_by_cull(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers = []
    for number in (0, 1):
        names = [f"{number}-{frame}.png" for frame in range(FRAMES)]
        document = {"folder": str(home / "photos" / f"day {number}"), "series": [{"kind": "burst", "photos": names}]}
        answers.append(tmp_path / f"{number}.json")
        answers[-1].write_text(json.dumps(document), encoding="utf-8")
    assert personal(home, "--series", answers[0], "--series", answers[1], "--to", tmp_path / "mine") == 0
    told = capsys.readouterr().out.splitlines()[-1]
    assert told == "Only 2 series have marks that tell frames apart, and 30 are needed; mark 28 more."


def test_marked_photos_of_unknown_series_are_spoken_of(
    tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = tmp_path / "library.db"
    with Store(database) as store:
        files = [scanned(tmp_path / f"{number}.png", str(number), wall=number) for number in range(3)]
        photos = [photo for photo, _ in store.adopt(files, NOWHERE)]
        store.set_marks({photo.id: Marks(stars=at) for at, photo in enumerate(photos)})
    assert personal(home, "--library", database, "--to", tmp_path / "mine") == 0
    assert capsys.readouterr().out.splitlines()[-1] == (
        "No series has marks that tell frames apart, and 30 are needed; mark 30 more. 2 marked photos are in no series "
        "that the library knows: “burstpick cull --json” tells it, by --series."
    )


def test_what_measures_does_not_learn(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    library = str(home / "data" / "library.db")
    given = ["--from-library", "--library", library, "--model", "technical", "--to", str(tmp_path / "mine")]
    assert main(["personal", *given, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["event"] == "refused"


def test_weights_that_are_none_are_said(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bad.safetensors").write_bytes(b"no weights")
    assert personal(home, "--model", tmp_path / "bad.safetensors", "--to", tmp_path / "mine") == 1
    assert "bad.safetensors" in capsys.readouterr().err


def test_no_more_blocks_learn_than_there_are(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert personal(home, "--blocks", str(TINY.layers + 1), "--to", tmp_path / "mine") == 1
    assert f"The network has {TINY.layers} blocks" in capsys.readouterr().err


def test_no_library_yet(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BURSTPICK_HOME", str(tmp_path))
    model = str(home / "tiny.safetensors")
    assert main(["personal", "--from-library", "--model", model, "--to", str(tmp_path / "mine")]) == 1
    assert f"There is no library at {tmp_path / 'data' / 'library.db'} yet" in capsys.readouterr().err


@pytest.mark.parametrize("home_is_set", [True, False])
def test_the_library_is_the_one_of_the_program(
    home_is_set: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BURSTPICK_HOME", raising=False)
    if home_is_set:
        monkeypatch.setenv("BURSTPICK_HOME", str(tmp_path))
    assert user_library() == user_places().library


@pytest.mark.skipif(sys.platform == "win32", reason="needs the signals of POSIX")
@pytest.mark.parametrize(("number", "stage"), [(signal.SIGINT, "caching"), (signal.SIGTERM, "judging")])
def test_a_signal_ends_it_and_leaves_nothing(home: Path, tmp_path: Path, number: signal.Signals, stage: str) -> None:
    given = ["--from-library", "--model", home / "tiny.safetensors", "--to", tmp_path / "mine", "--json"]
    command = [sys.executable, "-m", "train", "personal", *(str(one) for one in given)]
    environment = os.environ | {"BURSTPICK_HOME": str(home), "OMP_NUM_THREADS": "1"}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if json.loads(line).get("stage") == stage:
                process.send_signal(number)
                break
        rest = process.stdout.read()
    assert process.returncode == 130
    assert '"result"' not in rest
    assert not list((tmp_path / "mine").iterdir())
