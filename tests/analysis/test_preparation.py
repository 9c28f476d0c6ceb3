import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.analysis import preparation
from app.analysis.embedder import vector_of
from app.analysis.preparation import Preparation, Prepared, Unprepared
from app.library.photo import Photo
from app.library.thumbnails import ThumbnailCache, encode_thumbnail, make_thumbnail
from tests.analysis.known import photo
from tests.pictures import scene, write_photo

WAIT = 30


class Receiver:
    """Takes what is delivered and holds the delivering thread up while its gate is shut."""

    def __init__(self) -> None:
        self.results: list[Prepared | Unprepared] = []
        self.entered = threading.Semaphore(0)
        self.gate = threading.Event()
        self.gate.set()
        self._changed = threading.Condition()

    def __call__(self, result: Prepared | Unprepared) -> None:
        self.entered.release()
        self.gate.wait(WAIT)
        with self._changed:
            self.results.append(result)
            self._changed.notify_all()

    def wait_for(self, count: int) -> list[Prepared | Unprepared]:
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.results) >= count, WAIT)
            return list(self.results)

    def wait_for_embeddings(self, count: int) -> Counter[int]:
        with self._changed:
            assert self._changed.wait_for(lambda: len(self._embedded()) >= count, WAIT)
        return Counter(self._embedded())

    def _embedded(self) -> list[int]:
        return [int(one.photo) for one in self.results if isinstance(one, Prepared) and one.vector is not None]

    def numbers(self, count: int) -> list[int]:
        return [int(result.photo) for result in self.wait_for(count)]


Start = Callable[..., Preparation]


@pytest.fixture
def cache(tmp_path: Path) -> ThumbnailCache:
    return ThumbnailCache(tmp_path / "cache")


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
def start(cache: ThumbnailCache, receiver: Receiver) -> Iterator[Start]:
    pools: list[Preparation] = []

    def begin(threads: int = 1, place: ThumbnailCache = cache, deliver: Callable[..., None] = receiver) -> Preparation:
        pools.append(Preparation(place, deliver, threads))
        return pools[-1]

    yield begin
    receiver.gate.set()
    for pool in pools:
        pool.close()


@pytest.fixture
def photos(tmp_path: Path) -> list[Photo]:
    """Twelve photos with files, numbered 0 to 11 in order of capture."""
    picture = scene(1, (96, 64))
    return [photo(n, path=write_photo(tmp_path / "shoot" / f"{n}.jpg", picture)) for n in range(12)]


def numbers(photos: Sequence[Photo]) -> list[int]:
    return [int(each.id) for each in photos]


def occupied(start: Start, receiver: Receiver, photos: list[Photo]) -> Preparation:
    """A pool whose one thread is held up with the last photo."""
    pool = start()
    receiver.gate.clear()
    pool.add(photos[-1:])
    assert receiver.entered.acquire(timeout=WAIT)
    return pool


@pytest.mark.parametrize("threads", [1, 4])
def test_every_queued_photo_is_delivered_exactly_once(
    start: Start, receiver: Receiver, photos: list[Photo], threads: int
) -> None:
    pool = start(threads)
    pool.add(photos[:6])
    pool.wish(photos[3:9])
    pool.add(photos[6:])
    receiver.wait_for_embeddings(len(photos))
    pool.close()
    assert receiver.wait_for_embeddings(len(photos)) == Counter(numbers(photos))
    assert all(isinstance(result, Prepared) for result in receiver.results)


def test_the_queue_goes_by_capture(start: Start, receiver: Receiver, photos: list[Photo]) -> None:
    pool = occupied(start, receiver, photos)
    pool.add([photos[4], photos[0], photos[2]])
    receiver.gate.set()
    assert receiver.numbers(4) == [11, 0, 2, 4]


def test_wished_photos_come_first_and_in_the_order_wished(
    start: Start, receiver: Receiver, photos: list[Photo]
) -> None:
    pool = occupied(start, receiver, photos)
    pool.add(photos[:4])
    pool.wish([photos[3], photos[7], photos[2]])
    receiver.gate.set()
    results = receiver.wait_for(6)
    assert numbers_of(results) == [11, 3, 7, 2, 0, 1]
    assert [result.wished for result in results if isinstance(result, Prepared)] == [
        False,
        True,
        True,
        True,
        False,
        False,
    ]
    assert [result.photo for result in results if isinstance(result, Prepared) and result.vector is None] == [7]


def test_wishes_not_renewed_are_forgotten(start: Start, receiver: Receiver, photos: list[Photo]) -> None:
    pool = occupied(start, receiver, photos)
    pool.add(photos[:2])
    pool.wish(photos[5:9])
    pool.wish([photos[9]])
    receiver.gate.set()
    assert receiver.numbers(4) == [11, 9, 0, 1]
    pool.close()
    assert len(receiver.results) == 4


def test_what_is_cleared_is_not_prepared(start: Start, receiver: Receiver, photos: list[Photo]) -> None:
    pool = occupied(start, receiver, photos)
    pool.add(photos[:5])
    pool.wish(photos[5:7])
    pool.clear()
    pool.add([photos[8]])
    receiver.gate.set()
    assert sorted(receiver.numbers(2)) == [8, 11]
    pool.close()
    assert len(receiver.results) == 2


def test_copies_of_one_file_are_each_delivered(start: Start, receiver: Receiver, tmp_path: Path) -> None:
    path = write_photo(tmp_path / "a.jpg", scene(1, (96, 64)))
    original = photo(1, path=path)
    copy = Photo(photo(2).id, original.files, original.stamps, original.capture)
    start().add([original, copy])
    results = receiver.wait_for(2)
    assert numbers_of(results) == [1, 2]
    assert all(isinstance(result, Prepared) and result.vector is not None for result in results)


def test_a_photo_edited_while_it_waits_is_delivered_as_it_is_now(
    start: Start, receiver: Receiver, photos: list[Photo], tmp_path: Path
) -> None:
    pool = occupied(start, receiver, photos)
    edited = photo(0, version=1, path=write_photo(tmp_path / "edited.jpg", scene(2, (96, 64))))
    pool.add([photos[0]])
    pool.add([edited])
    receiver.gate.set()
    results = receiver.wait_for(2)
    assert isinstance(results[1], Prepared)
    assert results[1].digest == edited.digest
    pool.close()
    assert len(receiver.results) == 2


def test_a_thumbnail_kept_is_not_made_again(
    start: Start, receiver: Receiver, cache: ThumbnailCache, tmp_path: Path
) -> None:
    kept = encode_thumbnail(scene(3, (96, 64)))
    gone = photo(1, path=tmp_path / "gone.jpg")
    cache.write(gone.digest, kept)
    start().add([gone])
    (result,) = receiver.wait_for(1)
    assert isinstance(result, Prepared)
    assert result.jpeg == kept
    assert result.vector is not None
    assert np.array_equal(result.vector, vector_of(kept))


def test_what_is_made_is_kept(start: Start, receiver: Receiver, cache: ThumbnailCache, photos: list[Photo]) -> None:
    start().add(photos[:1])
    (result,) = receiver.wait_for(1)
    assert isinstance(result, Prepared)
    assert cache.read(photos[0].digest) == result.jpeg


@pytest.mark.parametrize("damage", [lambda jpeg: jpeg[:-20], lambda jpeg: b"\0" * len(jpeg)])
def test_a_damaged_thumbnail_is_made_again(
    start: Start, receiver: Receiver, cache: ThumbnailCache, photos: list[Photo], damage: Callable[[bytes], bytes]
) -> None:
    good = encode_thumbnail(make_thumbnail(photos[0].path))
    cache.write(photos[0].digest, damage(good))
    start().wish(photos[:1])
    (result,) = receiver.wait_for(1)
    assert isinstance(result, Prepared)
    assert result.jpeg == good
    assert cache.read(photos[0].digest) == good


def test_an_unreadable_photo_is_named_with_its_reason(
    start: Start, receiver: Receiver, photos: list[Photo], tmp_path: Path
) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"\xff\xd8\xff\xe0 not much")
    start().add([photo(-2, path=tmp_path / "gone.jpg"), photo(-1, path=broken), photos[0]])
    gone, damaged, good = receiver.wait_for(3)
    assert gone == Unprepared(photo(-2).id, tmp_path / "gone.jpg", "the file is gone")
    assert isinstance(damaged, Unprepared)
    assert damaged.reason
    assert isinstance(good, Prepared)


def test_a_cache_that_cannot_be_written_costs_no_photo(
    start: Start, receiver: Receiver, photos: list[Photo], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    in_the_way = tmp_path / "a file where the cache should be"
    in_the_way.write_bytes(b"")
    start(place=ThumbnailCache(in_the_way)).add(photos)
    results = receiver.wait_for(len(photos))
    assert numbers_of(results) == numbers(photos)
    assert all(isinstance(result, Prepared) for result in results)
    assert "could not be kept" in caplog.text


def test_a_bug_while_preparing_names_the_photo_and_spares_the_others(
    start: Start,
    receiver: Receiver,
    photos: list[Photo],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail_on_the_first(path: Path) -> Image.Image:
        if path == photos[0].path:
            raise ZeroDivisionError("planted")
        return make_thumbnail(path)

    monkeypatch.setattr(preparation, "make_thumbnail", fail_on_the_first)
    start().add(photos[:3])
    first, *others = receiver.wait_for(3)
    assert isinstance(first, Unprepared)
    assert first.photo == photos[0].id
    assert all(isinstance(result, Prepared) for result in others)
    assert "planted" in caplog.text
    assert str(photos[0].path) in caplog.text


def test_a_bug_in_the_receiver_does_not_end_the_pool(
    start: Start, receiver: Receiver, photos: list[Photo], caplog: pytest.LogCaptureFixture
) -> None:
    def receive(result: Prepared | Unprepared) -> None:
        if result.photo == photos[0].id:
            raise RuntimeError("planted")
        receiver(result)

    start(deliver=receive).add(photos[:3])
    assert receiver.numbers(2) == [1, 2]
    assert "planted" in caplog.text


def test_closing_leaves_what_is_queued(start: Start, receiver: Receiver, photos: list[Photo]) -> None:
    pool = occupied(start, receiver, photos)
    pool.add(photos[:10])
    pool.wish(photos[:10])
    closing = threading.Thread(target=pool.close)
    closing.start()
    # The held-up thread may go on only once the pool knows that it is closed.
    while not pool._closed:
        time.sleep(0.001)
    receiver.gate.set()
    closing.join(WAIT)
    assert not closing.is_alive()
    assert numbers_of(receiver.results) == [11]


def test_an_idle_pool_closes(start: Start) -> None:
    start(4).close()


def test_the_embedding_is_what_the_database_gives_back(photos: list[Photo]) -> None:
    vector = vector_of(encode_thumbnail(make_thumbnail(photos[0].path)))
    assert vector.dtype == np.float32
    assert np.array_equal(vector, vector.astype(np.float16).astype(np.float32))
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-3)


def numbers_of(results: Sequence[Prepared | Unprepared]) -> list[int]:
    return [int(result.photo) for result in results]


def test_a_drive_that_hangs_holds_up_no_photo_of_another(
    start: Start, receiver: Receiver, photos: list[Photo], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers, asked = threading.Event(), threading.Semaphore(0)

    def slow(path: Path) -> Image.Image:
        if int(path.stem) < 2:
            asked.release()
            assert answers.wait(WAIT)
        return make_thumbnail(path)

    monkeypatch.setattr(preparation, "make_thumbnail", slow)
    pool = start(2)
    pool.wish(photos[:2])
    for _ in range(2):
        assert asked.acquire(timeout=WAIT)
    assert pool.silent_for > 0
    pool.clear()
    pool.add(photos[5:8])
    pool.wish(photos[8:9])
    assert sorted(receiver.numbers(4)) == [5, 6, 7, 8]
    assert not pool.close(0)
    answers.set()
    assert pool.close(WAIT)


def test_no_more_threads_are_left_behind_than_are_bounded(
    start: Start, photos: list[Photo], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers, asked = threading.Event(), threading.Semaphore(0)

    def hang(_: Path) -> Image.Image:
        asked.release()
        assert answers.wait(WAIT)
        return Image.new("RGB", (8, 8))

    monkeypatch.setattr(preparation, "make_thumbnail", hang)
    before = threading.active_count()
    pool = start()
    for one in photos[: preparation._LEFT_FOR_EACH + 1]:
        pool.wish([one])
        assert asked.acquire(timeout=WAIT)
        pool.clear()
    pool.wish(photos[-1:])
    assert threading.active_count() - before == preparation._LEFT_FOR_EACH + 1
    answers.set()
