"""What a training program says, for one that plays it."""

import json
import sys
from pathlib import Path

FAKE = Path(__file__).with_name("fake_trainer.py")

DATA = json.dumps(
    {
        "event": "data",
        "series": 212,
        "pairs": 1430,
        "photos": 871,
        "folders": 6,
        "blind": 320,
        "shown": 504,
        "skipped": [{"file": "/shoot/gone.jpg", "reason": "there is no such file"}],
    }
)
REFUSED = json.dumps({"event": "refused", "why": "Only 3 series have marks, and 30 are needed; mark 27 more."})


def progress(stage: str, done: int, of: int) -> str:
    return json.dumps({"event": "progress", "stage": stage, "done": done, "of": of})


def curve(step: int, agreement: float, steps: int = 20) -> str:
    return json.dumps({"event": "curve", "step": step, "steps": steps, "loss": 0.6, "agreement": agreement})


def result(*, offered: bool) -> str:
    """A verdict; the weights are those that the play writes."""
    after, gain = (0.713, 0.072) if offered else (0.648, 0.007)
    better = "On series it had not seen, the new model agrees with you more often than the old one."
    not_better = "It is not sure that the new model agrees with you more often; the old one stays."
    told = {
        "event": "result",
        "offered": offered,
        "before": {"pairs": 0.641, "top1": 0.52},
        "after": {"pairs": after, "top1": 0.6},
        "gain": {"value": gain, "low": gain - 0.03, "high": gain + 0.03},
        "baselines": [
            {"name": "chance", "pairs": 0.5, "top1": 0.29},
            {"name": "technical", "pairs": 0.58, "top1": 0.4},
        ],
        "weights": "HERE" if offered else "",
        "why": better if offered else not_better,
    }
    return json.dumps(told).replace('"HERE"', "WEIGHTS")


LEARNING = (
    progress("reading", 0, 1),
    DATA,
    progress("caching", 212, 212),
    progress("learning", 1, 20),
    curve(1, 0.64),
    progress("learning", 2, 20),
    curve(2, 0.675),
)
OFFER = (*LEARNING, progress("judging", 5, 5), "write new weights", result(offered=True))


def play(folder: Path, *lines: str) -> tuple[str, ...]:
    """The command of a training program that plays these lines."""
    file = folder / "play.txt"
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return (sys.executable, str(FAKE), str(file))
