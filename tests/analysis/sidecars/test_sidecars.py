"""Marks between a library and the files of a folder."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.analysis.opening import open_folder
from app.analysis.sidecars import (
    Outcome,
    SidecarReading,
    SidecarWriting,
    WriteOptions,
    read_sidecars,
    write_sidecars,
    writing,
)
from app.cancel import Cancelled, CancelToken
from app.library.photo import Flag, Label, Marks, PhotoId
from app.library.store import Store
from app.library.xmp.edit import new_packet, with_marks
from app.library.xmp.embedding import image_hash, jpeg_with_marks
from app.library.xmp.packet import read_packet
from app.library.xmp.sidecar_names import Naming
from app.library.xmp.wishes import Profile, Wish
from tests.library.xmp.packets import packet
from tests.pictures import scene, write_photo


class Shoot:
    """A folder with photos, open in a library."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "shoot"
        self.folder.mkdir()
        self._database = root / "library.db"
        self.store = Store(self._database)
        self.ids: dict[str, PhotoId] = {}

    def photos(self, *names: str) -> "Shoot":
        for number, name in enumerate(names):
            if not (self.folder / name).exists():
                write_photo(self.folder / name, scene(number, (48, 32)))
        return self.opened()

    def opened(self) -> "Shoot":
        for _ in open_folder(CancelToken(), folder=self.folder, database=self._database, recursive=True):
            pass
        self.ids = {photo.path.name: photo.id for photo, _ in self.store.photos_under(self.folder, recursive=True)}
        return self

    def mark(self, name: str, marks: Marks) -> None:
        self.store.set_marks({self.ids[name]: marks})

    def marks(self) -> dict[str, Marks]:
        return {p.path.name: marks for p, marks in self.store.photos_under(self.folder, recursive=True)}

    def sidecar(self, name: str, marks: Marks, *, age: float = 0.0, profile: Profile = Profile.LIGHTROOM) -> Path:
        """A sidecar as another program writes it, that many seconds ago."""
        path = self.folder / name
        when = time.time() - age
        if path.exists():
            path.write_bytes(with_marks(path.read_bytes(), Wish(marks, profile), when))
        else:
            path.write_bytes(new_packet(Wish(marks, profile), when) or packet())
        os.utime(path, (when, when))
        return path

    def read(self, *, keep: bool = True) -> SidecarReading:
        return read_sidecars(self.store, self.folder, recursive=True, token=CancelToken(), keep=keep)

    def write(self, **options: object) -> SidecarWriting:
        return write_sidecars(
            self.store, self.folder, recursive=True, options=WriteOptions(**options), token=CancelToken()  # type: ignore[arg-type]
        )  # fmt: skip

    def outcomes(self, **options: object) -> dict[str, Outcome]:
        return {one.path.name: one.outcome for one in self.write(**options).files}

    def files(self) -> list[str]:
        return sorted(path.name for path in self.folder.rglob("*") if path.suffix == ".xmp" or "burstpick" in path.name)


@pytest.fixture
def shoot(tmp_path: Path) -> Iterator[Shoot]:
    made = Shoot(tmp_path)
    yield made
    made.store.close()


def test_what_others_said_is_taken_once(shoot: Shoot) -> None:
    shoot.photos("a.jpg", "b.jpg", "c.jpg")
    shoot.sidecar("a.xmp", Marks(4, Flag.PICK, Label.RED))
    shoot.sidecar("B.JPG.XMP", Marks(2, Flag.REJECT), profile=Profile.DARKTABLE)
    first = shoot.read()
    taken = {"a.jpg": Marks(4, Flag.PICK, Label.RED), "b.jpg": Marks(0, Flag.REJECT)}
    assert first.changed == {shoot.ids[name]: marks for name, marks in taken.items()}
    assert (first.read, first.conflicts, first.skipped) == (3, (), ())
    assert shoot.marks() == {**taken, "c.jpg": Marks()}
    again = shoot.read()
    assert (again.changed, again.conflicts) == ({}, ())


def test_a_newer_mark_here_wins_and_a_newer_one_there_too(shoot: Shoot) -> None:
    shoot.photos("a.jpg", "b.jpg")
    shoot.sidecar("a.xmp", Marks(4), age=100)
    shoot.mark("a.jpg", Marks(1))
    shoot.mark("b.jpg", Marks(1))
    shoot.sidecar("b.xmp", Marks(4), age=-1)
    found = shoot.read()
    assert {name: marks.stars for name, marks in shoot.marks().items()} == {"a.jpg": 1, "b.jpg": 4}
    assert [one.photo for one in found.conflicts] == [shoot.ids["a.jpg"], shoot.ids["b.jpg"]]


def test_packets_inside_photos_are_read_too(shoot: Shoot) -> None:
    scene(1, (48, 32)).save(shoot.folder / "a.jpg", xmp=packet('xmp:Rating="3"'))
    scene(2, (48, 32)).save(shoot.folder / "b.jpg", xmp=packet('xmp:Rating="0"'))
    shoot.photos("a.jpg", "b.jpg")
    shoot.mark("b.jpg", Marks(5))
    os.utime(shoot.folder / "b.jpg")
    shoot.opened().read()
    assert {name: marks.stars for name, marks in shoot.marks().items()} == {"a.jpg": 3, "b.jpg": 5}


def test_what_cannot_be_read_is_named_and_stops_nothing(shoot: Shoot) -> None:
    shoot.photos("a.jpg", "b.jpg")
    (shoot.folder / "a.xmp").write_bytes(b"<x:xmpmeta")
    shoot.sidecar("b.xmp", Marks(2))
    found = shoot.read()
    assert [(one.path.name, "not well-formed" in one.reason) for one in found.skipped] == [("a.xmp", True)]
    assert shoot.marks()["b.jpg"] == Marks(2)


def test_a_rehearsal_of_reading_changes_nothing(shoot: Shoot) -> None:
    shoot.photos("a.jpg")
    shoot.sidecar("a.xmp", Marks(4, Flag.PICK))
    assert shoot.read(keep=False).changed == {shoot.ids["a.jpg"]: Marks(4, Flag.PICK)}
    assert shoot.marks() == {"a.jpg": Marks()}
    assert shoot.read().changed != {}


def test_marks_arrive_in_sidecars_and_nothing_is_made_for_nothing(shoot: Shoot) -> None:
    shoot.photos("a.jpg", "b.jpg")
    shoot.mark("a.jpg", Marks(4, Flag.PICK, Label.GREEN))
    assert shoot.outcomes() == {"a.xmp": Outcome.WRITTEN}
    assert shoot.files() == ["a.xmp"]
    assert read_packet((shoot.folder / "a.xmp").read_bytes()).rating == 4
    before = (shoot.folder / "a.xmp").stat()
    assert shoot.outcomes() == {"a.xmp": Outcome.UNCHANGED}
    assert (shoot.folder / "a.xmp").stat() == before
    assert shoot.read().changed == {}


def test_a_change_made_elsewhere_is_read_before_it_would_be_written_over(shoot: Shoot) -> None:
    shoot.photos("a.jpg")
    shoot.mark("a.jpg", Marks(4))
    shoot.write()
    shoot.sidecar("a.xmp", Marks(2), age=-1)
    written = shoot.write()
    assert shoot.marks() == {"a.jpg": Marks(2)}
    assert [one.outcome for one in written.files] == [Outcome.UNCHANGED]
    assert written.reading.conflicts == ()


@pytest.mark.parametrize("is_new", [True, False])
def test_what_another_program_says_while_we_write_is_not_written_over(shoot: Shoot, is_new: bool) -> None:
    shoot.photos("a.jpg", "b.jpg")
    shoot.mark("a.jpg", Marks(1))
    shoot.mark("b.jpg", Marks(1))
    if not is_new:
        shoot.write()

    def report(done: int, _: int) -> None:
        if done == 1:
            shoot.sidecar("b.xmp", Marks(5), age=-1)

    shoot.mark("b.jpg", Marks(2))
    written = write_sidecars(
        shoot.store, shoot.folder, recursive=True, options=WriteOptions(), token=CancelToken(), report=report
    )
    assert [(one.path.name, one.reason) for one in written.files if one.outcome is Outcome.REFUSED] == [
        ("b.xmp", "another program has just changed it")
    ]
    assert b'Rating="5"' in (shoot.folder / "b.xmp").read_bytes()
    assert shoot.outcomes() == {"a.xmp": Outcome.UNCHANGED, "b.xmp": Outcome.UNCHANGED}
    assert shoot.marks()["b.jpg"].stars == 5


def test_what_another_program_says_in_a_jpeg_while_we_write_is_not_written_over(shoot: Shoot) -> None:
    shoot.photos("a.jpg", "b.jpg")
    shoot.mark("a.jpg", Marks(1))
    shoot.mark("b.jpg", Marks(2))
    path = shoot.folder / "b.jpg"

    def report(done: int, _: int) -> None:
        if done == 1:
            path.write_bytes(jpeg_with_marks(path.read_bytes(), Wish(Marks(5)), time.time() + 1) or b"")

    options = WriteOptions(embed=True)
    written = write_sidecars(
        shoot.store, shoot.folder, recursive=True, options=options, token=CancelToken(), report=report
    )
    assert [one.path.name for one in written.files if one.outcome is Outcome.REFUSED] == ["b.jpg"]
    assert shoot.opened().outcomes(embed=True) == {"a.jpg": Outcome.UNCHANGED, "b.jpg": Outcome.UNCHANGED}
    assert shoot.marks()["b.jpg"].stars == 5


def test_a_mark_given_while_sidecars_are_read_is_the_one_that_is_written(
    shoot: Shoot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shoot.photos("a.jpg")
    shoot.sidecar("a.xmp", Marks(4), age=100)

    def read_then_marked(*args: Any, **options: Any) -> SidecarReading:
        reading = read_sidecars(*args, **options)
        shoot.mark("a.jpg", Marks(2))
        return reading

    monkeypatch.setattr(writing, "read_sidecars", read_then_marked)
    shoot.write()
    assert b'Rating="2"' in (shoot.folder / "a.xmp").read_bytes()


def test_a_mark_cleared_elsewhere_is_cleared_here(shoot: Shoot) -> None:
    shoot.photos("a.jpg")
    shoot.mark("a.jpg", Marks(4, Flag.PICK, Label.RED))
    shoot.write()
    time.sleep(0.01)
    (shoot.folder / "a.xmp").write_bytes(packet('xmp:Rating="4"'))
    shoot.read()
    assert shoot.marks() == {"a.jpg": Marks(4)}


def test_a_reject_in_the_place_of_the_stars_keeps_them_here(shoot: Shoot) -> None:
    shoot.photos("a.jpg")
    shoot.mark("a.jpg", Marks(4, Flag.REJECT))
    shoot.write(profile=Profile.DARKTABLE)
    assert read_packet((shoot.folder / "a.jpg.xmp").read_bytes()).rating == -1
    shoot.read()
    assert shoot.marks() == {"a.jpg": Marks(4, Flag.REJECT)}
    shoot.mark("a.jpg", Marks(4))
    shoot.write(profile=Profile.DARKTABLE)
    assert read_packet((shoot.folder / "a.jpg.xmp").read_bytes()).rating == 4


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ({}, ["a.xmp"]),
        ({"profile": Profile.DARKTABLE}, ["a.jpg.xmp"]),
        ({"profile": Profile.DIGIKAM}, ["a.jpg.xmp"]),
        ({"profile": Profile.ALL}, ["a.jpg.xmp", "a.xmp"]),
        ({"profile": Profile.DIGIKAM, "naming": Naming.SHORT}, ["a.xmp"]),
    ],
)
def test_the_name_of_a_new_sidecar(shoot: Shoot, options: dict[str, object], names: list[str]) -> None:
    shoot.photos("a.jpg")
    shoot.mark("a.jpg", Marks(4, Flag.PICK))
    shoot.write(**options)
    assert shoot.files() == names


def test_refusals_are_named_and_stop_nothing(shoot: Shoot) -> None:
    shoot.photos("a.jpg", "b.jpg", "c.jpg")
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        shoot.mark(name, Marks(3))
    (shoot.folder / "a.xmp").write_bytes(b"\xff\xfe<")
    written = write_sidecars(
        shoot.store,
        shoot.folder,
        recursive=True,
        options=WriteOptions(),
        token=CancelToken(),
        report=lambda done, total: (shoot.folder / "b.jpg").unlink(missing_ok=True),
    )
    assert {one.path.name: (one.outcome, one.reason) for one in written.files} == {
        "a.xmp": (Outcome.REFUSED, "its text is damaged"),
        "b.xmp": (Outcome.REFUSED, "the photo is gone"),
        "c.xmp": (Outcome.WRITTEN, ""),
    }
    assert written.count(Outcome.REFUSED) == 2
    assert (shoot.folder / "a.xmp").read_bytes() == b"\xff\xfe<"
    assert shoot.files() == ["a.xmp", "c.xmp"]


def test_photos_that_were_deleted_are_no_trouble(shoot: Shoot) -> None:
    shoot.photos("a.jpg", "b.jpg", "old/c.jpg")
    for name in shoot.ids:
        shoot.mark(name, Marks(0, Flag.REJECT))
    (shoot.folder / "b.jpg").unlink()
    (shoot.folder / "old" / "c.jpg").unlink()
    (shoot.folder / "old").rmdir()
    written = shoot.write()
    assert [one.path.name for one in written.files] == ["a.xmp"]
    assert (written.reading.read, written.reading.skipped) == (1, ())
    assert shoot.marks()["b.jpg"] == Marks(0, Flag.REJECT)


def test_nothing_is_put_on_a_memory_card_unless_it_is_wanted(shoot: Shoot) -> None:
    (shoot.folder / "DCIM").mkdir()
    shoot.photos("DCIM/a.jpg")
    shoot.mark("a.jpg", Marks(3))
    [refused] = shoot.write().files
    assert "memory card" in refused.reason
    assert shoot.files() == []
    assert shoot.outcomes(on_cards=True) == {"a.xmp": Outcome.WRITTEN}


def test_a_rehearsal_of_writing_tells_and_changes_nothing(shoot: Shoot) -> None:
    shoot.photos("a.jpg", "b.jpg")
    shoot.mark("a.jpg", Marks(3))
    shoot.sidecar("b.xmp", Marks(5))
    before = {path: path.read_bytes() for path in shoot.folder.iterdir()}
    found = shoot.write(is_rehearsal=True, embed=True, profile=Profile.ALL)
    assert {one.path.name for one in found.files if one.outcome is Outcome.WRITTEN} == {
        "a.xmp", "a.jpg.xmp", "a.jpg", "b.jpg.xmp", "b.jpg"
    }  # fmt: skip
    assert found.reading.changed == {shoot.ids["b.jpg"]: Marks(5)}
    assert {path: path.read_bytes() for path in shoot.folder.iterdir()} == before
    assert shoot.marks()["b.jpg"] == Marks()


def test_into_jpegs_only_when_told_and_the_photo_is_known_again(shoot: Shoot) -> None:
    shoot.photos("a.jpg")
    shoot.mark("a.jpg", Marks(3, Flag.PICK))
    before = (shoot.folder / "a.jpg").read_bytes()
    shoot.write()
    assert (shoot.folder / "a.jpg").read_bytes() == before
    (shoot.folder / "a.xmp").unlink()
    assert shoot.outcomes(embed=True) == {"a.jpg": Outcome.WRITTEN}
    after = (shoot.folder / "a.jpg").read_bytes()
    assert image_hash(after) == image_hash(before)
    assert shoot.files() == []
    ids = dict(shoot.ids)
    assert shoot.opened().ids == ids
    assert shoot.marks() == {"a.jpg": Marks(3, Flag.PICK)}
    assert shoot.outcomes(embed=True) == {"a.jpg": Outcome.UNCHANGED}


def test_a_jpeg_that_goes_by_the_name_of_a_raw_stays_as_it_is(shoot: Shoot) -> None:
    write_photo(shoot.folder / "a.jpg", scene(1, (48, 32)))
    (shoot.folder / "a.jpg").rename(shoot.folder / "a.NEF")
    before = (shoot.folder / "a.NEF").read_bytes()
    shoot.opened().mark("a.NEF", Marks(3))
    assert shoot.outcomes(embed=True) == {"a.xmp": Outcome.WRITTEN}
    assert (shoot.folder / "a.NEF").read_bytes() == before


def test_only_the_photos_asked_for_are_written(shoot: Shoot) -> None:
    shoot.photos("a.jpg", "b.jpg")
    shoot.mark("a.jpg", Marks(3))
    shoot.mark("b.jpg", Marks(4))
    seen: list[tuple[int, int]] = []
    write_sidecars(
        shoot.store,
        shoot.folder,
        recursive=False,
        options=WriteOptions(),
        token=CancelToken(),
        photos={shoot.ids["b.jpg"]},
        report=lambda done, total: seen.append((done, total)),
    )
    assert shoot.files() == ["b.xmp"]
    assert seen[-1] == (2, 2)


def test_cancelling_leaves_whole_files_that_are_no_news_later(shoot: Shoot) -> None:
    shoot.photos(*(f"{number}.jpg" for number in range(4)))
    for name in shoot.ids:
        shoot.mark(name, Marks(3))
    token = CancelToken()
    with pytest.raises(Cancelled):
        write_sidecars(
            shoot.store,
            shoot.folder,
            recursive=False,
            options=WriteOptions(),
            token=token,
            report=lambda done, total: token.cancel() if done == 2 else None,
        )
    assert shoot.files() == ["0.xmp", "1.xmp"]
    assert all(read_packet((shoot.folder / name).read_bytes()).rating == 3 for name in shoot.files())
    found = shoot.read()
    assert (found.changed, found.conflicts) == ({}, ())


def test_what_a_killed_program_left_is_taken_away(shoot: Shoot) -> None:
    shoot.photos("a.jpg")
    (shoot.folder / ".a.xmp.burstpick-part").write_bytes(b"half")
    shoot.read()
    assert shoot.files() == []


def test_memory_follows_a_photo_to_another_folder(shoot: Shoot) -> None:
    shoot.photos("a.jpg")
    shoot.mark("a.jpg", Marks(4))
    shoot.write()
    elsewhere = shoot.folder / "later"
    elsewhere.mkdir()
    for name in ("a.jpg", "a.xmp"):
        (shoot.folder / name).rename(elsewhere / name)
    shoot.opened()
    shoot.mark("a.jpg", Marks(2))
    found = shoot.read()
    assert (found.changed, found.conflicts) == ({}, ())
    assert shoot.marks() == {"a.jpg": Marks(2)}
