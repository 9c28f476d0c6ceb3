import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.analysis.model_shelf import Download, ModelShelf
from app.cancel import Cancelled, CancelToken
from app.errors import AppError
from app.library.remote import Patience
from app.paths import Places
from tests.hub import COMMIT, Hub, breaks_off, open_hub, refuses, stalls
from tests.networks import small_weights

PATIENCE = Patience(silence=0.4, pauses=(0.01,))


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return small_weights(tmp_path_factory.mktemp("weights") / "a.safetensors").read_bytes()


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return small_weights(tmp_path_factory.mktemp("weights") / "a.safetensors", seed=2).read_bytes()


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, content: bytes) -> Iterator[Hub]:
    with open_hub({"README.md": b"about", "best.safetensors": content}) as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.address)
        yield hub


@pytest.fixture
def shelf(places: Places) -> ModelShelf:
    return ModelShelf(places.models, places.settings, PATIENCE)


def nothing(done: int, total: int | None) -> None:
    """Progress nobody looks at."""


def download(shelf: ModelShelf) -> Download:
    return shelf.download("fgaesq", nothing, CancelToken())


def refused(shelf: ModelShelf) -> str:
    with pytest.raises(AppError) as failed:
        download(shelf)
    assert failed.value.sentence.endswith(".")
    return failed.value.sentence


def parts(places: Places) -> list[Path]:
    return [path for path in places.models.rglob("*.safetensors") if ".fgaesq" in path.parent.name]


def test_a_downloaded_model_is_ready_and_leaves_nothing_else(
    hub: Hub, shelf: ModelShelf, places: Places, content: bytes
) -> None:
    seen: list[tuple[int, int | None]] = []
    done = shelf.download("fgaesq", lambda *at: seen.append(at), CancelToken())
    assert done == Download(shelf.entry("fgaesq"), "")
    assert (done.entry.installed, done.entry.downloadable, done.entry.removable) == (True, False, True)
    assert "best.safetensors" in done.entry.about
    assert date.today().isoformat() in done.entry.about
    assert done.entry.size is not None
    assert len(content) < done.entry.size < len(content) + 1000
    assert seen[-1] == (len(content), len(content))
    assert parts(places) == []
    assert hub.listed
    assert COMMIT in (places.models / "fgaesq" / "origin.json").read_text()
    assert shelf.use("fgaesq").in_use
    assert "here already" in refused(shelf)


def test_it_goes_on_where_it_ended(hub: Hub, shelf: ModelShelf, places: Places) -> None:
    hub.faults[:] = [breaks_off(10_000), refuses(403)]
    sentence = refused(shelf)
    assert "agreement with its authors" in sentence
    assert shelf.entry("fgaesq").page in sentence
    entry = shelf.entry("fgaesq")
    assert (entry.installed, entry.downloadable, entry.removable, entry.size) == (False, True, True, None)
    assert download(ModelShelf(places.models, places.settings)).entry.installed
    assert hub.asked[-1].range == "bytes=10000-"


def test_what_has_arrived_can_be_given_up(hub: Hub, shelf: ModelShelf, places: Places) -> None:
    hub.faults[:] = [breaks_off(10_000), refuses(404)]
    refused(shelf)
    shelf.remove("fgaesq")
    assert parts(places) == []
    assert not shelf.entry("fgaesq").removable
    download(shelf)
    assert hub.asked[-1].range == ""


def test_a_file_that_changed_since_the_first_download(
    hub: Hub, shelf: ModelShelf, content: bytes, other: bytes
) -> None:
    assert download(shelf).warning == ""
    shelf.remove("fgaesq")
    assert download(shelf).warning == ""
    shelf.remove("fgaesq")
    hub.files["best.safetensors"] = other
    warning = download(shelf).warning
    assert date.today().isoformat() in warning
    assert warning.endswith(".")
    shelf.remove("fgaesq")
    hub.files["best.safetensors"] = content
    assert download(shelf).warning == "", "the first one is the measure"


def test_garbage_is_refused_and_not_kept(hub: Hub, shelf: ModelShelf, places: Places, content: bytes) -> None:
    hub.files["best.safetensors"] = b"<html>Come back tomorrow</html>"
    assert "best.safetensors" in refused(shelf)
    assert [path for path in places.models.rglob("*") if path.suffix != ".lock"] == []
    hub.files["best.safetensors"] = content
    assert download(shelf).entry.installed


def test_cancelling_keeps_what_has_arrived(hub: Hub, shelf: ModelShelf) -> None:
    token = CancelToken()

    def cancel_on_the_way(done: int, total: int | None) -> None:
        assert total is not None
        if 0 < done < total:
            token.cancel()

    hub.faults[:] = [stalls(20_000)]
    with pytest.raises(Cancelled):
        shelf.download("fgaesq", cancel_on_the_way, token)
    assert not shelf.entry("fgaesq").installed
    download(shelf)
    assert hub.asked[-1].range == "bytes=20000-"


def test_a_disk_that_is_too_small(hub: Hub, shelf: ModelShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    free = os.statvfs_result((4096, 4096, 100, 50, 50, 10, 10, 10, 0, 255))
    monkeypatch.setattr("os.statvfs", lambda path: free)
    sentence = refused(shelf)
    assert "need 0.3 GB" in sentence
    assert hub.asked == []


def test_a_disk_that_fills_up_on_the_way(hub: Hub, shelf: ModelShelf) -> None:
    resource = pytest.importorskip("resource", reason="needs the limits of POSIX to stand for a full disk")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, before[1]))
    try:
        sentence = refused(shelf)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert sentence.startswith("Nothing could be written to")
    assert download(shelf).entry.installed
    assert hub.asked[-1].range == "bytes=30000-"


@pytest.mark.parametrize("name", ["technical", "mine"])
def test_what_has_no_address(shelf: ModelShelf, name: str, tmp_path: Path) -> None:
    shelf.add(small_weights(tmp_path / "mine.safetensors"))
    with pytest.raises(AppError, match="here already"):
        shelf.download(name, nothing, CancelToken())


def test_another_program_is_at_it(hub: Hub, shelf: ModelShelf, places: Places) -> None:
    from filelock import FileLock

    places.models.mkdir(parents=True)
    with FileLock(places.models / ".fgaesq.lock"):
        assert "Another Burstpick is busy" in refused(shelf)
    assert download(shelf).entry.installed


def test_nothing_can_be_written(hub: Hub, shelf: ModelShelf, places: Places) -> None:
    places.data.mkdir(parents=True)
    places.models.write_text("a file where the folder of models should be")
    assert "Nothing could be written" in refused(shelf)


def test_a_file_fetched_by_hand_takes_the_place(shelf: ModelShelf, tmp_path: Path) -> None:
    entry = shelf.add(small_weights(tmp_path / "FGAesQ.safetensors"))
    assert (entry.name, entry.installed, entry.downloadable) == ("fgaesq", True, False)
    assert "nothing here can prove" in entry.about
    shelf.remove("fgaesq")
    assert shelf.entry("fgaesq").downloadable
