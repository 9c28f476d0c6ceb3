import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.analysis.model_shelf import ModelShelf
from app.main import main
from app.paths import user_places
from tests.commands import ROOT, run
from tests.hub import Hub, breaks_off, open_hub, refuses
from tests.networks import seeing_weights, small_weights
from tests.shoots import BY_PIXELS, dark_and_light, small_shoot

BUILT_IN = [entry.name for entry in ModelShelf(Path("none"), Path("none")).entries() if not entry.downloadable]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BURSTPICK_HOME", str(tmp_path / "own"))
    return tmp_path / "own"


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_weights(tmp_path_factory.mktemp("weights") / "Mine.safetensors")


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, weights: Path) -> Iterator[Hub]:
    with open_hub({"best.safetensors": weights.read_bytes()}) as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.address)
        yield hub


class Console:
    """The commands about models, with what they print."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def model(self, *arguments: str | Path) -> tuple[int, str, str]:
        try:
            code = main(["model", *map(str, arguments)])
        except SystemExit as left:
            code = int(str(left.code))
        return (code, *self._capsys.readouterr())

    def listed(self) -> dict[str, bool]:
        """Every model with whether it is in use."""
        code, out, err = self.model("list", "--json")
        assert (code, err) == (0, "")
        return {entry["name"]: entry["in_use"] for entry in json.loads(out)["models"]}


@pytest.fixture
def console(capsys: pytest.CaptureFixture[str]) -> Console:
    return Console(capsys)


def test_the_list(console: Console, home: Path) -> None:
    code, out, err = console.model("list")
    assert (code, err) == (0, "")
    assert max(map(len, out.splitlines())) <= 100
    *built_in, fgaesq = (line for line in out.splitlines() if not line.startswith("   "))
    assert [line.split()[:2] if line[0] == "*" else line.split()[:1] for line in built_in] in (
        [["*", "technical"]],
        [["*", "burstpick-small"], ["technical"]],
    )
    assert all("  built in" in line for line in built_in)
    assert re.match("  fgaesq +not downloaded ", fgaesq)
    assert not home.exists(), "looking writes nothing"


def test_the_list_is_as_narrow_as_the_terminal(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "72")
    _, out, _ = console.model("list")
    assert 60 < max(map(len, out.splitlines())) <= 72
    about = next(entry.about for entry in ModelShelf(Path("none"), Path("none")).entries() if entry.downloadable)
    assert about in re.sub(" +", " ", out.replace("\n", " "))


def test_the_list_as_json(console: Console, weights: Path) -> None:
    console.model("add", weights)
    code, out, _ = console.model("list", "--json")
    document = json.loads(out)
    assert (code, document["version"]) == (0, 1)
    assert [entry["name"] for entry in document["models"]] == [*BUILT_IN, "fgaesq", "mine"]
    assert list(document["models"][-1]) == [
        *("name", "about", "note", "size", "licence", "page", "installed", "in_use", "downloadable", "removable")
    ]


def test_add_use_and_remove(console: Console, weights: Path) -> None:
    code, out, err = console.model("add", weights)
    assert (code, err) == (0, "")
    assert "burstpick model use mine" in out
    assert console.model("use", "mine") == (0, "", "")
    assert console.listed() == dict.fromkeys(BUILT_IN, False) | {"fgaesq": False, "mine": True}
    code, out, err = console.model("remove", "mine", "--yes")
    assert (code, out) == (0, "")
    assert "mine" in err
    assert console.listed() == {name: name == BUILT_IN[0] for name in (*BUILT_IN, "fgaesq")}


def test_a_name_of_its_own(console: Console, weights: Path) -> None:
    assert console.model("add", weights, "--name", "spring")[0] == 0
    code, out, err = console.model("add", weights, "--name", "spring")
    assert (code, out) == (2, "")
    assert "another name" in err
    assert console.model("add", weights, "--name", "a/b")[0] == 2


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ([], 2, "ACTION"),
        (["sell"], 2, "sell"),
        (["use"], 2, "NAME"),
        (["use", "gone"], 2, "no model called “gone”"),
        (["remove", "gone"], 2, "no model called “gone”"),
        (["download", "gone"], 2, "no model called “gone”"),
        (["add", "gone.pt"], 2, "gone.pt is not there"),
        (["add", "."], 2, "is not there"),
        (["use", "fgaesq"], 1, "burstpick model download fgaesq"),
        (["remove", "technical"], 1, "built in"),
        (["remove", "fgaesq"], 1, "no files"),
        (["download", "technical"], 1, "nothing to download"),
        (["add", str(ROOT / "README.md")], 1, "README.md"),
    ],
)
def test_what_cannot_be_done(console: Console, arguments: list[str], code: int, said: str) -> None:
    came, out, err = console.model(*arguments)
    assert (came, out) == (code, "")
    assert said in err
    assert err.startswith("usage: burstpick model" if code == 2 else "burstpick: ")


def test_a_download_says_that_there_is_no_licence(console: Console, hub: Hub) -> None:
    code, out, err = console.model("download", "fgaesq", "--yes")
    assert code == 0
    assert err.startswith("The authors of FGAesQ state no licence for these weights.")
    assert "best.safetensors" in out
    assert "burstpick model use fgaesq" in out
    assert console.model("use", "fgaesq") == (0, "", "")
    assert console.listed() == dict.fromkeys(BUILT_IN, False) | {"fgaesq": True}


def test_without_a_yes_nothing_is_asked_of_the_hub(tmp_path: Path, hub: Hub) -> None:
    outcome = run(["model", "download", "fgaesq"], tmp_path)
    assert (outcome.code, outcome.out) == (2, "")
    assert "state no licence" in outcome.err
    assert "--yes" in outcome.err
    assert hub.listed == []


def test_a_download_that_fails_and_goes_on(console: Console, hub: Hub) -> None:
    hub.faults[:] = [breaks_off(1000), refuses(403)]
    code, out, err = console.model("download", "fgaesq", "--yes")
    assert (code, out) == (1, "")
    assert err.splitlines()[-1].startswith("burstpick: 127.0.0.1 refuses this file")
    assert "in part here" in console.model("list")[1]
    assert console.model("download", "fgaesq", "--yes")[0] == 0
    assert hub.asked[-1].range == "bytes=1000-"


def test_a_changed_file_is_told(console: Console, hub: Hub, tmp_path: Path) -> None:
    console.model("download", "fgaesq", "--yes")
    console.model("remove", "fgaesq", "--yes")
    hub.files["best.safetensors"] = small_weights(tmp_path / "other.safetensors", seed=2).read_bytes()
    code, _, err = console.model("download", "fgaesq", "--yes")
    assert code == 0
    assert "burstpick: The published file has changed since" in err


def test_cull_uses_the_model_in_use(
    weights: Path, tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shoot = str(small_shoot(tmp_path / "shoot"))

    def judge(*arguments: str) -> str:
        assert main(["cull", shoot, "--json", "-", "--device", "cpu", *arguments]) == 0
        return str(json.loads(capsys.readouterr().out)["model"]["name"])

    assert main(["model", "add", str(weights)]) == 0
    capsys.readouterr()
    assert judge() == BUILT_IN[0]
    assert judge("--model", "mine") == "mine"
    assert judge("--model", str(weights)) == "Mine"
    assert main(["model", "use", "mine"]) == 0
    assert judge() == "mine"
    assert judge("--model", "technical") == "technical"


def test_cull_groups_by_the_eye_of_a_network_that_sees(
    tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shoot, weights = str(dark_and_light(tmp_path / "shoot")), str(seeing_weights(tmp_path / "seeing.safetensors"))

    def series(*arguments: str) -> list[list[str]]:
        assert main(["cull", shoot, "--json", "-", "--device", "cpu", *arguments]) == 0
        document = json.loads(capsys.readouterr().out)
        return [one["photos"] for one in document["series"]]

    apart = [[f"{number}.jpg"] for number in (1, 2, 3, 4)]
    assert series() == BY_PIXELS
    assert series("--model", weights) == apart
    assert main(["model", "add", weights]) == main(["model", "use", "seeing"]) == 0
    capsys.readouterr()
    assert series() == apart
    assert series("--model", "technical") == BY_PIXELS


def test_damaged_settings_are_named(console: Console, home: Path, tmp_path: Path) -> None:
    places = user_places()
    places.settings.parent.mkdir(parents=True)
    places.settings.write_text("model = ")
    for command in (["model", "list"], ["cull", small_shoot(tmp_path / "shoot")]):
        outcome = run(command, tmp_path)
        assert outcome.code == 0
        assert outcome.err == f"burstpick: The settings {places.settings} are damaged, so the usual ones are used.\n"


def test_neither_torch_nor_http_is_loaded_to_look(tmp_path: Path) -> None:
    program = (
        "import sys; from app.main import main; code = main(['model', 'list']);"
        "print(code, {name.split('.')[0] for name in sys.modules}"
        " & {'torch', 'httpx2', 'asyncio', 'filelock', 'tomlkit', 'PySide6'})"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=os.environ.copy(), capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "0 set()"
