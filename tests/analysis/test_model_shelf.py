from pathlib import Path

import pytest

from app.analysis.embedder import APPEARANCE, Embedder
from app.analysis.model_shelf import ModelShelf
from app.cancel import Cancelled, CancelToken
from app.errors import AppError
from app.paths import Places
from tests.fakes import measuring_shelf
from tests.fgaesq_core.checkpoints import zeros
from tests.networks import seeing_weights, small_weights


@pytest.fixture
def shelf(places: Places) -> ModelShelf:
    return measuring_shelf(places)


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_weights(tmp_path_factory.mktemp("weights") / "My Model.safetensors")


def left_in(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.suffix != ".lock"}


def refusal(error: pytest.ExceptionInfo[AppError]) -> str:
    assert error.value.sentence.endswith(".")
    return error.value.sentence


def test_what_there_is_at_first(shelf: ModelShelf, places: Places) -> None:
    technical, fgaesq = shelf.entries()
    assert (technical.name, technical.installed, technical.in_use) == ("technical", True, True)
    assert (technical.downloadable, technical.removable, technical.size) == (False, False, None)
    assert (fgaesq.name, fgaesq.installed, fgaesq.in_use) == ("fgaesq", False, False)
    assert (fgaesq.downloadable, fgaesq.removable, fgaesq.size) == (True, False, None)
    assert "state no licence" in fgaesq.licence
    assert fgaesq.page.startswith("https://")
    assert shelf.in_use == technical
    assert shelf.load().name == "technical"
    assert not places.data.exists(), "looking writes nothing"


def test_an_added_file_is_a_model_that_can_be_used_and_removed(
    shelf: ModelShelf, places: Places, weights: Path
) -> None:
    added = shelf.add(weights)
    assert (added.name, added.installed, added.in_use, added.removable) == ("my-model", True, False, True)
    assert added.size is not None
    assert added.size > weights.stat().st_size
    assert "My Model.safetensors" in added.about
    assert shelf.use("my-model").in_use
    assert measuring_shelf(places).in_use.name == "my-model"
    assert [entry.name for entry in shelf.entries()] == ["technical", "fgaesq", "my-model"]
    shelf.remove("my-model")
    assert shelf.in_use.name == "technical"
    assert [entry.name for entry in shelf.entries()] == ["technical", "fgaesq"]
    assert left_in(places.models) == set()


def test_a_model_is_never_replaced(shelf: ModelShelf, weights: Path) -> None:
    shelf.add(weights, "mine")
    for name in ("mine", "technical"):
        with pytest.raises(AppError) as refused:
            shelf.add(weights, name)
        assert "another name" in refusal(refused)
    assert shelf.entry("mine").installed


@pytest.mark.parametrize("name", ["", "../mine", "Mine", "a b", ".hidden", "a" * 60])
def test_names_that_are_refused(shelf: ModelShelf, places: Places, weights: Path, name: str) -> None:
    with pytest.raises(AppError, match="cannot be the name"):
        shelf.add(weights, name)
    assert not places.models.exists()


def test_the_chosen_model_is_gone(shelf: ModelShelf, places: Places) -> None:
    for name in ("gone", "../..", "fgaesq"):
        places.settings.parent.mkdir(exist_ok=True, parents=True)
        places.settings.write_text(f'model = "{name}"\n')
        assert shelf.in_use.name == "technical"
        assert shelf.load().name == "technical"


def test_cancelling_leaves_nothing(shelf: ModelShelf, places: Places, weights: Path) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        shelf.add(weights, token=token)
    assert left_in(places.models) == set()


def test_what_cannot_be_done(shelf: ModelShelf, tmp_path: Path) -> None:
    for act, said in (
        (lambda: shelf.entry("no such"), "no such"),
        (lambda: shelf.use("no such"), "no such"),
        (lambda: shelf.use("fgaesq"), "burstpick model download fgaesq"),
        (lambda: shelf.load("fgaesq"), "burstpick model download fgaesq"),
        (lambda: shelf.load("no such"), "no such"),
        (lambda: shelf.remove("technical"), "built in"),
        (lambda: shelf.remove("fgaesq"), "no files"),
        (lambda: shelf.add(tmp_path / "gone.pt"), "No such file"),
    ):
        with pytest.raises(AppError) as refused:
            act()
        assert said in refusal(refused)


def test_an_added_model_is_loaded_by_name_by_file_and_when_in_use(
    shelf: ModelShelf, weights: Path, tmp_path: Path
) -> None:
    shelf.add(weights, "mine")
    assert shelf.load("mine", "cpu").name == "mine"
    assert shelf.load(weights, "cpu").id == shelf.load("mine", "cpu").id != shelf.load("technical").id
    assert shelf.load(None, "cpu").name == "technical"
    shelf.use("mine")
    assert shelf.load(None, "cpu").name == "mine"
    with pytest.raises(AppError, match="abacus"):
        shelf.load("mine", "abacus")


def test_a_model_that_tells_scenes_apart_tells_likeness_by_its_own_eye(shelf: ModelShelf, tmp_path: Path) -> None:
    weights = seeing_weights(tmp_path / "seeing.safetensors")
    embedder = shelf.add(weights).embedder
    assert embedder.id != APPEARANCE.id
    assert embedder.scale.low < embedder.scale.high
    assert shelf.in_use.embedder == APPEARANCE
    assert shelf.use("seeing").embedder == shelf.in_use.embedder == shelf.entry("seeing").embedder == embedder
    other = shelf.add(seeing_weights(tmp_path / "other.safetensors", side=4))
    assert other.embedder.id not in (embedder.id, APPEARANCE.id)
    again = shelf.add(weights, "again")
    assert again.embedder == embedder, "the same weights give the same vectors under any name"


def test_a_model_that_cannot_tell_leaves_likeness_to_pixels(shelf: ModelShelf, weights: Path) -> None:
    shelf.add(weights, "mine")
    assert shelf.use("mine").embedder == APPEARANCE


def test_likeness_for_a_loaded_model(shelf: ModelShelf, weights: Path, tmp_path: Path) -> None:
    file = seeing_weights(tmp_path / "seeing.safetensors")
    added, token = shelf.add(file), CancelToken()

    def embedder(name: str | Path | None) -> Embedder:
        return shelf.embedder(name, shelf.load(name, "cpu"), token)

    assert embedder(None) == embedder("technical") == embedder(weights) == APPEARANCE
    assert embedder("seeing") == added.embedder
    assert embedder(file).scale == added.embedder.scale
    shelf.use("seeing")
    assert embedder(None) == added.embedder


@pytest.mark.parametrize("content", ["", "[1]", '{"embedder": "x"}', '{"embedder": "x", "low": 0.9, "high": 0.8}'])
def test_a_note_of_likeness_that_is_damaged_leaves_it_to_pixels(
    shelf: ModelShelf, places: Places, tmp_path: Path, content: str
) -> None:
    shelf.add(seeing_weights(tmp_path / "seeing.safetensors"))
    (places.models / "seeing" / "likeness.json").write_text(content)
    assert shelf.entry("seeing").installed
    assert shelf.entry("seeing").embedder == APPEARANCE


def test_names_come_before_files(shelf: ModelShelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small_weights(tmp_path / "technical")
    monkeypatch.chdir(tmp_path)
    assert shelf.load("technical").name == "technical"
    assert "measured" in shelf.in_use.note


def test_a_model_that_was_tampered_with(shelf: ModelShelf, places: Places, weights: Path) -> None:
    shelf.add(weights, "mine")
    with next(places.models.rglob("mine.safetensors")).open("r+b") as file:
        file.seek(-1, 2)
        file.write(b"!")
    with pytest.raises(AppError) as refused:
        shelf.load("mine", "cpu")
    assert "mine.safetensors" in refusal(refused)


@pytest.mark.parametrize("content", [b"", b"garbage", b"PK\x03\x04", b"\x10\0\0\0\0\0\0\0{" + b" " * 15])
def test_a_file_that_holds_no_weights(shelf: ModelShelf, places: Places, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "weights.pt"
    file.write_bytes(content)
    with pytest.raises(AppError) as refused:
        shelf.add(file)
    assert "weights" in refusal(refused)
    assert left_in(places.models) == set()


def test_a_file_that_is_not_the_one_its_hash_was_noted_for(shelf: ModelShelf, weights: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.safetensors"
    copy.write_bytes(weights.read_bytes())
    (tmp_path / "copy.safetensors.sha256").write_text(f"{'0' * 64}  copy.safetensors\n")
    with pytest.raises(AppError, match="SHA-256 noted beside it"):
        shelf.add(copy)
    (tmp_path / "copy.safetensors.sha256").unlink()
    assert shelf.add(copy).name == "copy"


def test_the_published_layout_is_converted(shelf: ModelShelf, places: Places, tmp_path: Path) -> None:
    import torch

    source = tmp_path / "FGAesQ best.pt"
    torch.save(zeros(), source)
    before = source.read_bytes()
    entry = shelf.add(source, "zeros")
    try:
        assert entry.size is not None
        assert 345e6 < entry.size < 346e6
        assert source.read_bytes() == before
        assert [path.name for path in source.parent.iterdir() if path.is_file()] == [source.name]
    finally:
        # Pytest keeps its folders for three runs.
        shelf.remove("zeros")


def test_a_damaged_settings_file_is_told(shelf: ModelShelf, places: Places, weights: Path) -> None:
    assert shelf.warning == ""
    shelf.add(weights, "mine")
    places.settings.write_text("model = ")
    assert str(places.settings) in shelf.warning
    assert shelf.in_use.name == "technical"
    shelf.use("mine")
    assert shelf.warning == ""


def test_what_is_no_model_in_the_folder_is_not_shown(shelf: ModelShelf, places: Places, weights: Path) -> None:
    shelf.add(weights, "mine")
    (places.models / "empty").mkdir()
    (places.models / "a file").touch()
    half = places.models / "half"
    half.mkdir()
    (half / "half.safetensors").write_bytes(weights.read_bytes())
    assert [entry.name for entry in shelf.entries()] == ["technical", "fgaesq", "mine"]
    assert shelf.add(weights, "half").installed, "and half a model is not in the way of a whole one"
