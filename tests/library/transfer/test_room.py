import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cancel import CancelToken
from app.errors import AppError
from app.library.transfer.delivery import deliver
from app.library.transfer.parcel import Delivered, Halted, Mode
from app.library.transfer.room import check_destination, check_room, free_space, needed_space
from tests.library.transfer.parcels import photo, state, write


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    command = [mount or "mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if sys.platform == "win32" or mount is None or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("this user may not mount a small disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_fills_up_on_the_way(small_disk: Path, tmp_path: Path) -> None:
    photos = [photo(tmp_path / "shoot", f"{n}.jpg", os.urandom(300_000)) for n in range(5)]
    before = state(tmp_path / "shoot")
    events = list(deliver(photos, small_disk / "to", Mode.MOVE, CancelToken()))
    halted = [event for event in events if isinstance(event, Halted)]
    assert [event.left for event in halted] == [2]
    assert len([event for event in events if isinstance(event, Delivered)]) == 3
    assert state(small_disk / "to") | state(tmp_path / "shoot") == before
    assert len(state(small_disk / "to")) == 3


def test_links_to_another_disk_are_refused_before_anything_is_done(small_disk: Path, tmp_path: Path) -> None:
    photos = [photo(tmp_path / "shoot", "a.jpg")]
    with pytest.raises(AppError, match="on the disk of the photos"):
        check_destination(photos, small_disk / "to", Mode.LINK)


def test_only_what_changes_its_disk_needs_room(small_disk: Path, tmp_path: Path) -> None:
    photos = [photo(tmp_path / "shoot", "a.jpg", bytes(1000))]
    near = tmp_path / "not" / "made"
    needed = {mode: (needed_space(photos, near, mode), needed_space(photos, small_disk, mode)) for mode in Mode}
    assert needed == {Mode.COPY: (1000, 1000), Mode.MOVE: (0, 1000), Mode.LINK: (0, 0)}
    assert 0 < (free_space(small_disk / "deep" / "down") or 0) <= 1 << 20


def test_too_little_room_is_a_sentence(tmp_path: Path) -> None:
    check_room(0, tmp_path)
    check_room(1, tmp_path)
    with pytest.raises(AppError, match=r"not enough room in .*: 1000000000.00 GB are needed"):
        check_room(10**18, tmp_path)


def test_a_file_is_no_destination(tmp_path: Path) -> None:
    file = write(tmp_path / "file", b"")
    for place in (file, file / "below"):
        with pytest.raises(AppError, match="choose a folder"):
            check_destination([], place, Mode.COPY)


@pytest.mark.skipif(sys.platform == "win32" or os.getuid() == 0, reason="the administrator may write anywhere")
def test_a_folder_that_may_only_be_read(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(AppError, match="Nothing may be written"):
            check_destination([], tmp_path / "to", Mode.COPY)
    finally:
        tmp_path.chmod(0o700)


def test_a_disk_that_may_only_be_read(small_disk: Path, tmp_path: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(AppError, match="Nothing may be written"):
        check_destination([], small_disk / "to", Mode.COPY)
