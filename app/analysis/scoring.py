"""Ranks series with a model, taking from the database what has been ranked before."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PIL import Image

from app.cancel import CancelToken
from app.library.decode import UnreadableError, open_picture
from app.library.photo import Photo, PhotoId
from app.library.store import Store, StoredRanking
from fgaesq_core import Ranking, Scorer

# The published network never sees a longer side (METHOD.md, section 2); details finer than this do not decide.
WORKING_SIDE = 2048


class UnreadableFrameError(Exception):
    """A photo of a series that is being ranked cannot be decoded."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Ranked:
    """What the model says of one series."""

    frames: tuple[PhotoId, ...]
    ranking: Ranking


@dataclass(frozen=True, slots=True)
class Unranked:
    """A series that could not be ranked because of one of its photos."""

    frames: tuple[PhotoId, ...]
    path: Path
    reason: str


def rank_series(
    token: CancelToken,
    *,
    series: Sequence[tuple[Photo, ...]],
    load: Callable[[], Scorer],
    database: Path,
    at_most: int,
) -> Iterator[Ranked | Unranked]:
    """Rank series in the order given: all that were ranked before, then at most `at_most` new ones."""
    scorer = load()
    with Store(database) as store:
        missing = []
        for photos in series:
            known = store.ranking(scorer.id, [photo.digest for photo in photos])
            if known is None:
                missing.append(photos)
            else:
                yield Ranked(_ids(photos), Ranking(known.scores, known.p_best, known.margin, known.too_close))
        for photos in missing[:at_most]:
            try:
                ranking = rank_photos(scorer, [photo.path for photo in photos], token)
            except UnreadableFrameError as error:
                yield Unranked(_ids(photos), error.path, error.reason)
            else:
                store.add_ranking(scorer.id, [photo.digest for photo in photos], _stored(ranking))
                yield Ranked(_ids(photos), ranking)


def rank_photos(scorer: Scorer, paths: Sequence[Path], token: CancelToken) -> Ranking:
    """Rank the photos of one series; raises UnreadableFrameError, or Cancelled between two frames."""
    return scorer.rank([partial(_frame, path, token) for path in paths])


def _frame(path: Path, token: CancelToken) -> Image.Image:
    token.check()
    try:
        return open_picture(path, WORKING_SIDE)
    except UnreadableError as error:
        raise UnreadableFrameError(path, error.reason) from error


def _stored(ranking: Ranking) -> StoredRanking:
    return StoredRanking(ranking.scores, ranking.p_best, ranking.margin, ranking.too_close)


def _ids(photos: tuple[Photo, ...]) -> tuple[PhotoId, ...]:
    return tuple(photo.id for photo in photos)
