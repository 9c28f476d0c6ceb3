"""Every command of the window: its name, its keys and what it does, in one table.

Menus, tooltips and the key map are made from it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from app.analysis.filters import Show
from app.library.photo import Flag, Label
from app.ui.session import Session

SHOW_KEYS = tuple(f"Ctrl+{n}" for n in range(1, len(Show) + 1))


@dataclass(frozen=True, slots=True)
class Command:
    """Something a person can do; `keys` in Qt's portable notation, the first one is shown."""

    id: str
    menu: str
    title: str
    keys: tuple[str, ...]
    run: Callable[[], object]


class Window(Protocol):
    """What the window offers to commands."""

    def choose_folder(self) -> None: ...
    def reopen(self) -> None: ...
    def toggle_subfolders(self) -> None: ...
    def leave(self) -> None: ...
    def toggle_theme(self) -> None: ...
    def toggle_left(self) -> None: ...
    def toggle_right(self) -> None: ...
    def show_skipped(self) -> None: ...
    def show_keys(self) -> None: ...
    def show_tags(self) -> None: ...
    def show_settings(self) -> None: ...
    def show_learning(self) -> None: ...
    def show_acceptance(self) -> None: ...
    def close(self) -> bool: ...


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


def commands(session: Session, window: Window, views: Views) -> tuple[Command, ...]:
    """The table."""
    return (
        *_file(session, window),
        *_marks(session),
        *_series(session, window),
        *_moves(session),
        *_shows(session),
        *_views(window, views),
    )


def _file(session: Session, window: Window) -> tuple[Command, ...]:
    return (
        Command("open", "File", "Open folder…", ("Ctrl+O",), window.choose_folder),
        Command("reopen", "File", "Look for changes in the folder", ("F5",), window.reopen),
        Command("subfolders", "File", "Include subfolders", ("Ctrl+Shift+O",), window.toggle_subfolders),
        Command("skipped", "File", "Files that could not be read…", ("Ctrl+L",), window.show_skipped),
        Command("stop", "File", "Stop reading and scoring", ("Ctrl+.",), session.pipeline.cancel),
        Command("settings", "File", "Settings and models…", ("Ctrl+,",), window.show_settings),
        Command("learn", "File", "Learn from my marks…", ("Ctrl+R",), window.show_learning),
        Command("quit", "File", "Quit", ("Ctrl+Q",), window.close),
    )


def _marks(session: Session) -> tuple[Command, ...]:
    stars = tuple(
        Command(f"stars-{n}", "Mark", f"{n} stars" if n != 1 else "1 star", (str(n),), partial(session.rate, n))
        for n in range(1, 6)
    )
    colours = zip((Label.RED, Label.YELLOW, Label.GREEN, Label.BLUE, Label.PURPLE), "6789v", strict=True)
    labels = tuple(
        Command(
            f"label-{label.name.lower()}",
            "Mark",
            f"{label.name.capitalize()} label",
            (key.upper(),),
            partial(session.label, label),
        )
        for label, key in colours
    )
    return (
        Command("undo", "Mark", "Undo", ("Ctrl+Z",), session.undo_stack.undo),
        Command("redo", "Mark", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), session.undo_stack.redo),
        Command("pick", "Mark", "Pick", ("P",), partial(session.flag, Flag.PICK)),
        Command("reject", "Mark", "Reject", ("X",), partial(session.flag, Flag.REJECT)),
        Command("unflag", "Mark", "Neither picked nor rejected", ("U",), partial(session.flag, Flag.NONE)),
        *stars,
        Command("stars-0", "Mark", "No stars", ("0",), partial(session.rate, 0)),
        *labels,
    )


def _series(session: Session, window: Window) -> tuple[Command, ...]:
    return (
        Command("accept", "Series", "Accept: pick the best shot, go on", ("Enter", "Return"), session.accept),
        Command("keep", "Series", "Keep this, reject the rest, go on", ("Shift+P",), session.keep_only_current),
        Command(
            "accept-all",
            "Series",
            "Accept all sure suggestions…",
            ("Shift+Return", "Shift+Enter"),
            window.show_acceptance,
        ),
        Command("reject-series", "Series", "Reject the whole series, go on", ("Shift+X",), session.reject_series),
        Command("next-undecided", "Series", "Next undecided series", ("Tab",), session.next_undecided),
    )


def _moves(session: Session) -> tuple[Command, ...]:
    return (
        Command("next-frame", "Go", "Next frame", ("Right",), partial(session.step_frame, 1)),
        Command("previous-frame", "Go", "Previous frame", ("Left",), partial(session.step_frame, -1)),
        Command("next-series", "Go", "Next series", ("Down",), partial(session.step_series, 1)),
        Command("previous-series", "Go", "Previous series", ("Up",), partial(session.step_series, -1)),
        Command("page-down", "Go", "Ten series on", ("PgDown",), partial(session.step_series, 10)),
        Command("page-up", "Go", "Ten series back", ("PgUp",), partial(session.step_series, -10)),
        Command("first", "Go", "First series", ("Home",), partial(session.go_to_end, last=False)),
        Command("last", "Go", "Last series", ("End",), partial(session.go_to_end, last=True)),
    )


def _shows(session: Session) -> tuple[Command, ...]:
    return tuple(
        Command(f"show-{choice.name.lower()}", "Show", choice.value, (key,), partial(session.set_show, choice))
        for choice, key in zip(Show, SHOW_KEYS, strict=True)
    )


def _views(window: Window, views: Views) -> tuple[Command, ...]:
    return (
        Command("grid", "View", "Grid", ("G",), views.show_grid),
        Command("loupe", "View", "Loupe", ("E",), views.show_loupe),
        Command("survey", "Compare", "Survey: frames of the series side by side", ("N",), views.show_survey),
        Command("champion", "Compare", "Champion against challenger", ("C",), views.show_champion),
        Command("toggle-loupe", "View", "Loupe and back", ("Space",), views.toggle_loupe),
        Command("zoom", "View", "1:1 at the subject and back", ("Z",), views.toggle_zoom),
        Command("leave", "View", "Back to the grid", ("Esc",), window.leave),
        Command("larger", "View", "Larger pictures", ("+", "="), partial(views.step_size, 1)),
        Command("smaller", "View", "Smaller pictures", ("-",), partial(views.step_size, -1)),
        Command("ground", "View", "Next ground behind the picture", ("L",), views.cycle_ground),
        Command("theme", "View", "Light or dark window", ("Ctrl+T",), window.toggle_theme),
        Command("left", "View", "Filters and series settings", ("F7",), window.toggle_left),
        Command("right", "View", "Details of the photo", ("F8",), window.toggle_right),
        Command("tags", "View", "All capture data…", ("I",), window.show_tags),
        Command("keys", "Help", "All keys", ("?", "F1"), window.show_keys),
    )


_SHOWN = {"Return": "Enter", "Right": "→", "Left": "←", "Up": "↑", "Down": "↓", "PgDown": "Page ↓", "PgUp": "Page ↑"}


def shown_key(key: str) -> str:
    """A key as people know it."""
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    if not last:
        # The key is the plus sign itself.
        modifiers, last = modifiers[:-1], "+"
    named = {"Shift": "⇧", "Ctrl": "Ctrl"}
    return " ".join([*(named.get(modifier, modifier) for modifier in modifiers), _SHOWN.get(last, last)])
