"""The commands of the grid for folding series and for choosing many photos, as part of the table."""

from app.ui.commands import Command
from app.ui.language import QT_TRANSLATE_NOOP
from app.ui.series_grid import SeriesGrid


def grid_commands(grid: SeriesGrid) -> tuple[Command, ...]:
    """Folding one series or all, and choosing everything that is seen."""
    return (
        Command(
            "fold", "Series", QT_TRANSLATE_NOOP("Commands", "Fold or unfold this series"), ("S",), grid.toggle_fold
        ),
        Command(
            "fold-all",
            "Series",
            QT_TRANSLATE_NOOP("Commands", "Fold or unfold all series"),
            ("Ctrl+Shift+S",),
            grid.toggle_all,
        ),
        Command(
            "select-all", "Mark", QT_TRANSLATE_NOOP("Commands", "Choose all photos shown"), ("Ctrl+A",), grid.select_all
        ),
    )
