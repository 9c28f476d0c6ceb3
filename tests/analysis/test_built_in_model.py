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


def test_which_model_can_learn(shelf: ModelShelf, places: Places, tmp_path: Path) -> None:
    def learner(of: ModelShelf) -> str | None:
        found = of.learner()
        return None if found is None else found.name

    assert learner(shelf) == NAME
    shelf.use("technical")
    assert learner(shelf) == NAME, "measures cannot learn, so the network that came with the program does"
    shelf.add(small_weights(tmp_path / "mine.safetensors"))
    assert learner(shelf) == NAME
    shelf.use("mine")
    assert learner(shelf) == "mine"
    bare = ModelShelf(places.models, places.settings, shipped=tmp_path)
    assert learner(bare) == "mine"
    bare.remove("mine")
    assert learner(bare) is None


def test_what_was_learnt_is_a_model_with_a_number_that_says_where_it_comes_from(
    shelf: ModelShelf, places: Places, tmp_path: Path
) -> None:
    learnt = small_weights(tmp_path / "personal.safetensors", seed=5)
    first = shelf.add_learnt(learnt, NAME, "Learnt from your marks.")
    second = shelf.add_learnt(learnt, first.name, "Learnt once more.")
    assert [first.name, second.name] == ["my-eye", "my-eye-2"]
    assert (first.about, second.about) == ("Learnt from your marks.", "Learnt once more.")
    assert first.note == "your own eye, learnt from your marks"
    assert (first.installed, first.removable, first.in_use) == (True, True, False)
    assert shelf.use("my-eye").in_use
    assert ModelShelf(places.models, places.settings).entry("my-eye").about == "Learnt from your marks."
    shelf.remove("my-eye")
    assert shelf.add_learnt(learnt, NAME, "Again.").name == "my-eye"


def test_a_learnt_model_sees_likeness_as_the_learner_did(shelf: ModelShelf, tmp_path: Path) -> None:
    learnt = seeing_weights(tmp_path / "personal.safetensors")
    assert shelf.add_learnt(learnt, NAME, "From one that goes by pixels.").embedder == APPEARANCE
    own = shelf.add(learnt, "own")
    assert own.embedder != APPEARANCE
    assert shelf.add_learnt(learnt, "own", "From one with an eye of its own.").embedder == own.embedder


def test_what_is_no_model_is_not_kept_as_learnt(shelf: ModelShelf, places: Places, tmp_path: Path) -> None:
    file = tmp_path / "personal.safetensors"
    file.write_bytes(b"half a model")
    with pytest.raises(AppError):
        shelf.add_learnt(file, NAME, "Learnt.")
    assert not (places.models / "my-eye").exists()
