"""One line for what went wrong and what to do; never a dialog in the flow."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QElapsedTimer, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.ui.key_tips import tell_key_of
from app.ui.language import translate
from app.ui.parts import button, label

# Slow readers, who look up from a picture first.
_LOOK_UP_MS, _LETTER_MS = 2_000, 60


@dataclass(frozen=True, slots=True)
class Way:
    """What a button of a message is called, and what it runs."""

    title: str
    run: Callable[[], object]


@dataclass(frozen=True, slots=True)
class _Notice:
    sentence: str
    ways: tuple[Way, ...]


class MessageBar(QWidget):
    """Shows one sentence with at most two buttons; hidden when there is nothing to say. `told` carries each sentence.

    What is said stays until it is dismissed, its button is pressed, or it is over; what is only noted goes with the
    next mark as well, once there was time to read it, and then what stood there before is seen again.
    """

    told = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._text = label(wrap=True)
        self._ways = (button(), button())
        self._close = button(translate("MessageBar", "Dismiss"), translate("MessageBar", "Hide this message"))
        tell_key_of("leave", self._close)
        self._said: dict[str, _Notice] = {}
        self._noted: _Notice | None = None
        self._since = QElapsedTimer()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.addWidget(self._text, 1)
        for place, way in enumerate(self._ways):
            row.addWidget(way)
            way.clicked.connect(partial(self._on_way, place))
        row.addWidget(self._close)
        self._close.clicked.connect(self.dismiss)
        self.hide()

    @property
    def sentence(self) -> str:
        """What is being said; empty when nothing is."""
        seen = self._seen
        return "" if seen is None else seen.sentence

    def say(
        self,
        sentence: str,
        action: str = "",
        run: Callable[[], object] | None = None,
        *,
        other: Way | None = None,
        about: str = "",
    ) -> None:
        """Show a sentence that must be read, with a button that runs something, and with another if there is one.

        It takes the place of what was said `about` the same; what was said about something else waits below it.
        """
        self._said.pop(about, None)
        self._said[about] = _Notice(sentence, (*_way(action, run), *filter(None, [other])))
        self._noted = None
        self._tell(sentence)

    def note(self, sentence: str, action: str = "", run: Callable[[], object] | None = None) -> None:
        """Show a hint, or what came of something, with a button that runs something."""
        self._noted = _Notice(sentence, _way(action, run))
        self._since.start()
        self._tell(sentence)

    def move_on(self) -> None:
        """The person marks: what was noted and has been read is over."""
        if self._noted is not None and self._since.elapsed() >= _LOOK_UP_MS + _LETTER_MS * len(self._noted.sentence):
            self.dismiss()

    def take_away(self, sentence: str) -> None:
        """Say this no longer; what else is said stays."""
        self._said = {about: one for about, one in self._said.items() if one.sentence != sentence}
        if self._noted is not None and self._noted.sentence == sentence:
            self._noted = None
        self._show()

    def over(self, *abouts: str) -> None:
        """Say no longer what was said about these; what was noted goes with what is about nothing in particular."""
        for about in abouts:
            self._said.pop(about, None)
        if "" in abouts:
            self._noted = None
        self._show()

    def dismiss(self) -> None:
        """Say no longer what is seen."""
        if self._noted is not None:
            self._noted = None
        elif self._said:
            self._said.popitem()
        self._show()

    @property
    def _seen(self) -> _Notice | None:
        return self._noted or next(reversed(self._said.values()), None)

    def _tell(self, sentence: str) -> None:
        self._show()
        self.told.emit(sentence)

    def _show(self) -> None:
        seen = self._seen
        if seen is not None:
            self._text.setText(seen.sentence)
            for place, one in enumerate(self._ways):
                one.setText(seen.ways[place].title if place < len(seen.ways) else "")
                one.setVisible(place < len(seen.ways))
        self.setVisible(seen is not None)

    def _on_way(self, place: int, *_: object) -> None:
        seen = self._seen
        self.dismiss()
        if seen is not None:
            seen.ways[place].run()


def _way(action: str, run: Callable[[], object] | None) -> tuple[Way, ...]:
    return (Way(action, run),) if action and run is not None else ()
