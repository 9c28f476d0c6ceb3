import threading
import time
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.cancel import CancelToken
from app.errors import AppError
from app.ui.jobs import Jobs, Lane, once


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
