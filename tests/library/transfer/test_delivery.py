import errno
import os
import stat
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.cancel import Cancelled, CancelToken
from app.library.transfer import copying, delivery, part, same_place
from app.library.transfer.delivery import deliver
from app.library.transfer.parcel import Advance, Delivered, Event, Halted, Mode, Parcel, Undelivered
from app.library.transfer.part import Part
from app.library.transfer.same_place import Way
from tests.library.transfer.parcels import DAY, parcel, photo, state, write

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs modes and links of POSIX")


def run(parcels: Sequence[Parcel], to: Path, mode: Mode = Mode.COPY) -> list[Event]:
    return [event for event in deliver(parcels, to, mode, CancelToken()) if not isinstance(event, Advance)]


def reasons(events: list[Event]) -> dict[str, str]:
    return {event.path.name: event.reason for event in events if isinstance(event, Undelivered)}


@pytest.fixture
def shoot(tmp_path: Path) -> Path:
    return tmp_path / "shoot"


@pytest.fixture
def to(tmp_path: Path) -> Path:
    return tmp_path / "selected"


@pytest.fixture(params=[Way.LINK, Way.RENAME, Way.COPY])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Way:
    """Every way a file can be moved, whatever the disk of this machine offers."""
    monkeypatch.setattr(same_place, "_way", lambda *_: request.param)
    way: Way = request.param
    return way


def pair(shoot: Path) -> Parcel:
    jpeg, raw = write(shoot / "IMG_1.JPG", b"jpeg"), write(shoot / "IMG_1.CR3", b"raw" * 1000)
    return parcel(jpeg, raw, companions=(write(shoot / "IMG_1.xmp", b"<x/>"), write(shoot / "IMG_1.CR3.xmp", b"<y/>")))


def test_all_that_belongs_together_arrives_under_one_name(shoot: Path, to: Path) -> None:
    (event,) = run([replace(pair(shoot), name=PurePosixPath("day/0001"))], to)
    assert isinstance(event, Delivered)
    assert not event.was_there
    assert state(to) == {
        "day/0001.CR3": b"raw" * 1000,
        "day/0001.CR3.xmp": b"<y/>",
        "day/0001.JPG": b"jpeg",
        "day/0001.xmp": b"<x/>",
    }
    assert len(state(shoot)) == 4


@posix
def test_times_and_modes_are_kept(shoot: Path, to: Path) -> None:
    source = write(shoot / "a.jpg", b"a", mode=0o440)
    run([parcel(source)], to)
    copy = (to / "a.jpg").stat()
    assert (copy.st_mtime_ns, stat.S_IMODE(copy.st_mode)) == (DAY, 0o440)


@pytest.mark.parametrize("mode", list(Mode))
def test_a_second_run_finds_all_there(shoot: Path, to: Path, mode: Mode) -> None:
    run([pair(shoot), photo(shoot, "b.jpg")], to, mode)
    once = state(to)
    # As if the first run had been killed before it took the originals away.
    (event, other) = run([pair(shoot), photo(shoot, "b.jpg")], to, mode)
    assert isinstance(event, Delivered)
    assert isinstance(other, Delivered)
    assert event.was_there
    assert other.was_there
    assert state(to) == once
    assert bool(state(shoot)) == (mode is not Mode.MOVE)


def test_moved_photos_are_gone_from_where_they_were(shoot: Path, to: Path, way: Way) -> None:
    before = state(pair(shoot).files[0].parent)
    run([pair(shoot)], to, Mode.MOVE)
    assert state(to) == before
    assert state(shoot) == {}
    assert (to / "IMG_1.JPG").stat().st_mtime_ns == DAY


def test_what_a_photo_that_stays_needs_as_well_is_copied(shoot: Path, to: Path, way: Way) -> None:
    both = pair(shoot)
    run([Parcel(both.files[:1], both.companions[:1], both.name, frozenset(both.companions[:1]))], to, Mode.MOVE)
    assert set(state(to)) == {"IMG_1.JPG", "IMG_1.xmp"}
    assert set(state(shoot)) == {"IMG_1.CR3", "IMG_1.CR3.xmp", "IMG_1.xmp"}


@posix
def test_links_take_no_room_but_sidecars_are_copies(shoot: Path, to: Path) -> None:
    run([pair(shoot)], to, Mode.LINK)
    assert (to / "IMG_1.CR3").samefile(shoot / "IMG_1.CR3")
    assert not (to / "IMG_1.xmp").samefile(shoot / "IMG_1.xmp")
    assert state(to) == state(shoot)


def test_another_photo_of_that_name_gets_a_number(shoot: Path, to: Path) -> None:
    write(to / "img_1.jpg", b"somebody else's")
    one, other = photo(shoot / "a", "IMG_1.JPG", b"one"), photo(shoot / "b", "IMG_1.JPG", b"other")
    run([one, other], to)
    assert state(to) == {"img_1.jpg": b"somebody else's", "IMG_1 (2).JPG": b"one", "IMG_1 (3).JPG": b"other"}
    assert all(isinstance(event, Delivered) and event.was_there for event in run([other, one], to))


def test_raw_and_jpeg_of_different_photos_never_come_to_be_a_pair(shoot: Path, to: Path) -> None:
    run([photo(shoot / "a", "IMG_1.JPG", b"one"), photo(shoot / "b", "IMG_1.CR3", b"other")], to)
    assert set(state(to)) == {"IMG_1.JPG", "IMG_1 (2).CR3"}


def test_the_same_photo_twice_is_brought_once(shoot: Path, to: Path) -> None:
    run([photo(shoot / "a", "IMG_1.JPG"), photo(shoot / "b", "IMG_1.JPG")], to)
    assert set(state(to)) == {"IMG_1.JPG"}


def test_names_that_differ_by_how_accents_are_composed_are_one(shoot: Path, to: Path) -> None:
    run([photo(shoot / "a", "\u00e9t\u00e9.jpg", b"one"), photo(shoot / "b", "e\u0301te\u0301.jpg", b"other")], to)
    assert sorted(state(to).values()) == [b"one", b"other"]
    assert sum(name.count("(2)") for name in state(to)) == 1


def test_a_sidecar_that_was_changed_there_is_left_alone_and_named(shoot: Path, to: Path) -> None:
    run([pair(shoot)], to)
    write(to / "IMG_1.xmp", b"<developed/>")
    events = run([pair(shoot)], to, Mode.MOVE)
    assert reasons(events) == {"IMG_1.xmp": "another file of that name is there already, which was left as it is"}
    assert (to / "IMG_1.xmp").read_bytes() == b"<developed/>"
    assert set(state(shoot)) == {"IMG_1.xmp"}


def test_to_the_folder_it_is_in_nothing_happens(shoot: Path) -> None:
    before = state(pair(shoot).files[0].parent)
    for mode in Mode:
        (event,) = run([pair(shoot)], shoot, mode)
        assert isinstance(event, Delivered)
        assert event.was_there
        assert state(shoot) == before


@posix
def test_to_its_own_folder_by_another_way(shoot: Path, tmp_path: Path) -> None:
    before = state(pair(shoot).files[0].parent)
    (tmp_path / "alias").symlink_to(shoot)
    run([pair(shoot)], tmp_path / "alias", Mode.MOVE)
    assert state(shoot) == before


def test_a_folder_that_is_there_twice_is_found_out(
    shoot: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A network drive that is mounted twice shows each file as two; here links stand for the second mount."""
    before = state(pair(shoot).files[0].parent)
    (tmp_path / "alias").symlink_to(shoot)
    monkeypatch.setattr(os.path, "samefile", lambda *_: False)
    run([pair(shoot)], tmp_path / "alias", Mode.MOVE)
    assert state(shoot) == before


@posix
def test_a_photo_of_two_names_is_not_taken_from_under_a_link_to_it(shoot: Path, to: Path, tmp_path: Path) -> None:
    """The link at the destination would lead nowhere, and nobody would look for the photo under its other name."""
    one = photo(shoot, "a.jpg")
    os.link(one.files[0], tmp_path / "elsewhere.bin")
    to.mkdir()
    (to / "a.jpg").symlink_to(shoot / "a.jpg")
    run([one], to, Mode.MOVE)
    assert state(to) == {"a.jpg": b"photo"}


@posix
def test_what_is_there_already_is_on_the_disk_before_the_original_goes(
    shoot: Path, to: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a copy by another program to a stick, which may take minutes to get there."""
    one, there = photo(shoot, "a.jpg"), photo(to, "a.jpg").files[0]
    wanted = {there.stat().st_ino, to.stat().st_ino}
    fsync = os.fsync

    def note(handle: int) -> None:
        assert one.files[0].exists()
        wanted.discard(os.fstat(handle).st_ino)
        fsync(handle)

    monkeypatch.setattr(os, "fsync", note)
    run([one], to, Mode.MOVE)
    assert (wanted, state(shoot)) == (set(), {})


def test_renamed_where_it_is(shoot: Path, way: Way) -> None:
    run([replace(pair(shoot), name=PurePosixPath("wedding"))], shoot, Mode.MOVE)
    assert set(state(shoot)) == {"wedding.JPG", "wedding.CR3", "wedding.xmp", "wedding.CR3.xmp"}


def test_a_file_that_is_gone_is_named_and_the_rest_goes_on(shoot: Path, to: Path, way: Way) -> None:
    both, other = pair(shoot), photo(shoot, "b.jpg")
    both.files[1].unlink()
    events = run([both, other], to, Mode.MOVE)
    assert reasons(events) == {"IMG_1.CR3": "the file is gone"}
    assert set(state(to)) == {"b.jpg"}
    assert set(state(shoot)) == {"IMG_1.JPG", "IMG_1.xmp", "IMG_1.CR3.xmp"}


@posix
def test_what_is_no_file_is_never_waited_for(shoot: Path, to: Path) -> None:
    shoot.mkdir()
    os.mkfifo(shoot / "a.jpg")
    assert "pipe" in reasons(run([parcel(shoot / "a.jpg")], to))["a.jpg"]


class DamagingPart(Part):
    """A disk that changes an octet on its way."""

    def pieces(self) -> Iterator[bytes]:
        for piece in super().pieces():
            yield b"X" + piece[1:]


def test_a_copy_that_reads_back_otherwise_is_no_copy(shoot: Path, to: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "Part", DamagingPart)
    monkeypatch.setattr(same_place, "_way", lambda *_: Way.COPY)
    before = state(pair(shoot).files[0].parent)
    events = run([pair(shoot)], to, Mode.MOVE)
    assert "read back" in reasons(events)["IMG_1.JPG"]
    assert state(to) == {}
    assert state(shoot) == before


class FullPart(Part):
    """A disk with room for one file."""

    written = 0

    def write(self, piece: bytes) -> None:
        FullPart.written += 1
        if FullPart.written > 1:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        super().write(piece)


def test_a_full_disk_ends_the_run_with_a_sentence(shoot: Path, to: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "Part", FullPart)
    monkeypatch.setattr(FullPart, "written", 0)
    photos = [photo(shoot, f"{n}.jpg", bytes([n])) for n in range(4)]
    first, halted = run(photos, to)
    assert isinstance(first, Delivered)
    assert isinstance(halted, Halted)
    assert (halted.left, "full" in halted.sentence) == (3, True)
    assert state(to) == {"0.jpg": b"\0"}


def _follow(events: Iterator[Event], token: CancelToken, moment: int) -> None:
    for number, _ in enumerate(events):
        if number == moment:
            token.cancel()


@pytest.mark.parametrize("mode", [Mode.COPY, Mode.MOVE])
def test_cancelled_at_any_moment_there_are_no_halves(
    shoot: Path, to: Path, mode: Mode, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(same_place, "_way", lambda *_: Way.COPY)
    monkeypatch.setattr(copying, "PIECE", 100)
    monkeypatch.setattr(part, "PIECE", 100)
    content = bytes(range(250)) * 4
    for moment in range(1, 40, 2):
        parcels = [photo(shoot, f"{n}.jpg", content + bytes([n])) for n in range(3)]
        token = CancelToken()
        events = deliver(parcels, to, mode, token)
        with pytest.raises(Cancelled):
            _follow(events, token, moment)
        assert all(data[:-1] == content for data in state(to).values())
        assert not [name for name in state(to) if not name.endswith(".jpg")]
        assert {data[-1] for data in (*state(to).values(), *state(shoot).values())} == {0, 1, 2}
        for path in to.iterdir():
            path.unlink()


@posix
def test_originals_that_may_not_be_taken_away_are_named(shoot: Path, to: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = photo(shoot, "a.jpg")
    monkeypatch.setattr(same_place, "_way", lambda *_: Way.COPY)
    real = os.unlink

    def locked(path: Path) -> None:
        if Path(path).parent == shoot:
            raise PermissionError(errno.EACCES, "Permission denied")
        real(path)

    monkeypatch.setattr(os, "unlink", locked)
    events = run([one], to, Mode.MOVE)
    assert reasons(events) == {"a.jpg": "it has arrived, but could not be taken away here (Permission denied)"}
    assert state(to) == state(shoot)


def test_progress_never_falls_back_and_ends_whole(shoot: Path, to: Path) -> None:
    parcels = [photo(shoot, f"{n}.jpg", bytes(1000 * n)) for n in range(5)]
    steps = [event for event in deliver(parcels, to, Mode.COPY, CancelToken()) if isinstance(event, Advance)]
    done = [step.done for step in steps]
    assert done == sorted(done)
    assert (done[-1], {step.total for step in steps}) == (10_000, {10_000})


def test_leftovers_of_a_killed_run_are_cleared_but_not_those_of_a_running_one(shoot: Path, to: Path) -> None:
    write(to / ".burstpick-0123456789abcdef.part", b"half")
    write(to / ".burstpick-notes.txt", b"mine")
    running = Part(to)
    running.write(b"half")
    run([photo(shoot, "a.jpg")], to)
    expected = {"a.jpg", ".burstpick-notes.txt", *([running.path.name] if sys.platform != "win32" else [])}
    assert set(state(to)) >= expected
    assert ".burstpick-0123456789abcdef.part" not in state(to)
    running.discard()


NAMES = st.sampled_from(["a", "A", "b", "\u00e9", "e\u0301"])
ENDINGS = st.sampled_from([".jpg", ".JPG", ".cr3", ".xmp"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    photos=st.lists(st.tuples(NAMES, ENDINGS.filter(lambda one: one != ".xmp"), st.binary(max_size=2)), max_size=6),
    before=st.dictionaries(st.tuples(NAMES, ENDINGS), st.binary(max_size=2), max_size=4),
    mode=st.sampled_from(list(Mode)),
)
def test_nothing_is_ever_replaced_or_lost(
    photos: list[tuple[str, str, bytes]],
    before: dict[tuple[str, str], bytes],
    mode: Mode,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("run")
    to = folder / "to"
    to.mkdir()
    for (name, ending), content in before.items():
        write(to / f"{name}{ending}", content)
    old = state(to)
    parcels = [photo(folder / str(n), f"{name}{ending}", data) for n, (name, ending, data) in enumerate(photos)]
    events = run(parcels, to, mode)
    assert len(events) == len(parcels)
    assert {name: data for name, data in state(to).items() if name in old} == old
    for (_, _, data), event in zip(photos, events, strict=True):
        assert isinstance(event, Delivered)
        assert event.targets[0].read_bytes() == data
