import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.library.durable import flush, replace_text


def test_files_and_folders_are_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "IMG.xmp"
    file.write_text("x")
    fsync, flushed = os.fsync, []

    def note(handle: int) -> None:
        flushed.append(os.readlink(f"/proc/self/fd/{handle}") if sys.platform == "linux" else str(handle))
        fsync(handle)

    monkeypatch.setattr(os, "fsync", note)
    flush(file)
    flush(tmp_path)
    if sys.platform == "linux":
        assert flushed == [str(file), str(tmp_path)]
    else:
        assert flushed


@pytest.mark.skipif(sys.platform == "win32", reason="pipes have no names in folders there")
def test_what_cannot_be_flushed_is_no_failure(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["sh", "-c", f"exec 3>'{pipe}'; read line"], stdin=subprocess.PIPE) as writer:
        flush(pipe)
        writer.communicate(b"\n")
    with pytest.raises(FileNotFoundError):
        flush(tmp_path / "gone")


def test_a_text_takes_the_place_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    replace_text(file, "one\n")
    replace_text(file, "zwei\r\n\udcff")
    assert file.read_bytes() == b"zwei\r\n\xff"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_stays_one(tmp_path: Path) -> None:
    kept = tmp_path / "elsewhere" / "settings.toml"
    kept.parent.mkdir()
    link = tmp_path / "settings.toml"
    link.symlink_to(kept)
    replace_text(link, "one\n")
    assert link.is_symlink()
    assert kept.read_text() == "one\n"
