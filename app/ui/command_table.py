"""Every command of the window: its name, its keys and what it does, in one table.

Menus, tooltips and the key map are made from it.
"""

from functools import partial

from app.analysis.filters import Show
from app.library.photo import Flag, Label
from app.ui.commands import Command, Opened, Views, Window
from app.ui.language import QT_TRANSLATE_NOOP
from app.ui.session import Session

_STARS = (
    QT_TRANSLATE_NOOP("Commands", "1 star"),
    QT_TRANSLATE_NOOP("Commands", "2 stars"),
    QT_TRANSLATE_NOOP("Commands", "3 stars"),
    QT_TRANSLATE_NOOP("Commands", "4 stars"),
    QT_TRANSLATE_NOOP("Commands", "5 stars"),
)
_LABELS = {
    Label.RED: QT_TRANSLATE_NOOP("Commands", "Red label"),
    Label.YELLOW: QT_TRANSLATE_NOOP("Commands", "Yellow label"),
    Label.GREEN: QT_TRANSLATE_NOOP("Commands", "Green label"),
    Label.BLUE: QT_TRANSLATE_NOOP("Commands", "Blue label"),
    Label.PURPLE: QT_TRANSLATE_NOOP("Commands", "Purple label"),
}
_SHOWS = {
    Show.ALL: QT_TRANSLATE_NOOP("Commands", "All series"),
    Show.UNDECIDED: QT_TRANSLATE_NOOP("Commands", "Undecided"),
    Show.PICKS: QT_TRANSLATE_NOOP("Commands", "Picks"),
    Show.REJECTS: QT_TRANSLATE_NOOP("Commands", "Rejects"),
    Show.TOO_CLOSE: QT_TRANSLATE_NOOP("Commands", "Too close to call"),
    Show.BRACKETS: QT_TRANSLATE_NOOP("Commands", "Brackets"),
}
SHOW_KEYS = tuple(f"Ctrl+{n}" for n in range(1, len(Show) + 1))


def commands(session: Session, window: Window, views: Views, pages: Opened) -> tuple[Command, ...]:
    """The table."""
    return (
        *_file(session, window, pages),
        *_marks(session),
        *_series(session, pages),
        *_moves(session),
        *_shows(session),
        *_views(window, views, pages),
    )


def _file(session: Session, window: Window, pages: Opened) -> tuple[Command, ...]:
    return (
        Command("open", "File", QT_TRANSLATE_NOOP("Commands", "Open folder…"), ("Ctrl+O",), window.choose_folder),
        Command(
            "reopen", "File", QT_TRANSLATE_NOOP("Commands", "Look for changes in the folder"), ("F5",), window.reopen
        ),
        Command(
            "subfolders",
            "File",
            QT_TRANSLATE_NOOP("Commands", "Include subfolders"),
            ("Ctrl+Shift+O",),
            window.toggle_subfolders,
        ),
        Command(
            "skipped",
            "File",
            QT_TRANSLATE_NOOP("Commands", "Files that could not be read…"),
            ("Ctrl+L",),
            pages.show_skipped,
        ),
        Command(
            "stop",
            "File",
            QT_TRANSLATE_NOOP("Commands", "Stop reading and scoring"),
            ("Ctrl+.",),
            session.pipeline.cancel,
        ),
        Command(
            "settings", "File", QT_TRANSLATE_NOOP("Commands", "Settings and models…"), ("Ctrl+,",), window.show_settings
        ),
        Command(
            "learn", "File", QT_TRANSLATE_NOOP("Commands", "Learn from my marks…"), ("Ctrl+R",), window.show_learning
        ),
        Command("quit", "File", QT_TRANSLATE_NOOP("Commands", "Quit"), ("Ctrl+Q",), window.close),
    )


def _marks(session: Session) -> tuple[Command, ...]:
    stars = tuple(
        Command(f"stars-{n}", "Mark", title, (str(n),), partial(session.rate, n))
        for n, title in enumerate(_STARS, start=1)
    )
    labels = tuple(
        Command(
            f"label-{label.name.lower()}",
            "Mark",
            title,
            (key.upper(),),
            partial(session.label, label),
        )
        for (label, title), key in zip(_LABELS.items(), "6789v", strict=True)
    )
    return (
        Command("undo", "Mark", QT_TRANSLATE_NOOP("Commands", "Undo"), ("Ctrl+Z",), session.undo_stack.undo),
        Command(
            "redo", "Mark", QT_TRANSLATE_NOOP("Commands", "Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), session.undo_stack.redo
        ),
        Command("pick", "Mark", QT_TRANSLATE_NOOP("Commands", "Pick"), ("P",), partial(session.flag, Flag.PICK)),
        Command("reject", "Mark", QT_TRANSLATE_NOOP("Commands", "Reject"), ("X",), partial(session.flag, Flag.REJECT)),
        Command(
            "unflag",
            "Mark",
            QT_TRANSLATE_NOOP("Commands", "Neither picked nor rejected"),
            ("U",),
            partial(session.flag, Flag.NONE),
        ),
        *stars,
        Command("stars-0", "Mark", QT_TRANSLATE_NOOP("Commands", "No stars"), ("0",), partial(session.rate, 0)),
        *labels,
    )


def _series(session: Session, pages: Opened) -> tuple[Command, ...]:
    return (
        Command(
            "accept",
            "Series",
            QT_TRANSLATE_NOOP("Commands", "Accept: pick the best shot, go on"),
            ("Enter", "Return"),
            session.accept,
        ),
        Command(
            "keep",
            "Series",
            QT_TRANSLATE_NOOP("Commands", "Keep this, reject the rest, go on"),
            ("Shift+P",),
            session.keep_only_current,
        ),
        Command(
            "accept-all",
            "Series",
            QT_TRANSLATE_NOOP("Commands", "Accept all sure suggestions…"),
            ("Shift+Return", "Shift+Enter"),
            pages.show_acceptance,
        ),
        Command(
            "reject-series",
            "Series",
            QT_TRANSLATE_NOOP("Commands", "Reject the whole series, go on"),
            ("Shift+X",),
            session.reject_series,
        ),
        Command(
            "next-undecided",
            "Series",
            QT_TRANSLATE_NOOP("Commands", "Next undecided series"),
            ("Tab",),
            session.next_undecided,
        ),
    )


def _moves(session: Session) -> tuple[Command, ...]:
    return (
        Command(
            "next-frame", "Go", QT_TRANSLATE_NOOP("Commands", "Next frame"), ("Right",), partial(session.step_frame, 1)
        ),
        Command(
            "previous-frame",
            "Go",
            QT_TRANSLATE_NOOP("Commands", "Previous frame"),
            ("Left",),
            partial(session.step_frame, -1),
        ),
        Command(
            "next-series",
            "Go",
            QT_TRANSLATE_NOOP("Commands", "Next series"),
            ("Down",),
            partial(session.step_series, 1),
        ),
        Command(
            "previous-series",
            "Go",
            QT_TRANSLATE_NOOP("Commands", "Previous series"),
            ("Up",),
            partial(session.step_series, -1),
        ),
        Command(
            "page-down",
            "Go",
            QT_TRANSLATE_NOOP("Commands", "Ten series on"),
            ("PgDown",),
            partial(session.step_series, 10),
        ),
        Command(
            "page-up",
            "Go",
            QT_TRANSLATE_NOOP("Commands", "Ten series back"),
            ("PgUp",),
            partial(session.step_series, -10),
        ),
        Command(
            "first",
            "Go",
            QT_TRANSLATE_NOOP("Commands", "First series"),
            ("Home",),
            partial(session.go_to_end, last=False),
        ),
        Command(
            "last", "Go", QT_TRANSLATE_NOOP("Commands", "Last series"), ("End",), partial(session.go_to_end, last=True)
        ),
    )


def _shows(session: Session) -> tuple[Command, ...]:
    return tuple(
        Command(f"show-{choice.name.lower()}", "Show", _SHOWS[choice], (key,), partial(session.set_show, choice))
        for choice, key in zip(Show, SHOW_KEYS, strict=True)
    )


def _views(window: Window, views: Views, pages: Opened) -> tuple[Command, ...]:
    return (
        Command("grid", "View", QT_TRANSLATE_NOOP("Commands", "Grid"), ("G",), views.show_grid),
        Command("loupe", "View", QT_TRANSLATE_NOOP("Commands", "Loupe"), ("E",), views.show_loupe),
        Command(
            "survey",
            "Compare",
            QT_TRANSLATE_NOOP("Commands", "Survey: frames of the series side by side"),
            ("N",),
            views.show_survey,
        ),
        Command(
            "champion",
            "Compare",
            QT_TRANSLATE_NOOP("Commands", "Champion against challenger"),
            ("C",),
            views.show_champion,
        ),
        Command(
            "toggle-loupe", "View", QT_TRANSLATE_NOOP("Commands", "Loupe and back"), ("Space",), views.toggle_loupe
        ),
        Command(
            "zoom", "View", QT_TRANSLATE_NOOP("Commands", "1:1 at the subject and back"), ("Z",), views.toggle_zoom
        ),
        Command("leave", "View", QT_TRANSLATE_NOOP("Commands", "Back to the grid"), ("Esc",), window.leave),
        Command(
            "larger", "View", QT_TRANSLATE_NOOP("Commands", "Larger pictures"), ("+", "="), partial(views.step_size, 1)
        ),
        Command(
            "smaller", "View", QT_TRANSLATE_NOOP("Commands", "Smaller pictures"), ("-",), partial(views.step_size, -1)
        ),
        Command(
            "ground",
            "View",
            QT_TRANSLATE_NOOP("Commands", "Next ground behind the picture"),
            ("L",),
            views.cycle_ground,
        ),
        Command(
            "theme", "View", QT_TRANSLATE_NOOP("Commands", "Light or dark window"), ("Ctrl+T",), window.toggle_theme
        ),
        Command(
            "left", "View", QT_TRANSLATE_NOOP("Commands", "Filters and series settings"), ("F7",), window.toggle_left
        ),
        Command("right", "View", QT_TRANSLATE_NOOP("Commands", "Details of the photo"), ("F8",), window.toggle_right),
        Command("tags", "View", QT_TRANSLATE_NOOP("Commands", "All capture data…"), ("I",), pages.show_tags),
        Command("keys", "Help", QT_TRANSLATE_NOOP("Commands", "All keys"), ("?", "F1"), pages.show_keys),
    )
