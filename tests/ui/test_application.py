import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from app.analysis.embedder import APPEARANCE
from app.analysis.model_shelf import ModelShelf
from app.paths import Places
from app.ui.application import Desk
from tests.commands import choose_measures
from tests.fakes import measuring_shelf
from tests.networks import seeing_weights, small_weights
from tests.shoots import single, small_shoot
from tests.ui.conftest import Photographer

REPOSITORY = Path(__file__).parents[2]


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The real command, without a screen, with a home of its own."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "BURSTPICK_HOME": str(home)}
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, env=environment, cwd=REPOSITORY, capture_output=True, text=True, timeout=100, check=False
    )


def test_closing_ends_every_thread(qtbot: QtBot, places: Places, tmp_path: Path) -> None:
    before = set(threading.enumerate())
    desk = Desk(places, measuring_shelf(places))
    desk.window.show()
    with qtbot.waitSignal(desk.pipeline.finished, timeout=30_000):
        desk.session.open_folder(small_shoot(tmp_path / "shoot"))
    assert set(threading.enumerate()) > before
    desk.window.close()
    assert set(threading.enumerate()) == before
    desk.window.deleteLater()


def test_closing_in_the_middle_of_the_work_ends_every_thread(qtbot: QtBot, places: Places, tmp_path: Path) -> None:
    before = set(threading.enumerate())
    desk = Desk(places, measuring_shelf(places))
    desk.window.show()
    with qtbot.waitSignal(desk.session.shown_changed):
        desk.session.open_folder(small_shoot(tmp_path / "shoot"))
    desk.window.close()
    desk.close()
    assert set(threading.enumerate()) == before
    desk.window.deleteLater()


def test_the_window_needs_no_torch_whatever_the_model_in_use(tmp_path: Path) -> None:
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from app.paths import Places\n"
        "from app.ui.application import Desk\n"
        "application = QApplication([])\n"
        f"desk = Desk(Places(*[Path({str(tmp_path)!r}) / name for name in ('data', 'cache', 'logs')]))\n"
        "desk.window.show()\n"
        "desk.window.close()\n"
        "print(sorted({'torch', 'torchvision', 'open_clip', 'scipy'} & sys.modules.keys()), desk.models.in_use.name)\n"
    )
    done = run(tmp_path, "-c", script)
    shelf = ModelShelf(tmp_path / "data" / "models", tmp_path / "data" / "settings.toml")
    assert done.stdout.strip() == f"[] {shelf.in_use.name}", done.stderr
    shelf.add(seeing_weights(tmp_path / "seeing.safetensors"))
    assert shelf.use("seeing").embedder != APPEARANCE
    done = run(tmp_path, "-c", script)
    assert done.stdout.strip() == "[] seeing", done.stderr


def test_a_folder_that_a_network_has_ranked_is_opened_again_without_it(tmp_path: Path) -> None:
    folder = small_shoot(tmp_path / "shoot")
    shelf = ModelShelf(tmp_path / "data" / "models", tmp_path / "data" / "settings.toml")
    shelf.add(small_weights(tmp_path / "mine.safetensors"))
    shelf.use("mine")
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from app.paths import user_places\n"
        "from app.ui.application import Desk\n"
        "application = QApplication([])\n"
        "desk = Desk(user_places())\n"
        "desk.pipeline.finished.connect(desk.window.close)\n"
        "desk.window.show()\n"
        f"desk.session.open_folder(Path({str(folder)!r}))\n"
        "application.exec()\n"
        "shoot = desk.session.shoot\n"
        "ranked = [shoot.ranking(series).scores for series in shoot.series if shoot.ranking(series)]\n"
        "print('torch' in sys.modules, ranked)\n"
    )
    first, second = (run(tmp_path, "-c", script).stdout.strip() for _ in range(2))
    assert first.startswith("True [(")
    assert second == first.replace("True", "False")


def test_a_screenshot_is_the_window(tmp_path: Path) -> None:
    target = tmp_path / "shot.png"
    done = run(
        choose_measures(tmp_path / "home"),
        "-m",
        "app",
        str(small_shoot(tmp_path / "shoot")),
        "--screenshot",
        str(target),
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    with Image.open(target) as shot:
        assert shot.format == "PNG"
        assert shot.size == (1600, 1000)
        assert len(shot.convert("RGB").resize((200, 125)).getcolors(30_000)) > 200


@pytest.mark.parametrize("content", [{}, {"notes.txt": b"no photo"}, {"broken.jpg": b"\xff\xd8\xff\xe0 no"}])
def test_a_screenshot_of_nothing_readable_is_a_window_that_says_so(tmp_path: Path, content: dict[str, bytes]) -> None:
    folder = tmp_path / "shoot"
    folder.mkdir()
    for name, data in content.items():
        (folder / name).write_bytes(data)
    target = tmp_path / "shot.png"
    done = run(choose_measures(tmp_path / "home"), "-m", "app", str(folder), "--screenshot", str(target))
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    with Image.open(target) as shot:
        assert shot.size == (1600, 1000)


def test_a_screenshot_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    target = tmp_path / "nowhere" / "shot.png"
    done = run(
        choose_measures(tmp_path / "home"),
        "-m",
        "app",
        str(small_shoot(tmp_path / "shoot")),
        "--screenshot",
        str(target),
    )
    assert done.returncode != 0
    assert "Traceback" not in done.stderr


def test_a_monitor_profile_that_cannot_be_used_is_told(photographer: Photographer) -> None:
    photographer.leave()
    photographer.places.data.mkdir(parents=True, exist_ok=True)
    photographer.places.monitor_profile.write_bytes(b"no profile")
    window = photographer.sit_down().window
    assert "monitor.icc cannot be used" in window.message()


def test_the_view_follows_what_other_programs_change(photographer: Photographer, tmp_path: Path) -> None:
    folder = small_shoot(tmp_path / "shoot")
    photographer.open(folder)
    photographer.click("IMG_0005.jpg")
    photographer.press("P")
    (folder / "IMG_0005.jpg").rename(folder / "renamed.jpg")
    single(folder, 30, seed=9, at=300)
    photographer.wait_for(lambda: len(photographer.desk.session.shoot) == 13)
    photographer.wait_for(lambda: photographer.marks() == {"renamed.jpg": "P"})
    assert photographer.current_name == "renamed.jpg"
