"""Marks on their way between the window and sidecars: real keys, real files, read back by the library."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from app.cancel import CancelToken
from app.library.photo import Flag, Label, Marks
from app.library.settings import SettingsFile
from app.library.sidecar_choice import Occasion, SidecarChoice
from app.library.store import Store
from app.library.xmp.dialects import said_by
from app.library.xmp.embedded import embedded_packet
from app.library.xmp.packet import read_packet
from app.library.xmp.said import Said
from app.library.xmp.wishes import Profile
from app.paths import Places
from app.ui import sidecar_work
from app.ui.conflicts_page import ConflictsPage
from app.ui.folder_watcher import FolderWatcher
from app.ui.sidecar_keeper import SidecarKeeper
from tests.shoots import small_shoot
from tests.ui.conftest import Photographer
from tests.ui.sidecar_files import write_sidecar as sidecar

CTRL = Qt.KeyboardModifier.ControlModifier
ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
ALWAYS = SidecarChoice(Occasion.ALWAYS)


@pytest.fixture
def shoot(tmp_path: Path) -> Path:
    return small_shoot(tmp_path / "shoot")


def said(path: Path) -> Said | None:
    """What a sidecar says; None if there is none."""
    return said_by(read_packet(path.read_bytes())) if path.exists() else None


def keeper(photographer: Photographer) -> SidecarKeeper:
    found = photographer.desk.findChild(SidecarKeeper)
    assert isinstance(found, SidecarKeeper)
    return found


def message(photographer: Photographer) -> str:
    return photographer.desk.window.message()


def press_button(photographer: Photographer, qtbot: QtBot, text: str) -> None:
    buttons = photographer.desk.window.findChildren(QPushButton)
    qtbot.mouseClick(next(one for one in buttons if one.text() == text and one.isVisible()), Qt.MouseButton.LeftButton)


def listed(photographer: Photographer) -> tuple[list[list[str]], list[str]]:
    """The conflicts and the files on the page."""
    page = photographer.desk.window.findChildren(ConflictsPage)[-1]
    rows = [page.table.topLevelItem(row) for row in range(page.table.topLevelItemCount())]
    return (
        [[item.text(column) for column in range(4)] for item in rows if item is not None],
        [page.files.item(row).text() for row in range(page.files.count())],
    )


@pytest.fixture
def writer(qtbot: QtBot, places: Places) -> Iterator[Photographer]:
    """Somebody who wants sidecars always, soon after the last key."""
    SettingsFile(places.settings).choose_sidecars(ALWAYS)
    photographer = Photographer(qtbot, places)
    keeper(photographer)._soon.setInterval(50)
    yield photographer
    photographer.leave()
    photographer.desk.window.deleteLater()


# -- reading


def test_sidecars_are_read_when_a_folder_is_opened(photographer: Photographer, shoot: Path) -> None:
    sidecar(shoot / "IMG_0002.xmp", Marks(4, Flag.PICK, Label.RED))
    sidecar(shoot / "IMG_0005.jpg.xmp", Marks(0, Flag.REJECT), profile=Profile.DARKTABLE)
    photographer.open(shoot)
    photographer.wait_for(lambda: photographer.marks() == {"IMG_0002.jpg": "P4red", "IMG_0005.jpg": "X"})
    photographer.wait_for(lambda: message(photographer) == "4 marks taken from sidecars.")
    assert not photographer.desk.session.undo_stack.canUndo()
    sidecar(shoot / "IMG_0003.xmp", Marks(2), age=-1)
    photographer.press(Qt.Key.Key_F5)
    photographer.wait_for(lambda: photographer.marks().get("IMG_0003.jpg") == "2")
    assert message(photographer) == "1 mark taken from sidecars."


def test_what_another_program_says_while_the_folder_is_open_is_taken(photographer: Photographer, shoot: Path) -> None:
    photographer.open(shoot)
    photographer.click("IMG_0005.jpg")
    photographer.press("2")
    # The watch begins beside the window; what changes before is seen when the folder is looked at next.
    photographer.wait_for(lambda: is_watched(photographer))
    sidecar(shoot / "IMG_0002.xmp", Marks(4, Flag.PICK), age=-1)
    photographer.wait_for(lambda: photographer.marks() == {"IMG_0002.jpg": "P4", "IMG_0005.jpg": "2"})
    assert message(photographer) == "2 marks taken from sidecars."
    assert photographer.current_name == "IMG_0005.jpg"
    photographer.press("Z", modifier=CTRL)
    assert photographer.marks() == {"IMG_0002.jpg": "P4"}


def is_watched(photographer: Photographer) -> bool:
    watcher = photographer.desk.findChild(FolderWatcher)
    assert isinstance(watcher, FolderWatcher)
    return watcher._watch is not None and watcher._watch._observer is not None


def test_a_key_pressed_while_sidecars_are_read_keeps_its_axis_and_takes_the_others(
    photographer: Photographer, shoot: Path, monkeypatch: pytest.MonkeyPatch, places: Places
) -> None:
    photographer.open(shoot)
    # Else a second look would mend what the first did wrong.
    photographer.desk._watcher.close()
    sidecar(shoot / "IMG_0002.xmp", Marks(4, Flag.REJECT, Label.RED))
    read = sidecar_work.read_sidecars
    pressed: list[bool] = []

    def slow(*arguments: object, **options: object) -> object:
        found = read(*arguments, **options)  # type: ignore[arg-type]
        # What was read is on its way, and a key is pressed on what is seen.
        while not pressed:
            time.sleep(0.01)
        return found

    monkeypatch.setattr(sidecar_work, "read_sidecars", slow)
    photographer.click("IMG_0002.jpg")
    photographer.press("R", modifier=CTRL | ALT)
    photographer.wait_for(lambda: stored(places, shoot)["IMG_0002.jpg"] == Marks(4, Flag.REJECT, Label.RED))
    assert photographer.marks() == {}
    photographer.press("P")
    pressed.append(True)
    photographer.wait_for(lambda: photographer.marks() == {"IMG_0002.jpg": "P4red"})
    photographer.wait_for(lambda: stored(places, shoot)["IMG_0002.jpg"] == Marks(4, Flag.PICK, Label.RED))
    photographer.press("Z", modifier=CTRL)
    assert photographer.marks() == {"IMG_0002.jpg": "4red"}
    photographer.wait_for(lambda: stored(places, shoot)["IMG_0002.jpg"] == Marks(4, Flag.NONE, Label.RED))


def stored(places: Places, folder: Path) -> dict[str, Marks]:
    with Store(places.library) as store:
        return {photo.path.name: marks for photo, marks in store.photos_under(folder, recursive=True)}


def test_conflicts_and_unreadable_sidecars_are_said_and_listed(
    photographer: Photographer, shoot: Path, qtbot: QtBot
) -> None:
    photographer.open(shoot)
    photographer.click("IMG_0002.jpg")
    photographer.press("4")
    photographer.click("IMG_0005.jpg")
    photographer.press("X")
    photographer.wait_for(lambda: message(photographer) == "")
    sidecar(shoot / "IMG_0002.xmp", Marks(2), age=100)
    sidecar(shoot / "IMG_0005.xmp", Marks(0, Flag.PICK), age=-2)
    (shoot / "IMG_0003.xmp").write_bytes(b"<x:xmpmeta")
    photographer.press("R", modifier=CTRL | ALT)
    expected = "1 mark taken from sidecars; 2 conflicts; the marks of 1 file could not be read."
    photographer.wait_for(lambda: message(photographer) == expected)
    press_button(photographer, qtbot, "Show")
    conflicts, files = listed(photographer)
    told = {row[0]: (row[1], row[2].split(",")[0], row[3].split(",")[0]) for row in conflicts}
    assert told == {
        "IMG_0002.jpg": ("Stars", "4 stars – Burstpick", "2 stars – IMG_0002.xmp"),
        "IMG_0005.jpg": ("Pick or reject", "picked – IMG_0005.xmp", "rejected – Burstpick"),
    }
    [line] = files
    assert "IMG_0003.xmp" in line
    assert "not well-formed" in line
    photographer.press(Qt.Key.Key_Escape)
    assert photographer.marks() == {"IMG_0002.jpg": "4", "IMG_0005.jpg": "P"}
    # What was said once is not said again by itself.
    photographer.press(Qt.Key.Key_F5)
    photographer.wait_for(lambda: not photographer.desk.pipeline.working)
    photographer.press("R", modifier=CTRL | ALT)
    photographer.wait_for(lambda: "could not be read" in message(photographer))
    assert "conflict" not in message(photographer)


def test_nothing_new_is_said_to_who_asks(photographer: Photographer, shoot: Path) -> None:
    photographer.open(shoot)
    assert message(photographer) == ""
    photographer.press("R", modifier=CTRL | ALT)
    photographer.wait_for(lambda: message(photographer) == "The sidecars of 12 photos say nothing new.")


# -- when asked


def test_ctrl_s_writes_the_folder_and_tells_what_came_of_it(
    photographer: Photographer, shoot: Path, qtbot: QtBot
) -> None:
    photographer.open(shoot)
    photographer.click("IMG_0002.jpg")
    photographer.press("4", "P", Qt.Key.Key_Right, "X")
    assert list(shoot.glob("*.xmp")) == []
    photographer.press("S", modifier=CTRL)
    photographer.wait_for(lambda: message(photographer).startswith("Sidecars: 2 written, 0 unchanged, 0 refused."))
    assert "Lightroom reads JPEGs themselves" in message(photographer)
    assert said(shoot / "IMG_0002.xmp") == Said(4, Flag.PICK, None)
    photographer.press("S", modifier=CTRL)
    photographer.wait_for(lambda: "2 unchanged" in message(photographer))
    photographer.click("IMG_0005.jpg")
    photographer.press("3")
    # With the next mark that is no news any more.
    assert message(photographer) == ""
    (shoot / "IMG_0005.xmp").write_bytes(b"\xff\xfe<")
    photographer.press("S", modifier=CTRL)
    photographer.wait_for(lambda: message(photographer) == "Sidecars: 0 written, 2 unchanged, 1 refused.")
    press_button(photographer, qtbot, "Show")
    assert [line.rsplit("/")[-1] for line in listed(photographer)[1]] == ["IMG_0005.xmp — its text is damaged"]


def test_ctrl_s_writes_the_chosen_photos_alone(photographer: Photographer, shoot: Path, qtbot: QtBot) -> None:
    photographer.open(shoot)
    photographer.click("IMG_0002.jpg")
    photographer.press("4", Qt.Key.Key_Right, "2")
    last = photographer.grid.rect_of(photographer.id_of("IMG_0004.jpg"))
    assert last is not None
    qtbot.mouseClick(photographer.grid.viewport(), Qt.MouseButton.LeftButton, SHIFT, last.center())
    assert len(photographer.desk.session.chosen) == 2
    photographer.press("S", modifier=CTRL)
    photographer.wait_for(lambda: message(photographer).startswith("Sidecars: 1 written"))
    assert [path.name for path in shoot.glob("*.xmp")] == ["IMG_0003.xmp"]


def test_never_means_never_and_says_where_to_change_it(
    photographer: Photographer, shoot: Path, places: Places, qtbot: QtBot
) -> None:
    keeper(photographer).choose(SidecarChoice(Occasion.NEVER))
    photographer.open(shoot)
    photographer.press("4")
    photographer.press("S", modifier=CTRL)
    assert message(photographer) == "Sidecars are never written, as the settings say."
    photographer.wait_for(lambda: SettingsFile(places.settings).read().sidecars.occasion is Occasion.NEVER)
    photographer.leave()
    assert list(shoot.glob("*.xmp")) == []


def test_whoever_marks_raw_files_is_told_once_of_sidecars(
    photographer: Photographer, shoot: Path, qtbot: QtBot
) -> None:
    for path in shoot.glob("IMG_001*.jpg"):
        path.rename(path.with_suffix(".NEF"))
    photographer.open(shoot)
    photographer.click("IMG_0002.jpg")
    photographer.press("4")
    assert message(photographer) == ""
    photographer.click("IMG_0012.NEF")
    photographer.press("P")
    assert message(photographer) == "Ctrl S brings your marks to Lightroom: they go to sidecars beside the photos."
    press_button(photographer, qtbot, "Write now")
    photographer.wait_for(lambda: said(shoot / "IMG_0012.xmp") == Said(None, Flag.PICK, None))
    photographer.wait_for(lambda: "written" in message(photographer))
    photographer.press(Qt.Key.Key_Escape)
    photographer.press("X")
    assert message(photographer) == ""


# -- always


def test_marks_reach_sidecars_soon_after_the_last_key_and_so_does_undo(writer: Photographer, shoot: Path) -> None:
    writer.open(shoot)
    writer.click("IMG_0002.jpg")
    writer.press("4", "P")
    writer.wait_for(lambda: said(shoot / "IMG_0002.xmp") == Said(4, Flag.PICK, None))
    writer.press("Z", modifier=CTRL)
    writer.wait_for(lambda: said(shoot / "IMG_0002.xmp") in (Said(4), Said(4, Flag.NONE)))
    assert message(writer) == ""
    assert [path.name for path in shoot.glob("*.xmp")] == ["IMG_0002.xmp"]


def test_what_another_program_wrote_meanwhile_is_never_contradicted(writer: Photographer, shoot: Path) -> None:
    writer.open(shoot)
    writer.click("IMG_0002.jpg")
    writer.press("4")
    writer.wait_for(lambda: said(shoot / "IMG_0002.xmp") == Said(4))
    sidecar(shoot / "IMG_0002.xmp", Marks(1, Flag.REJECT, Label.BLUE), age=-1)
    writer.press("P")
    writer.wait_for(lambda: writer.marks() == {"IMG_0002.jpg": "X1blue"})
    assert said(shoot / "IMG_0002.xmp") == Said(1, Flag.REJECT, Label.BLUE)
    assert "conflict" in message(writer)


def test_what_waits_is_written_when_the_folder_is_left_and_when_the_program_is(
    writer: Photographer, shoot: Path, tmp_path: Path
) -> None:
    keeper(writer)._soon.setInterval(600_000)
    writer.open(shoot)
    writer.click("IMG_0002.jpg")
    writer.press("4")
    writer.open(small_shoot(tmp_path / "other"))
    writer.wait_for(lambda: said(shoot / "IMG_0002.xmp") == Said(4))
    writer.click("IMG_0005.jpg")
    writer.press("3")
    assert list((tmp_path / "other").glob("*.xmp")) == []
    writer.leave()
    assert said(tmp_path / "other" / "IMG_0005.xmp") == Said(3)
    assert list(writer.places.sidecar_debts.iterdir()) == []


def test_what_is_refused_is_named_once_and_tried_again(writer: Photographer, shoot: Path) -> None:
    (shoot / "IMG_0002.xmp").write_bytes(b"<x:xmpmeta")
    writer.open(shoot)
    writer.wait_for(lambda: "could not be read" in message(writer))
    writer.press(Qt.Key.Key_Escape)
    writer.click("IMG_0002.jpg")
    writer.press("4")
    writer.wait_for(lambda: message(writer).startswith("The marks of IMG_0002.xmp could not be written: "))
    writer.press(Qt.Key.Key_Escape)
    assert len(list(writer.places.sidecar_debts.iterdir())) == 1
    (shoot / "IMG_0002.xmp").unlink()
    writer.press(Qt.Key.Key_Right, "2")
    writer.wait_for(lambda: said(shoot / "IMG_0002.xmp") == Said(4))
    writer.wait_for(lambda: said(shoot / "IMG_0003.xmp") == Said(2))
    writer.wait_for(lambda: list(writer.places.sidecar_debts.iterdir()) == [])
    assert message(writer) == ""


def test_what_stayed_refused_is_tried_at_the_next_start_without_its_folder_being_open(
    writer: Photographer, shoot: Path
) -> None:
    (shoot / "IMG_0002.xmp").write_bytes(b"<x:xmpmeta")
    writer.open(shoot)
    writer.click("IMG_0002.jpg")
    writer.press("4")
    writer.wait_for(lambda: "could not be written" in message(writer))
    writer.leave()
    assert len(list(writer.places.sidecar_debts.iterdir())) == 1
    (shoot / "IMG_0002.xmp").unlink()
    writer.sit_down()
    writer.wait_for(lambda: said(shoot / "IMG_0002.xmp") == Said(4))
    writer.wait_for(lambda: list(writer.places.sidecar_debts.iterdir()) == [])


def test_whoever_leaves_waits_for_sidecars_no_longer_than_is_bearable(
    writer: Photographer, shoot: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a drive of the network that takes its time; the next start writes what was left."""

    def endless(*arguments: object, token: CancelToken, **options: object) -> None:
        while True:
            token.check()
            time.sleep(0.01)

    sidecars = keeper(writer)
    sidecars._soon.setInterval(600_000)
    sidecars.patience = 0.1
    writer.open(shoot)
    writer.click("IMG_0002.jpg")
    writer.press("4")
    with monkeypatch.context() as patch:
        patch.setattr(sidecar_work, "write_sidecars", endless)
        writer.leave()
    assert said(shoot / "IMG_0002.xmp") is None
    writer.sit_down()
    writer.wait_for(lambda: said(shoot / "IMG_0002.xmp") == Said(4))


def test_jpegs_are_written_into_where_that_was_agreed(writer: Photographer, shoot: Path) -> None:
    keeper(writer).choose(SidecarChoice(Occasion.ALWAYS, into_jpegs=True))
    writer.open(shoot)
    writer.click("IMG_0002.jpg")
    writer.press("4", "P")

    def inside() -> Said | None:
        packet = embedded_packet(shoot / "IMG_0002.jpg")
        return None if packet is None else said_by(packet)

    writer.wait_for(lambda: inside() == Said(4, Flag.PICK, None))
    assert list(shoot.glob("*.xmp")) == []
    writer.press(Qt.Key.Key_F5)
    writer.wait_for(lambda: not writer.desk.pipeline.working)
    writer.wait_for(lambda: writer.marks() == {"IMG_0002.jpg": "P4"})


# -- the settings


def test_the_row_of_the_settings_asks_before_jpegs(photographer: Photographer, places: Places, qtbot: QtBot) -> None:
    row = photographer.desk.window._sidecars.row
    photographer.desk.window.show_settings()
    photographer.wait_for(lambda: QApplication.activeWindow() is row.window())
    when, who, jpegs, _ = row.fields()

    def choose(box: object, steps: int) -> None:
        box.setFocus()  # type: ignore[attr-defined]
        for _ in range(steps):
            qtbot.keyClick(box, Qt.Key.Key_Down)

    choose(when, 1)
    choose(who, 1)
    assert row.choice == SidecarChoice(Occasion.ALWAYS, Profile.DARKTABLE)
    choose(jpegs, 1)
    assert not row.choice.into_jpegs
    focus = QApplication.focusWidget()
    assert isinstance(focus, QPushButton)
    assert focus.text() == "Leave them alone"
    qtbot.keyClick(focus, Qt.Key.Key_Space)
    assert jpegs.currentIndex() == 0  # type: ignore[attr-defined]
    choose(jpegs, 1)
    yes = next(one for one in row.findChildren(QPushButton) if one.text() == "Write into JPEGs")
    qtbot.keyClick(yes, Qt.Key.Key_Space)
    chosen = SidecarChoice(Occasion.ALWAYS, Profile.DARKTABLE, True)
    assert keeper(photographer).choice == chosen
    photographer.wait_for(lambda: SettingsFile(places.settings).read().sidecars == chosen)
