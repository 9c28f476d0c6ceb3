import json

import pytest

from train.bootstrap import Figure
from train.personal.events import (
    Curve,
    Data,
    Event,
    Progress,
    Refused,
    Result,
    Rival,
    Shares,
    Skipped,
    Stage,
    as_json,
    as_words,
)

RESULT = Result(
    True, Shares(0.5, 0.25), Shares(0.75, 0.5), Figure(0.25, 0.125, 0.375), (Rival("chance", 0.5, 0.25),), "/w", "Yes."
)


@pytest.mark.parametrize(
    ("event", "document"),
    [
        (
            Data(2, 3, 4, 1, 5, 6, (Skipped("a.jpg", "it is gone"),)),
            {
                **{"event": "data", "series": 2, "pairs": 3, "photos": 4, "folders": 1, "blind": 5, "shown": 6},
                "skipped": [{"file": "a.jpg", "reason": "it is gone"}],
            },
        ),
        (Progress(Stage.CACHING, 1, 2), {"event": "progress", "stage": "caching", "done": 1, "of": 2}),
        (Curve(1, 20, 0.5, 0.75), {"event": "curve", "step": 1, "steps": 20, "loss": 0.5, "agreement": 0.75}),
        (
            RESULT,
            {
                **{"event": "result", "offered": True, "weights": "/w", "why": "Yes."},
                "before": {"pairs": 0.5, "top1": 0.25},
                "after": {"pairs": 0.75, "top1": 0.5},
                "gain": {"value": 0.25, "low": 0.125, "high": 0.375},
                "baselines": [{"name": "chance", "pairs": 0.5, "top1": 0.25}],
            },
        ),
        (Refused("No."), {"event": "refused", "why": "No."}),
    ],
)
def test_events_as_json(event: Event, document: dict[str, object]) -> None:
    line = as_json(event)
    assert "\n" not in line
    assert json.loads(line) == document


def test_events_in_words() -> None:
    assert as_words(Data(2, 3, 4, 1, 5, 6, (Skipped("a.jpg", "it is gone"),))).splitlines() == [
        "Left out: a.jpg: it is gone.",
        "2 series with 3 pairs among 4 photos in 1 folder; 5 marks given blind, 6 maybe beside scores.",
    ]
    table = as_words(RESULT).splitlines()
    assert [line.split("  ")[0] for line in table[:3]] == ["before", "after", "chance"]
    assert table[-2:] == ["gain +0.250 (+0.125 to +0.375)", "Yes."]
    assert as_words(Refused("No.")) == "No."
    assert as_words(Progress(Stage.JUDGING, 1, 5)) == "judging: 1 of 5"
    assert as_words(Curve(1, 20, 0.5, 0.75)) == "pass 1 of 20: loss 0.5000, agreement 0.750"


def test_names_that_are_no_text_can_be_said() -> None:
    assert json.loads(as_json(Refused("\udcff.jpg"))) == {"event": "refused", "why": "\udcff.jpg"}
