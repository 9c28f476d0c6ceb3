"""Sidecars in which a program changed its own properties alone, and left those of others as they were."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.library.photo import Flag, Label, Marks
from app.library.xmp.sidecar_names import Naming
from app.library.xmp.wishes import Profile
from tests.analysis.sidecars.test_sidecars import Shoot


@pytest.fixture
def shoot(tmp_path: Path) -> Iterator[Shoot]:
    made = Shoot(tmp_path).photos("a.jpg")
    made.mark("a.jpg", Marks(3, Flag.REJECT, Label.RED))
    made.write(profile=Profile.ALL, naming=Naming.LONG)
    yield made
    made.store.close()


def changed(shoot: Shoot, *words: tuple[str, str]) -> None:
    """Change parts of the sidecar, some time later."""
    path = shoot.folder / "a.jpg.xmp"
    text, later = path.read_text(encoding="utf-8"), path.stat().st_mtime + 10
    for before, after in words:
        assert before in text
        text = text.replace(before, after)
    path.write_text(text, encoding="utf-8")
    os.utime(path, (later, later))


def test_a_reject_taken_back_by_stars_is_taken_back_here_and_in_every_dialect(shoot: Shoot) -> None:
    changed(shoot, ('xmp:Rating="-1"', 'xmp:Rating="2"'))
    shoot.read()
    assert shoot.marks() == {"a.jpg": Marks(2, Flag.NONE, Label.RED)}
    shoot.write(profile=Profile.ALL)
    text = (shoot.folder / "a.jpg.xmp").read_text(encoding="utf-8")
    assert 'xmp:Rating="2"' in text
    assert 'digiKam:PickLabel="0"' in text
    assert 'xmpDM:pick="0"' in text


def test_what_was_taken_back_stays_so_though_it_is_not_written_yet(shoot: Shoot) -> None:
    changed(shoot, ('xmp:Rating="-1"', 'xmp:Rating="2"'))
    shoot.read()
    changed(shoot, ('xmp:Rating="2"', 'xmp:Rating="4"'))
    shoot.read()
    assert shoot.marks() == {"a.jpg": Marks(4, Flag.NONE, Label.RED)}


def test_a_reject_accepted_in_digikam_is_a_pick_and_keeps_its_stars(shoot: Shoot) -> None:
    changed(shoot, ('digiKam:PickLabel="1"', 'digiKam:PickLabel="3"'))
    shoot.read()
    assert shoot.marks() == {"a.jpg": Marks(3, Flag.PICK, Label.RED)}


def test_the_stars_of_a_reject_come_back_into_another_library(shoot: Shoot, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = Shoot(tmp_path / "other")
    for path in shoot.folder.iterdir():
        (other.folder / path.name).write_bytes(path.read_bytes())
    other.opened().read()
    assert other.marks() == {"a.jpg": Marks(3, Flag.REJECT, Label.RED)}
    other.store.close()
