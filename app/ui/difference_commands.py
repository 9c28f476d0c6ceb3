"""The commands for differences and for swapping two frames in place, as part of the table."""

from collections.abc import Callable
from functools import partial

from app.ui.commands import Command
from app.ui.difference_mode import DifferenceMode
from app.ui.language import QT_TRANSLATE_NOOP


def difference_commands(mode: DifferenceMode, toggle: Callable[[], object]) -> tuple[Command, ...]:
    """Differences shown or not, stronger or weaker, and the other frame in place, which in the loupe is for holding.

    `toggle` shows the differences in the window, wherever somebody is.
    """
    return (
        Command("differences", "View", QT_TRANSLATE_NOOP("Commands", "Differences from the best"), ("D",), toggle),
        Command(
            "weaker",
            "View",
            QT_TRANSLATE_NOOP("Commands", "Differences painted less strongly"),
            (",",),
            partial(mode.step_strength, -1),
        ),
        Command(
            "stronger",
            "View",
            QT_TRANSLATE_NOOP("Commands", "Differences painted more strongly"),
            (".",),
            partial(mode.step_strength, 1),
        ),
        Command(
            "blink",
            "View",
            QT_TRANSLATE_NOOP("Commands", "Swap with the frame compared with (hold)"),
            ("B",),
            mode.toggle_blink,
        ),
    )
