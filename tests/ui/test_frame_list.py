from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.library.thumbnails import ThumbnailCache
from app.ui.frame_list import FrameList
from app.ui.jobs import Jobs
from app.ui.thumbnails import Thumbnails
from tests.analysis.exporting.shoots import photo
from tests.pictures import scene, write_photo


@pytest.fixture
def thumbnails(qtbot: QtBot, qapp: object, tmp_path: Path) -> Iterator[Thumbnails]:
    jobs = Jobs()
    made = Thumbnails(ThumbnailCache(tmp_path / "thumbnails"), jobs, 1)
    yield made
    made.close()
    jobs.close()


def test_pictures_come_when_they_are_there(qtbot: QtBot, thumbnails: Thumbnails, tmp_path: Path) -> None:
    frames = FrameList(thumbnails, "Frames that go")
    qtbot.addWidget(frames)
    shown = [photo(number, folder=tmp_path / "shoot") for number in (1, 2)]
    for one in shown:
        write_photo(one.path, scene(one.id, (48, 32)))
        frames.add(one, f"frame {one.id}")
    assert [frames.item(row).text() for row in range(frames.count())] == ["frame 1", "frame 2"]
    assert all(frames.item(row).icon().isNull() for row in range(2))
    thumbnails.wish(shown)
    qtbot.waitUntil(lambda: not any(frames.item(row).icon().isNull() for row in range(2)), timeout=30_000)
    frames.empty()
    frames.add(shown[0], "again")
    assert frames.count() == 1
    assert not frames.item(0).icon().isNull()
    assert frames.accessibleName() == "Frames that go"


def test_what_is_seen_is_asked_for_and_nothing_else(qtbot: QtBot, thumbnails: Thumbnails, tmp_path: Path) -> None:
    frames = FrameList(thumbnails, "Frames that go")
    qtbot.addWidget(frames)
    frames.resize(360, 200)
    with qtbot.waitExposed(frames):
        frames.show()
    for number in range(1, 25):
        one = photo(number, folder=tmp_path / "shoot")
        write_photo(one.path, scene(one.id, (48, 32)))
        frames.add(one, f"frame {number}")
    qtbot.waitUntil(lambda: not frames.item(0).icon().isNull(), timeout=30_000)
    assert frames.item(23).icon().isNull()
    frames.verticalScrollBar().setValue(frames.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: not frames.item(23).icon().isNull(), timeout=30_000)
    assert frames.item(12).icon().isNull()
