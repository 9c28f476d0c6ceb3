from pathlib import Path

import pytest

from app.analysis.face_looking import Looked, kept, look_for_faces
from app.analysis.faces import PictureFaces
from app.analysis.preparation import Unprepared
from app.cancel import Cancelled, CancelToken
from app.library.photo import Photo
from app.library.thumbnails import ThumbnailCache
from tests.analysis.known import photo
from tests.face_people import SquareReader, people
from tests.pictures import write_photo


@pytest.fixture
def cache(tmp_path: Path) -> ThumbnailCache:
    return ThumbnailCache(tmp_path / "cache")


def photos(folder: Path, count: int) -> list[Photo]:
    return [photo(n, path=write_photo(folder / f"{n}.jpg", people(n, False, n % 2 == 0))) for n in range(count)]


def no_reader() -> SquareReader:
    raise AssertionError("the models are not needed")


def test_what_was_looked_at_once_is_known_for_ever(tmp_path: Path, cache: ThumbnailCache) -> None:
    known, reader = photos(tmp_path, 3), SquareReader()
    first = list(look_for_faces(CancelToken(), photos=known, load=lambda: reader, cache=cache))
    assert [len(one.faces.faces) for one in first if isinstance(one, Looked)] == [2, 2, 2]
    assert reader.looks == 3
    again = list(look_for_faces(CancelToken(), photos=known, load=no_reader, cache=cache))
    assert again == first


def test_without_people_it_is_known_that_there_are_none(tmp_path: Path, cache: ThumbnailCache) -> None:
    empty = photo(1, path=write_photo(tmp_path / "a.jpg", people(1)))
    list(look_for_faces(CancelToken(), photos=[empty], load=SquareReader, cache=cache))
    found = kept(empty.digest, cache)
    assert isinstance(found, PictureFaces)
    assert found.faces == ()


def test_a_damaged_entry_is_looked_at_anew(tmp_path: Path, cache: ThumbnailCache) -> None:
    (one,) = photos(tmp_path, 1)
    cache.write(one.digest, b"half a jpeg")
    (found,) = look_for_faces(CancelToken(), photos=[one], load=SquareReader, cache=cache)
    assert isinstance(found, Looked)
    assert kept(one.digest, cache) == found.faces


def test_a_bad_file_is_named_and_the_rest_goes_on(tmp_path: Path, cache: ThumbnailCache) -> None:
    good = photos(tmp_path, 2)
    (tmp_path / "bad.jpg").write_bytes(b"\xff\xd8\xff no picture")
    bad = photo(9, path=tmp_path / "bad.jpg")
    found = list(look_for_faces(CancelToken(), photos=[good[0], bad, good[1]], load=SquareReader, cache=cache))
    assert [type(one) for one in found] == [Looked, Unprepared, Looked]
    assert found[1] == Unprepared(bad.id, bad.path, found[1].reason)  # type: ignore[union-attr]


def test_a_full_disk_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("no folder")
    (one,) = photos(tmp_path, 1)
    (found,) = look_for_faces(CancelToken(), photos=[one], load=SquareReader, cache=ThumbnailCache(tmp_path / "cache"))
    assert isinstance(found, Looked)
    assert len(found.faces.faces) == 2


def test_it_stops_between_photos(tmp_path: Path, cache: ThumbnailCache) -> None:
    token, reader = CancelToken(), SquareReader()
    work = look_for_faces(token, photos=photos(tmp_path, 3), load=lambda: reader, cache=cache)
    next(work)
    token.cancel()
    with pytest.raises(Cancelled):
        next(work)
    assert reader.looks == 1
