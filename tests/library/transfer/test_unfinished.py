"""Moves that were killed, and failures of moves, where no hard links can be made."""

import errno
import json
import os
from pathlib import Path

import pytest

from app.cancel import CancelToken
from app.library.transfer import delivery, same_place
from app.library.transfer.delivery import deliver
from app.library.transfer.parcel import Delivered, Mode, Undelivered
from app.library.transfer.same_place import Way
from app.library.transfer.unfinished import Moving, MovingNote, finish
from tests.library.transfer.parcels import parcel, state, write


@pytest.fixture
def killed(tmp_path: Path) -> Path:
    """The photo is at its new place, its sidecar at both; a folder with `from` and `to`."""
    write(tmp_path / "from" / "a.xmp", b"sidecar")
    write(tmp_path / "to" / "a.xmp", b"sidecar")
    write(tmp_path / "to" / "a.cr3", b"raw")
    turn, rest = (tuple(tmp_path / side / name for side in ("from", "to")) for name in ("a.cr3", "a.xmp"))
    MovingNote(tmp_path / "to", Moving((turn[0], turn[1]), ((rest[0], rest[1]),))).__enter__()
    return tmp_path


def notes(folder: Path) -> list[Path]:
    return list(folder.glob(".burstpick-*.moving"))


def test_what_was_left_behind_is_taken_away(killed: Path) -> None:
    finish(killed / "to", (), CancelToken())
    assert state(killed / "from") == {}
    assert state(killed / "to") == {"a.cr3": b"raw", "a.xmp": b"sidecar"}


def test_it_is_also_where_the_drive_is_connected_elsewhere(killed: Path) -> None:
    home = killed.rename(killed.with_name("elsewhere"))
    finish(home / "to", (), CancelToken())
    assert state(home / "from") == {}


def test_a_sidecar_that_was_changed_since_stays(killed: Path) -> None:
    write(killed / "from" / "a.xmp", b"changed")
    finish(killed / "to", (), CancelToken())
    assert state(killed / "from") == {"a.xmp": b"changed"}
    assert not notes(killed / "to")


def test_nothing_is_taken_away_before_the_photo_itself_has_gone(killed: Path) -> None:
    write(killed / "from" / "a.cr3", b"raw")
    finish(killed / "to", (), CancelToken())
    assert state(killed / "from") == {"a.cr3": b"raw", "a.xmp": b"sidecar"}
    assert not notes(killed / "to")


def test_what_is_asked_for_now_is_left_to_that(killed: Path) -> None:
    finish(killed / "to", {killed / "from" / "a.xmp"}, CancelToken())
    assert state(killed / "from") == {"a.xmp": b"sidecar"}


@pytest.mark.parametrize("said", ["", "[[", "{}", "[1]", "[]", '[["../from/a.cr3"]]', "[[1, 2]]"])
def test_a_note_that_says_nothing_does_no_harm(killed: Path, said: str) -> None:
    for note in notes(killed / "to"):
        note.write_text(said, encoding="ascii")
    finish(killed / "to", (), CancelToken())
    assert state(killed / "from") == {"a.xmp": b"sidecar"}
    assert not notes(killed / "to")


def test_a_note_of_files_elsewhere_is_not_followed(killed: Path) -> None:
    write(killed / "other" / "same.txt", b"same")
    write(killed / "to" / "same.txt", b"same")
    for note in notes(killed / "to"):
        note.write_text(json.dumps([["../from/a.cr3", "a.cr3"], ["../other/same.txt", "same.txt"]]), encoding="ascii")
    finish(killed / "to", (), CancelToken())
    assert state(killed / "other") == {"same.txt": b"same"}


def test_where_the_last_step_fails_everything_is_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw, jpeg = write(tmp_path / "from" / "a.cr3", b"raw raw"), write(tmp_path / "from" / "a.jpg", b"jpeg")
    sidecar = write(tmp_path / "from" / "a.xmp", b"sidecar")
    (tmp_path / "to").mkdir()
    monkeypatch.setattr(same_place, "_way", lambda *_: Way.RENAME)

    def fail(source: Path, target: Path) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    before = state(tmp_path / "from")
    one = parcel(raw, jpeg, companions=(sidecar,))
    with monkeypatch.context() as failing:
        failing.setattr(delivery, "rename_to_free", fail)
        events = list(deliver([one], tmp_path / "to", Mode.MOVE, CancelToken()))
    assert [event.path for event in events if isinstance(event, Undelivered)] == [raw]
    assert state(tmp_path / "from") == before
    assert state(tmp_path / "to") == {}
    events = list(deliver([one], tmp_path / "to", Mode.MOVE, CancelToken()))
    assert [event.parcel for event in events if isinstance(event, Delivered)] == [one]
    assert state(tmp_path / "to") == before
    assert state(tmp_path / "from") == {}
