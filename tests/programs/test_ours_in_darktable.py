"""Marks written here, as darktable takes them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.library.photo import Flag, Label, Marks
from app.library.xmp.label_texts import BRIDGE_WORDS, USUAL_TEXTS
from app.library.xmp.sidecar_names import Naming
from app.library.xmp.wishes import Profile
from tests.analysis.sidecars.test_sidecars import Shoot
from tests.programs.darktable import Darktable
from tests.programs.shoots import given, marked_shoot

IMPORTED = 1


@pytest.fixture
def shoot(tmp_path: Path) -> Iterator[Shoot]:
    made = marked_shoot(tmp_path / "ours")
    yield made
    made.store.close()


def as_darktable_can(marks: Marks) -> Marks:
    """It has no picks, shows no stars of what is rejected, and gives the star it gives to everything where none are."""
    if marks.flag is Flag.REJECT:
        return replace(marks, stars=0)
    return Marks(marks.stars or IMPORTED, Flag.NONE, marks.label)


def needs_the_version_with_quirks(darktable: Darktable) -> None:
    if not darktable.is_version("4.2"):
        pytest.skip("needs darktable 4.2: other versions may have mended this")


@pytest.mark.parametrize("profile", [Profile.DARKTABLE, Profile.ALL])
def test_everything_it_has_a_place_for_arrives(profile: Profile, shoot: Shoot, darktable: Darktable) -> None:
    shoot.write(profile=profile)
    found = darktable.imported(shoot.folder)
    assert {name: one.marks for name, one in found.items()} == {
        name: as_darktable_can(marks) for name, marks in given().items()
    }


def test_it_knows_lightrooms_words_for_labels_alone(shoot: Shoot, darktable: Darktable) -> None:
    """A text it does not know takes the place of darktable's own numbers too, so these would not help."""
    needs_the_version_with_quirks(darktable)
    shoot.write(profile=Profile.DARKTABLE, texts=USUAL_TEXTS.changed_to(BRIDGE_WORDS))
    found = darktable.imported(shoot.folder)
    assert {one.marks.label for one in found.values()} == {Label.NONE}


def test_lightrooms_marks_arrive_by_the_long_name_but_for_the_flags(shoot: Shoot, darktable: Darktable) -> None:
    shoot.write(profile=Profile.LIGHTROOM, naming=Naming.LONG)
    found = darktable.imported(shoot.folder)
    assert {name: one.marks for name, one in found.items()} == {
        name: as_darktable_can(replace(marks, flag=Flag.NONE)) for name, marks in given().items()
    }


def test_by_the_short_name_it_takes_one_star_for_none(shoot: Shoot, darktable: Darktable) -> None:
    """A quirk of 4.2, which puts the star of the sidecar on the one it gave itself, and that takes both away."""
    needs_the_version_with_quirks(darktable)
    shoot.write(profile=Profile.LIGHTROOM)
    found = darktable.imported(shoot.folder)
    for name, marks in given().items():
        if name.endswith(".nef"):
            stars = 0 if marks.stars == IMPORTED else marks.stars or IMPORTED
            assert found[name].marks == Marks(stars, Flag.NONE, marks.label)
