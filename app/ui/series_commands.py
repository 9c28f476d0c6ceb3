"""The commands for series by hand and for how one works, as part of the table."""

from functools import partial

from app.ui.commands import Command
from app.ui.language import QT_TRANSLATE_NOOP
from app.ui.session import Session


def series_commands(session: Session) -> tuple[Command, ...]:
    """Joining, splitting and moving, the cover, auto-advance and blind mode."""
    hand = session.by_hand
    return (
        Command(
            "join-next",
            "Series",
            QT_TRANSLATE_NOOP("Commands", "Join with the next series"),
            ("Ctrl+G",),
            partial(hand.join, 1),
        ),
        Command(
            "join-previous",
            "Series",
            QT_TRANSLATE_NOOP("Commands", "Join with the previous series"),
            ("Ctrl+Shift+G",),
            partial(hand.join, -1),
        ),
        Command(
            "split",
            "Series",
            QT_TRANSLATE_NOOP("Commands", "Split: a new series begins here"),
            ("Shift+S",),
            hand.split,
        ),
        Command(
            "move-next",
            "Series",
            QT_TRANSLATE_NOOP("Commands", "Move this frame to the next series"),
            ("Alt+Right",),
            partial(hand.move, 1),
        ),
        Command(
            "move-previous",
            "Series",
            QT_TRANSLATE_NOOP("Commands", "Move this frame to the previous"),
            ("Alt+Left",),
            partial(hand.move, -1),
        ),
        Command(
            "cover", "Series", QT_TRANSLATE_NOOP("Commands", "This frame as the cover"), ("Shift+C",), hand.set_cover
        ),
        Command(
            "release",
            "Series",
            QT_TRANSLATE_NOOP("Commands", "Leave this series to the settings again"),
            ("Ctrl+Alt+G",),
            hand.release,
        ),
        Command(
            "advance",
            "Mark",
            QT_TRANSLATE_NOOP("Commands", "Go on after each mark"),
            ("Shift+A",),
            partial(_toggle_advance, session),
        ),
        Command(
            "blind",
            "Mark",
            QT_TRANSLATE_NOOP("Commands", "Blind: no scores before a decision"),
            ("Shift+B",),
            partial(_toggle_blind, session),
        ),
    )


def _toggle_advance(session: Session) -> None:
    session.set_advance(not session.advance)


def _toggle_blind(session: Session) -> None:
    session.set_blind(not session.blind)
