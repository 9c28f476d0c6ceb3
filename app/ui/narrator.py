"""Tells people who do not see the window what changes in it, while they work elsewhere in it by keys."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from app.library.photo import Marks, PhotoId
from app.ui import spoken
from app.ui.message_bar import MessageBar
from app.ui.session import Session


class Narrator(QObject):
    """Announces each frame that becomes current, each mark it is given, and each message; `said` carries the words.

    Of a frame in the same series only what is its own is said again. Screen readers are told if one is listening.
    """

    said = Signal(str)

    def __init__(self, session: Session, message: MessageBar, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self._photo: PhotoId | None = None
        self._series: tuple[PhotoId, ...] = ()
        self._marks = Marks()
        session.current_changed.connect(self._on_current)
        session.marks_changed.connect(self._on_marks)
        message.told.connect(self._on_message)

    def _on_current(self, _: object) -> None:
        photo, series = self._session.current, self._session.current_series()
        frames = () if series is None else series.frames
        before, self._photo = self._photo, photo
        is_other_series, self._series = frames != self._series, frames
        if photo is None or not frames:
            return
        self._marks = self._session.shoot.marks(photo)
        if is_other_series:
            self._say(spoken.standing(self._session.shoot, photo, self._session.shown))
        elif photo != before:
            self._say(spoken.frame(self._session.shoot, photo))

    def _on_marks(self) -> None:
        photo = self._photo
        if photo is None or photo not in self._session.shoot:
            return
        marks = self._session.shoot.marks(photo)
        if marks != self._marks:
            self._marks = marks
            self._say(spoken.marks(self._session.shoot, photo))

    def _on_message(self, sentence: str) -> None:
        self._say(sentence, QAccessible.AnnouncementPoliteness.Assertive)

    def _say(
        self,
        words: str,
        politeness: QAccessible.AnnouncementPoliteness = QAccessible.AnnouncementPoliteness.Polite,
    ) -> None:
        self.said.emit(words)
        if QAccessible.isActive():
            event = QAccessibleAnnouncementEvent(self._window, words)
            event.setPoliteness(politeness)
            QAccessible.updateAccessibility(event)
