"""What the window says of learning while its page may be closed."""

from PySide6.QtCore import QObject

from app.ui.language import translate
from app.ui.learning import Learning
from app.ui.learning_page import LearningPage
from app.ui.learning_state import Phase
from app.ui.message_bar import MessageBar

_TOLD = (Phase.KEPT, Phase.NOT_BETTER, Phase.REFUSED, Phase.FAILED)


class LearningNotices(QObject):
    """Opens the page, and reports in the message bar how a run ended without it."""

    def __init__(self, learning: Learning, message: MessageBar, page: LearningPage) -> None:
        super().__init__(page)
        self._learning, self._message, self._page = learning, message, page
        self._phase = learning.state.phase
        learning.changed.connect(self._on_changed)

    def show_page(self) -> None:
        """Open the page, or bring it to the front; what it shows is said no longer."""
        self._message.over("learning")
        self._page.show()
        self._page.raise_()
        self._page.activateWindow()

    def close_page(self) -> None:
        """Close the page with the window."""
        self._page.close()

    def _on_changed(self) -> None:
        before, self._phase = self._phase, self._learning.state.phase
        if self._phase is before:
            return
        self._message.over("learning")
        if self._page.isVisible():
            return
        if self._phase is Phase.OFFERED:
            ready = translate("LearningNotices", "A model that learnt from your marks is ready.")
            self._say(ready, translate("LearningNotices", "Look…"))
        elif self._phase in _TOLD:
            self._say(self._learning.state.sentence, translate("LearningNotices", "Show…"))

    def _say(self, sentence: str, action: str) -> None:
        self._message.say(sentence, action, self.show_page, about="learning")
