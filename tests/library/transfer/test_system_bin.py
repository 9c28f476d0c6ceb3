import os
import sys
from pathlib import Path

import pytest

from app.library.transfer import system_bin
from app.library.transfer.parcel import Undelivered
from app.library.transfer.system_bin import Binned, restore, to_bin
from tests.bins import own_bin
from tests.library.transfer.parcels import DAY, state, write

pytestmark = pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="must not fill this user's own bin")


@pytest.fixture
def bin_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return own_bin(monkeypatch, tmp_path / "data home")


def test_there_and_back(bin_folder: Path, tmp_path: Path) -> None:
    names = ["a.jpg", "two words %20 \u00e9.jpg", "a.cr3"]
    files = [write(tmp_path / "shoot" / name, name.encode()) for name in names]
    before = state(tmp_path / "shoot")
    binned = [one for one in to_bin(files) if isinstance(one, Binned)]
    assert [one.path for one in binned] == files
    assert state(tmp_path / "shoot") == {}
    assert sorted(path.read_bytes() for path in (bin_folder / "files").iterdir()) == sorted(before.values())
    assert list(restore(binned)) == files
    assert state(tmp_path / "shoot") == before
    assert files[0].stat().st_mtime_ns == DAY
    assert state(bin_folder) == {}


def test_a_file_put_there_twice_comes_back_as_it_was_last(bin_folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    for content in (b"first", b"second"):
        write(path, content)
        last = list(to_bin([path]))
    assert list(restore(one for one in last if isinstance(one, Binned))) == [path]
    assert path.read_bytes() == b"second"


def test_nothing_is_replaced_by_what_comes_back(bin_folder: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jpg", b"old")
    binned = [one for one in to_bin([path]) if isinstance(one, Binned)]
    write(path, b"new")
    (failed,) = restore(binned)
    assert isinstance(failed, Undelivered)
    assert "File exists" in failed.reason
    assert path.read_bytes() == b"new"


def test_what_is_gone_or_not_taken_is_named(bin_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (gone,) = to_bin([tmp_path / "gone.jpg"])
    assert gone == Undelivered(tmp_path / "gone.jpg", "the file is gone")

    def refuse(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(system_bin, "_send", refuse)
    path = write(tmp_path / "a.jpg", b"a")
    (stays,) = to_bin([path])
    assert stays == Undelivered(path, "the bin did not take it, so it stays (Permission denied)")
    assert path.exists()


def test_what_was_reached_by_a_link_to_another_disk_comes_back(
    bin_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk, link = tmp_path / "disk", tmp_path / "link"
    (disk / "shoot").mkdir(parents=True)
    link.symlink_to(disk / "shoot")
    monkeypatch.setattr(os.path, "ismount", lambda path: Path(path) in {disk, Path("/")})
    there = disk / f".Trash-{os.getuid()}"
    binned = write(there / "files" / "a.jpg", b"photo")
    # As send2trash writes it.
    write(there / "info" / "a.jpg.trashinfo", b"[Trash Info]\nPath=../link/a.jpg\nDeletionDate=2026-01-02T03:04:05\n")
    status = binned.stat()
    assert list(restore([Binned(link / "a.jpg", status.st_size, status.st_mtime_ns)])) == [link / "a.jpg"]
    assert state(disk) == {"shoot/a.jpg": b"photo"}


def test_what_was_emptied_from_the_bin_is_named(bin_folder: Path, tmp_path: Path) -> None:
    binned = [one for one in to_bin([write(tmp_path / "a.jpg", b"a")]) if isinstance(one, Binned)]
    (bin_folder / "files" / "a.jpg").unlink()
    (bin_folder / "info" / "broken.trashinfo").write_bytes(b"\xff no such thing")
    assert list(restore(binned)) == [Undelivered(tmp_path / "a.jpg", "it is not in the bin any more")]
