"""Where one comes from and goes to: recent folders, the first page, and what is counted of a folder that is left."""

from PySide6.QtCore import QObject

from app.analysis.pace import Pace
from app.ui.desk_tools import DeskTools
from app.ui.empty_state import EmptyState
from app.ui.message_bar import MessageBar
from app.ui.recent_folders import RecentFolder
from app.ui.session import Session


class Home(QObject):
    """Keeps the list of recent folders up to date with a session, and opens what is chosen from it."""

    def __init__(self, tools: DeskTools, session: Session, empty: EmptyState, message: MessageBar) -> None:
        super().__init__(tools)
        self._tools, self._session, self._empty, self._message = tools, session, empty, message
        self._left: RecentFolder | None = None
        tools.folder_wanted.connect(self._open)
        empty.folder_chosen.connect(self._open)
        tools.said.connect(self._on_said)
        tools.noted.connect(self._on_noted)
        tools.recent.changed.connect(self._offer)
        session.folder_changed.connect(self._on_folder_changed)
        self._offer()
        tools.recent.look()
        if tools.problems:
            self._on_said(" ".join(tools.problems))

    def count(self, pace: Pace) -> None:
        """Note how far the open folder is, for when it is left."""
        session = self._session
        if session.folder is not None and len(session.shoot):
            series = pace.decided + pace.left
            self._left = RecentFolder(
                session.folder, session.recursive, len(session.shoot), series, pace.decided, pace.picks
            )

    def leave(self) -> None:
        """Keep what was counted last."""
        if self._left is not None:
            self._tools.recent.counted(self._left)
            self._left = None

    def _on_folder_changed(self) -> None:
        self.leave()
        if self._session.folder is not None:
            self._tools.recent.opened(self._session.folder, recursive=self._session.recursive)
        self._offer()

    def _offer(self) -> None:
        recent = self._tools.recent
        self._empty.offer(recent.folders if self._session.folder is None else (), recent.missing)

    def _on_said(self, sentence: str) -> None:
        self._message.say(sentence, about="keys")

    def _on_noted(self, sentence: str) -> None:
        self._message.over("keys")
        self._message.note(sentence)

    def _open(self, folder: RecentFolder) -> None:
        self._session.open_folder(folder.path, recursive=folder.recursive)
