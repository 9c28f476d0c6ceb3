"""What a command is, and what commands ask of the window and of its views."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.ui.language import QT_TRANSLATE_NOOP, translate

# The menus in the order of the key map, in which marking comes first.
MENUS = (
    QT_TRANSLATE_NOOP("Commands", "Mark"),
    QT_TRANSLATE_NOOP("Commands", "Series"),
    QT_TRANSLATE_NOOP("Commands", "Compare"),
    QT_TRANSLATE_NOOP("Commands", "Go"),
    QT_TRANSLATE_NOOP("Commands", "Show"),
    QT_TRANSLATE_NOOP("Commands", "View"),
    QT_TRANSLATE_NOOP("Commands", "File"),
    QT_TRANSLATE_NOOP("Commands", "Help"),
)


@dataclass(frozen=True, slots=True)
class Command:
    """Something a person can do; `keys` in Qt's portable notation, the first one is shown.

    `menu` is one of `MENUS`; `title` is English, marked for translation, and `called` is what people read.
    """

    id: str
    menu: str
    title: str
    keys: tuple[str, ...]
    run: Callable[[], object]

    @property
    def called(self) -> str:
        """The title in the language of the window."""
        return translate("Commands", self.title)

    @property
    def tip(self) -> str:
        """The title with its key, for who points at it."""
        return f"{self.called} ({shown_key(self.keys[0])})" if self.keys else self.called


class Window(Protocol):
    """What the window offers to commands."""

    def choose_folder(self) -> None: ...
    def reopen(self) -> None: ...
    def toggle_subfolders(self) -> None: ...
    def leave(self) -> None: ...
    def toggle_theme(self) -> None: ...
    def toggle_left(self) -> None: ...
    def toggle_right(self) -> None: ...
    def show_settings(self) -> None: ...
    def show_learning(self) -> None: ...
    def close(self) -> bool: ...


class Opened(Protocol):
    """What opens over the window by a command."""

    def show_skipped(self) -> None: ...
    def show_keys(self) -> None: ...
    def show_tags(self) -> None: ...
    def show_acceptance(self) -> None: ...


class Views(Protocol):
    """What the views offer to commands."""

    def show_grid(self) -> None: ...
    def show_loupe(self) -> None: ...
    def show_survey(self) -> None: ...
    def show_champion(self) -> None: ...
    def toggle_loupe(self) -> None: ...
    def toggle_zoom(self) -> None: ...
    def step_size(self, step: int) -> None: ...
    def cycle_ground(self) -> None: ...


_SHOWN = {"Return": "Enter", "Right": "→", "Left": "←", "Up": "↑", "Down": "↓", "PgDown": "Page ↓", "PgUp": "Page ↑"}


def shown_key(key: str) -> str:
    """A key as people know it."""
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    if not last:
        # The key is the plus sign itself.
        modifiers, last = modifiers[:-1], "+"
    named = {"Shift": "⇧", "Ctrl": "Ctrl"}
    return " ".join([*(named.get(modifier, modifier) for modifier in modifiers), _SHOWN.get(last, last)])
