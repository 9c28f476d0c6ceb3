import threading
import time
from collections import deque
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.cancel import CancelToken
from app.errors import AppError
from app.ui import jobs as jobs_module
from app.ui.jobs import MOST_LEFT_BEHIND, Jobs, Lane, once


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    jobs = Jobs()
    yield jobs
    jobs.close()


def test_results_arrive_in_order_in_the_owners_thread(jobs: Jobs, qtbot: QtBot) -> None:
    got: list[tuple[int, bool]] = []
    done: list[object] = []
    main = threading.get_ident()
    jobs.start(
        Lane.FILES,
        lambda _: iter(range(20_000)),
        lambda n: got.append((n, threading.get_ident() == main)),
        done.append,
    )
    qtbot.waitUntil(lambda: bool(done), timeout=20_000)
    assert got == [(n, True) for n in range(20_000)]


def test_the_window_breathes_while_results_pour_in(jobs: Jobs, qtbot: QtBot) -> None:
    done: list[object] = []
    turns: list[float] = []
    from PySide6.QtCore import QTimer

    timer = QTimer(interval=0)
    timer.timeout.connect(lambda: turns.append(time.perf_counter()))
    timer.start()
    jobs.start(Lane.FILES, lambda _: iter(range(500)), lambda _: time.sleep(0.001), done.append)
    qtbot.waitUntil(lambda: bool(done), timeout=20_000)
    assert len(turns) > 10


def test_nothing_arrives_after_a_cancel(jobs: Jobs, qtbot: QtBot) -> None:
    got: list[int] = []
    ended = threading.Event()

    def work(token: CancelToken) -> Iterator[int]:
        n = 0
        try:
            while True:
                token.check()
                yield (n := n + 1)
        finally:
            ended.set()

    token = jobs.start(Lane.MODEL, work, got.append)
    qtbot.waitUntil(lambda: len(got) > 3, timeout=10_000)
    token.cancel()
    seen = len(got)
    assert ended.wait(10)
    qtbot.wait(50)
    assert len(got) == seen


def test_an_operation_that_fails_says_so(jobs: Jobs, qtbot: QtBot) -> None:
    failed: list[AppError] = []

    def work(_: CancelToken) -> Iterator[int]:
        raise AppError("Put the card back in.")
        yield 0

    jobs.start(Lane.FILES, work, failed=failed.append)
    qtbot.waitUntil(lambda: bool(failed))
    assert failed[0].sentence == "Put the card back in."


def test_a_bug_is_not_swallowed(jobs: Jobs, qtbot: QtBot) -> None:
    with qtbot.waitSignal(jobs.crashed) as caught:
        jobs.start(Lane.FILES, once(lambda: 1 // 0))
    assert isinstance(caught.args[0], ZeroDivisionError)


def test_what_is_being_written_is_written_before_the_end(qtbot: QtBot) -> None:
    jobs = Jobs()
    written: list[int] = []

    def write(n: int) -> None:
        time.sleep(0.01)
        written.append(n)

    for n in range(20):
        jobs.start(Lane.STORE, once(lambda n=n: write(n)))
    jobs.close()
    assert written == list(range(20))


@pytest.fixture
def drive(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Set when it answers; nobody has much patience with it."""
    jobs._look.setInterval(10)
    short = {lane: jobs_module._Patience(0.05, one.cancelled) for lane, one in jobs_module._PATIENCE_OF.items()}
    monkeypatch.setattr(jobs_module, "_PATIENCE_OF", short)
    drive = threading.Event()
    yield drive
    drive.set()


def test_a_lane_goes_on_without_what_was_given_up_and_does_not_come_back(
    jobs: Jobs, drive: threading.Event, qtbot: QtBot
) -> None:
    got: list[object] = []
    hanging = jobs.start(Lane.FILES, once(drive.wait), got.append)
    jobs.start(Lane.FILES, once(lambda: "next"), got.append)
    qtbot.wait(150)
    assert got == []
    hanging.cancel()
    qtbot.waitUntil(lambda: got == ["next"])
    jobs.start(Lane.FILES, once(lambda: "later"), got.append)
    qtbot.waitUntil(lambda: got == ["next", "later"])
    drive.set()
    jobs.close()
    assert jobs.end(10)
    qtbot.wait(50)
    assert got == ["next", "later"]


def test_what_nobody_gave_up_is_delivered_when_the_drive_answers_again(
    jobs: Jobs, drive: threading.Event, qtbot: QtBot
) -> None:
    got: list[object] = []
    jobs.start(Lane.TAGS, once(drive.wait), got.append)
    jobs.start(Lane.TAGS, once(lambda: "other"), got.append)
    qtbot.waitUntil(lambda: got == ["other"])
    drive.set()
    qtbot.waitUntil(lambda: got == ["other", True])


def test_what_gives_signs_of_life_is_not_left_behind(jobs: Jobs, drive: threading.Event, qtbot: QtBot) -> None:
    got: list[object] = []

    def work(token: CancelToken) -> Iterator[str]:
        while not drive.wait(0.005):
            token.live()
        yield "done"

    jobs.start(Lane.SIDECARS, work, got.append)
    jobs.start(Lane.SIDECARS, once(lambda: "next"), got.append)
    qtbot.wait(150)
    assert got == []
    drive.set()
    qtbot.waitUntil(lambda: got == ["done", "next"])


def test_the_lane_that_writes_marks_is_never_left_behind(jobs: Jobs, drive: threading.Event, qtbot: QtBot) -> None:
    got: list[object] = []
    jobs.start(Lane.STORE, once(drive.wait), got.append).cancel()
    jobs.start(Lane.STORE, once(lambda: "next"), got.append)
    qtbot.wait(150)
    assert got == []
    drive.set()
    qtbot.waitUntil(lambda: got == ["next"])


def test_not_more_than_a_few_threads_are_left_behind(jobs: Jobs, drive: threading.Event, qtbot: QtBot) -> None:
    before = threading.active_count()
    with qtbot.waitSignal(jobs.crowded, timeout=10_000):
        for _ in range(MOST_LEFT_BEHIND + 2):
            jobs.start(Lane.TAGS, once(drive.wait))
    assert threading.active_count() - before == MOST_LEFT_BEHIND + 1


def test_a_drive_that_hangs_keeps_no_window_from_closing(qtbot: QtBot, drive: threading.Event) -> None:
    jobs = Jobs()
    written: list[int] = []
    jobs.start(Lane.FILES, once(drive.wait))
    jobs.start(Lane.STORE, once(lambda: written.append(1)))
    jobs.finish_writing()
    assert written == [1]
    assert not jobs.end(0.1)
    drive.set()
    assert jobs.end(10)


class Crowded(deque[object]):
    """A queue at which two threads always arrive at once."""

    def __init__(self) -> None:
        super().__init__()
        self.door = threading.Barrier(2, timeout=30)

    def append(self, one: object) -> None:
        super().append(one)
        self.door.wait()


def test_results_of_two_threads_at_once_are_both_delivered(
    jobs: Jobs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "_inbox", Crowded())
    delivered: list[object] = []
    threads = [threading.Thread(target=jobs.post, args=(delivered.append, n)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    qtbot.waitUntil(lambda: sorted(map(str, delivered)) == ["0", "1"])
    monkeypatch.undo()
