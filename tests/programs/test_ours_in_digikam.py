"""Marks written here, as digiKam takes them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.library.photo import Flag, Marks
from app.library.xmp.sidecar_names import Naming
from app.library.xmp.wishes import Profile
from tests.analysis.sidecars.test_sidecars import Shoot
from tests.programs.digikam import Digikam
from tests.programs.running import Shown
from tests.programs.shoots import given, marked_shoot


@pytest.fixture
def shoot(tmp_path: Path) -> Iterator[Shoot]:
    made = marked_shoot(tmp_path / "ours")
    yield made
    made.store.close()


def marks(found: dict[str, Shown]) -> dict[str, Marks]:
    return {name: one.marks for name, one in found.items()}


@pytest.mark.parametrize("embed", [False, True], ids=["sidecars", "embedded too"])
@pytest.mark.parametrize("profile", [Profile.DIGIKAM, Profile.ALL])
def test_everything_arrives(profile: Profile, embed: bool, shoot: Shoot, digikam: Digikam) -> None:
    shoot.write(profile=profile, embed=embed)
    assert marks(digikam.scanned(shoot.folder)) == given()


def test_everything_arrives_by_short_names_if_it_is_told_so(shoot: Shoot, digikam: Digikam) -> None:
    shoot.write(profile=Profile.DIGIKAM, naming=Naming.SHORT)
    assert marks(replace(digikam, has_short_names=True).scanned(shoot.folder)) == given()


def test_by_lightrooms_profile_all_but_the_flags_arrives(shoot: Shoot, digikam: Digikam) -> None:
    shoot.write(profile=Profile.LIGHTROOM)
    found = marks(replace(digikam, has_short_names=True).scanned(shoot.folder))
    assert found == {name: replace(one, flag=Flag.NONE) for name, one in given().items()}


def test_it_reads_no_sidecar_unless_it_is_told_to(shoot: Shoot, digikam: Digikam) -> None:
    shoot.write(profile=Profile.ALL, embed=True)
    found = marks(replace(digikam, reads_sidecars=False).scanned(shoot.folder))
    assert found == {name: one if name.endswith(".jpg") else Marks() for name, one in given().items()}
