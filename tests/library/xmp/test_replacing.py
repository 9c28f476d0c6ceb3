import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.library.xmp.packet import read_packet
from app.library.xmp.replacing import RefusedError, read_file, replace_file, state_of, sweep
from tests.commands import ROOT

posix_only = pytest.mark.skipif(os.name != "posix", reason="needs the file modes and links of POSIX")


def test_a_new_file_and_its_successor(tmp_path: Path) -> None:
    path = tmp_path / "a.xmp"
    first = replace_file(path, b"one", None)
    assert first == state_of(path)
    second = replace_file(path, b"two", first)
    assert (path.read_bytes(), second) == (b"two", state_of(path))
    assert os.listdir(tmp_path) == ["a.xmp"]


@posix_only
def test_mode_and_link_stay(tmp_path: Path) -> None:
    real, link = tmp_path / "real.xmp", tmp_path / "a.xmp"
    real.write_bytes(b"one")
    real.chmod(0o604)
    link.symlink_to(real)
    replace_file(link, b"two", state_of(link))
    assert link.is_symlink()
    assert (real.read_bytes(), real.stat().st_mode & 0o777) == (b"two", 0o604)


def test_what_another_program_has_written_meanwhile_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.xmp"
    path.write_bytes(b"one")
    seen = read_file(path, 99)
    assert seen is not None
    path.write_bytes(b"theirs")
    with pytest.raises(RefusedError, match="another program"):
        replace_file(path, b"ours", seen.state)
    with pytest.raises(RefusedError, match="another program"):
        replace_file(path, b"ours", None)
    assert path.read_bytes() == b"theirs"
    assert os.listdir(tmp_path) == ["a.xmp"]


@posix_only
def test_a_protected_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.xmp"
    path.write_bytes(b"one")
    path.chmod(0o444)
    with pytest.raises(RefusedError, match="write-protected"):
        replace_file(path, b"two", state_of(path))
    assert path.read_bytes() == b"one"


def test_where_nothing_can_be_written(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="cannot be written"):
        replace_file(tmp_path / "gone" / "a.xmp", b"one", None)
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(RefusedError, match="cannot be written"):
        replace_file(tmp_path / "file" / "a.xmp", b"one", None)
    with pytest.raises(RefusedError, match="cannot be written"):
        replace_file(tmp_path / ("x" * 250 + ".xmp"), b"one", None)


def test_reading_is_bounded_and_takes_files_only(tmp_path: Path) -> None:
    assert read_file(tmp_path / "a.xmp", 9) is None
    (tmp_path / "a.xmp").write_bytes(b"0123456789")
    with pytest.raises(RefusedError, match="more than"):
        read_file(tmp_path / "a.xmp", 9)
    with pytest.raises(RefusedError, match=r"a directory|not a file"):
        read_file(tmp_path, 9)


FULL = """
import resource, signal, sys
from pathlib import Path
from app.library.xmp.replacing import RefusedError, replace_file, state_of
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
path = Path(sys.argv[1])
try:
    replace_file(path, b"x" * 2000, state_of(path))
except RefusedError as error:
    print(error.reason)
"""


@posix_only
def test_a_full_disk_costs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.xmp"
    path.write_bytes(b"one")
    done = subprocess.run([sys.executable, "-c", FULL, path], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "cannot be written" in done.stdout
    assert (path.read_bytes(), os.listdir(tmp_path)) == (b"one", ["a.xmp"])


WRITER = """
import itertools, sys
from pathlib import Path
from app.library.photo import Marks
from app.library.xmp.edit import with_marks
from app.library.xmp.replacing import read_file, replace_file
from app.library.xmp.wishes import Wish
path = Path(sys.argv[1])
for number in itertools.count():
    content = read_file(path, 1 << 20)
    replace_file(path, with_marks(content.data, Wish(Marks(number % 5 + 1)), 1e9 + number), content.state, kept=True)
    print(number % 5 + 1, flush=True)
"""


@posix_only
@pytest.mark.parametrize("seconds", [0.0, 0.004, 0.011])
def test_a_killed_program_leaves_whole_files(tmp_path: Path, seconds: float) -> None:
    path = tmp_path / "a.xmp"
    foreign = (
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{RDF}"><!--{"." * 90_000}--></rdf:RDF></x:xmpmeta>'
    )
    path.write_text(foreign)
    program = subprocess.Popen([sys.executable, "-c", WRITER, path], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert program.stdout is not None
    acknowledged = [int(program.stdout.readline())]
    time.sleep(seconds)
    program.send_signal(signal.SIGKILL)
    acknowledged += [int(line) for line in program.stdout if line.endswith("\n")]
    program.wait()
    program.stdout.close()
    said = read_packet(path.read_bytes()).rating
    assert said in (acknowledged[-1], acknowledged[-1] % 5 + 1)
    assert "." * 90_000 in path.read_text()
    sweep(tmp_path)
    assert os.listdir(tmp_path) == ["a.xmp"]


RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


def test_sweeping_takes_only_what_is_ours_and_left(tmp_path: Path) -> None:
    names = ("a.xmp", ".a.xmp.burstpick-part", ".b.jpg.burstpick-original", "c.burstpick-part", ".hidden", "b.jpg")
    for name in names:
        (tmp_path / name).write_text(name)
    (tmp_path / ".lost.jpg.burstpick-original").write_text("the only one left")
    sweep(tmp_path)
    assert sorted(os.listdir(tmp_path)) == [".hidden", "a.xmp", "b.jpg", "c.burstpick-part", "lost.jpg"]
    assert (tmp_path / "lost.jpg").read_text() == "the only one left"


@posix_only
def test_what_is_being_written_is_not_swept_away(tmp_path: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    part = tmp_path / ".a.xmp.burstpick-part"
    with part.open("wb") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        sweep(tmp_path)
        assert part.exists()
        with pytest.raises(RefusedError, match="another Burstpick"):
            replace_file(tmp_path / "a.xmp", b"one", None)
    assert not (tmp_path / "a.xmp").exists()


@posix_only
@pytest.mark.parametrize("step", ["replace", "fsync"])
def test_of_two_who_write_one_file_the_second_is_refused_until_the_first_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(b"old")
    go_on = getattr(os, step)
    refused = []

    def meet_the_other(*arguments: object) -> None:
        monkeypatch.setattr(os, step, go_on)
        go_on(*arguments)
        # The second way in: what was written has no name yet.
        with pytest.raises(RefusedError) as caught:
            replace_file(path, b"other", state_of(path), kept=True)
        refused.append(caught.value.reason)
        sweep(tmp_path)
        assert ".a.jpg.burstpick-original" in os.listdir(tmp_path) or step == "fsync"

    monkeypatch.setattr(os, step, meet_the_other)
    replace_file(path, b"new", state_of(path), kept=True)
    assert refused == ["another Burstpick is writing it"]
    assert path.read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["a.jpg"]
