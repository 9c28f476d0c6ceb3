"""Work ahead: in order, within bounds, and no thread is left when it ends, whatever ends it."""

import threading
from collections.abc import Generator, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fgaesq_core.ahead import by_a_thread, in_threads


@pytest.fixture(autouse=True)
def no_thread_stays() -> Iterator[None]:
    yield
    assert [thread.name for thread in threading.enumerate() if thread.name.startswith("ahead")] == []


class Source:
    """Numbers that know how many of them were taken, and whether somebody closed them."""

    def __init__(self, count: int, fails_at: int | None = None) -> None:
        self.taken = 0
        self.closed = False
        self._count, self._fails_at = count, fails_at

    def items(self) -> Generator[int]:
        try:
            for number in range(self._count):
                if number == self._fails_at:
                    raise OSError(f"number {number}")
                self.taken += 1
                yield number
        finally:
            self.closed = True


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 30), st.integers(1, 5))
def test_results_come_in_the_order_of_the_items(count: int, threads: int) -> None:
    held = threading.Event()

    def work(number: int) -> int:
        held.wait(0.002 if number % 3 == 0 else 0)
        return number * number

    assert list(in_threads(work, range(count), threads)) == [number * number for number in range(count)]


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 4), st.integers(1, 20))
def test_no_more_is_begun_than_twice_the_threads(threads: int, taken: int) -> None:
    source = Source(100)
    results = in_threads(lambda number: number, source.items(), threads)
    for already in range(taken):
        assert next(results) == already
        assert source.taken <= already + 2 * threads
    results.close()
    assert source.taken < taken + 2 * threads


def test_items_are_worked_on_at_the_same_time() -> None:
    both = threading.Barrier(2, timeout=20)

    def work(number: int) -> int:
        both.wait()
        return number

    assert list(in_threads(work, range(6), 2)) == list(range(6))


def test_an_error_stands_where_its_result_would_be_and_ends_the_work() -> None:
    begun: list[int] = []

    def work(number: int) -> int:
        begun.append(number)
        if number == 3:
            raise OSError("cut short")
        return number

    results = in_threads(work, range(1000), 2)
    assert [next(results) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(OSError, match="cut short"):
        next(results)
    assert max(begun) < 3 + 4
    with pytest.raises(StopIteration):
        next(results)


def test_what_waits_for_a_thread_is_never_begun_once_nobody_takes_it() -> None:
    begun: list[int] = []
    both = threading.Barrier(3, timeout=20)

    def work(number: int) -> int:
        begun.append(number)
        if number in (1, 2):
            both.wait()
            threading.Event().wait(0.3)
        return number

    results = in_threads(work, range(9), 2)
    assert next(results) == 0
    both.wait()
    results.close()
    assert sorted(begun) == [0, 1, 2]


def test_an_error_of_the_items_passes_through() -> None:
    with pytest.raises(OSError, match="number 5"):
        list(in_threads(lambda number: number, Source(9, fails_at=5).items(), 2))


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 40), st.integers(1, 5))
def test_a_thread_keeps_the_order(count: int, at_most: int) -> None:
    source = Source(count)
    assert list(by_a_thread(source.items(), at_most)) == list(range(count))
    assert source.closed


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 4), st.integers(1, 10))
def test_a_thread_is_no_further_ahead_than_allowed(at_most: int, taken: int) -> None:
    source = Source(100)
    items = by_a_thread(source.items(), at_most)
    for already in range(taken):
        assert next(items) == already
        # One more is made and waits for room.
        assert source.taken <= already + 1 + at_most + 1
    items.close()
    assert source.closed
    assert source.taken <= taken + at_most + 1


@pytest.mark.parametrize("error", [OSError("cut short"), KeyboardInterrupt()])
def test_a_threads_error_comes_after_the_last_item(error: BaseException) -> None:
    def items() -> Generator[int]:
        yield from range(3)
        raise error

    made = by_a_thread(items(), 1)
    assert [next(made) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(type(error)):
        next(made)


def test_a_thread_that_waits_for_room_ends_with_its_taker() -> None:
    source = Source(100)
    items = by_a_thread(source.items(), 1)
    assert next(items) == 0
    items.close()
    assert source.closed
    assert list(items) == []


def test_what_was_never_asked_for_is_never_begun() -> None:
    source = Source(3)
    by_a_thread(source.items(), 1).close()
    in_threads(lambda number: number, source.items(), 1).close()
    assert source.taken == 0
