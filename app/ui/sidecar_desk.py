"""Sidecars at the desk: commands to read and write them, what came of it in the message bar, and the page behind it."""

from collections.abc import Callable, Collection, Sequence
from itertools import chain

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.analysis.sidecars import Outcome, Written
from app.errors import AppError
from app.library.photo import PhotoId
from app.library.sidecar_choice import Occasion
from app.library.xmp.sidecar_names import is_called_raw
from app.library.xmp.wishes import Profile
from app.ui.backstage import Backstage
from app.ui.commands import Command, shown_key
from app.ui.conflicts_page import ConflictsPage
from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.message_bar import MessageBar
from app.ui.sidecar_findings import Findings
from app.ui.sidecar_reader import News
from app.ui.sidecar_row import SidecarRow
from app.ui.sidecar_wording import (
    PROGRAMS,
    told_contradicted,
    told_nothing,
    told_read,
    told_rebuilt,
    told_refused,
    told_written,
)

_HINTED, _JPEGS_HINTED = "sidecars/hinted", "sidecars/jpegs-hinted"


class SidecarDesk(QObject):
    """Says in the message bar what nobody waits for only where it is news; `row` belongs into the settings.

    `show_settings` opens these.
    """

    def __init__(
        self, behind: Backstage, message: MessageBar, window: QWidget, show_settings: Callable[[], object]
    ) -> None:
        super().__init__(window)
        self._sidecars, self._session, self._kept = behind.sidecars, behind.session, behind.kept
        self._keeper = behind.keeper
        self._message, self._window, self._show_settings = message, window, show_settings
        self.row = SidecarRow(self._sidecars.choice)
        self._key = "Ctrl+S"
        self._findings = Findings()
        self._said = self._result = ""
        self.row.chosen.connect(self._sidecars.choose)
        self._sidecars.news.connect(self._on_news)
        self._sidecars.failed.connect(self._on_failed)
        self._session.folder_changed.connect(self._on_folder_changed)
        behind.keeper.given.connect(self._on_given)
        self._session.contradicted.connect(self._on_contradicted)

    def commands(self) -> tuple[Command, ...]:
        """Writing, reading, and what came of it."""
        return (
            Command(
                "write-sidecars",
                "File",
                QT_TRANSLATE_NOOP("Commands", "Write marks to sidecars"),
                ("Ctrl+S",),
                self.write,
            ),
            Command(
                "read-sidecars",
                "File",
                QT_TRANSLATE_NOOP("Commands", "Read marks from sidecars"),
                ("Ctrl+Alt+R",),
                self.read,
            ),
            Command(
                "sidecar-conflicts",
                "File",
                QT_TRANSLATE_NOOP("Commands", "What sidecars say otherwise…"),
                ("Ctrl+Shift+L",),
                self.show_page,
            ),
        )

    def use_keys(self, table: Sequence[Command]) -> None:
        """Name the keys that the commands have now."""
        self._key = next((one.keys[0] for one in table if one.id == "write-sidecars" and one.keys), "")

    def write(self) -> None:
        """Write the marks of the chosen photos, or of all, to sidecars."""
        if self._session.folder is None:
            self._message.note(translate("SidecarDesk", "Open a folder first: then its marks can be written."))
        elif self._sidecars.choice.occasion is Occasion.NEVER:
            self._message.note(
                translate("SidecarDesk", "Sidecars are never written, as the settings say."),
                translate("SidecarDesk", "Settings…"),
                self._show_settings,
            )
        else:
            self._message.note(translate("SidecarDesk", "Writing marks to sidecars…"))
            self._sidecars.write(self._chosen())

    def read(self) -> None:
        """Read the sidecars of the chosen photos, or of all."""
        if self._session.folder is None:
            self._message.note(translate("SidecarDesk", "Open a folder first: then its sidecars can be read."))
        else:
            self._message.note(translate("SidecarDesk", "Reading marks from sidecars…"))
            self._sidecars.read(self._chosen(), asked=True)

    def show_page(self) -> None:
        """List what sidecars say otherwise, and the files that were left alone."""
        found = self._findings
        self._message.over("sidecars")
        ConflictsPage(found.conflicts, found.troubles, self._session.folder, self._window).open()

    def _chosen(self) -> Collection[PhotoId] | None:
        return self._session.shoot.present(self._session.chosen) or None

    def _on_folder_changed(self) -> None:
        self._findings = Findings()

    # -- what came of it

    def _on_news(self, news: News) -> None:
        self._findings.note_conflicts(news.reading.conflicts, self._name)
        unread = self._findings.note_unread(news.reading, is_all=news.files is None and not news.asked)
        refused = self._findings.note_written(news.files or ())
        if news.asked:
            self._answer(news)
        elif refused:
            self._tell(told_refused(refused), is_page=True)
        elif sentence := told_read(news.reading, news.taken, unread):
            is_page = bool(news.reading.conflicts or unread)
            # Good news that nobody asked for does not take the place of what matters more.
            standing, mended = self._message.sentence, self._keeper.mended
            if mended and standing == mended:
                self._message.over("")
                self._tell(f"{mended} {told_rebuilt(news.reading) or sentence}", is_page=is_page, lasts=True)
            elif is_page or standing in {"", self._result}:
                self._tell(sentence, is_page=is_page)

    def _answer(self, news: News) -> None:
        self._message.over("sidecars")
        if news.files is None:
            sentence = told_read(news.reading, news.taken, news.reading.skipped) or told_nothing(news.reading.read)
            self._tell(sentence, is_page=bool(news.reading.conflicts or news.reading.skipped))
            return
        sentence = told_written(news.files, news.reading, news.taken)
        refused = any(one.outcome is Outcome.REFUSED for one in news.files)
        if self._is_in_vain(news.files) and not refused:
            hint = translate("SidecarDesk", "Lightroom reads JPEGs themselves, not sidecars beside them.")
            self._message.note(f"{sentence} {hint}", translate("SidecarDesk", "Settings…"), self._show_settings)
        else:
            self._tell(sentence, is_page=refused or bool(news.reading.conflicts))

    def _is_in_vain(self, files: Collection[Written]) -> bool:
        """Whether sidecars stand beside JPEGs for a program that does not look there; said once."""
        choice, shoot = self._sidecars.choice, self._session.shoot
        if choice.into_jpegs or choice.profile is not Profile.LIGHTROOM or self._was_told(_JPEGS_HINTED):
            return False
        written = shoot.present({one.photo for one in files if one.outcome is Outcome.WRITTEN})
        only = any(not any(map(is_called_raw, shoot.photo(photo).files)) for photo in written)
        if only:
            self._kept.setValue(_JPEGS_HINTED, "yes")
        return only

    def _tell(self, sentence: str, *, is_page: bool, lasts: bool = False) -> None:
        if is_page:
            self._message.say(sentence, translate("SidecarDesk", "Show"), self.show_page, about="sidecars")
        elif lasts:
            self._message.say(sentence)
        else:
            self._result = sentence
            self._message.note(sentence)

    def _on_failed(self, error: AppError, is_asked: bool) -> None:
        # What is tried again by itself is told once.
        if is_asked or error.sentence != self._said:
            self._said = error.sentence
            self._message.say(error.sentence, about="sidecars")

    def _on_contradicted(self, photos: int) -> None:
        self._tell(told_contradicted(photos), is_page=False)

    def _name(self, photo: PhotoId) -> str:
        shoot, folder = self._session.shoot, self._session.folder
        if photo not in shoot or folder is None:
            return ""
        path = shoot.photo(photo).path
        return str(path.relative_to(folder)) if path.is_relative_to(folder) else path.name

    # -- what is said once

    def _on_given(self, photos: Collection[PhotoId]) -> None:
        """Tell whoever marks RAW files for the first time how the marks reach other programs, and no old result."""
        # What came of the marks before is no news any more.
        self._message.take_away(self._result)
        shoot = self._session.shoot
        if self._sidecars.choice.occasion is not Occasion.ASKED or self._was_told(_HINTED):
            return
        files = (shoot.photo(photo).files for photo in shoot.present(photos))
        if any(map(is_called_raw, chain.from_iterable(files))):
            self._kept.setValue(_HINTED, "yes")
            said = translate(
                "SidecarDesk", "{key} brings your marks to {program}: they go to sidecars beside the photos."
            )
            program = translate("SidecarWording", PROGRAMS[self._sidecars.choice.profile])
            action = translate("SidecarDesk", "Write now")
            self._message.note(said.format(key=shown_key(self._key), program=program), action, self.write)

    def _was_told(self, what: str) -> bool:
        return bool(self._kept.value(what) == "yes")
