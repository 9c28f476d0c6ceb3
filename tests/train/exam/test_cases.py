from pathlib import Path

import numpy as np
import pytest
from scipy.ndimage import laplace

from tests.pictures import scene
from train.errors import TrainingError
from train.exam.cases import Cases, made
from train.exam.series import RULES, STEPS, TOLD, Case, planned
from train.exam.tasks import Part, Task


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    folder = tmp_path_factory.mktemp("photos")
    for number in range(3):
        scene(number, (420, 320)).save(folder / f"{number}.png")
    return tuple(sorted(folder.iterdir()))


def case(photos: tuple[Path, ...], task: Task, seed: int = 0) -> Case:
    (found,) = made(Cases((task,), (photos,), seed), 0)
    return found


@pytest.mark.parametrize("part", [Part.SEEN, Part.UNSEEN])
def test_all_kinds_together_make_series_that_can_be_judged(photos: tuple[Path, ...], part: Part) -> None:
    cases = list(made(Cases([Task(part, "", number) for number in range(8)], (photos,), 1), 0))
    assert {len(one.frames) for one in cases} <= set(range(2, 7))
    for one in cases:
        assert len(one.frames) == len(one.badness)
        assert [len(scores) for scores in one.rules] == [len(one.frames)] * len(RULES)
        assert np.ptp(one.badness) >= TOLD
        assert len({frame.size for frame in one.frames}) == 1
    assert any(len(one.kinds) > 1 for one in cases)


@pytest.mark.parametrize(("part", "kind"), [(Part.SEEN, "noise"), (Part.UNSEEN, "haze")])
def test_a_kind_alone_is_alone(photos: tuple[Path, ...], part: Part, kind: str) -> None:
    for number in range(4):
        assert case(photos, Task(part, kind, number)).kinds == {kind}


def test_a_case_follows_from_its_task_and_seed(photos: tuple[Path, ...]) -> None:
    task = Task(Part.UNSEEN, "", 3)
    first, again, other = (case(photos, task, seed) for seed in (5, 5, 6))
    assert first.badness == again.badness != other.badness
    assert [frame.tobytes() for frame in first.frames] == [frame.tobytes() for frame in again.frames]


def test_processes_make_the_same_cases_in_order(photos: tuple[Path, ...]) -> None:
    cases = Cases([Task(Part.RISING, "noise", 0), Task(Part.UNSEEN, "", 0), Task(Part.SEEN, "", 0)], (photos,), 2)
    here, there = list(made(cases, 0)), list(made(cases, 2))
    assert [one.task for one in there] == list(cases.tasks)
    assert [one.badness for one in here] == [one.badness for one in there]
    assert [one.frames[0].tobytes() for one in here] == [one.frames[0].tobytes() for one in there]


def test_rising_severity_changes_nothing_else(photos: tuple[Path, ...]) -> None:
    found = case(photos, Task(Part.RISING, "defocus", 1))
    order = np.argsort(found.badness)
    sharpness = [float(np.abs(laplace(np.asarray(found.frames[frame].convert("L"), float))).mean()) for frame in order]
    assert len(found.frames) == STEPS
    assert list(order) != list(range(STEPS))
    assert sharpness == sorted(sharpness, reverse=True)


def test_harmless_differences_leave_the_faults(photos: tuple[Path, ...]) -> None:
    for number in range(3):
        first, again = (case(photos, Task(Part.HARMLESS, "defocus", number, again)) for again in (0, 1))
        assert first.badness == again.badness
        assert first.badness[0] == 0 < min(first.badness[1:])
        assert len(first.frames) == number + 2
        assert all(one.size == other.size for one, other in zip(first.frames, again.frames, strict=True))
        assert all(one.tobytes() != other.tobytes() for one, other in zip(first.frames, again.frames, strict=True))


def test_half_of_the_series_are_graded() -> None:
    rng = np.random.default_rng(0)
    series = [planned(rng, ("haze", "flare", "webp")) for _ in range(400)]
    kinds = [{kind for shot in shots for kind, _ in shot.faults} for shots in series]
    assert {len(shots) for shots in series} == set(range(2, 7))
    assert 0.5 < np.mean([len(one) <= 1 for one in kinds]) < 0.75
    assert all(0 < severity <= 1 for shots in series for shot in shots for _, severity in shot.faults)


def test_photos_that_cannot_be_used_are_passed_over(photos: tuple[Path, ...], tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.jpg"
    damaged.write_bytes(b"no picture")
    task = Task(Part.HARMLESS, "noise", 0)
    assert len([case((damaged, *photos), Task(Part.HARMLESS, "noise", number)) for number in range(6)]) == 6
    with pytest.raises(TrainingError, match=r"damaged\.jpg"):
        case((damaged,), task)
    scene(0, (90, 60)).save(tmp_path / "small.png")
    with pytest.raises(TrainingError, match=r"small\.png is too small"):
        case((tmp_path / "small.png",), task)
