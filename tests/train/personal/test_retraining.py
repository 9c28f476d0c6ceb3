from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.train.personal.photographers import FRAMES, at_random, by_taste, tiny_weights
from tests.train.sources import one_thread
from train.importers.library import MarkedSeries
from train.personal.adaptation import Recipe
from train.personal.events import Curve, Data, Event, Progress, Refused, Skipped, Stage
from train.personal.retraining import FEWEST, Retraining, Verdict, described
from train.personal.sight import RIVALS, Seen, Sight

COUNT = 150
QUICK = Recipe(passes=6, patience=2)


@pytest.fixture(autouse=True)
def _threads() -> Iterator[None]:
    with one_thread():
        yield


@cache
def seen() -> tuple[Seen, ...]:
    """Series as they are seen, whose photos are not needed any more."""
    with TemporaryDirectory() as folder:
        found = Sight(tiny_weights().network, QUICK.blocks).seen(by_taste(Path(folder), COUNT))
        return tuple(one for one, _ in found if one is not None)


def marked_anew(series: Sequence[MarkedSeries]) -> list[Seen]:
    return [replace(one, marked=marks) for one, marks in zip(seen(), series, strict=False)]


def retraining(told: list[Event] | None = None, seed: int = 0) -> Retraining:
    report = [].append if told is None else told.append
    return Retraining(tiny_weights(), QUICK, report, lambda: None, seed)


def verdict(series: Sequence[Seen], seed: int = 0) -> Verdict:
    found = retraining(seed=seed).judged(series, described([one.marked for one in series], ()))
    assert isinstance(found, Verdict)
    return found


def test_an_odd_taste_is_learnt_and_shown_to_be() -> None:
    found = verdict(seen())
    assert found.folds.by_folder
    assert found.is_offered
    assert found.gain.low > 0.1
    assert found.after.pairs > 0.7
    assert found.after.pairs - found.before.pairs == pytest.approx(found.gain.value)
    assert found.after.top1 > found.before.top1
    assert found.after.pairs > max(rival.pairs for rival in found.baselines)
    assert [rival.name for rival in found.baselines] == list(RIVALS)
    assert found.baselines[0].pairs == 0.5
    assert found.baselines[0].top1 == pytest.approx(1 / FRAMES)


def test_the_last_block_may_learn_as_well(tmp_path: Path) -> None:
    recipe = replace(QUICK, blocks=1)
    found = Retraining(tiny_weights(), recipe, [].append, lambda: None).run(by_taste(tmp_path, 40))
    assert isinstance(found, Verdict)
    assert found.is_offered
    assert any("resblocks.1." in name for name in found.tensors)


@pytest.mark.parametrize("seed", range(4))
def test_who_marks_at_random_is_refused(seed: int) -> None:
    found = verdict(marked_anew(at_random([one.marked for one in seen()[:90]], seed)), seed)
    assert not found.is_offered
    assert found.gain.low <= 0 or found.passes == 0


def test_a_model_that_agrees_already_is_not_replaced() -> None:
    """What has learnt the taste once has hardly more to learn."""
    weights = tiny_weights()
    some = seen()[:90]
    weights.network.load_state_dict(verdict(some).tensors, strict=False)
    again = Retraining(weights, QUICK, [].append, lambda: None).judged(some, described([], ()))
    assert isinstance(again, Verdict)
    assert again.before.pairs > 0.7
    assert abs(again.gain.value) < 0.1


def test_the_same_seed_gives_the_same_verdict() -> None:
    some = seen()[:40]
    one, other = verdict(some, 3), verdict(some, 3)
    assert (one.gain, one.scale, one.passes) == (other.gain, other.scale, other.passes)
    assert all(one.tensors[name].equal(other.tensors[name]) for name in one.tensors)


def test_what_goes_on_is_told_in_order(tmp_path: Path) -> None:
    told: list[Event] = []
    series = by_taste(tmp_path, FEWEST)
    gone = Skipped("gone.jpg", "there is no such file")
    assert isinstance(retraining(told).run(series, [gone]), Verdict)
    assert told[0] == Data(FEWEST, 2 * FEWEST, FRAMES * FEWEST, 6, FRAMES * FEWEST, 0, (gone,))
    stages = [one.stage for one in told if isinstance(one, Progress)]
    assert list(dict.fromkeys(stages)) == [Stage.CACHING, Stage.LEARNING, Stage.JUDGING]
    curve = [one for one in told if isinstance(one, Curve)]
    assert [one.step for one in curve] == list(range(1, len(curve) + 1))
    assert all(0 <= one.agreement <= 1 and one.steps == QUICK.passes for one in curve)
    last = [one for one in told if isinstance(one, Progress)][-1]
    assert last.done == last.of


def test_photos_that_cannot_be_read_may_leave_too_few(tmp_path: Path) -> None:
    told: list[Event] = []
    series = by_taste(tmp_path, FEWEST)
    for image in series[0].record.images:
        image.write_bytes(b"no picture")
    assert retraining(told).run(series) == Refused(
        "Only 29 series have marks that tell frames apart, and 30 are needed; mark 1 more."
    )
    data = [one for one in told if isinstance(one, Data)]
    assert [one.series for one in data] == [30, 29]
    assert [Path(one.file) for one in data[-1].skipped] == list(series[0].record.images)


def test_series_of_the_same_photos_cannot_be_judged() -> None:
    one = seen()[0]
    copies = [
        replace(one, marked=replace(one.marked, record=replace(one.record, id=str(number)))) for number in range(40)
    ]
    found = retraining().judged(copies, described([], ()))
    assert isinstance(found, Refused)
    assert "share photos" in found.why


def test_minutes_end_learning() -> None:
    told: list[Event] = []
    hurried = replace(retraining(told), minutes=1e-6)
    assert isinstance(hurried.judged(seen()[:40], described([], ())), Verdict)
    assert [one.step for one in told if isinstance(one, Curve)] == [1]
