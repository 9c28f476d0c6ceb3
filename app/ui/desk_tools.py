"""What stands around the work: the palette, the first page, recent folders, one's own keys, the full screen."""

from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtWidgets import QMenu, QWidget

from app.ui.arrangement import toggle_full_screen
from app.ui.commands import Command
from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.own_keys import OwnKeys
from app.ui.palette import CommandPalette
from app.ui.recent_folders import RecentFolder, RecentFolders
from app.ui.recent_list import shown_name
from app.ui.welcome_page import Offer, WelcomePage

_WELCOMED = "welcomed"


class DeskTools(QObject):
    """Adds its commands to the window's table and says by signals what somebody chose.

    `folder_wanted` carries a RecentFolder, `said` a sentence that must be read, `noted` one for the moment.
    """

    folder_wanted = Signal(object)
    folder_dialog_wanted = Signal()
    models_wanted = Signal()
    said = Signal(str)
    noted = Signal(str)

    def __init__(
        self,
        window: QWidget,
        kept: QSettings,
        shortcuts: Path,
        offers: Callable[[], Sequence[Offer]] = tuple,
        demo: Path | None = None,
    ) -> None:
        super().__init__(window)
        self._window, self._kept, self._offers = window, kept, offers
        self._demo = demo or Path(str(files("resources").joinpath("demo")))
        self.keys = OwnKeys(shortcuts, self)
        self.keys.said.connect(self.said)
        self.keys.noted.connect(self.noted)
        self.recent = RecentFolders(kept, self)

    def commands(self) -> tuple[Command, ...]:
        """What these tools can do."""
        return (
            Command(
                "recent",
                "File",
                QT_TRANSLATE_NOOP("Commands", "Open a recent folder…"),
                ("Ctrl+Shift+R",),
                self.show_recent,
            ),
            Command(
                "full-screen", "View", QT_TRANSLATE_NOOP("Commands", "Full screen"), ("F11",), self.toggle_full_screen
            ),
            Command("palette", "Help", QT_TRANSLATE_NOOP("Commands", "All commands…"), ("Ctrl+K",), self.show_palette),
            Command(
                "shortcuts",
                "Help",
                QT_TRANSLATE_NOOP("Commands", "Choose keys: open shortcuts.toml"),
                ("Ctrl+Shift+K",),
                self.keys.open,
            ),
            Command(
                "reload-keys", "Help", QT_TRANSLATE_NOOP("Commands", "Reload keys"), ("Ctrl+F5",), self.keys.reload
            ),
            Command(
                "welcome", "Help", QT_TRANSLATE_NOOP("Commands", "What Burstpick is…"), ("Ctrl+F1",), self.show_welcome
            ),
        )

    def bind(self, table: Sequence[Command]) -> tuple[Command, ...]:
        """The table with the keys that the person chose; `problems` then has a sentence for each that is not used."""
        return self.keys.bind(table)

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong with the keys that the person chose."""
        return self.keys.problems

    def show_palette(self) -> None:
        """Lay the palette over the window, with the recent folders among the commands."""
        CommandPalette((*self.keys.table, *self._openings()), self._kept, self._window).open()

    def show_recent(self) -> None:
        """The palette with nothing but recent folders."""
        openings = self._openings()
        if openings:
            CommandPalette(openings, self._kept, self._window).open()
        else:
            self.folder_dialog_wanted.emit()

    def show_welcome(self) -> None:
        """Lay the first page over the window."""
        page = WelcomePage(self._offers(), self._window, demo=self._demo.is_dir())
        page.open_clicked.connect(self.folder_dialog_wanted)
        page.models_clicked.connect(self.models_wanted)
        page.demo_clicked.connect(self._open_demo)
        page.open()

    def welcome_once(self) -> None:
        """Show the first page if nobody has seen it yet."""
        if self._kept.value(_WELCOMED) != "yes":
            self._kept.setValue(_WELCOMED, "yes")
            self.show_welcome()

    def toggle_full_screen(self) -> None:
        """To the full screen and back."""
        toggle_full_screen(self._window)

    def recent_menu(self, parent: QWidget) -> QMenu:
        """A menu of the recent folders, made anew whenever it opens; those that are not there are grey."""
        menu = QMenu(translate("DeskTools", "Recent folders"), parent)
        menu.aboutToShow.connect(lambda: self._fill(menu))
        self.recent.changed.connect(lambda: menu.setEnabled(bool(self.recent.folders)))
        menu.setEnabled(bool(self.recent.folders))
        return menu

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        for folder in self.recent.folders:
            text = f"{shown_name(folder.path)}    {shown_name(folder.path.parent)}".replace("&", "&&")
            action = menu.addAction(text)
            action.setEnabled(folder.path not in self.recent.missing)
            action.triggered.connect(_Opening(self, folder))

    def _openings(self) -> tuple[Command, ...]:
        title = translate("DeskTools", "Open {name}")
        return tuple(
            Command(
                f"open-recent-{place}",
                translate("DeskTools", "Recent"),
                title.format(name=shown_name(folder.path)),
                (),
                _Opening(self, folder),
            )
            for place, folder in enumerate(self.recent.folders)
            if folder.path not in self.recent.missing
        )

    def _open_demo(self) -> None:
        self.folder_wanted.emit(RecentFolder(self._demo))


class _Opening:
    """Asks for one folder, whatever a signal says besides."""

    def __init__(self, tools: DeskTools, folder: RecentFolder) -> None:
        self._tools, self._folder = tools, folder

    def __call__(self, *_: object) -> None:
        self._tools.folder_wanted.emit(self._folder)
