import signal
import threading
import time

import pytest

from app.cancel import CancelToken
from app.cli.interruption import cancelled_by_ctrl_c


def test_ctrl_c_cancels_and_interrupts() -> None:
    token = CancelToken()
    with pytest.raises(KeyboardInterrupt), cancelled_by_ctrl_c(token):
        signal.raise_signal(signal.SIGINT)
    assert token.cancelled
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_work_that_ends_by_itself_is_not_cancelled() -> None:
    token = CancelToken()
    with cancelled_by_ctrl_c(token):
        assert signal.getsignal(signal.SIGINT) is not signal.default_int_handler
    assert not token.cancelled
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_threads_that_heed_the_token_end_although_they_are_waited_for() -> None:
    token = CancelToken()
    ended = threading.Event()

    def work() -> None:
        while not token.cancelled:
            time.sleep(0.005)
        ended.set()

    def wait_for_work() -> None:
        thread = threading.Thread(target=work)
        thread.start()
        try:
            signal.raise_signal(signal.SIGINT)
        finally:
            thread.join()

    with pytest.raises(KeyboardInterrupt), cancelled_by_ctrl_c(token):
        wait_for_work()
    assert ended.is_set()


def test_a_program_that_ignores_the_key_goes_on_ignoring_it() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    token = CancelToken()
    try:
        with cancelled_by_ctrl_c(token):
            signal.raise_signal(signal.SIGINT)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
    assert not token.cancelled
