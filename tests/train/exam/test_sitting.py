import json
from pathlib import Path

import pytest

from fgaesq_core.errors import PictureError
from tests.pictures import blurred, scene
from tests.train.judges import ByBrightness, Told
from train.__main__ import main
from train.baselines import RULES as ALL_RULES
from train.data import held_out
from train.errors import TrainingError
from train.exam.series import RULES
from train.exam.sitting import examined
from train.exam.speed import speed
from train.exam.stacks import stack
from train.exam.tasks import RISING, Part, Task, tasks
from train.held_out import is_held_out

KEPT = [f"{number}.png" for number in range(60) if is_held_out(Path(f"{number}.png"))]
OTHER = [f"{number}.png" for number in range(60) if not is_held_out(Path(f"{number}.png"))]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("photos")
    for number, name in enumerate((*KEPT[:5], OTHER[0])):
        scene(number, (220, 160)).save(folder / name)
    return folder


def test_only_photos_that_no_training_saw_are_taken(folder: Path, tmp_path: Path) -> None:
    (found,) = held_out([folder])
    assert sorted(path.name for path in found) == sorted(KEPT[:5])
    scene(0, (220, 160)).save(tmp_path / OTHER[0])
    with pytest.raises(TrainingError, match="held out"):
        held_out([folder, tmp_path])


def test_marks_stand_in_the_order_of_the_tasks(folder: Path) -> None:
    asked = [Task(Part.RISING, "underexposure", 0), Task(Part.SEEN, "", 0), Task(Part.UNSEEN, "haze", 0)]
    heard: list[tuple[int, int]] = []
    marks = examined(ByBrightness(), asked, held_out([folder]), 0, 0, lambda *told: heard.append(told))
    assert [mark.task for mark in marks] == asked
    assert heard == [(1, 3), (2, 3), (3, 3)]
    order = sorted(range(8), key=lambda frame: marks[0].badness[frame])
    assert tuple(order) == marks[0].ranking.order


def test_a_rule_under_examination_is_marked_as_it_is_among_the_rules(folder: Path) -> None:
    tenengrad = next(rule for rule in ALL_RULES if "Tenengrad" in rule.name)
    place = [name for name, _ in RULES].index("Tenengrad")
    for mark in examined(tenengrad, [Task(Part.SEEN, "", n) for n in range(3)], held_out([folder]), 1, 0, print):
        assert mark.ranking.scores == mark.rules[place]


def test_what_a_scorer_cannot_rank_is_raised(folder: Path) -> None:
    with pytest.raises(PictureError):
        examined(Told("told", (PictureError("no"),)), [Task(Part.SEEN, "", 0)], held_out([folder]), 0, 0, print)


def test_a_real_series_is_put_in_order(tmp_path: Path) -> None:
    sharp = Path(tmp_path, "focus")
    sharp.mkdir()
    for number, radius in enumerate((2.0, 0.0, 4.0)):
        blurred(scene(1, (240, 180)), radius).save(sharp / f"{number}.png")
    tenengrad = next(rule for rule in ALL_RULES if "Tenengrad" in rule.name)
    found = stack(tenengrad, sharp)
    assert [frame.name for frame in found.frames] == ["1.png", "0.png", "2.png"]
    assert found.folder == "focus"
    assert found.with_whole == pytest.approx(1)
    (sharp / "damaged.jpg").write_bytes(b"no picture")
    with pytest.raises(TrainingError, match="damaged"):
        stack(tenengrad, sharp)


def test_speed_is_measured_from_pictures_and_from_files(folder: Path) -> None:
    photos = held_out([folder])[0]
    decoded, files = speed(ByBrightness(), photos, 1)
    for figure in (decoded.figure, files.figure):
        assert 0 < figure.low <= figure.value <= figure.high
    with pytest.raises(TrainingError, match="too few"):
        speed(ByBrightness(), photos[:2])


def test_the_command_prints_tables_and_writes_json(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "exam.json"
    command = ["exam", "technical", "--photos", str(folder), "--focus", str(folder), "--series", "1", "--workers", "0"]
    assert main([*command, "--rounds", "20", "--json", str(file)]) == 0
    printed = capsys.readouterr()
    assert "Examination of technical on 5 photos" in printed.out
    assert all(f"rising {kind}" in printed.out for kind in RISING)
    assert f"{len(tasks(1))} of {len(tasks(1))} series" in printed.err
    told = json.loads(file.read_text(encoding="utf-8"))
    assert told["scorer"] == "technical"
    # The rule of this name says the same of the same frames.
    place = told["rules"].index("technical")
    assert all(row["scorer"] == row["rules"][place] for row in told["rows"])


def test_a_folder_without_held_out_photos_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scene(0, (220, 160)).save(tmp_path / OTHER[0])
    assert main(["exam", "technical", "--photos", str(tmp_path)]) == 1
    assert "held out of training" in capsys.readouterr().err
