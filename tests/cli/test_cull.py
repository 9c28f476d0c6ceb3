import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from app.main import main
from tests.commands import ROOT, Outcome, command, run, surroundings
from tests.pictures import scene, write_photo
from tests.shoots import START, single, small_shoot

SCRIPTS = (
    b"\xe5\x86\x99\xe7\x9c\x9f.jpg",
    b"\xd0\xa4\xd0\xbe\xd1\x82\xd0\xbe.jpg",
    b"\xd8\xb5\xd9\x88\xd8\xb1\xd8\xa9.jpg",
    b"\xf0\x9f\x93\xb7.jpg",
    b"caf\xe9.jpg",
    b"two\nlines.jpg",
    b"-n.jpg",
)
# Most of what is tested here is the same whatever the model, and the measures are loaded soonest.
CULL = ("cull", "--model", "technical")
posix = pytest.mark.skipif(sys.platform == "win32", reason="needs the terminals and signals of POSIX")
has_full_disk = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full to stand for a full disk")


@pytest.fixture(scope="module")
def shoot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_shoot(tmp_path_factory.mktemp("small") / "shoot")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "nobody"
    home.mkdir()
    return home


def state(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}


def is_usage_error(outcome: Outcome) -> bool:
    first, *_, last = outcome.err.splitlines()
    return (
        outcome.code == 2
        and outcome.out == ""
        and first.startswith("usage: burstpick cull ")
        and last.startswith("burstpick cull: error: ")
    )


def test_one_line_per_series(shoot: Path, home: Path) -> None:
    outcome = run([*CULL, shoot], home)
    assert (outcome.code, outcome.err) == (0, "")
    assert re.sub(r"\d+ % sure", "N % sure", outcome.out) == (
        "  4 burst   2026-05-09 10:02:11 +0.9 s  IMG_0002.jpg  N % sure\n"
        "  1 single  2026-05-09 10:02:41 +0.0 s  IMG_0005.jpg\n"
        "  4 burst   2026-05-09 10:03:11 +0.9 s  IMG_0013.jpg  N % sure\n"
        "  3 bracket 2026-05-09 10:04:11 +0.6 s  IMG_0021.jpg …  not ranked\n"
        "1 not read; --json lists each with its reason\n"
    )


def test_json_on_standard_output_is_json_and_nothing_else(shoot: Path, home: Path) -> None:
    outcome = run([*CULL, shoot, "--json", "-"], home)
    document = json.loads(outcome.out)
    assert (outcome.code, outcome.err) == (0, "")
    assert list(document) == ["version", "folder", "model", "settings", "series", "pairs", "skipped"]
    assert (document["version"], document["folder"]) == (1, str(shoot))
    assert [series["kind"] for series in document["series"]] == ["burst", "single", "burst", "bracket"]
    assert [series["best"] for series in document["series"]] == ["IMG_0002.jpg", "IMG_0005.jpg", "IMG_0013.jpg", None]
    assert [one["path"] for one in document["skipped"]] == ["broken.jpg"]
    assert run([*CULL, shoot, "--json", "-", "--quiet"], home).out == outcome.out


def test_the_same_folder_gives_the_same_bytes(shoot: Path, home: Path) -> None:
    one, other = (run([*CULL, shoot, "--json", "-"], home, {"PYTHONHASHSEED": seed}).out for seed in ("1", "2"))
    assert one == other


def test_json_in_a_file_beside_the_lines(shoot: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "result.json"
    for _ in range(2):
        assert main([*CULL, str(shoot), "--json", str(target)]) == 0
        assert len(capsys.readouterr().out.splitlines()) == 5
        assert json.loads(target.read_text(encoding="utf-8"))["version"] == 1


def test_quiet_says_nothing(shoot: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*CULL, str(shoot), "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")


def test_settings_are_used_and_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number, at in enumerate((0, 6, 12)):
        single(tmp_path, number, seed=number, at=at)
    assert main([*CULL, str(tmp_path), "--json", "-", "--gap", "8", "--likeness", "0"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["settings"] == {"gap": 8.0, "likeness": 0.0}
    assert [len(series["photos"]) for series in document["series"]] == [3]


def test_subfolders_are_named_from_the_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    single(tmp_path / "shoot" / "day 2", 1, seed=1, at=0)
    crooked = str(tmp_path / "shoot" / "day 2" / "..")
    assert main([*CULL, crooked]) == 1
    assert main([*CULL, crooked, "--recursive", "--json", "-"]) == 0
    (series,) = json.loads(capsys.readouterr().out)["series"]
    assert series["photos"] == ["day 2/IMG_0001.jpg"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--gap", "-1"],
        ["--gap", "nan"],
        ["--likeness", "2"],
        ["--likeness", "0,5"],
        ["--device", "abacus"],
        ["--model", "no such model"],
        ["--json", "no such folder/a.json"],
        ["--json", "."],
        ["--colour"],
        ["another folder"],
    ],
)
def test_bad_arguments(shoot: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["cull", str(shoot), *arguments])
    assert is_usage_error(Outcome(int(str(left.value.code)), *capsys.readouterr()))


def test_bad_folders(home: Path, tmp_path: Path) -> None:
    for arguments in (["cull"], ["cull", tmp_path / "gone"], ["cull", ROOT / "README.md"], ["cull", b"caf\xe9"]):
        assert is_usage_error(run(arguments, home))


@pytest.mark.parametrize("content", [b"", b"not a photo"])
def test_nothing_that_can_be_read(tmp_path: Path, home: Path, content: bytes) -> None:
    folder = tmp_path / "shoot"
    folder.mkdir()
    if content:
        (folder / "a.jpg").write_bytes(content)
    outcome = run([*CULL, folder, "--json", "-"], home)
    assert (outcome.code, outcome.err) == (1, f"burstpick: no photo in {folder} could be read\n")
    document = json.loads(outcome.out)
    assert document["series"] == []
    assert len(document["skipped"]) == bool(content)


def test_one_photo(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    single(tmp_path, 1, seed=1, at=0)
    assert main([*CULL, str(tmp_path), "--json", "-"]) == 0
    (series,) = json.loads(capsys.readouterr().out)["series"]
    assert (series["kind"], series["best"]) == ("single", "IMG_0001.jpg")
    assert [one["p_best"] for one in series["ranking"]] == [1.0]


@has_full_disk
def test_a_result_that_cannot_be_kept_is_a_sentence(shoot: Path, home: Path) -> None:
    outcome = run([*CULL, shoot, "--json", "/dev/full"], home)
    assert (outcome.code, outcome.err) == (2, "burstpick: /dev/full could not be written: No space left on device.\n")
    assert len(outcome.out.splitlines()) == 5


@has_full_disk
def test_lines_that_cannot_be_printed_are_a_sentence(shoot: Path, home: Path) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            command(*CULL, shoot),
            cwd=ROOT,
            env=surroundings(home),
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=100,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr == b"burstpick: The result could not be printed: No space left on device.\n"


def test_a_photo_is_never_overwritten_by_the_result(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = single(tmp_path / "shoot", 1, seed=1, at=0)
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "shoot")
    before = path.read_bytes()
    for target in (path, link / path.name):
        with pytest.raises(SystemExit):
            main([*CULL, str(tmp_path / "shoot"), "--json", str(target)])
        assert "will not be overwritten" in capsys.readouterr().err
    assert path.read_bytes() == before
    assert main([*CULL, str(tmp_path / "shoot"), "--json", str(tmp_path / "shoot" / "new.json")]) == 0


@posix
@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"LC_ALL": "C"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "latin-1"},
    ],
)
def test_names_in_many_scripts_and_in_none(tmp_path: Path, home: Path, environment: dict[str, str]) -> None:
    folder = tmp_path / "fotos \u00e9t\u00e9 \u5199"
    kept = set()
    for number, name in enumerate(SCRIPTS):
        made = write_photo(folder / "made.jpg", scene(number, (48, 32)), START.replace(hour=number))
        try:
            os.rename(made, os.path.join(os.fsencode(folder), name))
            kept.add(name)
        except OSError:
            made.unlink()
    lines = run([*CULL, folder], home, environment)
    assert (lines.code, lines.err) == (0, "")
    assert len(lines.out.splitlines()) == len(kept)
    outcome = run([*CULL, folder, "--json", "-"], home, environment)
    assert (outcome.code, outcome.err) == (0, "")
    names = [name for series in json.loads(outcome.out)["series"] for name in series["photos"]]
    is_ascii = environment.get("PYTHONUTF8") == "0"
    assert {name.encode("ascii" if is_ascii else "utf-8", "surrogateescape") for name in names} == kept


@posix
def test_a_reader_that_leaves_is_no_error(shoot: Path, home: Path) -> None:
    for arguments in ([], ["--json", "-"]):
        with subprocess.Popen(
            command(*CULL, shoot, *arguments),
            cwd=ROOT,
            env=surroundings(home),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as started:
            assert started.stdout is not None
            assert started.stderr is not None
            started.stdout.close()
            assert started.stderr.read() == b""
        assert started.returncode == 141


@posix
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_outputs_that_are_closed(shoot: Path, home: Path, closed: str) -> None:
    done = subprocess.run(
        ["sh", "-c", f'exec "$@" {closed}', "sh", *command(*CULL, shoot)],
        cwd=ROOT,
        env=surroundings(home),
        capture_output=True,
        timeout=100,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert len(done.stdout.splitlines()) == (5 if closed == "2>&-" else 0)


def test_nothing_is_written_anywhere(shoot: Path, home: Path, tmp_path: Path) -> None:
    before = state(shoot)
    shoot.chmod(0o555)
    try:
        assert run([*CULL, shoot], home, {"BURSTPICK_HOME": str(tmp_path / "own")}).code == 0
        assert run([*CULL, shoot], home).code == 0
    finally:
        shoot.chmod(0o755)
    assert state(shoot) == before
    assert list(home.iterdir()) == []
    assert not (tmp_path / "own").exists()


def test_neither_torch_nor_qt_is_loaded(shoot: Path, home: Path) -> None:
    program = (
        "import sys; from app.main import main; code = main(['cull', '--model', 'technical', sys.argv[1], '--quiet']);"
        "print(code, {name.split('.')[0] for name in sys.modules} & {'torch', 'torchvision', 'open_clip', 'PySide6'})"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, shoot],
        cwd=ROOT,
        env=surroundings(home),
        capture_output=True,
        text=True,
        timeout=100,
        check=True,
    )
    assert done.stdout == "0 set()\n"
