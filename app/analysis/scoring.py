"""Ranks series with a model, taking from the database what has been ranked before."""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PIL import Image

from app.cancel import CancelToken
from app.errors import AppError
from app.library.decode import UnreadableError, open_picture
from app.library.photo import Photo, PhotoId
from app.library.store import Store, StoredRanking
from fgaesq_core import Frame, Ranking, Scorer


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
        wanted = missing[:at_most]
        if not wanted:
            # Asking for no ranking at all would still load the model.
            return
        with closing(rankings(scorer, [[photo.path for photo in photos] for photos in wanted], token)) as results:
            for photos, result in zip(wanted, results, strict=True):
                if isinstance(result, UnreadableFrameError):
                    yield Unranked(_ids(photos), result.path, result.reason)
                else:
                    store.add_ranking(scorer.id, [photo.digest for photo in photos], _stored(result))
                    yield Ranked(_ids(photos), result)


def rankings(
    scorer: Scorer, series: Iterable[Sequence[Path]], token: CancelToken, protocol: str = "series"
) -> Generator[Ranking | UnreadableFrameError]:
    """Rank series of files in order, with the photo that stands in the way in place of a ranking.

    While one series is ranked, photos of the next are decoded. Raises Cancelled between two frames, AppError where
    memory or disk has no room.
    """
    frames = ([frame(path, scorer.longest, token) for path in paths] for paths in series)
    with out_of_room_named(), closing(scorer.rank_all(frames, protocol)) as results:
        for result in results:
            if isinstance(result, Exception) and not isinstance(result, UnreadableFrameError):
                raise result
            yield result


def frame(path: Path, long_side: int | None, token: CancelToken) -> Frame:
    """A promise to decode a photo, no longer than `long_side` pixels; it raises UnreadableFrameError or Cancelled."""
    return partial(_opened, path, long_side, token)


@contextmanager
def out_of_room_named() -> Iterator[None]:
    """Turn the want of memory, or of room for temporary files, into an AppError."""
    try:
        yield
    except MemoryError as error:
        raise AppError("There is not enough memory to judge these photos; close other programs.", str(error)) from error
    except OSError as error:
        raise AppError(f"The photos cannot be judged: {error.strerror or error}.", str(error)) from error


def _opened(path: Path, long_side: int | None, token: CancelToken) -> Image.Image:
    token.check()
    try:
        return open_picture(path, long_side)
    except UnreadableError as error:
        raise UnreadableFrameError(path, error.reason) from error


def _stored(ranking: Ranking) -> StoredRanking:
    return StoredRanking(ranking.scores, ranking.p_best, ranking.margin, ranking.too_close)


def _ids(photos: tuple[Photo, ...]) -> tuple[PhotoId, ...]:
    return tuple(photo.id for photo in photos)
