"""What opens over the window when it is asked for, and goes away again."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from app.library.all_tags import Tag
from app.library.photo import Photo
from app.ui.acceptance_page import AcceptancePage
from app.ui.backstage import Backstage
from app.ui.commands import Command
from app.ui.key_map import KeyMap
from app.ui.skipped_dialog import SkippedDialog
from app.ui.tags_dialog import TagsDialog


class Pages:
    """Opens pages that tell something of the session; `table` gives all commands with the keys that they have now."""

    def __init__(self, behind: Backstage, table: Callable[[], tuple[Command, ...]], window: QWidget) -> None:
        self._session, self._thumbnails = behind.session, behind.thumbnails
        self._table, self._window = table, window

    def show_skipped(self) -> None:
        """List the files that could not be read."""
        session = self._session
        if session.folder is not None and session.pipeline.skipped:
            SkippedDialog(session.pipeline.skipped, session.folder, self._window).open()

    def show_keys(self) -> None:
        """Show the map of all keys."""
        KeyMap(self._table(), self._window).open()

    def show_tags(self) -> None:
        """Show everything the current photo's file says of its capture."""
        if self._session.current is not None:
            self._session.pipeline.read_tags(self._session.current, self._on_tags)

    def show_acceptance(self) -> None:
        """Show what accepting all sure suggestions would do."""
        session = self._session
        if session.shown:
            plan, accept = session.plan_acceptance, session.accept_all
            AcceptancePage(session.shoot, self._thumbnails, plan, accept, self._window).open()

    def _on_tags(self, photo: Photo, tags: Sequence[Tag]) -> None:
        TagsDialog(photo.path.name, tags, self._window).open()
