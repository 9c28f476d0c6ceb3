"""Marks given in darktable, as they are taken here, and what becomes of its sidecars when marks change."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.library.photo import Flag, Label, Marks
from app.library.xmp.wishes import Profile
from tests.analysis.sidecars.test_sidecars import Shoot
from tests.library.xmp.packets import without_ours
from tests.programs.darktable import Darktable, Order
from tests.programs.shoots import raw_shoot

STYLE = Path(__file__).with_name("brighter.dtstyle")
ORDERS = {
    "raw0.nef": Order(rating=4, label=Label.RED, style=STYLE),
    "raw1.nef": Order(rating=-1, label=Label.BLUE, keywords=("bird|robin", "sea")),
    "raw2.nef": Order(rating=0, label=Label.PURPLE),
    "raw3.nef": Order(rating=5),
}
ORDERED = {
    "raw0.nef": Marks(4, Flag.NONE, Label.RED),
    "raw1.nef": Marks(0, Flag.REJECT, Label.BLUE),
    "raw2.nef": Marks(0, Flag.NONE, Label.PURPLE),
    "raw3.nef": Marks(5, Flag.NONE, Label.NONE),
}


@pytest.fixture
def shoot(tmp_path: Path) -> Iterator[Shoot]:
    made = raw_shoot(tmp_path / "ours", 4)
    yield made
    made.store.close()


def sidecar(shoot: Shoot, name: str) -> str:
    return (shoot.folder / f"{name}.xmp").read_text(encoding="utf-8")


def shown(darktable: Darktable, shoot: Shoot, orders: dict[str, Order] | None = None) -> dict[str, Marks]:
    return {name: one.marks for name, one in darktable.imported(shoot.folder, orders).items()}


def pass_on() -> None:
    """Let what follows be newer, also by a coarse clock."""
    time.sleep(0.05)


def test_everything_given_there_is_taken_here(shoot: Shoot, darktable: Darktable) -> None:
    assert shown(darktable, shoot, ORDERS) == ORDERED
    found = shoot.read()
    assert shoot.marks() == ORDERED
    assert found.keywords == {shoot.ids["raw1.nef"]: ("bird|robin", "sea")}
    assert found.conflicts == ()


@pytest.mark.parametrize("profile", [Profile.DARKTABLE, Profile.ALL])
def test_what_is_changed_here_arrives_there_and_nothing_else_changes(
    profile: Profile, shoot: Shoot, darktable: Darktable
) -> None:
    darktable.imported(shoot.folder, ORDERS)
    shoot.read()
    before = {name: sidecar(shoot, name) for name in ORDERS}
    assert 'darktable:operation="exposure"' in before["raw0.nef"]
    changes = {
        "raw0.nef": Marks(4, Flag.REJECT, Label.GREEN),
        "raw1.nef": Marks(2, Flag.NONE, Label.NONE),
        "raw2.nef": Marks(1, Flag.PICK, Label.PURPLE),
    }
    for name, marks in changes.items():
        shoot.mark(name, marks)
    shoot.write(profile=profile)
    for name in changes:
        assert without_ours(sidecar(shoot, name)) == without_ours(before[name])
    if profile is Profile.DARKTABLE:
        assert sidecar(shoot, "raw3.nef") == before["raw3.nef"]
    found = darktable.imported(shoot.folder)
    assert {name: one.marks for name, one in found.items()} == {
        "raw0.nef": Marks(0, Flag.REJECT, Label.GREEN),
        "raw1.nef": Marks(2, Flag.NONE, Label.NONE),
        "raw2.nef": Marks(1, Flag.NONE, Label.PURPLE),
        "raw3.nef": ORDERED["raw3.nef"],
    }
    assert found["raw1.nef"].keywords == ("bird|robin", "sea")
    assert develop_settings(sidecar(shoot, "raw0.nef")) == develop_settings(before["raw0.nef"])


def develop_settings(text: str) -> list[str]:
    """The lines of the history, which darktable itself writes anew with each import."""
    return [line.strip() for line in text.splitlines() if "params=" in line or "operation=" in line]


@pytest.mark.parametrize("profile", [Profile.DARKTABLE, Profile.ALL])
def test_what_darktable_takes_back_is_taken_back_here(profile: Profile, shoot: Shoot, darktable: Darktable) -> None:
    shoot.mark("raw0.nef", Marks(3, Flag.REJECT, Label.RED))
    shoot.mark("raw1.nef", Marks(3, Flag.PICK, Label.RED))
    shoot.write(profile=profile)
    pass_on()
    darktable.imported(shoot.folder)
    shoot.read()
    assert shoot.marks()["raw0.nef"] == Marks(3, Flag.REJECT, Label.RED)
    assert shoot.marks()["raw1.nef"] == Marks(3, Flag.PICK, Label.RED)
    pass_on()
    shown(darktable, shoot, {"raw0.nef": Order(rating=2), "raw1.nef": Order(label=Label.NONE)})
    shoot.read()
    assert shoot.marks()["raw0.nef"] == Marks(2, Flag.NONE, Label.RED)
    assert shoot.marks()["raw1.nef"] == Marks(3, Flag.PICK, Label.NONE)
    shoot.write(profile=profile)
    again = shown(darktable, shoot)
    assert again["raw0.nef"] == Marks(2, Flag.NONE, Label.RED)
    assert again["raw1.nef"] == Marks(3, Flag.NONE, Label.NONE)


def test_the_newer_word_counts_whoever_said_it(shoot: Shoot, darktable: Darktable) -> None:
    darktable.imported(shoot.folder, {name: Order(rating=3) for name in ORDERS})
    shoot.read()
    shoot.mark("raw0.nef", Marks(1))
    pass_on()
    darktable.imported(shoot.folder, {"raw0.nef": Order(rating=5), "raw1.nef": Order(rating=5)})
    pass_on()
    shoot.mark("raw1.nef", Marks(2))
    found = shoot.write(profile=Profile.DARKTABLE)
    assert [one.photo for one in found.reading.conflicts] == [shoot.ids["raw0.nef"], shoot.ids["raw1.nef"]]
    wanted = {"raw0.nef": Marks(5), "raw1.nef": Marks(2), "raw2.nef": Marks(3), "raw3.nef": Marks(3)}
    assert shoot.marks() == wanted
    assert shown(darktable, shoot) == wanted
