"""The models for faces come from a server on this machine, or from files of one's own."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.analysis import face_shelf
from app.analysis.face_shelf import FaceShelf
from app.analysis.onnx import is_installed
from app.cancel import Cancelled, CancelToken
from app.errors import AppError
from app.library.face_models import DETECTOR, EYES, FaceModel
from app.library.remote import Patience
from app.paths import Places
from tests.conftest import SHARED
from tests.hub import Hub, breaks_off, open_hub, refuses, sends, stalls

PATIENCE = Patience(silence=0.4, pauses=(0.01,))
CONTENTS = {"finder.onnx": b"finds faces" * 2000, "eyes.onnx": b"knows eyes" * 4000}


@pytest.fixture
def hub() -> Iterator[Hub]:
    with open_hub(dict(CONTENTS)) as hub:
        yield hub


@pytest.fixture
def shelf(hub: Hub, places: Places, monkeypatch: pytest.MonkeyPatch) -> FaceShelf:
    """A shelf for small models with files of their own; only which models there are is not as in the program."""

    def known(_: Path) -> tuple[FaceModel, ...]:
        return tuple(
            FaceModel(
                name.removesuffix(".onnx"),
                "does something",
                "MIT",
                len(content),
                hashlib.sha256(content).hexdigest(),
                f"{hub.address}/store/{name}",
            )
            for name, content in CONTENTS.items()
        )

    monkeypatch.setattr(face_shelf, "known_face_models", known)
    return FaceShelf(places.data / "face-models", places.settings, PATIENCE)


def nothing(done: int, total: int | None) -> None:
    """Progress nobody looks at."""


def missing(shelf: FaceShelf) -> list[str]:
    return [model.file for model in shelf.state().missing]


def test_both_are_downloaded_and_progress_goes_over_both(shelf: FaceShelf) -> None:
    assert missing(shelf) == ["finder.onnx", "eyes.onnx"]
    assert shelf.state().downloadable
    seen: list[tuple[int, int | None]] = []
    shelf.download(lambda *at: seen.append(at), CancelToken())
    assert missing(shelf) == []
    total = sum(map(len, CONTENTS.values()))
    assert seen[-1] == (total, total)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_it_goes_on_where_it_ended(hub: Hub, shelf: FaceShelf) -> None:
    hub.faults[:] = [breaks_off(7000), refuses(403)]
    with pytest.raises(AppError, match=r"You can also get finder\.onnx by hand"):
        shelf.download(nothing, CancelToken())
    assert missing(shelf) == ["finder.onnx", "eyes.onnx"]
    shelf.download(nothing, CancelToken())
    assert missing(shelf) == []
    assert "bytes=7000-" in [asked.range for asked in hub.asked]


def test_what_is_here_is_not_fetched_again(hub: Hub, shelf: FaceShelf, tmp_path: Path) -> None:
    (tmp_path / "mine").write_bytes(CONTENTS["finder.onnx"])
    shelf.add([tmp_path / "mine"])
    assert missing(shelf) == ["eyes.onnx"]
    shelf.download(nothing, CancelToken())
    assert [asked.path for asked in hub.asked] == ["/store/eyes.onnx"]


def test_another_file_of_the_same_size_is_refused(hub: Hub, shelf: FaceShelf) -> None:
    hub.faults[:] = [sends(bytes(len(CONTENTS["finder.onnx"])))]
    with pytest.raises(AppError, match="not the one that was announced"):
        shelf.download(nothing, CancelToken())
    assert missing(shelf) == ["finder.onnx", "eyes.onnx"]


def test_a_silent_server_can_be_left(hub: Hub, shelf: FaceShelf) -> None:
    hub.faults[:] = [stalls(100)]
    token = CancelToken()
    with pytest.raises(Cancelled):
        shelf.download(lambda done, _: token.cancel() if done else None, token)


def test_files_of_ones_own_are_known_by_content(shelf: FaceShelf, tmp_path: Path) -> None:
    paths = []
    for number, content in enumerate(CONTENTS.values()):
        paths.append(tmp_path / f"{number}.bin")
        paths[-1].write_bytes(content)
    shelf.add(paths[::-1])
    assert missing(shelf) == []
    shelf.remove()
    assert missing(shelf) == ["finder.onnx", "eyes.onnx"]


def test_a_folder_with_them_will_do(shelf: FaceShelf, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    with pytest.raises(AppError, match="“mine” is and holds no model for faces"):
        shelf.add([folder])
    for name, content in {**CONTENTS, "README.md": b"about"}.items():
        (folder / name).write_bytes(content)
    shelf.add([folder])
    assert missing(shelf) == []


def test_a_file_that_is_none_of_them_is_named(shelf: FaceShelf, tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"no model")
    with pytest.raises(AppError, match=r"“holiday\.jpg” is and holds no model for faces"):
        shelf.add([tmp_path / "holiday.jpg"])
    with pytest.raises(AppError, match="cannot be read"):
        shelf.add([tmp_path / "gone.onnx"])


def test_without_an_address_the_files_can_be_chosen(places: Places) -> None:
    shelf = FaceShelf(places.data / "face-models", places.settings)
    state = shelf.state()
    assert state.missing == (DETECTOR, EYES)
    assert (state.ready, state.downloadable) == (False, False)
    if state.installed:
        assert "choose the files face_detection_yunet_2023mar.onnx and ocec_s.onnx" in state.sentence
    with pytest.raises(AppError, match="Nobody said where to get"):
        shelf.download(nothing, CancelToken())
    with pytest.raises(AppError, match="cannot be read"):
        shelf.load()


def test_without_the_runtime_it_is_said_how_it_comes(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.analysis.onnx._RUNTIME", "a_library_nobody_has")
    state = FaceShelf(places.data / "face-models", places.settings).state()
    assert not state.ready
    assert "pip install 'burstpick[faces]'" in state.sentence


def test_the_real_models_make_a_reader(places: Places) -> None:
    if not (SHARED / "models").is_dir() or not is_installed():
        pytest.skip("needs the models of ../shared/models and the extra 'faces'")
    shelf = FaceShelf(places.data / "face-models", places.settings)
    shelf.add(sorted((SHARED / "models").glob("*.onnx")))
    assert shelf.state().ready
    assert "ready" in shelf.state().sentence
    assert shelf.load()
