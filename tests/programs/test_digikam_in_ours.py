"""Marks given in digiKam, as they are taken here, and its own sidecars after marks changed here."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.library.photo import Flag, Label, Marks
from app.library.xmp.wishes import Profile
from tests.analysis.sidecars.test_sidecars import Shoot
from tests.library.xmp.packets import without_ours
from tests.programs.digikam import Digikam
from tests.programs.running import Shown
from tests.programs.shoots import raw_shoot

GIVEN = {
    "raw0.nef": Marks(3, Flag.PICK, Label.RED),
    "raw1.nef": Marks(5, Flag.REJECT, Label.YELLOW),
    "raw2.nef": Marks(1, Flag.NONE, Label.GREEN),
    "raw3.nef": Marks(0, Flag.PICK, Label.PURPLE),
}


@pytest.fixture
def shoot(tmp_path: Path) -> Iterator[Shoot]:
    made = raw_shoot(tmp_path / "ours", len(GIVEN))
    yield made
    made.store.close()


def marks(found: dict[str, Shown]) -> dict[str, Marks]:
    return {name: one.marks for name, one in found.items()}


def pass_on() -> None:
    """Let what follows be newer, also by a coarse clock."""
    time.sleep(0.05)


@pytest.mark.parametrize("has_short_names", [False, True], ids=["long names", "short names"])
def test_everything_given_there_is_taken_here(has_short_names: bool, shoot: Shoot, digikam: Digikam) -> None:
    theirs = replace(digikam, has_short_names=has_short_names)
    assert marks(theirs.marked(shoot.folder, GIVEN, keyword="robin")) == GIVEN
    found = shoot.read()
    assert shoot.marks() == GIVEN
    assert found.keywords == {shoot.ids["raw0.nef"]: ("robin",)}


@pytest.mark.parametrize("profile", list(Profile))
def test_its_own_sidecars_are_still_read_after_marks_changed_here(
    profile: Profile, shoot: Shoot, digikam: Digikam
) -> None:
    digikam.marked(shoot.folder, GIVEN)
    shoot.read()
    before = {path: path.read_text(encoding="utf-8") for path in shoot.folder.glob("*.xmp")}
    changed = {
        "raw0.nef": Marks(4, Flag.REJECT, Label.BLUE),
        "raw1.nef": Marks(2, Flag.PICK, Label.NONE),
        "raw2.nef": Marks(0, Flag.NONE, Label.RED),
        "raw3.nef": Marks(5, Flag.NONE, Label.PURPLE),
    }
    for name, one in changed.items():
        shoot.mark(name, one)
    shoot.write(profile=profile)
    assert {path: without_ours(path.read_text(encoding="utf-8")) for path in before} == {
        path: without_ours(text) for path, text in before.items()
    }
    assert marks(digikam.scanned(shoot.folder)) == changed


@pytest.mark.parametrize("profile", [Profile.DIGIKAM, Profile.ALL])
def test_what_digikam_changes_counts_here(profile: Profile, shoot: Shoot, digikam: Digikam) -> None:
    for name, one in {
        "raw0.nef": Marks(3, Flag.REJECT, Label.RED),
        "raw1.nef": Marks(3, Flag.PICK, Label.RED),
        "raw2.nef": Marks(2, Flag.REJECT, Label.NONE),
        "raw3.nef": Marks(2, Flag.REJECT, Label.GREEN),
    }.items():
        shoot.mark(name, one)
    shoot.write(profile=profile)
    pass_on()
    changed = {
        "raw0.nef": Marks(3, Flag.NONE, Label.RED),
        "raw1.nef": Marks(3, Flag.NONE, Label.NONE),
        "raw2.nef": Marks(2, Flag.PICK, Label.BLUE),
        "raw3.nef": Marks(5, Flag.REJECT, Label.GREEN),
    }
    assert marks(digikam.marked(shoot.folder, changed)) == changed
    shoot.read()
    assert shoot.marks() == changed
    shoot.write(profile=profile)
    assert marks(digikam.scanned(shoot.folder)) == changed


def test_the_newer_word_counts_whoever_said_it(shoot: Shoot, digikam: Digikam) -> None:
    for name in ("raw0.nef", "raw1.nef"):
        shoot.mark(name, Marks(3))
    shoot.write(profile=Profile.DIGIKAM)
    shoot.mark("raw0.nef", Marks(1))
    pass_on()
    digikam.marked(shoot.folder, {"raw0.nef": Marks(5), "raw1.nef": Marks(5)})
    pass_on()
    shoot.mark("raw1.nef", Marks(2))
    found = shoot.write(profile=Profile.DIGIKAM)
    assert [one.photo for one in found.reading.conflicts] == [shoot.ids["raw0.nef"], shoot.ids["raw1.nef"]]
    wanted = {"raw0.nef": Marks(5), "raw1.nef": Marks(2), "raw2.nef": Marks(), "raw3.nef": Marks()}
    assert shoot.marks() == wanted
    assert marks(digikam.scanned(shoot.folder)) == wanted
