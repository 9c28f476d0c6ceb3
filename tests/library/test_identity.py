import itertools
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.library.identity import Presence
from app.library.photo import Flag, Marks, Photo, ScannedPhoto
from app.library.store import Store
from tests.library.captures import pair, scanned

CLOCK = itertools.count(1)


class Disk:
    """A folder of named contents, scanned into a store as the real one would be."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.files: dict[str, tuple[str, int]] = {}

    def put(self, name: str, content: str) -> None:
        self.files[name] = (content, next(CLOCK))

    def move(self, old: str, new: str) -> None:
        self.files[new] = self.files.pop(old)

    def scan(self, names: list[str] | None = None) -> dict[str, tuple[Photo, Marks]]:
        presence = Presence(self._holds)
        photos = [self._scanned(name) for name in names or sorted(self.files)]
        found = self.store.adopt(photos, presence) + self.store.adopt_rest(presence)
        return {photo.path.name: (photo, marks) for photo, marks in found}

    def _scanned(self, name: str) -> ScannedPhoto:
        content, mtime = self.files[name]
        return scanned(Path("/shoot") / name, content, mtime_ns=mtime)

    def _holds(self, path: Path, size: int, mtime_ns: int) -> bool:
        content, mtime = self.files.get(path.name, ("", 0))
        return (len(content), mtime) == (size, mtime_ns)


@pytest.fixture
def disk(tmp_path: Path):
    with Store(tmp_path / "library.db") as store:
        yield Disk(store)


def star(disk: Disk, name: str, stars: int) -> None:
    photo, _ = disk.scan()[name]
    disk.store.set_marks({photo.id: Marks(stars)})


def stars(disk: Disk) -> dict[str, int]:
    return {name: marks.stars for name, (_, marks) in disk.scan().items()}


def test_a_renamed_photo_keeps_its_marks(disk: Disk) -> None:
    disk.put("a.jpg", "A")
    star(disk, "a.jpg", 3)
    disk.move("a.jpg", "z.jpg")
    assert stars(disk) == {"z.jpg": 3}


def test_swapped_names_swap_the_marks(disk: Disk) -> None:
    disk.put("a.jpg", "A")
    disk.put("b.jpg", "B")
    star(disk, "a.jpg", 1)
    star(disk, "b.jpg", 2)
    disk.move("a.jpg", "t")
    disk.move("b.jpg", "a.jpg")
    disk.move("t", "b.jpg")
    assert stars(disk) == {"a.jpg": 2, "b.jpg": 1}


def test_an_edited_photo_keeps_its_marks(disk: Disk) -> None:
    disk.put("a.jpg", "A")
    star(disk, "a.jpg", 4)
    disk.put("a.jpg", "A with more contrast")
    assert stars(disk) == {"a.jpg": 4}


def test_a_new_photo_under_an_old_name_has_no_marks(disk: Disk) -> None:
    disk.put("a.jpg", "A")
    star(disk, "a.jpg", 4)
    disk.move("a.jpg", "b.jpg")
    disk.put("a.jpg", "another photo")
    assert stars(disk) == {"a.jpg": 0, "b.jpg": 4}


def test_a_new_photo_under_the_old_name_of_one_outside_this_scan(disk: Disk) -> None:
    disk.put("a.jpg", "A")
    star(disk, "a.jpg", 4)
    disk.move("a.jpg", "b.jpg")
    disk.scan()
    disk.put("a.jpg", "another photo")
    assert disk.scan(["a.jpg"])["a.jpg"][1] == Marks()
    assert stars(disk) == {"a.jpg": 0, "b.jpg": 4}


def test_a_copy_is_another_photo(disk: Disk) -> None:
    disk.put("a.jpg", "A")
    star(disk, "a.jpg", 5)
    disk.put("b.jpg", "A")
    assert stars(disk) == {"a.jpg": 5, "b.jpg": 0}


def test_a_photo_that_comes_back_has_its_marks(disk: Disk) -> None:
    disk.put("a.jpg", "A")
    star(disk, "a.jpg", 5)
    saved = disk.files.pop("a.jpg")
    assert disk.store.adopt([], Presence(disk._holds)) == []
    disk.files["elsewhere.jpg"] = saved
    assert stars(disk) == {"elsewhere.jpg": 5}


def test_a_parted_pair_keeps_its_marks_on_both(tmp_path: Path) -> None:
    jpeg, raw = Path("/shoot/a.jpg"), Path("/shoot/a.nef")
    with Store(tmp_path / "library.db") as store:
        there = Presence(lambda *_: True)
        [(photo, _)] = store.adopt([pair(jpeg, raw, "A")], there)
        store.set_marks({photo.id: Marks(2, Flag.PICK)})
        both = pair(jpeg, raw, "A")
        alone = [
            ScannedPhoto((jpeg,), both.stamps[:1], both.capture),
            ScannedPhoto((raw,), both.stamps[1:], both.capture),
        ]
        presence = Presence(lambda *_: True)
        found = store.adopt(alone, presence)
    assert [marks for _, marks in found] == [Marks(2, Flag.PICK)] * 2
    (kept, _), (new, _) = found
    assert (kept.id, new.id != kept.id) == (photo.id, True)
    assert presence.heirs == {new.id: photo.id}


def test_a_pair_that_lost_its_jpeg_is_still_the_same_photo(tmp_path: Path) -> None:
    both = pair(Path("/shoot/a.jpg"), Path("/shoot/a.nef"), "A")
    with Store(tmp_path / "library.db") as store:
        [(before, _)] = store.adopt([both], Presence(lambda *_: True))
        alone = ScannedPhoto(both.files[1:], both.stamps[1:], both.capture)
        [(after, _)] = store.adopt([alone], Presence(lambda *_: True))
        assert after.id == before.id
        assert [p.files for p, _ in store.photos_under(Path("/shoot"), recursive=False)] == [both.files[1:]]


@given(st.permutations(range(6)))
def test_any_renaming_carries_every_mark(new_names: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "library.db") as store:
        disk = Disk(store)
        for n in range(6):
            disk.put(f"{n}.jpg", "content " + "x" * n)
        first = disk.scan()
        store.set_marks({first[f"{n}.jpg"][0].id: Marks(n % 6) for n in range(6)})
        disk.files = {f"{new}.jpg": disk.files[f"{old}.jpg"] for old, new in enumerate(new_names)}
        assert stars(disk) == {f"{new}.jpg": old % 6 for old, new in enumerate(new_names)}
