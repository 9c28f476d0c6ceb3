from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.paths import Places
from tests.accidents.disks import Disk, mounted
from tests.shoots import burst
from tests.ui.conftest import Photographer


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    with mounted(tmp_path / "disk") as disk:
        yield disk


@pytest.fixture
def shoot(tmp_path: Path) -> Path:
    """Four frames of one series."""
    burst(tmp_path / "shoot", 1, seed=1, at=0)
    return tmp_path / "shoot"


@pytest.fixture
def home_on_disk(disk: Disk, tmp_path: Path) -> Places:
    return Places(disk.at / "data", tmp_path / "cache", tmp_path / "logs")


@pytest.fixture
def at_the_disk(qtbot: QtBot, home_on_disk: Places, disk: Disk) -> Iterator[Photographer]:
    """Somebody whose database lies on the disk of the test."""
    yield from sitting(qtbot, home_on_disk)


def sitting(qtbot: QtBot, places: Places) -> Iterator[Photographer]:
    photographer = Photographer(qtbot, places)
    yield photographer
    photographer.desk.window._leaving = True
    photographer.leave()
    photographer.desk.window.deleteLater()
