"""How measured differences between two photos are said in the window."""

from dataclasses import dataclass

from app.analysis.explaining import Explanation
from app.analysis.reason import Cause, Reason, Verdict
from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.wording import share

_SIGNS = {Verdict.BETTER: "+", Verdict.WORSE: "−", Verdict.DIFFERENT: "·"}
# What speaks against this frame, or is more of it; and the other way round.
_WORDS = {
    Cause.SHARPNESS: (QT_TRANSLATE_NOOP("reasons", "softer subject"), QT_TRANSLATE_NOOP("reasons", "sharper subject")),
    Cause.MOTION: (QT_TRANSLATE_NOOP("reasons", "motion blur"), QT_TRANSLATE_NOOP("reasons", "less motion blur")),
    Cause.HORIZON: (QT_TRANSLATE_NOOP("reasons", "horizon off"), QT_TRANSLATE_NOOP("reasons", "straighter horizon")),
    Cause.HIGHLIGHTS: (
        QT_TRANSLATE_NOOP("reasons", "highlights clipped"),
        QT_TRANSLATE_NOOP("reasons", "fewer clipped highlights"),
    ),
    Cause.SHADOWS: (
        QT_TRANSLATE_NOOP("reasons", "shadows blocked"),
        QT_TRANSLATE_NOOP("reasons", "fewer blocked shadows"),
    ),
    Cause.NOISE: (QT_TRANSLATE_NOOP("reasons", "more noise"), QT_TRANSLATE_NOOP("reasons", "less noise")),
    Cause.BORDER: (
        QT_TRANSLATE_NOOP("reasons", "subject nearer the border"),
        QT_TRANSLATE_NOOP("reasons", "subject nearer the middle"),
    ),
    Cause.EXPOSURE: (QT_TRANSLATE_NOOP("reasons", "brighter"), QT_TRANSLATE_NOOP("reasons", "darker")),
    Cause.TURN: (
        QT_TRANSLATE_NOOP("reasons", "turned clockwise"),
        QT_TRANSLATE_NOOP("reasons", "turned anticlockwise"),
    ),
    Cause.SCALE: (QT_TRANSLATE_NOOP("reasons", "framed tighter"), QT_TRANSLATE_NOOP("reasons", "framed wider")),
}
# Where more is less: of sharpness the first words stand for a negative difference.
_REVERSED = frozenset((Cause.SHARPNESS,))
# What this frame has of it, where it has more; elsewhere only the difference says something.
_OWN = frozenset((Cause.HORIZON, Cause.HIGHLIGHTS, Cause.SHADOWS))


NOTHING = QT_TRANSLATE_NOOP("reasons", "No measured difference.")


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
    what = translate("reasons", _WORDS[reason.cause][0 if more else 1])
    own = more and reason.cause in _OWN
    return Said(_SIGNS[reason.verdict], what, _number(reason, own=own), _tip(reason))


def sentence(said: Said) -> str:
    """The same in one string, as for screen readers: `horizon off 2.1° (−)`."""
    return f"{said.what} {said.number} ({said.sign})"


def result(found: Explanation) -> str:
    """What is to be said beside the reasons: that there are none, or why there cannot be many; often nothing."""
    if found.difference is None:
        return translate("reasons", "Their shapes differ, so that only clipped highlights and shadows can be compared.")
    if not found.difference.sure:
        return translate(
            "reasons", "They show different views, so that only clipped highlights and shadows can be compared."
        )
    return "" if found.reasons else translate("reasons", NOTHING)


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
    shares = {"this": share(reason.this), "other": share(reason.other)}
    values = {"this": f"{reason.this:.1f}", "other": f"{reason.other:.1f}"}
    if reason.cause is Cause.HIGHLIGHTS:
        return translate("reasons", "{this} of this frame is clipped, {other} of the other.").format(**shares)
    if reason.cause is Cause.SHADOWS:
        return translate("reasons", "{this} of this frame is black, {other} of the other.").format(**shares)
    if reason.cause is Cause.HORIZON:
        return translate("reasons", "The horizon is {this}° off level here, {other}° in the other frame.").format(
            **values
        )
    if reason.cause is Cause.NOISE:
        return translate("reasons", "Noise of {this} grey levels here, {other} in the other frame.").format(**values)
    if reason.cause is Cause.BORDER:
        said = translate("reasons", "What stands out lies {this} off the middle here, {other} in the other frame.")
        return said.format(**shares)
    return translate("reasons", _TIPS[reason.cause])


_TIPS = {
    Cause.SHARPNESS: QT_TRANSLATE_NOOP("reasons", "How many times as strong fine detail is, where the subject is."),
    Cause.MOTION: QT_TRANSLATE_NOOP("reasons", "How many times weaker detail is along the smear than across it."),
    Cause.EXPOSURE: QT_TRANSLATE_NOOP(
        "reasons", "Measured in the pictures. A camera adds contrast, so that the exposure itself may differ by less."
    ),
    Cause.TURN: QT_TRANSLATE_NOOP(
        "reasons", "By how much the camera was turned; no horizon was found to tell which frame is level."
    ),
    Cause.SCALE: QT_TRANSLATE_NOOP("reasons", "By how much larger or smaller the same things are."),
}
