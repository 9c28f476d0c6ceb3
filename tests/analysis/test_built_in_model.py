from pathlib import Path

import pytest

from app.analysis.embedder import APPEARANCE
from app.analysis.model_shelf import ModelShelf
from app.cancel import CancelToken
from app.errors import AppError
from app.paths import Places
from tests.networks import seeing_weights, small_weights

NAME = "burstpick-small"


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    folder = tmp_path / "package"
    folder.mkdir()
    seeing_weights(folder / f"{NAME}.safetensors")
    return folder


@pytest.fixture
def shelf(places: Places, shipped: Path) -> ModelShelf:
    return ModelShelf(places.models, places.settings, shipped=shipped)


def test_it_is_the_usual_model_and_stays(shelf: ModelShelf, shipped: Path) -> None:
    small, technical, fgaesq = shelf.entries()
    assert [small.name, technical.name, fgaesq.name] == [NAME, "technical", "fgaesq"]
    assert (small.installed, small.in_use, small.downloadable, small.removable) == (True, True, False, False)
    assert small.size == (shipped / f"{NAME}.safetensors").stat().st_size
    assert "without a trained sense of expression or composition" in small.about
    assert shelf.in_use == small
    with pytest.raises(AppError, match="is built in"):
        shelf.remove(NAME)
    with pytest.raises(AppError, match="nothing to download"):
        shelf.download(NAME, lambda _done, _total: None, CancelToken())


def test_it_scores_unless_another_is_chosen(shelf: ModelShelf, places: Places) -> None:
    scorer = shelf.load(device="cpu")
    assert scorer.name == NAME
    assert shelf.load(NAME, "cpu").id == scorer.id
    shelf.use("technical")
    assert shelf.load().name == "technical"
    shelf.use(NAME)
    assert shelf.in_use.name == NAME


def test_its_likeness_is_that_of_pixels_even_if_it_could_tell(shelf: ModelShelf) -> None:
    scorer = shelf.load(device="cpu")
    assert shelf.in_use.embedder == APPEARANCE
    assert shelf.embedder(None, scorer, CancelToken()) == shelf.embedder(NAME, scorer, CancelToken()) == APPEARANCE


@pytest.mark.parametrize("missing", [f"{NAME}.safetensors", f"{NAME}.safetensors.sha256"])
def test_where_the_package_lacks_it_the_measures_are_the_usual_model(
    places: Places, shipped: Path, missing: str
) -> None:
    (shipped / missing).unlink()
    shelf = ModelShelf(places.models, places.settings, shipped=shipped)
    assert [entry.name for entry in shelf.entries()] == ["technical", "fgaesq"]
    assert shelf.in_use.name == "technical"


def test_its_name_is_taken(shelf: ModelShelf, tmp_path: Path) -> None:
    with pytest.raises(AppError, match="another name"):
        shelf.add(small_weights(tmp_path / "mine.safetensors"), NAME)


def test_which_weights_there_are(shelf: ModelShelf, places: Places, shipped: Path, tmp_path: Path) -> None:
    assert shelf.weights() == shelf.weights(NAME) == shipped / f"{NAME}.safetensors"
    assert shelf.weights("technical") is None
    assert shelf.weights("fgaesq") is None
    shelf.add(small_weights(tmp_path / "mine.safetensors"))
    kept = shelf.weights("mine")
    assert kept is not None
    assert kept.is_relative_to(places.models)
    shelf.use("mine")
    assert shelf.weights() == kept


def test_once_it_was_loaded_it_is_known_without_being_loaded(shelf: ModelShelf, places: Places, shipped: Path) -> None:
    first = shelf.load_late(NAME)
    assert first.id == shelf.load().id
    weights = shipped / f"{NAME}.safetensors"
    weights.write_bytes(b"")
    late = ModelShelf(places.models, places.settings, shipped=shipped).load_late(NAME)
    assert (late.name, late.id) == (NAME, first.id), "nobody has looked into the file"
    with pytest.raises(AppError, match=NAME):
        late.score(lambda: None)  # type: ignore[arg-type, return-value]


@pytest.mark.parametrize("content", ["", "[1]", '{"x": 1}', '{"x": {"id": 3, "given_by": ""}}', "[" * 100_000])
def test_a_note_of_ids_that_is_damaged_counts_for_nothing(shelf: ModelShelf, places: Places, content: str) -> None:
    places.models.mkdir(parents=True)
    (places.models / ".ids.json").write_text(content)
    expected = shelf.load().id
    assert shelf.load_late(NAME).id == expected
    assert expected in (places.models / ".ids.json").read_text()


def test_where_nothing_can_be_noted_the_model_is_used_all_the_same(
    shelf: ModelShelf, places: Places, caplog: pytest.LogCaptureFixture
) -> None:
    places.models.parent.mkdir(parents=True)
    places.models.write_text("a file where the folder of models should be")
    assert shelf.load_late(NAME).id == shelf.load().id
    assert "could not be noted" in caplog.text
