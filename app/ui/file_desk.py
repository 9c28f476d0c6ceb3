"""What leaves the folder: exports, and rejects that go to the system's bin, each on a page over the window."""

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.analysis.exporting.choice import What
from app.analysis.exporting.selection import Selection, select
from app.library.photo import Flag, Photo
from app.ui.backstage import Backstage
from app.ui.bin_keeper import BinPhase
from app.ui.bin_page import BinPage, told_back
from app.ui.commands import Command, shown_key
from app.ui.export_choices import Shown
from app.ui.export_page import ExportPage, ExportSource
from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.message_bar import MessageBar


class FileDesk(QObject):
    """Opens the pages for the open folder; whatever left it is noticed by looking at it again."""

    def __init__(self, behind: Backstage, message: MessageBar, window: QWidget) -> None:
        super().__init__(window)
        self._behind, self._message, self._window = behind, message, window
        for work in (behind.exporter, behind.bin):
            work.taken_away.connect(behind.session.look_again)
        self._is_asked_back, self._reject_key = False, ""
        behind.bin.changed.connect(self._on_bin)

    def commands(self) -> tuple[Command, ...]:
        """Exporting, putting rejects into the bin, and taking them back."""
        return (
            Command(
                "export",
                "File",
                QT_TRANSLATE_NOOP("Commands", "Export photos…"),
                ("Ctrl+E", "Ctrl+Shift+E"),
                self.show_export,
            ),
            Command(
                "bin",
                "File",
                QT_TRANSLATE_NOOP("Commands", "Rejects to the bin…"),
                ("Ctrl+Del",),
                self.show_bin,
            ),
            Command(
                "take-back",
                "File",
                QT_TRANSLATE_NOOP("Commands", "Take back from the bin"),
                ("Ctrl+Shift+Del",),
                self.take_back,
            ),
        )

    def use_keys(self, table: Sequence[Command]) -> None:
        """Name the keys that the commands have now."""
        self._reject_key = next((shown_key(one.keys[0]) for one in table if one.id == "reject" and one.keys), "")

    def show_export(self) -> None:
        """Ask what goes where."""
        if self._behind.session.folder is None:
            self._message.note(translate("FileDesk", "Open a folder first: then its photos can be exported."))
            return
        source = ExportSource(lambda: self._behind.session.folder, self._shown, self._selected)
        ExportPage(self._behind.exporter, source, self._behind.kept, self._window).open()

    def show_bin(self) -> None:
        """Show the rejects that would go; nothing goes before that is confirmed."""
        rejects = self._rejects()
        if not rejects and not self._behind.bin.busy:
            said = translate("FileDesk", "No photo is rejected: {key} rejects one.")
            none = translate("FileDesk", "No photo is rejected.")
            self._message.note(said.format(key=self._reject_key) if self._reject_key else none)
            return
        BinPage(self._behind.bin, rejects, self._kept, self._behind.thumbnails, self._window).open()

    def take_back(self) -> None:
        """Put the files that went last back to where they were."""
        if self._behind.bin.can_undo:
            self._is_asked_back = True
            self._behind.bin.undo()
        else:
            self._message.note(
                translate("FileDesk", "Nothing to take back from here: open the system's bin for what went before.")
            )

    def _on_bin(self) -> None:
        """Tell how taking back goes where no page does."""
        state = self._behind.bin.state
        if self._is_asked_back:
            tell = self._message.say if state.failed else self._message.note
            tell(told_back(state))
            self._is_asked_back = state.phase is BinPhase.RESTORING

    def _rejects(self) -> list[Photo]:
        shoot = self._behind.session.shoot
        return [photo for photo in shoot.photos if shoot.marks(photo.id).flag is Flag.REJECT]

    def _kept(self) -> list[Photo]:
        shoot = self._behind.session.shoot
        return [photo for photo in shoot.photos if shoot.marks(photo.id).flag is not Flag.REJECT]

    def _shown(self) -> Shown:
        session = self._behind.session
        shown = (photo for series in session.shown for photo in session.shoot.series[series].frames)
        return Shown(frozenset(shown), frozenset(session.chosen))

    def _selected(self, what: What) -> Selection:
        session = self._behind.session
        return select(session.shoot, what, session.pipeline.regrouper.made.covers, self._behind.models.in_use.name)
