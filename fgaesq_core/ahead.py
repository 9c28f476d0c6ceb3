"""Working ahead of whoever takes the results, in order and within bounds."""

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from queue import Full, Queue
from threading import Event, Thread
from typing import Generic, TypeVar

_Given = TypeVar("_Given")
_Made = TypeVar("_Made")

_WAIT_SECONDS = 0.1


def in_threads(work: Callable[[_Given], _Made], items: Iterable[_Given], threads: int) -> Generator[_Made]:
    """What `work` makes of each item, in order; at most twice as many are begun as there are threads.

    An error of `work` is raised where its result would be, and nothing further is begun then.
    """
    remaining = iter(items)
    begun: deque[Future[_Made]] = deque()
    with ThreadPoolExecutor(threads, "ahead") as pool:
        try:
            begun.extend(pool.submit(work, item) for item in islice(remaining, 2 * threads))
            while begun:
                yield begun.popleft().result()
                begun.extend(pool.submit(work, item) for item in islice(remaining, 1))
        finally:
            for future in begun:
                future.cancel()


def by_a_thread(items: Generator[_Made], at_most: int) -> Generator[_Made]:
    """The same items, made by a thread that is at most so many ahead; their error is raised after the last of them."""
    made: Queue[_Item[_Made] | _End] = Queue(at_most)
    unwanted = Event()
    thread = Thread(target=_make, args=(items, made, unwanted), name="ahead", daemon=True)
    thread.start()
    try:
        while isinstance(item := made.get(), _Item):
            yield item.value
        if item.error is not None:
            raise item.error
    finally:
        unwanted.set()
        thread.join()


@dataclass(frozen=True, slots=True)
class _Item(Generic[_Made]):
    value: _Made


@dataclass(frozen=True, slots=True)
class _End:
    error: BaseException | None = None


def _make(items: Generator[_Made], made: "Queue[_Item[_Made] | _End]", unwanted: Event) -> None:
    try:
        with closing(items):
            for item in items:
                if not _put(made, _Item(item), unwanted):
                    return
    except BaseException as error:  # noqa: BLE001 - raised again for whoever takes the items
        _put(made, _End(error), unwanted)
    else:
        _put(made, _End(), unwanted)


def _put(made: "Queue[_Item[_Made] | _End]", item: "_Item[_Made] | _End", unwanted: Event) -> bool:
    """Wait for room, but not for a taker who has left."""
    while not unwanted.is_set():
        try:
            made.put(item, timeout=_WAIT_SECONDS)
        except Full:
            continue
        return True
    return False
