"""Keywords on their way from the files of a folder into the library; they are never written."""

import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from app.analysis.sidecars import reading
from app.library.photo import Flag, Label, Marks
from app.library.xmp.wishes import Profile
from tests.analysis.sidecars.test_sidecars import Shoot, shoot
from tests.library.xmp.packets import packet

__all__ = ["shoot"]

ULM = (
    "<dc:subject>\n  <rdf:Bag>\n   <rdf:li>Ulm</rdf:li><rdf:li>Dom &amp; Turm</rdf:li>\n  </rdf:Bag></dc:subject>"
    "<lr:hierarchicalSubject><rdf:Bag><rdf:li>Place|Ulm</rdf:li></rdf:Bag></lr:hierarchicalSubject>"
)
KEYWORDS = re.compile(rb"<dc:subject>.*</lr:hierarchicalSubject>", re.DOTALL)


def bag(*words: str) -> str:
    return f"<dc:subject><rdf:Bag>{''.join(f'<rdf:li>{word}</rdf:li>' for word in words)}</rdf:Bag></dc:subject>"


def say(shoot: Shoot, name: str, elements: str = "", *, age: float, dated: str = "", rating: int | None = None) -> Path:
    """Another program's sidecar, written that many seconds ago."""
    path = shoot.folder / name
    attributes = f'xmp:Rating="{rating}" ' if rating is not None else ""
    attributes += f'xmp:MetadataDate="{dated}"' if dated else ""
    path.write_bytes(packet(attributes, elements))
    when = time.time() - age
    os.utime(path, (when, when))
    return path


def kept(shoot: Shoot, name: str = "a.jpg") -> tuple[str, ...]:
    return shoot.store.keywords([shoot.ids[name]]).get(shoot.ids[name], ())


def test_keywords_are_taken_with_marks_or_without_any(shoot: Shoot) -> None:
    shoot.photos("a.jpg", "b.jpg", "c.jpg")
    say(shoot, "a.xmp", ULM, age=50)
    say(shoot, "b.xmp", bag("sea"), age=50, rating=3)
    first = shoot.read()
    assert first.keywords == {shoot.ids["a.jpg"]: ("Dom & Turm", "Place|Ulm"), shoot.ids["b.jpg"]: ("sea",)}
    assert first.changed == {shoot.ids["b.jpg"]: Marks(3)}
    assert kept(shoot) == ("Dom & Turm", "Place|Ulm")
    assert shoot.read().keywords == {}


def test_what_was_taken_away_there_is_taken_away_here(shoot: Shoot) -> None:
    shoot.photos("a.jpg")
    say(shoot, "a.xmp", bag("sea", "Anna"), age=50)
    shoot.read()
    say(shoot, "a.xmp", bag("sea"), age=40)
    assert shoot.read().keywords == {shoot.ids["a.jpg"]: ("sea",)}
    say(shoot, "a.xmp", age=30)
    assert shoot.read().keywords == {shoot.ids["a.jpg"]: ()}
    assert kept(shoot) == ()


def test_a_sidecar_that_goes_takes_nothing_away(shoot: Shoot) -> None:
    shoot.photos("a.jpg")
    path = say(shoot, "a.xmp", bag("sea"), age=50)
    shoot.read()
    path.unlink()
    assert shoot.read().keywords == {}
    assert kept(shoot) == ("sea",)


def test_of_two_files_the_newer_counts_whole_and_one_that_says_nothing_clears_nothing(shoot: Shoot) -> None:
    shoot.photos("a.jpg")
    say(shoot, "a.xmp", bag("old", "both"), age=100)
    say(shoot, "a.jpg.xmp", bag("new", "both"), age=50)
    shoot.read()
    assert kept(shoot) == ("new", "both")
    say(shoot, "a.jpg.xmp", bag("new", "both"), age=20, rating=2)
    say(shoot, "a.xmp", age=10)
    assert shoot.read().keywords == {shoot.ids["a.jpg"]: ()}
    shoot.photos("b.jpg")
    say(shoot, "b.xmp", bag("sea"), age=100)
    say(shoot, "b.jpg.xmp", age=10, rating=2)
    shoot.read()
    assert kept(shoot, "b.jpg") == ("sea",)


def test_a_packets_own_date_counts_until_the_file_changes_under_it(shoot: Shoot) -> None:
    shoot.photos("a.jpg")
    say(shoot, "a.xmp", bag("older"), age=10, dated="2019-01-01T00:00:00Z")
    say(shoot, "a.jpg.xmp", bag("newer"), age=20, dated="2020-01-01T00:00:00Z")
    shoot.read()
    assert kept(shoot) == ("newer",)
    say(shoot, "a.xmp", bag("again"), age=5, dated="2019-01-01T00:00:00Z")
    shoot.read()
    assert kept(shoot) == ("again",)


def test_a_date_to_come_is_taken_for_now(shoot: Shoot) -> None:
    shoot.photos("a.jpg")
    say(shoot, "a.xmp", bag("liar"), age=10, dated="2199-01-01T00:00:00Z")
    shoot.read()
    say(shoot, "a.jpg.xmp", bag("new"), age=-5)
    shoot.read()
    assert kept(shoot) == ("new",)


def test_marks_written_here_make_no_keywords_newer(shoot: Shoot) -> None:
    shoot.photos("a.jpg")
    say(shoot, "a.xmp", bag("old"), age=100)
    shoot.read()
    say(shoot, "a.jpg.xmp", bag("new"), age=50)
    shoot.read()
    shoot.mark("a.jpg", Marks(4))
    (shoot.folder / "a.jpg.xmp").unlink()
    shoot.write()
    assert shoot.read().keywords == {}
    assert kept(shoot) == ("new",)


@pytest.mark.parametrize("profile", Profile)
def test_keywords_stay_byte_for_byte_when_marks_are_written(shoot: Shoot, profile: Profile) -> None:
    shoot.photos("a.jpg")
    path = say(shoot, "a.xmp", ULM, age=50)
    before = KEYWORDS.search(path.read_bytes())
    for marks in (Marks(4, Flag.PICK, Label.RED), Marks(0, Flag.REJECT), Marks()):
        shoot.mark("a.jpg", marks)
        shoot.write(profile=profile)
        after = KEYWORDS.search(path.read_bytes())
        assert before is not None
        assert after is not None
        assert after.group() == before.group()
    assert kept(shoot) == ("Dom & Turm", "Place|Ulm")


@pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool is not installed")
def test_keywords_inside_a_photo_are_taken_and_stay_when_marks_go_in(shoot: Shoot) -> None:
    shoot.photos("a.jpg")
    path = shoot.folder / "a.jpg"
    written = (
        "-overwrite_original",
        "-XMP-dc:Subject=Ulm",
        "-XMP-dc:Subject=Dom",
        "-XMP-lr:HierarchicalSubject=Place|Ulm",
    )
    subprocess.run(["exiftool", *written, path], check=True, capture_output=True)
    shoot.opened().read()
    assert kept(shoot) == ("Dom", "Place|Ulm")
    shoot.mark("a.jpg", Marks(5))
    shoot.write(embed=True)
    told = subprocess.run(
        ["exiftool", "-s3", "-XMP-xmp:Rating", "-XMP-dc:Subject", "-XMP-lr:HierarchicalSubject", path],
        check=True,
        capture_output=True,
        text=True,
    )
    assert told.stdout.split("\n") == ["5", "Ulm, Dom", "Place|Ulm", ""]
    assert shoot.read().keywords == {}


def test_a_rehearsal_tells_and_keeps_nothing(shoot: Shoot) -> None:
    shoot.photos("a.jpg")
    say(shoot, "a.xmp", bag("sea"), age=50)
    assert shoot.read(keep=False).keywords == {shoot.ids["a.jpg"]: ("sea",)}
    assert kept(shoot) == ()


def test_known_files_are_not_opened_again(shoot: Shoot, monkeypatch: pytest.MonkeyPatch) -> None:
    shoot.photos("a.jpg", "b.jpg")
    say(shoot, "a.xmp", bag("sea"), age=50)
    shoot.read()
    opened: list[Path] = []
    monkeypatch.setattr(reading, "read_file", lambda path, most: opened.append(path))
    monkeypatch.setattr(reading, "embedded_packet", opened.append)
    shoot.opened().read()
    assert opened == []
    assert kept(shoot) == ("sea",)


def test_files_that_an_older_version_read_are_read_once_more_and_marks_stay(shoot: Shoot) -> None:
    """An older version took the marks and kept no keywords; since then the marks were changed here."""
    shoot.photos("a.jpg")
    say(shoot, "a.xmp", bag("sea"), age=50, rating=3, dated="2020-01-01T00:00:00Z")
    shoot.read()
    shoot.mark("a.jpg", Marks(1))
    connection = shoot.store._connection
    connection.execute("UPDATE sidecar SET size = -1")
    connection.execute("DELETE FROM keywords")
    say(shoot, "a.xmp", bag("sea"), age=0, rating=3, dated="2020-01-01T00:00:00Z")
    found = shoot.read()
    assert (found.changed, found.conflicts) == ({}, ())
    assert found.keywords == {shoot.ids["a.jpg"]: ("sea",)}
    assert [one.at for one in shoot.store.said_keywords([shoot.ids["a.jpg"]])] == [1577836800.0]
