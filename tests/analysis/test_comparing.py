"""A model that looks at photos, over a real database and a real cache of thumbnails."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from app.analysis.comparing import Compared, compare
from app.analysis.embedder import APPEARANCE, vectors_by
from app.analysis.models import Scorer, load_model
from app.analysis.preparation import Unprepared
from app.cancel import Cancelled, CancelToken
from app.errors import AppError
from app.library.photo import Photo
from app.library.store import Store
from app.library.thumbnails import ThumbnailCache, encode_thumbnail, make_thumbnail
from fgaesq_core import Frame
from tests.analysis.known import photo
from tests.fakes import ColourScorer
from tests.networks import seeing_weights
from tests.pictures import scene, write_photo

Result = Compared | Unprepared


class Eye:
    """A model, and where it finds photos and keeps what it made of them."""

    def __init__(self, root: Path) -> None:
        self.cache, self.database = ThumbnailCache(root / "cache"), root / "library.db"
        self.scorer: Scorer = ColourScorer()
        self.loaded = 0

    def load(self) -> Scorer:
        self.loaded += 1
        return self.scorer

    def look(
        self, photos: Sequence[Photo], at_most: int = 100, embedder: str = "own", token: CancelToken | None = None
    ) -> list[Result]:
        return list(
            compare(
                token or CancelToken(),
                photos=photos,
                embedder=embedder,
                load=self.load,
                cache=self.cache,
                database=self.database,
                at_most=at_most,
            )
        )

    def stored(self, photos: Sequence[Photo], embedder: str = "own") -> dict[bytes, NDArray[np.float32]]:
        with Store(self.database) as store:
            return store.vectors(embedder, [one.digest for one in photos])


@pytest.fixture
def eye(tmp_path: Path) -> Eye:
    return Eye(tmp_path)


@pytest.fixture
def photos(tmp_path: Path) -> list[Photo]:
    return [photo(n, path=write_photo(tmp_path / "shoot" / f"{n}.jpg", scene(n, (96, 64)))) for n in range(1, 6)]


def seen(results: Sequence[Result]) -> list[list[int]]:
    return [[int(one.id) for one in result.photos] for result in results if isinstance(result, Compared)]


def test_what_is_missing_is_looked_at_and_kept(eye: Eye, photos: list[Photo]) -> None:
    (result,) = eye.look(photos)
    assert seen([result]) == [[1, 2, 3, 4, 5]]
    assert isinstance(result, Compared)
    jpegs = [encode_thumbnail(make_thumbnail(one.path)) for one in photos]
    expected = vectors_by(eye.scorer, jpegs, CancelToken())
    assert np.array_equal(result.vectors, expected)
    kept = eye.stored(photos)
    assert np.array_equal([kept[one.digest] for one in photos], expected)


def test_what_is_known_needs_no_model(eye: Eye, photos: list[Photo]) -> None:
    before = eye.look(photos)
    after = eye.look(photos)
    assert eye.loaded == 1
    assert seen(after) == seen(before)
    assert np.array_equal(after[0].vectors, before[0].vectors)  # type: ignore[union-attr]


def test_at_most_so_many_are_new(eye: Eye, photos: list[Photo]) -> None:
    assert seen(eye.look(photos, at_most=2)) == [[1, 2]]
    assert seen(eye.look(photos, at_most=2)) == [[1, 2], [3, 4]]
    assert seen(eye.look(photos, at_most=2)) == [[1, 2, 3, 4], [5]]


def test_embeddings_stay_apart(eye: Eye, photos: list[Photo]) -> None:
    vector = np.ones(3, np.float32)
    with Store(eye.database) as store:
        store.add_vectors(APPEARANCE.id, {one.digest: vector for one in photos})
    eye.look(photos)
    eye.look(photos[:2], embedder="other")
    assert eye.loaded == 2
    assert len(eye.stored(photos)) == 5
    assert len(eye.stored(photos, "other")) == 2
    assert all(np.array_equal(kept, vector) for kept in eye.stored(photos, APPEARANCE.id).values())


def test_a_photo_that_cannot_be_read_is_named_and_spares_the_others(eye: Eye, photos: list[Photo]) -> None:
    photos[1].path.unlink()
    photos[3].path.write_bytes(b"\xff\xd8\xff\xe0 not much")
    gone, damaged, result = eye.look(photos)
    assert gone == Unprepared(photos[1].id, photos[1].path, "the file is gone")
    assert isinstance(damaged, Unprepared)
    assert seen([result]) == [[1, 3, 5]]


def test_a_thumbnail_in_the_cache_is_enough(eye: Eye, photos: list[Photo]) -> None:
    for one in photos:
        eye.cache.write(one.digest, encode_thumbnail(make_thumbnail(one.path)))
        one.path.unlink()
    assert seen(eye.look(photos)) == [[1, 2, 3, 4, 5]]


def test_a_model_that_cannot_be_loaded_says_so_but_not_where_all_is_known(eye: Eye, photos: list[Photo]) -> None:
    def refuse() -> Scorer:
        raise AppError("The model is damaged.")

    eye.look(photos[:2])
    eye.load = refuse  # type: ignore[method-assign]
    assert seen(eye.look(photos[:2])) == [[1, 2]]
    with pytest.raises(AppError, match="damaged"):
        eye.look(photos)


def test_want_of_memory_is_a_sentence(eye: Eye, photos: list[Photo]) -> None:
    class Crammed(ColourScorer):
        def embed(self, pictures: Sequence[Frame]) -> NDArray[np.float32]:
            raise MemoryError

    eye.scorer = Crammed()
    with pytest.raises(AppError, match="not enough memory"):
        eye.look(photos)
    assert eye.stored(photos) == {}


def test_a_cancel_is_obeyed_and_keeps_nothing_by_half(eye: Eye, photos: list[Photo]) -> None:
    token = CancelToken()

    class Watched(ColourScorer):
        def embed(self, pictures: Sequence[Frame]) -> NDArray[np.float32]:
            token.cancel()
            return super().embed(pictures)

    eye.scorer = Watched()
    with pytest.raises(Cancelled):
        eye.look(photos, token=token)
    assert eye.stored(photos) == {}


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Scorer:
    return load_model(seeing_weights(tmp_path_factory.mktemp("weights") / "seeing.safetensors"), "cpu")


def test_a_real_network(eye: Eye, photos: list[Photo], network: Scorer) -> None:
    eye.scorer = network
    (result,) = eye.look(photos)
    assert isinstance(result, Compared)
    cosines = np.stack(result.vectors) @ np.stack(result.vectors).T
    assert np.diag(cosines) == pytest.approx(1, abs=2e-3)
    assert cosines[~np.eye(5, dtype=bool)].max() < 0.95
