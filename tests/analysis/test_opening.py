import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.analysis.embedder import APPEARANCE
from app.analysis.opening import Event, Listed, Read, Remarked, Remembered, Restored, Vanished, look_again, open_folder
from app.cancel import Cancelled, CancelToken
from app.errors import AppError
from app.library.keywords import SaidKeywords
from app.library.photo import Flag, Marks, Photo, PhotoId
from app.library.store import FolderState, Store
from tests.pictures import scene, write_photo
from tests.shoots import many_singles

VECTOR = np.array([0.5, 0.25], np.float32)


class Opener:
    """A folder of three photos, opened again and again with one database."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "shoot"
        self.database = root / "library.db"
        for number in (1, 2, 3):
            self.write(f"{number}.jpg", number)

    def write(self, name: str, seed: int) -> Path:
        return write_photo(self.folder / name, scene(seed, (48, 32)))

    def events(
        self, token: CancelToken | None = None, *, recursive: bool = False, embedders: Sequence[str] = (APPEARANCE.id,)
    ) -> Iterator[Event]:
        return open_folder(
            token or CancelToken(),
            folder=self.folder,
            database=self.database,
            recursive=recursive,
            embedders=embedders,
        )

    def open(self, *, recursive: bool = False, embedders: Sequence[str] = (APPEARANCE.id,)) -> list[Event]:
        return list(self.events(recursive=recursive, embedders=embedders))

    def ids(self) -> dict[str, PhotoId]:
        with Store(self.database) as store:
            return {photo.path.name: photo.id for photo, _ in store.photos_under(self.folder, recursive=True)}


@pytest.fixture
def opener(tmp_path: Path) -> Opener:
    return Opener(tmp_path)


def read(events: list[Event]) -> dict[str, tuple[Photo, Marks]]:
    return {photo.path.name: (photo, marks) for one in events if isinstance(one, Read) for photo, marks in one.photos}


def remembered(events: list[Event]) -> dict[str, Marks]:
    return {photo.path.name: marks for one in events if isinstance(one, Remembered) for photo, marks in one.photos}


def vanished(events: list[Event]) -> list[PhotoId]:
    (one,) = [event for event in events if isinstance(event, Vanished)]
    return one.photos


def vectors(event: Remembered | Read) -> dict[str, dict[int, list[float]]]:
    return {
        one.embedder: {int(photo): vector.tolist() for photo, vector in one.vectors.items()} for one in event.vectors
    }


def skipped(events: list[Event]) -> dict[str, str]:
    return {bad.path.name: bad.reason for one in events if isinstance(one, Read) for bad in one.skipped}


def counted(events: list[Event]) -> int:
    return sum(one.count for one in events if isinstance(one, Read))


def test_a_folder_opened_for_the_first_time_is_read(opener: Opener) -> None:
    (opener.folder / "notes.jpg").write_text("no photo")
    events = opener.open()
    assert events[:2] == [Restored(FolderState()), Listed(4)]
    assert set(read(events)) == {"1.jpg", "2.jpg", "3.jpg"}
    assert all(marks == Marks() for _, marks in read(events).values())
    assert list(skipped(events)) == ["notes.jpg"]
    assert counted(events) == 4
    assert vanished(events) == []


def test_a_second_opening_first_tells_all_that_is_remembered(opener: Opener) -> None:
    opener.open()
    ids = opener.ids()
    state = FolderState(1.5, 0.6, ids["3.jpg"])
    with Store(opener.database) as store:
        store.set_marks({ids["2.jpg"]: Marks(4, Flag.PICK)})
        store.set_folder_state(opener.folder, state)
        (two,) = [photo for photo, _ in store.photos_under(opener.folder, recursive=False) if photo.id == ids["2.jpg"]]
        store.add_vectors(APPEARANCE.id, {two.digest: VECTOR})
    events = opener.open()
    first, restored, listed, *_ = events
    assert isinstance(first, Remembered)
    assert remembered([first]) == {"1.jpg": Marks(), "2.jpg": Marks(4, Flag.PICK), "3.jpg": Marks()}
    assert vectors(first) == {APPEARANCE.id: {two.id: VECTOR.tolist()}}
    assert restored == Restored(state)
    assert listed == Listed(3)
    assert read(events) == {}
    assert counted(events) == 3
    assert vanished(events) == []


def test_keywords_are_told_of_what_is_remembered_and_of_what_comes_into_the_folder(opener: Opener) -> None:
    opener.open()
    ids = opener.ids()
    sea, ulm = ids["2.jpg"], ids["3.jpg"]
    with Store(opener.database) as store:
        said = [SaidKeywords(sea, ".xmp", ("sea",), 1.0), SaidKeywords(ulm, ".jpg", ("Place|Ulm",), 1.0)]
        store.take_marks([], [], said)
    both = {sea: ("sea",), ulm: ("Place|Ulm",)}
    assert [one.keywords for one in opener.open() if isinstance(one, Restored)] == [both]
    again = look_again(
        CancelToken(), folder=opener.folder, database=opener.database, recursive=False, embedders=(), at_hand={}
    )
    assert [one.keywords for one in again if isinstance(one, Remarked)] == [both]
    elsewhere = opener.folder.parent / "elsewhere"
    elsewhere.mkdir()
    (opener.folder / "3.jpg").rename(elsewhere / "moved.jpg")
    opener.folder = elsewhere
    events = opener.open()
    assert [one.keywords for one in events if isinstance(one, Restored)] == [{}]
    assert [one.keywords for one in events if isinstance(one, Read) and one.keywords] == [{ulm: ("Place|Ulm",)}]


def test_unchanged_files_are_not_read_again(opener: Opener) -> None:
    opener.open()
    for path in opener.folder.iterdir():
        status = path.stat()
        path.write_bytes(b"\0" * status.st_size)
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    events = opener.open()
    assert len(remembered(events)) == 3
    assert read(events) == {}
    assert skipped(events) == {}
    assert vanished(events) == []


def test_only_what_is_new_edited_or_renamed_is_told_again(opener: Opener) -> None:
    opener.open()
    before = opener.ids()
    with Store(opener.database) as store:
        store.set_marks({photo: Marks(stars=int(name[0])) for name, photo in before.items()})
    opener.write("4.jpg", 4)
    opener.write("2.jpg", 20)
    (opener.folder / "3.jpg").rename(opener.folder / "best.jpg")
    events = opener.open()
    found = read(events)
    assert {name: marks.stars for name, (_, marks) in found.items()} == {"4.jpg": 0, "2.jpg": 2, "best.jpg": 3}
    assert found["2.jpg"][0].id == before["2.jpg"]
    assert found["best.jpg"][0].id == before["3.jpg"]
    assert vanished(events) == []
    assert read(opener.open()) == {}


def test_the_embedding_of_a_moved_photo_is_found_by_its_content(opener: Opener) -> None:
    photo, _ = read(opener.open())["1.jpg"]
    with Store(opener.database) as store:
        store.add_vectors(APPEARANCE.id, {photo.digest: VECTOR})
    (opener.folder / "1.jpg").rename(opener.folder / "moved.jpg")
    found = [vectors(one) for one in opener.open() if isinstance(one, Read) and one.photos]
    assert found == [{APPEARANCE.id: {photo.id: VECTOR.tolist()}}]


def test_vectors_of_every_embedding_asked_for_are_told_and_no_others(opener: Opener) -> None:
    photos = {name: photo for name, (photo, _) in read(opener.open()).items()}
    one, two = photos["1.jpg"], photos["2.jpg"]
    with Store(opener.database) as store:
        store.add_vectors(APPEARANCE.id, {one.digest: VECTOR, two.digest: VECTOR})
        store.add_vectors("own", {one.digest: -VECTOR})
        store.add_vectors("other", {two.digest: 2 * VECTOR})
    first, *_ = opener.open(embedders=("own", APPEARANCE.id))
    assert isinstance(first, Remembered)
    assert vectors(first) == {
        "own": {one.id: (-VECTOR).tolist()},
        APPEARANCE.id: {one.id: VECTOR.tolist(), two.id: VECTOR.tolist()},
    }


def test_photos_that_are_gone_are_told_and_their_marks_kept(opener: Opener) -> None:
    opener.open()
    ids = opener.ids()
    with Store(opener.database) as store:
        store.set_marks({ids["1.jpg"]: Marks(5)})
    hidden = (opener.folder / "1.jpg").rename(opener.folder.parent / "1.jpg")
    assert vanished(opener.open()) == [ids["1.jpg"]]
    hidden.rename(opener.folder / "1.jpg")
    events = opener.open()
    assert vanished(events) == []
    assert remembered(events)["1.jpg"] == Marks(5)


def test_a_photo_that_has_become_unreadable_is_skipped_and_vanishes(opener: Opener) -> None:
    opener.open()
    (opener.folder / "1.jpg").write_bytes(b"nothing of a photo")
    events = opener.open()
    assert list(skipped(events)) == ["1.jpg"]
    assert vanished(events) == [opener.ids()["1.jpg"]]


def test_subfolders_only_when_asked(opener: Opener) -> None:
    opener.write("more/4.jpg", 4)
    assert set(read(opener.open())) == {"1.jpg", "2.jpg", "3.jpg"}
    assert set(read(opener.open(recursive=True))) == {"4.jpg"}
    events = opener.open()
    assert len(remembered(events)) == 3
    assert vanished(events) == []


def test_a_folder_that_is_not_there_is_a_sentence(opener: Opener) -> None:
    opener.open()
    shutil.rmtree(opener.folder)
    events = []
    with pytest.raises(AppError) as refused:
        events.extend(opener.events())
    assert refused.value.sentence == f"The folder {opener.folder} is not there; choose another."


def test_a_folder_that_goes_while_it_is_read_names_every_file(opener: Opener) -> None:
    opener.open()
    opener.write("2.jpg", 20)
    opener.write("4.jpg", 4)
    events = []
    for event in opener.events():
        events.append(event)
        if isinstance(event, Listed):
            shutil.rmtree(opener.folder)
    assert skipped(events) == dict.fromkeys(("2.jpg", "4.jpg"), "the file is gone")
    assert vanished(events) == [opener.ids()["2.jpg"]]


def test_a_cancel_is_obeyed_and_what_was_read_is_kept(opener: Opener) -> None:
    many_singles(opener.folder, 420)
    token = CancelToken()
    adopted: list[str] = []
    with pytest.raises(Cancelled):  # noqa: PT012 - what is read before the cancel matters
        for event in opener.events(token):
            adopted += read([event])
            if adopted:
                token.cancel()
    assert 0 < len(adopted) < 423
    events = opener.open()
    assert set(remembered(events)) == set(adopted)
    assert len(read(events)) == 423 - len(adopted)
    assert counted(events) == 423


def test_copies_of_one_photo_are_photos_of_their_own(opener: Opener) -> None:
    shutil.copy(opener.folder / "1.jpg", opener.folder / "1 copy.jpg")
    assert len(read(opener.open())) == 4
    assert len(set(opener.ids().values())) == 4


def test_the_files_are_left_as_they_were(opener: Opener) -> None:
    def state() -> dict[str, tuple[bytes, int]]:
        return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in opener.folder.iterdir()}

    before = state()
    opener.open()
    opener.open()
    assert state() == before


def test_names_in_many_scripts_and_in_none(opener: Opener) -> None:
    names = [b"\xe5\x86\x99\xe7\x9c\x9f.jpg", b"\xd0\xa4\xd0\xbe\xd1\x82\xd0\xbe.jpg", b"caf\xe9.jpg", b"a\nb.jpg"]
    picture = Image.new("RGB", (48, 32), (1, 2, 3))
    for number, name in enumerate(names):
        made = write_photo(opener.folder / "made.jpg", picture.point([number] * 768))
        try:
            os.rename(made, os.path.join(os.fsencode(opener.folder), name))
        except OSError:
            made.unlink()
    there = set(os.listdir(opener.folder))
    assert set(read(opener.open())) == there
    assert set(remembered(opener.open())) == there
