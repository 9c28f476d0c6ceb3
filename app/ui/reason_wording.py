"""How measured differences between two photos are said in the window."""

from dataclasses import dataclass

from app.analysis.explaining import Explanation
from app.analysis.reason import Cause, Reason, Verdict
from app.ui.wording import share

_SIGNS = {Verdict.BETTER: "+", Verdict.WORSE: "−", Verdict.DIFFERENT: "·"}
# What speaks against this frame, or is more of it; and the other way round.
_WORDS = {
    Cause.SHARPNESS: ("softer subject", "sharper subject"),
    Cause.MOTION: ("motion blur", "less motion blur"),
    Cause.HORIZON: ("horizon off", "straighter horizon"),
    Cause.HIGHLIGHTS: ("highlights clipped", "fewer clipped highlights"),
    Cause.SHADOWS: ("shadows blocked", "fewer blocked shadows"),
    Cause.NOISE: ("more noise", "less noise"),
    Cause.BORDER: ("subject nearer the border", "subject nearer the middle"),
    Cause.EXPOSURE: ("brighter", "darker"),
    Cause.TURN: ("turned clockwise", "turned anticlockwise"),
    Cause.SCALE: ("framed tighter", "framed wider"),
}
# Where more is less: of sharpness the first words stand for a negative difference.
_REVERSED = frozenset((Cause.SHARPNESS,))
# What this frame has of it, where it has more; elsewhere only the difference says something.
_OWN = frozenset((Cause.HORIZON, Cause.HIGHLIGHTS, Cause.SHADOWS))


NOTHING = "No measured difference."


@dataclass(frozen=True, slots=True)
class Said:
    """A reason in words: its sign (+, − or ·), what it is, its number with the unit, and a sentence that tells all."""

    sign: str
    what: str
    number: str
    tip: str


def say(reason: Reason) -> Said:
    """A reason as one line."""
    more = (reason.difference > 0) != (reason.cause in _REVERSED)
    what = _WORDS[reason.cause][0 if more else 1]
    own = more and reason.cause in _OWN
    return Said(_SIGNS[reason.verdict], what, _number(reason, own=own), _tip(reason))


def sentence(said: Said) -> str:
    """The same in one string, as for screen readers: `horizon off 2.1° (−)`."""
    return f"{said.what} {said.number} ({said.sign})"


def result(found: Explanation) -> str:
    """What is to be said beside the reasons: that there are none, or why there cannot be many; often nothing."""
    if found.difference is None:
        return "Their shapes differ, so that only clipped highlights and shadows can be compared."
    if not found.difference.sure:
        return "They show different views, so that only clipped highlights and shadows can be compared."
    return "" if found.reasons else NOTHING


def _number(reason: Reason, *, own: bool) -> str:
    value = reason.this if own else abs(reason.difference)
    if reason.cause in (Cause.SHARPNESS, Cause.MOTION):
        # Energies go by the square of what the eye takes for contrast.
        return f"{2 ** (value / 2):.1f} ×"
    if reason.cause is Cause.NOISE:
        low, high = sorted((reason.this, reason.other))
        return f"{high / low:.1f} ×" if low > 0.25 else f"{high:.1f}"
    if reason.cause in (Cause.HORIZON, Cause.TURN):
        return f"{value:.1f}°"
    if reason.cause is Cause.EXPOSURE:
        return f"{value:.1f} EV"
    return share(value)


def _tip(reason: Reason) -> str:
    if reason.cause in (Cause.HIGHLIGHTS, Cause.SHADOWS):
        lost = "clipped" if reason.cause is Cause.HIGHLIGHTS else "black"
        return f"{share(reason.this)} of this frame is {lost}, {share(reason.other)} of the other."
    if reason.cause is Cause.HORIZON:
        return f"The horizon is {reason.this:.1f}° off level here, {reason.other:.1f}° in the other frame."
    if reason.cause is Cause.NOISE:
        return f"Noise of {reason.this:.1f} grey levels here, {reason.other:.1f} in the other frame."
    if reason.cause is Cause.BORDER:
        return (
            f"What stands out lies {share(reason.this)} off the middle here, {share(reason.other)} in the other frame."
        )
    return _TIPS[reason.cause]


_TIPS = {
    Cause.SHARPNESS: "How many times as strong fine detail is, where the subject is.",
    Cause.MOTION: "How many times weaker detail is along the smear than across it.",
    Cause.EXPOSURE: "Measured in the pictures. A camera adds contrast, so that the exposure itself may differ by less.",
    Cause.TURN: "By how much the camera was turned; no horizon was found to tell which frame is level.",
    Cause.SCALE: "By how much larger or smaller the same things are.",
}
