"""What the window says while marks cannot be written."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.errors import AppError
from app.ui.language import translate
from app.ui.leaving import ask_to_leave
from app.ui.mark_keeper import MarkKeeper
from app.ui.message_bar import MessageBar


class UnkeptMarks(QObject):
    """Says in the message bar that marks are not on the disk, until they are; asks before the window closes on them."""

    def __init__(self, keeper: MarkKeeper, message: MessageBar, window: QWidget) -> None:
        super().__init__(window)
        self._keeper, self._message, self._window = keeper, message, window
        self._given_up = False
        keeper.failed.connect(self._on_unkept)
        keeper.kept.connect(self._on_kept)

    def may_leave(self) -> bool:
        """Whether the window may close; if marks would be lost, the person is asked, who may close it again."""
        if not self._keeper.failing or self._given_up:
            return True
        ask_to_leave(self._keeper.unkept, self._keeper.retry, self._leave, self._window)
        return False

    def _leave(self) -> None:
        self._given_up = True
        self._window.close()

    def _on_unkept(self, error: AppError) -> None:
        self._message.say(error.sentence, translate("UnkeptMarks", "Retry"), self._keeper.retry, about="marks")

    def _on_kept(self) -> None:
        if not self._keeper.unkept:
            self._message.over("marks")
