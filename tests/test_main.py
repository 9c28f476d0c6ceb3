import logging
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image

from app import __version__
from app import main as start
from app.errors import AppError
from app.main import main
from app.paths import Places
from tests.commands import ROOT, choose_measures, run, surroundings
from tests.pictures import scene, write_photo
from tests.shoots import burst

OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}


@contextmanager
def bare_logging() -> Iterator[logging.Logger]:
    """The root logger as a fresh program has it."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    root.handlers.clear()
    try:
        yield root
    finally:
        for handler in root.handlers:
            handler.close()
        root.handlers[:] = before
        root.setLevel(level)


@pytest.mark.parametrize("arguments", [["--help"], ["cull", "--help"]])
def test_help_is_english_without_marks_of_code(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    out, err = capsys.readouterr()
    assert (left.value.code, err) == (0, "")
    assert out.startswith("usage: burstpick ")
    assert "`" not in out
    assert "None" not in out
    described = [option for option in ("--recursive", "--gap", "--likeness", "--model", "--json") if option in out]
    assert described == ["--recursive"] if arguments == ["--help"] else len(described) == 5


def test_the_help_of_the_window_leads_to_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "burstpick cull FOLDER" in capsys.readouterr().out


def test_the_module_and_the_script_are_one_program(tmp_path: Path) -> None:
    script = Path(sysconfig.get_path("scripts")) / "burstpick"
    expected = f"burstpick {__version__}\n"
    assert run(["--version"], tmp_path).out == expected
    if not script.exists():
        pytest.skip("the program is not installed, only its source is here")
    done = subprocess.run([script, "--version"], capture_output=True, text=True, timeout=100, check=True)
    assert done.stdout == expected


@pytest.mark.parametrize("arguments", [["gone"], ["--screenshot", "a.png"], ["--colour"], ["one", "two"]])
def test_bad_arguments_show_the_usage_and_open_no_window(
    arguments: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BURSTPICK_HOME", str(tmp_path / "own"))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as left:
        main(arguments)
    out, err = capsys.readouterr()
    assert (left.value.code, out) == (2, "")
    assert err.startswith("usage: burstpick ")
    assert not (tmp_path / "own").exists()


def test_a_screenshot_never_overwrites_a_photo(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photo = write_photo(tmp_path / "a.png", scene(1, (48, 32)))
    before = photo.read_bytes()
    for target, why in ((photo, "will not be overwritten"), (tmp_path / "gone" / "a.png", "is not there")):
        with pytest.raises(SystemExit) as left:
            main([str(tmp_path), "--screenshot", str(target)])
        assert left.value.code == 2
        assert why in capsys.readouterr().err
    assert photo.read_bytes() == before


@pytest.mark.parametrize(
    ("problem", "code", "said"),
    [
        (AppError("The disk is gone.", "detail"), 2, "burstpick: The disk is gone.\n"),
        (KeyboardInterrupt(), 130, ""),
        (BrokenPipeError(), 141, ""),
    ],
)
def test_what_ends_a_command(
    problem: BaseException,
    code: int,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    def fail(_: object) -> int:
        raise problem

    monkeypatch.setattr(start.cull, "run", fail)
    assert main(["cull", str(tmp_path)]) == code
    assert capsys.readouterr() == ("", said)


def test_a_screenshot_of_the_scored_window(tmp_path: Path) -> None:
    burst(tmp_path / "shoot", 1, seed=1, at=0)
    before = {path: path.read_bytes() for path in (tmp_path / "shoot").iterdir()}
    home = {"BURSTPICK_HOME": str(choose_measures(tmp_path / "own")), "PYTHONWARNINGS": "default", **OFFSCREEN}
    outcome = run([tmp_path / "shoot", "--screenshot", tmp_path / "out.png"], tmp_path / "nobody", home)
    assert (outcome.code, outcome.out) == (0, "")
    with Image.open(tmp_path / "out.png") as picture:
        assert min(picture.size) > 300
    assert (tmp_path / "own" / "data" / "library.db").exists()
    assert list((tmp_path / "own" / "cache" / "thumbnails").rglob("*.jpg"))
    assert not (tmp_path / "nobody").exists(), "with a home of its own, nothing goes to the user's"
    assert {path: path.read_bytes() for path in (tmp_path / "shoot").iterdir()} == before


def test_the_window_is_loaded_without_torch(tmp_path: Path) -> None:
    program = (
        "import pkgutil, sys, importlib, app.ui\n"
        "for module in pkgutil.iter_modules(app.ui.__path__): importlib.import_module('app.ui.' + module.name)\n"
        "print('PySide6' in sys.modules, {'torch', 'torchvision', 'open_clip'} & sys.modules.keys())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=surroundings(tmp_path, PYTHONWARNINGS="default", **OFFSCREEN),
        capture_output=True,
        text=True,
        timeout=100,
        check=True,
    )
    assert done.stdout == "True set()\n"


def test_warnings_of_the_window_go_to_a_log(places: Places) -> None:
    with bare_logging():
        start._log_to(places)
        assert not (places.logs / "burstpick.log").exists()
        logging.getLogger("app.analysis").warning("%s could not be kept", "caf\udce9.jpg")
    assert r"caf\udce9.jpg could not be kept" in (places.logs / "burstpick.log").read_text(encoding="utf-8")


def test_logs_that_cannot_be_written_stop_nothing(places: Places) -> None:
    places.logs.parent.mkdir(parents=True)
    places.logs.write_text("a file where the folder of logs should be")
    with bare_logging() as root:
        start._log_to(places)
        logging.getLogger("app").warning("lost")
        assert [type(handler) for handler in root.handlers] == [logging.NullHandler]
