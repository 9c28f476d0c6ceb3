import json
from pathlib import Path

import pytest
from PIL import Image

from fgaesq_core.choice import choose
from fgaesq_core.ranking import Ranking
from fgaesq_core.technical import TechnicalScorer
from tests.train.judges import ByBrightness, Told
from tests.train.records import blurred_series, series
from train.baselines import Baseline, equal
from train.bootstrap import Figure
from train.evaluation import Evaluation, evaluate, with_baselines
from train.evaluation_report import as_json, as_markdown
from train.manifest import Record, SeriesRecord, SingleRecord, around
from train.samples import Pair


def greys(folder: Path, name: str, lights: tuple[int, ...], *pairs: tuple[int, int]) -> SeriesRecord:
    images = tuple(folder / f"{name}-{number}.png" for number in range(len(lights)))
    for image, light in zip(images, lights, strict=True):
        Image.new("RGB", (8, 8), (light,) * 3).save(image)
    return SeriesRecord(name, images, tuple(Pair(*pair, 0.9) for pair in pairs))


def grey(folder: Path, light: int, mean: float) -> SingleRecord:
    Image.new("RGB", (8, 8), (light,) * 3).save(folder / f"{light}.png")
    return SingleRecord(folder / f"{light}.png", around(mean))


def values(evaluation: Evaluation, judge: str) -> dict[str, float | None]:
    (found,) = (one for one in evaluation.results if one.judge == judge)
    names = [name for name in found.__slots__ if name != "judge"]
    return {name: figure and figure.value for name in names for figure in [getattr(found, name)]}


@pytest.fixture
def records(tmp_path: Path) -> list[Record]:
    return [
        greys(tmp_path, "right", (10, 60, 120), (1, 0), (2, 1), (2, 0)),
        greys(tmp_path, "half", (200, 100, 150), (1, 0), (0, 2), (1, 2)),
        grey(tmp_path, 20, 3),
        grey(tmp_path, 30, 6),
        grey(tmp_path, 90, 4),
    ]


def test_figures_by_hand(records: list[Record]) -> None:
    found = evaluate([ByBrightness()], records, rounds=10)
    assert (found.series, found.pairs, found.ordered, found.pictures, found.unjudged) == (2, 6, 2, 3, ())
    seen = values(found, "brightness")
    # In the second series, the order 0 2 1 is taken for 1 0 2: one pair of three is right; ranks correlate by -0.5.
    assert seen["pair_accuracy"] == pytest.approx(4 / 6)
    assert seen["series_accuracy"] == 0.5
    assert seen["series_srcc"] == pytest.approx((1 - 0.5) / 2)
    assert seen["picture_srcc"] == pytest.approx(0.5)
    # Outcomes: the earlier is better in 0-2 and 1-2 of the second series, told rightly once; the later 3 of 4 times.
    assert seen["pair_f1"] == pytest.approx((2 / 4 + 6 / 8) / 2)
    sure = [max(choose(lights, 10.0).p_best) for lights in ((10, 60, 120), (200, 100, 150))]
    assert seen["calibration"] == pytest.approx(abs((sure[0] - 1) + (sure[1] - 0)) / 2)


def test_chance_reaches_what_drawing_lots_would(records: list[Record]) -> None:
    chance = values(evaluate([Baseline("chance", equal)], records, rounds=10), "chance")
    assert chance["series_accuracy"] == pytest.approx(1 / 3)
    assert chance["calibration"] == pytest.approx(0)
    assert (chance["pair_accuracy"], chance["series_srcc"], chance["picture_srcc"]) == (0.5, 0, 0)


def test_what_one_cannot_judge_counts_for_none(tmp_path: Path, records: list[Record]) -> None:
    white = greys(tmp_path, "white", (255, 9), (0, 1))
    gone = SingleRecord(tmp_path / "gone.png", around(5))
    found = evaluate([ByBrightness(), Baseline("chance", equal)], [white, gone, *records], rounds=10)
    without = evaluate([ByBrightness(), Baseline("chance", equal)], records, rounds=10)
    assert (found.results, found.series, found.pictures) == (without.results, 2, 3)
    assert [one.name for one in found.unjudged] == ["white", str(gone.image)]
    assert found.unjudged[0].reason == "The picture is white."
    assert found.unjudged[1].reason.endswith("gone.png cannot be read: No such file or directory.")


def test_an_error_that_is_nobodys_picture_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        evaluate([Told("broken", (ZeroDivisionError(),))], [series("a", 2, (0, 1, 0.9))])


def test_probabilities_among_fewer_frames_keep_their_odds() -> None:
    told = Told("told", (Ranking((5.0, 4.0, 9.0), (0.15, 0.05, 0.8), 1.0, False),))
    found = values(evaluate([told], [series("a", 3, (0, 1, 0.9))], rounds=10), "told")
    assert (found["series_accuracy"], found["calibration"]) == (1, pytest.approx(0.25))


def test_series_that_are_not_ordered_count_by_their_pairs_alone() -> None:
    told = Told("told", (choose((4.0, 3.0, 2.0, 1.0), 1.0),))
    found = evaluate([told], [series("a", 4, (0, 1, 0.9), (3, 2, 0.9)), series("silent", 2)], rounds=10)
    assert (found.series, found.pairs, found.ordered) == (1, 2, 0)
    seen = values(found, "told")
    assert (seen["pair_accuracy"], seen["series_accuracy"], seen["calibration"]) == (0.5, None, None)


def test_nothing_to_judge_gives_no_figures() -> None:
    found = evaluate([ByBrightness()], [])
    assert set(values(found, "brightness").values()) == {None}
    assert "0 series with 0 pairs" in as_markdown(found)


def test_baselines_find_what_they_look_for(tmp_path: Path) -> None:
    records = [blurred_series(tmp_path, f"s{seed}", (4, 0, 2), seed) for seed in range(3)]
    told: list[str] = []
    judges = with_baselines([])
    found = evaluate(judges, records, rounds=20, report=lambda name, done, total: told.append(f"{name} {done}/{total}"))
    rankings = [TechnicalScorer().rank([Image.open(image) for image in record.images]) for record in records]
    right = [
        one.scores[p.better] > one.scores[p.worse] for one, r in zip(rankings, records, strict=True) for p in r.pairs
    ]
    assert values(found, "technical")["pair_accuracy"] == pytest.approx(sum(right) / 9)
    assert values(found, "sharpest frame")["series_srcc"] == pytest.approx(1)
    assert values(found, "sharpest frame (Tenengrad)")["series_accuracy"] == 1
    assert values(found, "middle frame")["series_accuracy"] == 1
    assert values(found, "chance")["series_accuracy"] == pytest.approx(1 / 3)
    assert told[:3] == ["technical 1/3", "technical 2/3", "technical 3/3"]
    assert len(told) == 3 * len(judges)


def test_the_same_seed_gives_the_same_bytes(records: list[Record]) -> None:
    one, same, other = (as_json(evaluate([ByBrightness()], records, seed, 30)) for seed in (1, 1, 2))
    assert one == same != other


def test_json(records: list[Record]) -> None:
    document = json.loads(as_json(evaluate([ByBrightness()], records[:2], 7, 30)))
    assert (document["version"], document["seed"], document["rounds"], document["unjudged"]) == (1, 7, 30, [])
    (result,) = document["results"]
    assert result["judge"] == "brightness"
    assert set(result["pair_accuracy"]) == {"value", "low", "high"}
    assert result["picture_srcc"] is None


def test_markdown(tmp_path: Path, records: list[Record]) -> None:
    gone = [SingleRecord(tmp_path / f"gone-{number}.png", around(5)) for number in range(22)]
    lines = as_markdown(evaluate([ByBrightness("a|b")], [*records, *gone], 0, 30)).splitlines()
    assert lines[0] == "| judge | pair accuracy | pair F1 | s-Acc | s-SRCC | calibration error | SRCC | PLCC |"
    assert lines[2].startswith("| a\\|b | 0.667 (")
    assert lines[4].startswith("2 series with 6 pairs, 2 of them wholly ordered, and 3 pictures.")
    assert lines[6] == "Not judged, for one judge at least could not: 22."
    assert lines[-1] == "- and 2 more, which the JSON lists"
    assert len(lines) == 7 + 20 + 1


def test_figures_that_nobody_has_are_not_in_the_table(records: list[Record]) -> None:
    assert as_markdown(evaluate([ByBrightness()], records[2:], 0, 30)).startswith("| judge | SRCC | PLCC |\n")


def test_an_interval_spans_its_value(records: list[Record]) -> None:
    found = evaluate([ByBrightness()], records, 0, 200)
    figure = found.results[0].series_accuracy
    assert figure == Figure(0.5, 0, 1)
