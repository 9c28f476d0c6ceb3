"""A decoder that hangs, dies, lies or eats memory costs one file and nothing else; the real processes run."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pillow_heif
import psutil
import pytest
from PIL import Image

from app.library import decode
from app.library.decode import UnreadableError, open_picture
from app.library.decoders import Decoders
from app.library.wire import Request, Task, send_request
from tests.pictures import scene

ROOT = Path(__file__).parents[2]
ON_POSIX = pytest.mark.skipif(os.name != "posix", reason="needs what POSIX systems can do")
BAD = (sys.executable, "-P", "-m", "tests.hostile.bad_decoder", "60")


def tiff(folder: Path, name: str) -> Path:
    path = folder / f"{name}.tif"
    scene(1, (64, 48)).save(path)
    return path


@pytest.fixture
def decoders(monkeypatch: pytest.MonkeyPatch) -> Iterator[Decoders]:
    """The program's own way to a picture, with decoders that go wrong."""
    bad = Decoders(BAD)
    monkeypatch.setattr(decode, "DECODERS", bad)
    yield bad
    bad.close()


def children() -> set[int]:
    return {child.pid for child in psutil.Process().children(recursive=True)}


@pytest.mark.usefixtures("decoders")
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("abort", "its decoder broke down over it; the file is damaged"),
        ("segfault", "its decoder broke down over it; the file is damaged"),
        ("leave", "its decoder broke down over it; the file is damaged"),
        pytest.param("lie", "its decoder broke down over it; the file is damaged", marks=ON_POSIX),
        pytest.param("eat", "the picture needs more memory than there is", marks=ON_POSIX),
    ],
)
def test_what_a_decoder_does_costs_that_file_alone(tmp_path: Path, name: str, reason: str) -> None:
    good = open_picture(tiff(tmp_path, "good"))
    before = children()
    with pytest.raises(UnreadableError) as caught:
        open_picture(tiff(tmp_path, name))
    assert caught.value.reason == reason
    assert open_picture(tiff(tmp_path, "good-again")).tobytes() == good.tobytes()
    assert len(children()) == len(before)


def test_one_that_hangs_is_killed(tmp_path: Path) -> None:
    before = children()
    with pytest.raises(UnreadableError, match="takes longer than 2 seconds; the file is damaged"):
        Decoders(BAD, 2.0).picture(tiff(tmp_path, "hang"), None)
    assert children() == before


def test_leaving_waits_for_none_that_hangs(tmp_path: Path, decoders: Decoders) -> None:
    before = children()
    decoders.picture(tiff(tmp_path, "good"), None)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(open_picture, tiff(tmp_path, "hang"))
        while (hanging := children() - before) and psutil.Process(*hanging).cpu_times().user < 1 and not waiting.done():
            time.sleep(0.01)
        decoders.abandon()
        assert isinstance(waiting.exception(20), UnreadableError)
    assert children() == before


@pytest.mark.usefixtures("decoders")
def test_what_libraries_print_reaches_neither_the_screen_nor_the_picture(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert open_picture(tiff(tmp_path, "chatter")).tobytes() == scene(1, (64, 48)).tobytes()
    assert capfd.readouterr() == ("", "")


def test_a_file_is_not_blamed_for_what_an_earlier_one_did_to_the_process(tmp_path: Path, decoders: Decoders) -> None:
    first = decoders.picture(tiff(tmp_path, "first"), None)
    assert decoders.picture(tiff(tmp_path, "second"), None).tobytes() == first.tobytes()


@pytest.mark.usefixtures("decoders")
def test_threads_that_meet_bad_files_get_all_good_ones(tmp_path: Path) -> None:
    names = [f"{word}-{number}" for number in range(3) for word in ("abort", "good", "leave", "fine")]

    def outcome(name: str) -> bool:
        try:
            return open_picture(tmp_path / f"{name}.tif", 32).size == (32, 24)
        except UnreadableError:
            return False

    for name in names:
        tiff(tmp_path, name)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(outcome, names))
    assert found == [name.startswith(("good", "fine")) for name in names]


def test_a_program_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="could not be started"):
        Decoders((str(tmp_path / "none"),)).picture(tiff(tmp_path, "good"), None)


@ON_POSIX
def test_a_hanging_decoder_does_not_outlive_its_parent(tmp_path: Path) -> None:
    alone = [sys.executable, "-m", "tests.hostile.bad_decoder", "2"]
    with subprocess.Popen(alone, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0, cwd=ROOT) as process:
        assert process.stdin is not None
        send_request(process.stdin, Request(Task.PICTURE, os.fsencode(tiff(tmp_path, "hang"))))
        process.stdin.close()
        assert process.wait(60) == -signal.SIGALRM


@ON_POSIX
def test_decoders_end_with_a_program_that_is_killed(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from app.library.decode import open_picture\n"
        "open_picture(Path(sys.argv[1])); print('done', flush=True); time.sleep(60)\n"
    )
    command = [sys.executable, "-c", script, str(tiff(tmp_path, "good"))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"done\n"
        (decoder,) = psutil.Process(process.pid).children()
        process.kill()
        process.wait()
        _, alive = psutil.wait_procs([decoder], timeout=30)
        assert not alive


def test_jpegs_start_no_decoder(tmp_path: Path) -> None:
    scene(1, (64, 48)).save(tmp_path / "a.jpg")
    script = (
        "import sys, psutil; from pathlib import Path; from app.library.decode import open_picture\n"
        "open_picture(Path(sys.argv[1]))\n"
        "print(len(psutil.Process().children()), 'rawpy' in sys.modules, 'pillow_heif' in sys.modules)\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "a.jpg")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split() == ["0", "False", "False"]


def test_pixels_come_back_as_they_were(tmp_path: Path) -> None:
    pillow_heif.register_heif_opener()
    wide = Image.linear_gradient("L").resize((1_300, 1_100)).convert("RGB")
    wide.save(tmp_path / "a.webp", lossless=True)
    assert open_picture(tmp_path / "a.webp").tobytes() == wide.tobytes()
