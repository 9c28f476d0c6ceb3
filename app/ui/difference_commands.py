"""The commands for differences and for swapping two frames in place, as part of the table."""

from functools import partial

from app.ui.commands import Command
from app.ui.difference_desk import DifferenceDesk
from app.ui.language import QT_TRANSLATE_NOOP


def difference_commands(desk: DifferenceDesk) -> tuple[Command, ...]:
    """Differences shown or not, stronger or weaker, and the other frame in place, which is for holding."""
    return (
        Command("differences", "View", QT_TRANSLATE_NOOP("Commands", "Differences from the best"), ("D",), desk.toggle),
        Command(
            "weaker",
            "View",
            QT_TRANSLATE_NOOP("Commands", "Differences painted less strongly"),
            (",",),
            partial(desk.step_strength, -1),
        ),
        Command(
            "stronger",
            "View",
            QT_TRANSLATE_NOOP("Commands", "Differences painted more strongly"),
            (".",),
            partial(desk.step_strength, 1),
        ),
        Command(
            "blink",
            "View",
            QT_TRANSLATE_NOOP("Commands", "Swap with the frame compared with (hold)"),
            ("B",),
            desk.toggle_blink,
        ),
    )
