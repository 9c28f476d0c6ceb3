from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from app.analysis.late_scorer import LateScorer, UnusableModelError
from app.analysis.models import Scorer
from app.analysis.scoring import Ranked, rank_series
from app.cancel import CancelToken
from app.errors import AppError
from app.library.identity import Presence
from app.library.photo import Photo
from app.library.store import Store
from tests.fakes import BrightnessScorer
from tests.library.captures import scanned

GREY, WHITE = Image.new("RGB", (8, 8), "grey"), Image.new("RGB", (8, 8), "white")


def counted(loads: list[Scorer], version: int = 1) -> Callable[[], Scorer]:
    def load() -> Scorer:
        loads.append(BrightnessScorer(version))
        return loads[-1]

    return load


def test_it_is_loaded_once_and_then_says_what_the_model_says() -> None:
    loads: list[Scorer] = []
    late, real = LateScorer("brightness", "brightness-1", counted(loads)), BrightnessScorer()
    assert (late.name, late.id, loads) == ("brightness", "brightness-1", [])
    frames = [lambda: GREY, lambda: WHITE]
    assert late.rank(frames) == real.rank(frames)
    assert list(late.rank_all([frames])) == [real.rank(frames)]
    assert late.rate(frames) == real.rate(frames)
    assert late.ranking(real.rate(frames)) == real.rank(frames)
    assert late.score(lambda: GREY) == real.score(lambda: GREY)
    assert late.embed([lambda: GREY]).tolist() == real.embed([lambda: GREY]).tolist()
    assert (late.protocols, late.longest) == (real.protocols, real.longest)
    assert len(loads) == 1


def test_one_that_cannot_be_loaded_says_so_when_it_is_needed() -> None:
    def load() -> Scorer:
        raise AppError("The weights are damaged.", "at byte 7")

    late = LateScorer("net", "net-1", load)
    assert late.id == "net-1"
    with pytest.raises(UnusableModelError, match="damaged") as refused:
        late.score(lambda: GREY)
    assert refused.value.detail == "at byte 7"


@pytest.fixture
def photos(tmp_path: Path) -> tuple[Photo, ...]:
    for name, picture in (("a", GREY), ("b", WHITE)):
        picture.save(tmp_path / f"{name}.png")
    with Store(tmp_path / "library.db") as store:
        found = store.adopt([scanned(tmp_path / f"{name}.png", name) for name in "ab"], Presence(lambda *_: False))
    return tuple(photo for photo, _ in found)


def ranked(photos: tuple[Photo, ...], scorer: Scorer) -> list[object]:
    database = photos[0].path.parent / "library.db"
    return list(rank_series(CancelToken(), series=[photos], load=lambda: scorer, database=database, at_most=5))


def test_what_was_ranked_before_needs_no_model(photos: tuple[Photo, ...]) -> None:
    loads: list[Scorer] = []
    first = ranked(photos, BrightnessScorer())
    assert ranked(photos, LateScorer("brightness", "brightness-1", counted(loads))) == first
    assert loads == []


def test_a_model_that_proves_to_have_another_id_keeps_its_scores_under_that(photos: tuple[Photo, ...]) -> None:
    loads: list[Scorer] = []
    late = LateScorer("brightness", "brightness-1", counted(loads, version=2))
    (result,) = ranked(photos, late)
    assert isinstance(result, Ranked)
    assert late.id == "brightness-2"
    with Store(photos[0].path.parent / "library.db") as store:
        digests = [photo.digest for photo in photos]
        assert store.ranking("brightness-1", digests) is None
        assert store.ranking("brightness-2", digests) is not None
