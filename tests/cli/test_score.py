"""`burstpick score`, the published numbers included."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from app.main import main
from tests.commands import choose_measures, run
from tests.fgaesq_core.parity_cases import EXPECTED
from tests.networks import small_weights
from tests.pictures import scene, write_photo

PARITY = Path(__file__).parents[1] / "fgaesq_core" / "parity"
CLOSE = 1e-4


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_weights(tmp_path_factory.mktemp("weights") / "small.safetensors")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(3):
        write_photo(tmp_path / "shoot" / f"{number}.png", scene(number, (96, 64)))
    return tmp_path / "shoot"


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BURSTPICK_HOME", str(tmp_path / "home"))
    return choose_measures(tmp_path / "home")


class Command:
    """Runs the command in this process."""

    def __init__(self, captured: pytest.CaptureFixture[str]) -> None:
        self._captured = captured
        self.err = self.out = ""

    def run(self, *arguments: str | Path) -> int:
        try:
            code = main(["score", *map(str, arguments)])
        except SystemExit as left:
            code = int(str(left.code))
        self.out, self.err = self._captured.readouterr()
        return code

    def document(self, *arguments: str | Path) -> Any:
        assert self.run(*arguments, "--json", "-") == 0
        return json.loads(self.out)


@pytest.fixture
def score(capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(capsys)


def by_stem(values: dict[str, Any]) -> dict[str, Any]:
    return {Path(name).stem: value for name, value in values.items()}


def stems(names: Sequence[str]) -> list[str]:
    return [Path(name).stem for name in names]


def test_the_published_protocol_gives_the_published_numbers(score: Command, published_weights: Path) -> None:
    cases = [EXPECTED["series"], EXPECTED["series_of_three"]]
    singles = [(PARITY / case["image"]).with_suffix(".webp") for case in EXPECTED["single"]]
    paths = [*(PARITY / case["folder"] for case in cases), *singles]
    document = score.document(*paths, "--model", published_weights, "--protocol", "published", "--device", "cpu")
    assert (document["version"], document["protocol"], document["skipped"]) == (1, "published", [])
    assert document["model"]["name"] == "published"
    assert document["model"]["id"].startswith("fgaesq-1-")
    for found, case in zip(document["series"], cases, strict=True):
        assert found["folder"] == str(PARITY / case["folder"])
        assert by_stem(found["scores"]) == pytest.approx(by_stem(case["adjusted"]), abs=CLOSE)
        wanted = by_stem(case["raw"])
        assert list(by_stem(found["raw"])) == list(wanted)
        for stem, raw in by_stem(found["raw"]).items():
            assert raw == pytest.approx(wanted[stem], abs=CLOSE)
        assert stems(found["ranking"]) == stems(case["ranking"])
    assert [single["file"] for single in document["singles"]] == [str(path) for path in singles]
    assert [single["score"] for single in document["singles"]] == pytest.approx(
        [case["score"] for case in EXPECTED["single"]], abs=CLOSE
    )


def test_a_folder_under_single_gives_the_published_numbers_too(
    score: Command, published_weights: Path, tmp_path: Path
) -> None:
    case = EXPECTED["single"][0]
    picture = (PARITY / case["image"]).with_suffix(".webp")
    shutil.copy(picture, tmp_path)
    document = score.document(tmp_path, "--model", published_weights, "--protocol", "single", "--device", "cpu")
    assert document["series"] == []
    assert [single["file"] for single in document["singles"]] == [str(tmp_path / picture.name)]
    assert document["singles"][0]["score"] == pytest.approx(case["score"], abs=CLOSE)


def test_the_model_in_use_judges_by_its_first_protocol(score: Command, folder: Path) -> None:
    document = score.document(folder, folder / "0.png")
    assert (document["model"], document["protocol"]) == ({"name": "technical", "id": "technical-1"}, "series")
    (series,) = document["series"]
    assert list(series["scores"]) == ["0.png", "1.png", "2.png"]
    assert series["raw"] == {name: [value] for name, value in series["scores"].items()}
    assert series["ranking"] == sorted(series["scores"], key=lambda name: -series["scores"][name])


def test_another_model_in_use_judges(score: Command, folder: Path, weights: Path) -> None:
    assert main(["model", "add", str(weights), "--name", "mine"]) == 0
    assert main(["model", "use", "mine"]) == 0
    score.run(folder)
    by_default = score.document(folder)
    assert by_default["model"]["name"] == "mine"
    assert by_default == score.document(folder, "--model", "mine", "--protocol", "series")


def test_lines_for_people(score: Command, folder: Path) -> None:
    assert score.run(folder) == 0
    lines = score.out.splitlines()
    assert len(lines) == 3
    assert not any("too close" in line for line in lines[1:])
    assert {line.split()[2] for line in lines} == {str(folder / f"{n}.png") for n in range(3)}
    scores = [float(line.split()[0]) for line in lines]
    assert scores == sorted(scores, reverse=True)
    assert score.run(folder, "--quiet") == 0
    assert (score.out, score.err) == ("", "")


def test_json_in_a_file_beside_the_lines(score: Command, folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "result.json"
    assert score.run(folder, "--json", target) == 0
    assert len(score.out.splitlines()) == 3
    assert json.loads(target.read_text(encoding="utf-8")) == score.document(folder)


def test_the_seed_is_that_of_the_single_pictures(score: Command, weights: Path, tmp_path: Path) -> None:
    picture = write_photo(tmp_path / "a.png", scene(1, (640, 480)))

    def single(*arguments: str) -> float:
        found: float = score.document(picture, "--model", weights, *arguments)["singles"][0]["score"]
        return found

    seeded = {seed: single("--protocol", "single", "--seed", seed) for seed in ("0", "1")}
    assert seeded["0"] != seeded["1"]
    assert single("--protocol", "single") == single("--protocol", "published") == seeded["0"]
    assert single("--protocol", "published", "--seed", "1") == seeded["1"]


def test_what_cannot_be_read_is_named_and_stops_nothing(score: Command, folder: Path, tmp_path: Path) -> None:
    (folder / "1.png").write_bytes(b"")
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "notes.txt").write_text("nothing to see")
    document = score.document(empty, folder)
    assert [list(series["scores"]) for series in document["series"]] == [["0.png", "2.png"]]
    wanted = {str(empty): "there is no picture in this folder", str(folder / "1.png"): "the file is empty"}
    assert {one["file"]: one["reason"] for one in document["skipped"]} == wanted
    assert sorted(score.err.splitlines()) == sorted(f"burstpick: {file}: {why}" for file, why in wanted.items())


def test_nothing_that_can_be_scored(score: Command, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"\xff\xd8\xff\xe0 not much")
    assert score.run(tmp_path, "--json", "-") == 1
    assert [one["file"] for one in json.loads(score.out)["skipped"]] == [str(tmp_path / "a.jpg")]
    assert score.err.splitlines()[-1] == "burstpick: no picture could be scored"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--model", "no such model"], "no such model"),
        (["--protocol", "published"], "has no protocol called “published”"),
        (["--protocol", "guess"], "has no protocol called “guess”"),
        (["--seed", "1"], "draws nothing; --seed goes with published or single"),
        (["--seed", "one"], "--seed"),
        (["--device", "abacus"], "--device"),
        (["--json", "no such folder/a.json"], "is not there"),
        (["gone"], "gone is not there"),
    ],
)
def test_bad_arguments_end_in_a_usage_line(score: Command, folder: Path, arguments: list[str], said: str) -> None:
    assert score.run(folder, *arguments) == 2
    assert score.out == ""
    assert score.err.startswith("usage: burstpick score ")
    assert said in score.err.splitlines()[-1]


def test_no_path_at_all_is_a_usage_error(score: Command) -> None:
    assert score.run() == 2


def test_a_seed_without_draws_is_refused_for_a_network_too(score: Command, folder: Path, weights: Path) -> None:
    for protocol in ("series", "pairs"):
        assert score.run(folder, "--model", weights, "--protocol", protocol, "--seed", "0") == 2


def test_a_picture_is_never_overwritten_by_the_result(score: Command, folder: Path, tmp_path: Path) -> None:
    alone = write_photo(tmp_path / "alone.png", scene(9, (48, 32)))
    before = {path: path.read_bytes() for path in (alone, folder / "0.png")}
    for target in before:
        assert score.run(folder, alone, "--json", target) == 2
        assert "will not be overwritten" in score.err
    assert all(path.read_bytes() == content for path, content in before.items())


def test_it_writes_nothing_and_loads_no_torch_for_what_is_measured(folder: Path, tmp_path: Path) -> None:
    home = tmp_path / "nobody"
    home.mkdir()
    before = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    outcome = run(
        ["score", folder, "--model", "technical"],
        home,
        {"BURSTPICK_HOME": str(tmp_path / "own"), "PYTHONPROFILEIMPORTTIME": "1"},
    )
    assert outcome.code == 0
    assert "import time" in outcome.err
    assert " torch\n" not in outcome.err
    assert " PySide6" not in outcome.err
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == before
    assert list(home.iterdir()) == []
    assert not (tmp_path / "own").exists()
