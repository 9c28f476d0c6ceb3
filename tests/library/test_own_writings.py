"""What is written here is no news; what others write is, however soon before or after."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.library.folder_watch import Change, FolderWatch
from app.library.own_writings import OwnWritings
from app.library.xmp.replacing import replace_file

PACE = 0.05


def write(own: OwnWritings, path: Path, data: bytes) -> None:
    with own.writing(path) as left:
        state = replace_file(path, data, None)
        left(state.size, state.mtime_ns)


class Listener:
    """Watches a folder and hears what is told of it."""

    def __init__(self, folder: Path) -> None:
        self.own = OwnWritings()
        self.told: list[Change] = []
        self._arrived = threading.Event()
        self._watch = FolderWatch(folder, self._hear, recursive=False, look_again=PACE, own=self.own)

    def _hear(self, change: Change) -> None:
        self.told.append(change)
        self._arrived.set()

    def wait(self) -> None:
        assert self._arrived.wait(10)

    def close(self) -> None:
        self._watch.close()

    def begin(self) -> None:
        while self._watch._observer is None:
            assert not self._arrived.wait(0.01)

    def live_for(self, looks: int) -> None:
        threading.Event().wait(looks * PACE)


@pytest.fixture
def listener(tmp_path: Path) -> Iterator[Listener]:
    listener = Listener(tmp_path)
    listener.begin()
    yield listener
    listener.close()


@pytest.fixture
def looker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Listener]:
    """As on a drive of the network, of which no system tells anything."""
    monkeypatch.setattr(FolderWatch, "_begin", lambda _: None)
    listener = Listener(tmp_path)
    listener.live_for(3)
    yield listener
    listener.close()


def test_own_sidecars_are_nobody_s_news_but_others_between_them_are(listener: Listener, tmp_path: Path) -> None:
    for number in range(20):
        write(listener.own, tmp_path / f"{number}.xmp", b"ours")
    listener.live_for(6)
    assert listener.told == []
    (tmp_path / "3.xmp").write_bytes(b"another program's")
    for number in range(20, 40):
        write(listener.own, tmp_path / f"{number}.xmp", b"ours")
    listener.wait()
    listener.live_for(6)
    assert set(listener.told) == {Change.SIDECARS}


def test_who_looks_at_the_folder_tells_own_changes_from_those_of_others(looker: Listener, tmp_path: Path) -> None:
    for number in range(20):
        write(looker.own, tmp_path / f"{number}.xmp", b"ours")
    looker.live_for(6)
    assert looker.told == []
    write(looker.own, tmp_path / "20.xmp", b"ours")
    with looker.own.writing(tmp_path / "21.xmp"):
        # In the midst of it, as other computers do not wait for it to be over.
        (tmp_path / "1.jpg").write_bytes(b"a photo")
    looker.wait()
    assert looker.told == [Change.PHOTOS]


def test_what_others_put_there_between_two_own_files_is_told(looker: Listener, tmp_path: Path) -> None:
    write(looker.own, tmp_path / "1.xmp", b"ours")
    stamp = tmp_path.stat().st_mtime_ns
    while tmp_path.stat().st_mtime_ns == stamp:
        os.replace(_made(tmp_path.parent / "fresh"), tmp_path / "other.xmp")
    write(looker.own, tmp_path / "2.xmp", b"ours")
    looker.wait()
    assert set(looker.told) == {Change.PHOTOS}


def _made(path: Path) -> Path:
    path.write_bytes(b"another program's")
    return path


def test_a_file_is_ours_only_as_it_was_left(tmp_path: Path) -> None:
    own = OwnWritings()
    write(own, tmp_path / "1.xmp", b"ours")
    assert own.wrote(tmp_path / "1.xmp")
    assert not own.wrote(tmp_path / "2.xmp")
    os.utime(tmp_path / "1.xmp", ns=(0, 0))
    assert not own.wrote(tmp_path / "1.xmp")
    (tmp_path / "1.xmp").unlink()
    assert not own.wrote(tmp_path / "1.xmp")


def test_who_asks_for_a_file_that_is_being_written_hears_how_it_was_left(tmp_path: Path) -> None:
    own, begun, go_on = OwnWritings(), threading.Event(), threading.Event()

    def work() -> None:
        with own.writing(tmp_path / "1.xmp") as left:
            state = replace_file(tmp_path / "1.xmp", b"ours", None)
            begun.set()
            go_on.wait()
            left(state.size, state.mtime_ns)

    thread = threading.Thread(target=work)
    thread.start()
    begun.wait()
    threading.Timer(0.05, go_on.set).start()
    assert own.wrote(tmp_path / "1.xmp")
    thread.join()
