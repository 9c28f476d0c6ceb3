"""What is said of a reason is what was measured."""

import pytest

from app.analysis.reason import Cause, Reason, Verdict
from app.ui.reason_wording import say, sentence

WORSE, BETTER, DIFFERENT = Verdict.WORSE, Verdict.BETTER, Verdict.DIFFERENT


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        (Reason(Cause.SHARPNESS, BETTER, 2.0, 2.0, 0.0, 1.5), "sharper subject 2.0 × (+)"),
        (Reason(Cause.SHARPNESS, WORSE, -1.0, -1.0, 0.0, 1.5), "softer subject 1.4 × (−)"),
        (Reason(Cause.MOTION, WORSE, 3.0, 3.0, 0.0, 1.0), "motion blur 2.8 × (−)"),
        (Reason(Cause.MOTION, BETTER, -3.0, -3.0, 0.0, 1.0), "less motion blur 2.8 × (+)"),
        (Reason(Cause.HORIZON, WORSE, 2.0, 2.1, 0.1, 1.0), "horizon off 2.1° (−)"),
        (Reason(Cause.HORIZON, BETTER, -2.0, 0.1, 2.1, 1.0), "straighter horizon 2.0° (+)"),
        (Reason(Cause.HIGHLIGHTS, WORSE, 0.03, 0.04, 0.01, 1.0), "highlights clipped 4 % (−)"),
        (Reason(Cause.HIGHLIGHTS, BETTER, -0.03, 0.01, 0.04, 1.0), "fewer clipped highlights 3 % (+)"),
        (Reason(Cause.SHADOWS, WORSE, 0.05, 0.05, 0.0, 1.0), "shadows blocked 5 % (−)"),
        (Reason(Cause.NOISE, WORSE, 3.0, 6.0, 3.0, 1.0), "more noise 2.0 × (−)"),
        (Reason(Cause.NOISE, WORSE, 6.0, 6.0, 0.0, 1.0), "more noise 6.0 (−)"),
        (Reason(Cause.EXPOSURE, DIFFERENT, -0.7, -0.7, 0.0, 1.0), "darker 0.7 EV (·)"),
        (Reason(Cause.EXPOSURE, DIFFERENT, 0.7, 0.7, 0.0, 1.0), "brighter 0.7 EV (·)"),
        (Reason(Cause.TURN, DIFFERENT, -1.5, -1.5, 0.0, 1.0), "turned anticlockwise 1.5° (·)"),
        (Reason(Cause.SCALE, DIFFERENT, 0.06, 0.06, 0.0, 1.0), "framed tighter 6 % (·)"),
        (Reason(Cause.BORDER, WORSE, 0.08, 0.4, 0.32, 1.0), "subject nearer the border 8 % (−)"),
    ],
)
def test_reasons_in_words(reason: Reason, text: str) -> None:
    assert sentence(say(reason)) == text


@pytest.mark.parametrize("cause", list(Cause))
def test_both_sides_of_a_reason_are_said_differently(cause: Cause) -> None:
    reason = Reason(cause, Verdict.WORSE, 0.5, 0.75, 0.25, 1.0)
    here, there = say(reason), say(reason.mirrored())
    assert here.what != there.what
    assert (here.sign, there.sign) == ("−", "+")
    assert here.tip.endswith(".")
