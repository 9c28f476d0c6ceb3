"""A window is killed between a key and its sidecar: the mark is in the database, and the next start writes it."""

import os
import subprocess
import sys
from pathlib import Path

from pytestqt.qtbot import QtBot

from app.library.photo import Flag, Marks
from app.library.settings import SettingsFile
from app.library.sidecar_choice import Occasion, SidecarChoice
from app.library.store import Store
from app.library.xmp.dialects import said_by
from app.library.xmp.packet import read_packet
from app.library.xmp.said import Said
from app.paths import Places
from app.ui.application import Desk
from tests.fakes import measuring_shelf
from tests.shoots import small_shoot

REPOSITORY = Path(__file__).parents[2]


def test_a_mark_reaches_its_sidecar_after_the_window_was_killed(qtbot: QtBot, tmp_path: Path) -> None:
    folder, home = small_shoot(tmp_path / "shoot"), tmp_path / "home"
    places = Places(home / "data", home / "cache", home / "logs")
    SettingsFile(places.settings).choose_sidecars(SidecarChoice(Occasion.ALWAYS))
    command = [sys.executable, "-m", "tests.end2end.always_window", str(folder), str(home), "IMG_0002.jpg", "4P"]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(command, cwd=REPOSITORY, env=environment, stdout=subprocess.PIPE, text=True) as window:
        assert window.stdout is not None
        assert window.stdout.readline() == "kept\n"
        window.kill()
    assert list(folder.glob("*.xmp")) == []
    with Store(places.library) as store:
        marks = {photo.path.name: marks for photo, marks in store.photos_under(folder, recursive=False)}
    assert marks["IMG_0002.jpg"] == Marks(4, Flag.PICK)

    # The folder is not even opened.
    desk = Desk(places, measuring_shelf(places))
    sidecar = folder / "IMG_0002.xmp"
    qtbot.waitUntil(sidecar.exists, timeout=20_000)
    assert said_by(read_packet(sidecar.read_bytes())) == Said(4, Flag.PICK)
    qtbot.waitUntil(lambda: list(places.sidecar_debts.iterdir()) == [], timeout=20_000)
    assert [path.name for path in folder.glob("*.xmp")] == ["IMG_0002.xmp"]
    desk.window.close()
    desk.window.deleteLater()
