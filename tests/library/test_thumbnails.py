import io
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.library.decode import UnreadableError
from app.library.thumbnails import THUMBNAIL_SIDE, ThumbnailCache, encode_thumbnail, make_thumbnail
from tests.pictures import scene, write_photo

DIGEST = bytes(range(16))


@pytest.mark.parametrize("size", [(3000, 2000), (2000, 3000), (2560, 1440), (321, 240)])
def test_thumbnails_look_like_a_careful_reduction_of_the_whole(tmp_path: Path, size: tuple[int, int]) -> None:
    path = write_photo(tmp_path / "a.jpg", scene(4, size), quality=95)
    found = make_thumbnail(path)
    assert max(found.size) == THUMBNAIL_SIDE
    with Image.open(path) as whole:
        careful = whole.resize(found.size, Image.Resampling.LANCZOS)
    error = np.abs(np.asarray(found, dtype=float) - np.asarray(careful, dtype=float)).mean()
    assert error < 3


def test_fine_stripes_do_not_alias(tmp_path: Path) -> None:
    stripes = np.zeros((1800, 2700, 3), np.uint8)
    stripes[:, ::2] = 255
    Image.fromarray(stripes).save(tmp_path / "a.png")
    found = np.asarray(make_thumbnail(tmp_path / "a.png"), dtype=float)
    assert abs(found.mean() - 127.5) < 3
    assert found[:, 4:-4].std() < 3


def test_small_photos_are_not_enlarged(tmp_path: Path) -> None:
    assert make_thumbnail(write_photo(tmp_path / "a.jpg", scene(1, (100, 60)))).size == (100, 60)


def test_what_cannot_be_shown_says_why(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"\xff\xd8\xff")
    with pytest.raises(UnreadableError):
        make_thumbnail(tmp_path / "a.jpg")


def test_an_encoded_thumbnail_is_a_jpeg_of_the_same_picture() -> None:
    picture = scene(2, (320, 213))
    with Image.open(io.BytesIO(encode_thumbnail(picture))) as found:
        assert (found.format, found.size) == ("JPEG", picture.size)
        assert np.abs(np.asarray(found, dtype=float) - np.asarray(picture, dtype=float)).mean() < 6


def test_the_cache_gives_back_what_was_written(tmp_path: Path) -> None:
    cache = ThumbnailCache(tmp_path / "thumbnails")
    assert cache.read(DIGEST) is None
    cache.write(DIGEST, b"first")
    cache.write(DIGEST, b"second")
    assert cache.read(DIGEST) == b"second"
    assert ThumbnailCache(tmp_path / "thumbnails").read(DIGEST) == b"second"
    assert [path.name for path in (tmp_path / "thumbnails").iterdir()] == ["00"]


def test_an_empty_file_left_by_a_crash_counts_as_absent(tmp_path: Path) -> None:
    cache = ThumbnailCache(tmp_path)
    cache.write(DIGEST, b"jpeg")
    (path,) = tmp_path.glob("*/*")
    path.write_bytes(b"")
    assert cache.read(DIGEST) is None


def test_many_threads_may_write_and_read_one_entry(tmp_path: Path) -> None:
    cache = ThumbnailCache(tmp_path)
    values = [bytes([number]) * 50_000 for number in range(8)]

    def work(number: int) -> bytes | None:
        cache.write(DIGEST, values[number % 8])
        return cache.read(DIGEST)

    with ThreadPoolExecutor(8) as pool:
        assert all(found in values for found in pool.map(work, range(200)))
    assert len(list(tmp_path.glob("*/*"))) == 1


def test_pruning_removes_the_oldest_and_what_interrupted_writes_left(tmp_path: Path) -> None:
    cache = ThumbnailCache(tmp_path)
    digests = [bytes([number]) * 16 for number in range(5)]
    for age, digest in enumerate(digests):
        cache.write(digest, b"x" * 100)
        (path,) = tmp_path.glob(f"{digest.hex()[:2]}/*")
        os.utime(path, (1_000 + age, 1_000 + age))
    left = tmp_path / "00" / "tmp.part"
    left.write_bytes(b"x" * 100)
    os.utime(left, (1, 1))
    cache.prune(250)
    assert [cache.read(digest) is not None for digest in digests] == [False, False, False, True, True]
    assert not left.exists()
    cache.prune(0)
    assert not list(tmp_path.glob("*/*"))
