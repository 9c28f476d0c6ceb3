"""Notices that a drive does not answer, says so, and says it no longer when it does again."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from app.ui.backstage import Backstage
from app.ui.jobs import Lane
from app.ui.language import translate
from app.ui.message_bar import MessageBar

_LOOK_MS = 500
_ABOUT = "drive"
# A folder is listed file by file, each a sign of life; a large picture takes its time on a slow network.
_READING_SECONDS, _PICTURE_SECONDS = 4.0, 12.0


class Silence(QObject):
    """Looks twice a second for how long the drive of the open folder has kept somebody waiting."""

    def __init__(
        self, behind: Backstage, message: MessageBar, choose_folder: Callable[[], object], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._behind, self._message, self._choose_folder = behind, message, choose_folder
        self._sentence = ""
        timer = QTimer(self, interval=_LOOK_MS)
        timer.timeout.connect(self._look)
        timer.start()
        behind.session.folder_changed.connect(self._forget)
        behind.jobs.crowded.connect(self._tell_crowded)

    def start_of_search(self) -> Path:
        """Where to begin looking for another folder: beside the open one, unless that would hold up the window."""
        folder = self._behind.session.folder
        is_silent = bool(self._sentence) or self._behind.jobs.silent_for(Lane.FILES) > 1
        return Path.home() if folder is None or is_silent else folder.parent

    def _forget(self) -> None:
        """What was said of another folder is gone with it."""
        self._message.over(_ABOUT)
        self._sentence = ""

    def _look(self) -> None:
        behind, folder = self._behind, self._behind.session.folder
        is_silent = (
            behind.jobs.silent_for(Lane.FILES) > _READING_SECONDS
            or max(behind.thumbnails.silent_for, behind.loader.silent_for) > _PICTURE_SECONDS
        )
        if is_silent and not self._sentence and folder is not None:
            said = translate("silence", "The drive of {folder} does not answer; open another folder or wait.")
            self._sentence = said.format(folder=folder.name or folder)
            self._say(self._sentence)
        elif not is_silent and self._sentence:
            self._forget()

    def _tell_crowded(self) -> None:
        self._say(
            translate(
                "silence",
                "Drives that do not answer hold up too much; connect them again, or close Burstpick and start it anew.",
            )
        )

    def _say(self, sentence: str) -> None:
        self._message.say(sentence, translate("silence", "Open another folder…"), self._choose_folder, about=_ABOUT)
