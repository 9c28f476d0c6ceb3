"""Threads that load pictures, most urgent first, and that are left behind where a drive does not answer them."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app.ui.picture_shelf import Wish

# Two load ahead; of the others one is free for what is looked at next while the last one still loads.
_THREADS, _AHEAD = 4, 2
# Seconds after which nobody waits for a picture any more that is not wanted any more.
_PATIENCE = 3.0
_MOST_LEFT_BEHIND = 8


@dataclass(frozen=True, slots=True, eq=False)
class _Load:
    wish: Wish
    began: float


class PictureThreads:
    """Calls `load` for each wish and `deliver` with what comes of it, both on threads that stay until it is closed."""

    def __init__(self, load: Callable[[Wish], Any], deliver: Callable[[Wish, Any], object]) -> None:
        self._load, self._deliver = load, deliver
        self._changed = threading.Condition()
        self._todo: list[Wish] = []
        self._wanted: set[tuple[bytes, int]] = set()
        self._begun: set[tuple[bytes, int]] = set()
        self._loading: list[_Load] = []
        self._left: list[_Load] = []
        self._urgent: bytes | None = None
        self._staff = 0
        self._threads: set[threading.Thread] = set()
        self._closed = False

    @property
    def busy(self) -> bool:
        """Whether anything is being loaded or waits for it."""
        with self._changed:
            return bool(self._todo or self._begun)

    @property
    def held_up(self) -> bool:
        """Whether something waits and no thread is free for it."""
        with self._changed:
            return bool(self._todo) and len(self._loading) >= _THREADS

    @property
    def silent_for(self) -> float:
        """For how many seconds the oldest picture that is still waited for has been loading."""
        with self._changed:
            began = min((load.began for load in self._loading if load.wish.key in self._wanted), default=None)
        return 0.0 if began is None else time.monotonic() - began

    def want(self, wishes: Sequence[Wish], missing: Sequence[Wish]) -> None:
        """Load those `missing`, most urgent first; what was wanted before and has not begun is forgotten."""
        with self._changed:
            self._wanted = {wish.key for wish in wishes}
            self._todo = [wish for wish in missing if wish.key not in self._begun]
            self._urgent = wishes[0].photo.digest if wishes else None
        self.go_on()

    def go_on(self) -> None:
        """Have threads for what waits, without those that nobody waits for any more."""
        with self._changed:
            self._leave_behind()
            wanted = 0 if self._closed or not self._todo else _THREADS - self._staff
            threads = [threading.Thread(target=self._work, name="loupe", daemon=True) for _ in range(wanted)]
            self._staff += wanted
            self._threads.update(threads)
            self._changed.notify_all()
        for thread in threads:
            thread.start()

    def settle(self, wish: Wish) -> None:
        """What came of a wish has been taken in; it may be wanted anew."""
        with self._changed:
            self._begun.discard(wish.key)

    def close(self) -> None:
        """Begin nothing more."""
        with self._changed:
            self._closed = True
            self._todo = []
            self._changed.notify_all()

    def join(self, seconds: float) -> bool:
        """Wait so long for the threads to end; whether all have."""
        until = time.monotonic() + seconds
        with self._changed:
            threads = list(self._threads)
        for thread in threads:
            thread.join(max(0.0, until - time.monotonic()))
        return not any(thread.is_alive() for thread in threads)

    def _leave_behind(self) -> None:
        now = time.monotonic()
        for load in list(self._loading):
            is_stale = load.wish.key not in self._wanted and now - load.began > _PATIENCE
            if is_stale and len(self._left) < _MOST_LEFT_BEHIND:
                self._loading.remove(load)
                self._left.append(load)
                self._staff -= 1

    def _work(self) -> None:
        """Load one after another until it is closed, or nobody waits for this thread any more."""
        is_needed = True
        while is_needed and (load := self._next()) is not None:
            loaded = self._load(load.wish)
            with self._changed:
                is_needed = load in self._loading
                (self._loading if is_needed else self._left).remove(load)
            self._deliver(load.wish, loaded)
        with self._changed:
            self._threads.discard(threading.current_thread())

    def _next(self) -> _Load | None:
        """What to load now, waiting until there is something; None once it is closed."""
        with self._changed:
            while (load := self._begun_load()) is None and not self._closed:
                self._changed.wait()
            return load

    def _begun_load(self) -> _Load | None:
        ahead = sum(load.wish.photo.digest != self._urgent for load in self._loading)
        for place, wish in enumerate(self._todo):
            if wish.photo.digest == self._urgent or ahead < _AHEAD:
                load = _Load(self._todo.pop(place), time.monotonic())
                self._loading.append(load)
                self._begun.add(wish.key)
                return load
        return None
