import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis.learning_events import (
    Advance,
    Agreement,
    Baseline,
    CurvePoint,
    Gain,
    LearningStage,
    Material,
    Refusal,
    Verdict,
    parse,
)
from app.errors import AppError
from app.library.photo import Skipped
from train.bootstrap import Figure
from train.personal import events as told

DATA = {"event": "data", "series": 3, "pairs": 9, "photos": 10, "folders": 2, "blind": 4, "shown": 5, "skipped": []}
RESULT = {
    "event": "result",
    "offered": False,
    "before": {"pairs": 0.6, "top1": 0.5},
    "after": {"pairs": 0.7, "top1": 0.5},
    "gain": {"value": 0.1, "low": -0.1, "high": 0.3},
    "baselines": [],
    "weights": "",
    "why": "Not sure.",
}


def line(table: object) -> bytes:
    return json.dumps(table).encode()


def test_everything_that_the_trainer_says_is_understood() -> None:
    before, after = told.Shares(0.6, 0.5), told.Shares(0.7, 0.55)
    rivals = (told.Rival("technical", 0.58, 0.4),)
    said = [
        told.Data(3, 9, 10, 2, 4, 5, (told.Skipped("/a.jpg", "there is no such file"),)),
        told.Progress(told.Stage.JUDGING, 2, 5),
        told.Curve(1, 20, 0.69, 0.5),
        told.Result(True, before, after, Figure(0.1, 0.02, 0.18), rivals, "/new.safetensors", "Better."),
        told.Result(False, before, after, Figure(0.1, -0.02, 0.18), (), "", "Not surely better."),
        told.Refused("Too few series."),
    ]
    was, now, gain = Agreement(0.6, 0.5), Agreement(0.7, 0.55), Gain(0.1, 0.02, 0.18)
    baselines = (Baseline("technical", Agreement(0.58, 0.4)),)
    assert [parse(told.as_json(one).encode()) for one in said] == [
        Material(3, 9, 10, 2, 4, 5, (Skipped(Path("/a.jpg"), "there is no such file"),)),
        Advance(LearningStage.JUDGING, 2, 5),
        CurvePoint(1, 20, 0.69, 0.5),
        Verdict(was, now, gain, baselines, Path("/new.safetensors"), "Better."),
        Verdict(was, now, Gain(0.1, -0.02, 0.18), (), None, "Not surely better."),
        Refusal("Too few series."),
    ]


def test_the_stages_are_those_of_the_trainer() -> None:
    assert {stage.value for stage in LearningStage} == {stage.value for stage in told.Stage}


def test_unknown_events_and_fields_are_passed_over() -> None:
    assert parse(line({"event": "weather", "rain": True})) is None
    assert parse(line({"event": "refused", "why": "No.", "more": [1]})) == Refusal("No.")


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        {},
        {"event": 3},
        {"event": "refused"},
        DATA | {"series": "3"},
        DATA | {"series": -3},
        DATA | {"series": True},
        DATA | {"series": 3.5},
        DATA | {"skipped": {}},
        DATA | {"skipped": ["a.jpg"]},
        DATA | {"skipped": [{"file": "a.jpg"}]},
        {"event": "progress", "stage": "dreaming", "done": 1, "of": 2},
        {"event": "curve", "step": 1, "steps": 2, "loss": float("nan"), "agreement": 0.5},
        {"event": "curve", "step": 1, "steps": 2, "loss": 0.5, "agreement": True},
        RESULT | {"offered": 1},
        RESULT | {"offered": True},
        RESULT | {"before": None},
        RESULT | {"gain": {"value": 0.1, "low": "-0.1", "high": 0.3}},
        RESULT | {"weights": None},
    ],
)
def test_what_makes_no_sense_is_an_error_in_one_sentence(wrong: object) -> None:
    with pytest.raises(AppError, match="does not understand") as refused:
        parse(line(wrong))
    assert refused.value.sentence.endswith(".")
    assert line(wrong)[:20].decode() in refused.value.detail


@pytest.mark.parametrize("text", [b"", b"Traceback", b"{", b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_json(text: bytes) -> None:
    with pytest.raises(AppError, match="does not understand"):
        parse(text)


@given(
    st.dictionaries(st.sampled_from([*DATA, *RESULT, "step", "steps", "stage"]), st.none() | st.integers() | st.text())
)
def test_nothing_else_ever_comes_of_a_line(table: dict[str, object]) -> None:
    for event in ("data", "progress", "curve", "result", "refused"):
        try:
            found = parse(line(table | {"event": event}))
        except AppError:
            continue
        assert isinstance(found, Refusal)
