"""Two Burstpicks on one folder: both mark, and neither loses what the other said."""

import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.library.mark_axes import Axes
from app.library.photo import Flag, Label, Marks
from app.library.store import Store
from app.paths import Places
from app.ui.jobs import Jobs
from app.ui.mark_keeper import MarkKeeper
from tests.accidents.kills import ROOT
from tests.accidents.library_at import SHOOT, make, marks_in
from tests.ui.conftest import Photographer

MARKER = """
import sys
from pathlib import Path
from app.library.mark_axes import Axes
from app.library.photo import Marks, PhotoId
from app.library.store import Store
database, first, stars = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
for photo in range(first, first + 100):
    with Store(database) as store:
        store.set_marks({PhotoId(photo): Marks(stars)})
"""


def test_two_windows_on_one_folder(qtbot: QtBot, places: Places, shoot: Path) -> None:
    one, other = Photographer(qtbot, places), Photographer(qtbot, places)
    one.open(shoot)
    other.open(shoot)

    def at(who: Photographer, name: str, *keys: str) -> None:
        with qtbot.waitActive(who.desk.window):
            who.desk.window.activateWindow()
        who.click(name)
        who.press(*keys)

    at(one, "IMG_0001.jpg", "4")
    at(other, "IMG_0003.jpg", "X")
    # On the same photo each says something else of it.
    at(one, "IMG_0002.jpg", "P", "5")
    at(other, "IMG_0002.jpg", "6")
    one.wait_for(lambda: marks_in(places.library, shoot)["IMG_0002.jpg"] == Marks(5, Flag.PICK, Label.RED))
    one.desk.window.reopen()
    one.wait_for(lambda: one.marks() == {"IMG_0001.jpg": "4", "IMG_0002.jpg": "P5red", "IMG_0003.jpg": "X"})
    other.desk.session.look_again()
    other.wait_for(lambda: other.marks() == one.marks())
    with qtbot.waitActive(other.desk.window):
        other.desk.window.activateWindow()
    other.press("Z", modifier=Qt.KeyboardModifier.ControlModifier)
    other.wait_for(lambda: marks_in(places.library, shoot)["IMG_0002.jpg"] == Marks(5, Flag.PICK))
    for photographer in (one, other):
        photographer.leave()
        photographer.desk.window.deleteLater()


def test_two_programs_write_at_the_same_time(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    make(path, 200)
    command = [sys.executable, "-c", MARKER, str(path)]
    both = [subprocess.Popen([*command, first, stars], cwd=ROOT) for first, stars in (("1", "3"), ("101", "4"))]
    assert [one.wait() for one in both] == [0, 0]
    assert list(marks_in(path).values()) == [Marks(3)] * 100 + [Marks(4)] * 100


def test_only_what_was_said_is_written(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    make(path, 20)
    with Store(path) as store:
        (photo, _), *_ = store.photos_under(SHOOT, recursive=False)
        store.set_marks({photo.id: Marks(1, Flag.PICK, Label.BLUE)})
        store.set_marks({photo.id: Marks(5)}, axes={photo.id: Axes.STARS})
        assert store.photos_under(SHOOT, recursive=False)[0][1] == Marks(5, Flag.PICK, Label.BLUE)
        store.set_marks({photo.id: Marks()}, axes={photo.id: Axes.STARS})
        assert store.photos_under(SHOOT, recursive=False)[0][1] == Marks(0, Flag.PICK, Label.BLUE)


def test_a_mark_taken_back_while_it_is_written_is_written_again(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    make(path, 20)
    with Store(path) as store:
        (photo, was), *_ = store.photos_under(SHOOT, recursive=False)
    jobs = Jobs()
    keeper = MarkKeeper(jobs, path)
    for marks, before in ((Marks(3), was), (Marks(4), Marks(3)), (Marks(3), Marks(4)), (was, Marks(3))):
        keeper.keep({photo.id: marks}, before={photo.id: before})
        # On its way on its own, and not yet known to have arrived.
        keeper.when_kept(lambda _: None)
    qtbot.waitUntil(lambda: not keeper.unkept)
    assert marks_in(path)["P00000.jpg"] == was
    keeper.close()
    jobs.close()
