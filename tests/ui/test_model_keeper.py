import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from app.analysis.late_scorer import UnusableModelError
from app.errors import AppError
from app.ui.jobs import Jobs
from app.ui.model_keeper import ModelKeeper
from app.ui.model_states import Doing, ModelState
from tests.fakes import FakeShelf


class Bench:
    """A keeper on a fake shelf, and everything it says."""

    def __init__(self) -> None:
        self.jobs, self.shelf = Jobs(), FakeShelf()
        self.keeper = ModelKeeper(self.shelf, self.jobs)
        self.switches: list[object] = []
        self.failures: list[str] = []
        self.keeper.switched.connect(lambda load: self.switches.append(load().id))
        self.keeper.failed.connect(lambda error: self.failures.append(error.sentence))
        self.keeper.refresh()

    def state(self, name: str) -> ModelState | None:
        return next((one for one in self.keeper.states() if one.entry.name == name), None)


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    bench = Bench()
    qtbot.waitUntil(lambda: bench.state("fine") is not None)
    yield bench
    bench.shelf.go.set()
    bench.jobs.close()


def downloaded(bench: Bench) -> bool:
    state = bench.state("fine")
    return state is not None and state.entry.installed and state.doing is None


def percent(bench: Bench) -> int | None:
    state = bench.state("fine")
    if state is None or state.progress is None:
        return None
    return 100 * state.progress.done // state.progress.total


def test_the_window_lives_while_a_download_takes_its_time(bench: Bench, qtbot: QtBot) -> None:
    bench.shelf.go.clear()
    bench.keeper.download("fine")
    qtbot.waitUntil(lambda: percent(bench) == 0)
    heard: list[int] = []
    QTimer.singleShot(0, lambda: heard.append(1))
    bench.keeper.use("plain")
    qtbot.waitUntil(lambda: bool(heard) and bool(bench.switches))
    state = bench.state("fine")
    assert state is not None
    assert state.doing is Doing.DOWNLOADING
    bench.shelf.go.set()
    qtbot.waitUntil(lambda: downloaded(bench))
    assert threading.get_ident() not in bench.shelf.threads


def test_a_cancelled_download_goes_on_where_it_was(bench: Bench, qtbot: QtBot) -> None:
    bench.shelf.arrived = bench.shelf.bytes // 2
    bench.shelf.go.clear()
    bench.keeper.download("fine")
    qtbot.waitUntil(lambda: percent(bench) == 50)
    bench.keeper.cancel_download("fine")
    state = bench.state("fine")
    assert state is not None
    assert state.doing is None
    bench.keeper.download("fine")
    qtbot.waitUntil(lambda: percent(bench) == 50)
    bench.shelf.go.set()
    qtbot.waitUntil(lambda: downloaded(bench))
    assert bench.failures == []


def test_a_download_asked_for_twice_runs_once(bench: Bench, qtbot: QtBot) -> None:
    bench.shelf.go.clear()
    bench.keeper.download("fine")
    bench.keeper.download("fine")
    qtbot.waitUntil(lambda: percent(bench) == 0)
    bench.shelf.faults["begin", "fine"] = "It ran a second time."
    bench.shelf.go.set()
    qtbot.waitUntil(lambda: downloaded(bench))
    qtbot.wait(50)
    assert bench.failures == []


def test_a_download_that_fails_says_why_and_can_be_tried_again(bench: Bench, qtbot: QtBot) -> None:
    bench.shelf.faults["download", "fine"] = "The line broke."
    bench.keeper.download("fine")
    qtbot.waitUntil(lambda: bench.failures == ["The line broke."])
    state = bench.state("fine")
    assert state is not None
    assert (state.trouble, state.doing) == ("The line broke.", None)
    assert bench.keeper.troubled("The line broke.")
    bench.keeper.try_again("fine")
    qtbot.waitUntil(lambda: downloaded(bench))
    assert not bench.keeper.troubled("The line broke.")


def test_a_warning_stays_until_it_was_read(bench: Bench, qtbot: QtBot) -> None:
    bench.shelf.download_warning = "It is another file than last time."
    with qtbot.waitSignal(bench.keeper.downloaded):
        bench.keeper.download("fine")
    bench.keeper.refresh()
    qtbot.wait(50)
    state = bench.state("fine")
    assert state is not None
    assert state.warning == "It is another file than last time."
    bench.keeper.dismiss("fine")
    state = bench.state("fine")
    assert state is not None
    assert state.warning == ""


def test_another_model_is_used_only_once_it_is_loaded(bench: Bench, qtbot: QtBot) -> None:
    bench.keeper.download("fine")
    qtbot.waitUntil(lambda: downloaded(bench))
    bench.shelf.faults["load", "fine"] = "The file is damaged."
    bench.keeper.use("fine")
    assert bench.keeper.in_use.name == "plain"
    qtbot.waitUntil(lambda: bool(bench.failures))
    assert (bench.keeper.in_use.name, bench.shelf.in_use.name, bench.switches) == ("plain", "plain", [])
    bench.keeper.try_again("fine")
    qtbot.waitUntil(lambda: bench.switches == ["darkness-1"])
    assert (bench.keeper.in_use.name, bench.shelf.in_use.name) == ("fine", "fine")


def test_settings_that_cannot_be_written_leave_the_former_model(bench: Bench, qtbot: QtBot) -> None:
    bench.keeper.download("fine")
    qtbot.waitUntil(lambda: downloaded(bench))
    bench.shelf.faults["use", "fine"] = "The disk is full."
    bench.keeper.use("fine")
    qtbot.waitUntil(lambda: bench.failures == ["The disk is full."])
    assert bench.keeper.in_use.name == "plain"
    assert bench.switches == []


def test_removing_the_model_in_use_brings_back_the_default(bench: Bench, qtbot: QtBot) -> None:
    bench.keeper.download("fine")
    qtbot.waitUntil(lambda: downloaded(bench))
    bench.keeper.use("fine")
    qtbot.waitUntil(lambda: bench.keeper.in_use.name == "fine")
    bench.keeper.remove("fine")
    qtbot.waitUntil(lambda: bench.keeper.in_use.name == "plain")
    assert bench.switches == ["darkness-1", "brightness-1"]
    qtbot.waitUntil(lambda: not downloaded(bench))


def test_what_another_program_removed_is_gone_after_a_look(bench: Bench, qtbot: QtBot) -> None:
    del bench.shelf.models["fine"]
    bench.keeper.refresh()
    qtbot.waitUntil(lambda: bench.state("fine") is None)


def test_a_model_that_cannot_be_loaded_at_the_start_is_told_apart(bench: Bench) -> None:
    bench.shelf.faults["load", "plain"] = "The file is gone."
    load = bench.keeper.loader()
    with pytest.raises(UnusableModelError) as caught:
        load()
    bench.keeper.tell_unusable(caught.value)
    assert bench.keeper.troubled("The file is gone.")
    assert load() is load()


def test_files_are_added_one_at_a_time_and_can_be_given_up(bench: Bench, qtbot: QtBot) -> None:
    bench.shelf.go.clear()
    ended: list[int] = []
    bench.keeper.adding.ended.connect(lambda: ended.append(1))
    bench.keeper.adding.start(Path("one.pt"), "one")
    bench.keeper.adding.start(Path("two.pt"), "two")
    bench.keeper.adding.cancel()
    assert ended == [1]
    bench.shelf.go.set()
    with qtbot.waitSignal(bench.keeper.adding.added):
        bench.keeper.adding.start(Path("three.pt"), "three")
    qtbot.waitUntil(lambda: bench.state("three") is not None)
    assert bench.state("one") is None
    assert bench.state("two") is None


def test_closing_ends_a_download(qtbot: QtBot) -> None:
    bench = Bench()
    bench.shelf.go.clear()
    bench.keeper.download("fine")
    qtbot.waitUntil(lambda: percent(bench) == 0)
    bench.jobs.close()
    assert not bench.shelf.models["fine"].installed
    assert not any(thread.name.startswith("download") for thread in threading.enumerate())


def test_a_shelf_that_cannot_be_looked_at_says_so(bench: Bench, qtbot: QtBot) -> None:
    bench.shelf.faults["entries", ""] = "The folder of models cannot be read."
    bench.keeper.refresh()
    qtbot.waitUntil(lambda: bench.failures == ["The folder of models cannot be read."])


def test_errors_of_the_shelf_are_for_people() -> None:
    assert issubclass(UnusableModelError, AppError)
