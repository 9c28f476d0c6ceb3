import os
import threading
from collections.abc import Generator, Iterable, Iterator, Sequence
from pathlib import Path

import pytest
from PIL import Image

from app.analysis import scoring
from app.analysis.models import load_model
from app.analysis.scoring import Ranked, Unranked, UnreadableFrameError, rank_series, rankings
from app.cancel import Cancelled, CancelToken
from app.errors import AppError
from app.library.decode import open_picture
from app.library.photo import Photo
from app.library.store import Store
from fgaesq_core import Frame, Ranking, Scorer
from fgaesq_core.frames import picture
from fgaesq_core.names import Names
from fgaesq_core.ranking import SeriesScores
from tests.analysis.known import photo
from tests.fakes import BrightnessScorer
from tests.networks import small_weights
from tests.pictures import write_photo


@pytest.fixture
def photos(tmp_path: Path) -> list[Photo]:
    """Nine photos, each brighter than the one before."""
    return [grey(tmp_path, number) for number in range(9)]


def grey(folder: Path, number: int) -> Photo:
    path = write_photo(folder / f"{number}.jpg", Image.new("RGB", (48, 32), (25 * number,) * 3))
    return photo(number, path=path)


class Desk:
    """One database and one scorer."""

    def __init__(self, database: Path) -> None:
        self.database = database
        self.scorer = BrightnessScorer()

    def rank(
        self, series: Sequence[tuple[Photo, ...]], at_most: int = 99, token: CancelToken | None = None
    ) -> list[Ranked | Unranked]:
        given = token or CancelToken()
        work = rank_series(given, series=series, load=lambda: self.scorer, database=self.database, at_most=at_most)
        return list(work)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "library.db")


def test_series_are_ranked_in_the_order_given(desk: Desk, photos: list[Photo]) -> None:
    results = desk.rank([tuple(photos[3:6]), tuple(photos[:2])])
    assert [result.frames for result in results] == [(3, 4, 5), (0, 1)]
    assert [result.ranking.order for result in results if isinstance(result, Ranked)] == [(2, 1, 0), (1, 0)]
    assert desk.scorer.ranked == [3, 2]


def test_what_was_ranked_before_is_not_ranked_again(desk: Desk, photos: list[Photo]) -> None:
    (before,) = desk.rank([tuple(photos[:3])])
    assert desk.rank([tuple(photos[:3])]) == [before]
    assert desk.scorer.ranked == [3]


def test_known_rankings_come_first_and_new_ones_up_to_a_number(desk: Desk, photos: list[Photo]) -> None:
    series = [tuple(photos[n : n + 2]) for n in (0, 2, 4, 6)]
    desk.rank([series[3]])
    assert [result.frames for result in desk.rank(series, at_most=2)] == [(6, 7), (0, 1), (2, 3)]
    assert [result.frames for result in desk.rank(series, at_most=0)] == [(0, 1), (2, 3), (6, 7)]
    assert desk.scorer.ranked == [2, 2, 2]


def test_other_frames_or_another_model_are_ranked_anew(desk: Desk, photos: list[Photo]) -> None:
    desk.rank([tuple(photos[:3])])
    desk.rank([tuple(photos[:2])])
    assert desk.scorer.ranked == [3, 2]
    desk.scorer = BrightnessScorer(version=2)
    desk.rank([tuple(photos[:3])])
    assert desk.scorer.ranked == [3]


def test_a_ranking_found_again_fits_frames_in_another_order(desk: Desk, photos: list[Photo]) -> None:
    (before,) = desk.rank([(photos[0], photos[1], photos[2])])
    (after,) = desk.rank([(photos[2], photos[0], photos[1])])
    assert isinstance(before, Ranked)
    assert isinstance(after, Ranked)
    low, middle, high = before.ranking.scores
    assert after.ranking.scores == (high, low, middle)
    assert (after.ranking.margin, after.ranking.too_close) == (before.ranking.margin, before.ranking.too_close)


def test_a_series_with_an_unreadable_frame_is_told_and_does_not_stop_the_others(
    desk: Desk, photos: list[Photo], tmp_path: Path
) -> None:
    photos[1].path.unlink()
    bad, good = desk.rank([tuple(photos[:3]), tuple(photos[3:5])])
    assert bad == Unranked((photos[0].id, photos[1].id, photos[2].id), tmp_path / "1.jpg", "the file is gone")
    assert isinstance(good, Ranked)
    grey(tmp_path, 1)
    assert isinstance(desk.rank([tuple(photos[:3])])[0], Ranked)


def test_a_cancel_is_obeyed_between_two_frames(desk: Desk, photos: list[Photo]) -> None:
    token = CancelToken()

    class CancellingScorer(BrightnessScorer):
        def score(self, picture_: Frame) -> float:
            score = super().score(picture_)
            token.cancel()
            self.seen = getattr(self, "seen", 0) + 1
            return score

    desk.scorer = CancellingScorer()
    with pytest.raises(Cancelled):
        desk.rank([tuple(photos)], token=token)
    assert desk.scorer.seen == 1
    desk.scorer = BrightnessScorer()
    desk.rank([tuple(photos)])
    assert desk.scorer.ranked == [9]


def test_frames_are_decoded_by_the_scorer_and_no_larger_than_it_needs(tmp_path: Path) -> None:
    large = write_photo(tmp_path / "large.jpg", Image.new("RGB", (3000, 1000)))
    sizes: list[tuple[int, int]] = []

    class Looking(BrightnessScorer):
        longest = 300

        def rate(
            self, frames: Sequence[Frame], protocol: str = "series", *, names: Names | None = None, seed: int = 0
        ) -> SeriesScores:
            sizes.extend(picture(frame).size for frame in frames)
            assert not any(isinstance(frame, Image.Image) for frame in frames)
            return super().rate(frames, protocol)

    one(rankings(Looking(), [[large]], CancelToken()))
    assert sizes == [(300, 100)]


def test_a_single_frame_has_no_opponent(photos: list[Photo]) -> None:
    ranking = one(rankings(BrightnessScorer(), [[photos[0].path]], CancelToken()))
    assert isinstance(ranking, Ranking)
    assert (ranking.p_best, ranking.margin, ranking.too_close) == ((1.0,), 1.0, False)


def test_an_unreadable_frame_is_named(tmp_path: Path) -> None:
    failed = one(rankings(BrightnessScorer(), [[tmp_path / "gone.jpg"]], CancelToken()))
    assert isinstance(failed, UnreadableFrameError)
    assert (failed.path, failed.reason) == (tmp_path / "gone.jpg", "the file is gone")


def test_rankings_are_kept_as_each_arrives(desk: Desk, photos: list[Photo]) -> None:
    work = rank_series(
        CancelToken(),
        series=[tuple(photos[:2]), tuple(photos[2:4])],
        load=lambda: desk.scorer,
        database=desk.database,
        at_most=9,
    )
    next(work)
    with Store(desk.database) as store:
        assert store.ranking(desk.scorer.id, [photo.digest for photo in photos[:2]]) is not None
        assert store.ranking(desk.scorer.id, [photo.digest for photo in photos[2:4]]) is None
    assert len(list(work)) == 1


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (MemoryError(), "There is not enough memory to judge these photos; close other programs."),
        (OSError(28, "No space left on device"), "The photos cannot be judged: No space left on device."),
    ],
)
def test_want_of_room_is_a_sentence(desk: Desk, photos: list[Photo], error: Exception, sentence: str) -> None:
    class Full(BrightnessScorer):
        def rank_all(
            self, series: Iterable[Sequence[Frame]], protocol: str = "series", *, maps: bool = False
        ) -> Generator[Ranking | Exception]:
            raise error
            yield

    desk.scorer = Full()
    with pytest.raises(AppError) as failed:
        desk.rank([tuple(photos[:2])])
    assert failed.value.sentence == sentence


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Scorer:
    return load_model(small_weights(tmp_path_factory.mktemp("weights") / "small.safetensors"), "cpu")


def test_a_network_tells_the_broken_series_and_ranks_those_around_it(
    desk: Desk, network: Scorer, photos: list[Photo]
) -> None:
    photos[4].path.write_bytes(b"")
    series = [tuple(photos[n : n + 3]) for n in (0, 3, 6)]
    results = list(rank_series(CancelToken(), series=series, load=lambda: network, database=desk.database, at_most=9))
    assert [type(result) for result in results] == [Ranked, Unranked, Ranked]
    bad = results[1]
    assert isinstance(bad, Unranked)
    assert (bad.path, bad.reason) == (photos[4].path, "the file is empty")
    alone = network.rank([open_picture(photo.path) for photo in series[2]])
    assert isinstance(results[2], Ranked)
    assert results[2].ranking.scores == pytest.approx(alone.scores)


def test_a_cancel_ends_a_network_that_works_ahead_in_other_threads(
    desk: Desk, network: Scorer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = (grey(tmp_path, 0),) * 200
    token = CancelToken()
    decoded: list[Path] = []

    def counted(path: Path, long_side: int | None = None) -> Image.Image:
        decoded.append(path)
        if len(decoded) == 5:
            token.cancel()
        return open_picture(path, long_side)

    monkeypatch.setattr(scoring, "open_picture", counted)
    before = set(threading.enumerate())
    work = rank_series(
        token, series=[tuple(many), tuple(many)], load=lambda: network, database=desk.database, at_most=9
    )
    with pytest.raises(Cancelled):
        list(work)
    assert len(decoded) < 5 + 2 * (os.cpu_count() or 1)
    assert set(threading.enumerate()) == before


def one(results: Iterator[Ranking | UnreadableFrameError]) -> Ranking | UnreadableFrameError:
    (result,) = results
    return result
