"""The part of the settings that tells when, for whom and where marks are written for other programs."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from app.library.sidecar_choice import Occasion, SidecarChoice
from app.library.xmp.wishes import Profile
from app.ui.choice_box import choice_box
from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.model_question import ModelQuestion
from app.ui.parts import key_button, label
from app.ui.sidecar_details import SidecarDetails
from app.ui.sidecar_wording import PROGRAMS

_OCCASIONS = (
    (Occasion.NEVER, QT_TRANSLATE_NOOP("SidecarRow", "Never write")),
    (Occasion.ASKED, QT_TRANSLATE_NOOP("SidecarRow", "Write when asked")),
    (Occasion.ALWAYS, QT_TRANSLATE_NOOP("SidecarRow", "Write always, soon after a mark")),
)
_JPEGS = (
    (False, QT_TRANSLATE_NOOP("SidecarRow", "leave JPEGs alone")),
    (True, QT_TRANSLATE_NOOP("SidecarRow", "write into JPEGs too")),
)
_WORDS = QT_TRANSLATE_NOOP(
    "SidecarRow",
    "Stars, picks, rejects and labels go to small .xmp files beside the photos, where other programs find them. "
    "What other programs said there is read while a folder is open; of each mark the newest word counts.",
)
_QUESTION = QT_TRANSLATE_NOOP(
    "SidecarRow",
    "Marks will then be written into your JPEG files themselves, which is where Lightroom looks for them. "
    "Only the XMP inside changes; the picture stays as it is, byte for byte. "
    "Each file is replaced by a copy that has been read back and compared, and stays untouched if that fails. "
    "Backups will see these files as changed. RAW files are never written to.",
)

T = TypeVar("T")


class SidecarRow(QWidget):
    """Three choices in a line and a page of more; `chosen` carries a SidecarChoice.

    JPEGs are written to only after a question.
    """

    chosen = Signal(object)

    def __init__(self, choice: SidecarChoice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bare")
        self._choice = choice
        self._when = _box(_OCCASIONS, translate("SidecarRow", "When marks are written"))
        self._who = _programs()
        self._jpegs = _box(_JPEGS, translate("SidecarRow", "What happens to JPEGs"))
        self._more = key_button(
            translate("SidecarRow", "More…"),
            translate("SidecarRow", "Names of sidecars, memory cards, and what colour labels are called"),
        )
        self._question = ModelQuestion(
            translate("SidecarRow", "Write into JPEGs"), translate("SidecarRow", "Leave them alone")
        )
        self._lay_out()
        self._show()
        self._when.activated.connect(self._on_when)
        self._who.activated.connect(self._on_who)
        self._jpegs.activated.connect(self._on_jpegs)
        self._more.clicked.connect(self._on_more)
        self._question.agreed.connect(self._on_agreed)
        self._question.declined.connect(self._on_declined)

    @property
    def choice(self) -> SidecarChoice:
        """What is chosen now."""
        return self._choice

    def fields(self) -> list[QWidget]:
        """What Tab reaches from left to right."""
        return [self._when, self._who, self._jpegs, self._more]

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        for one in self.fields():
            line.addWidget(one)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(translate("SidecarRow", "SIDECARS BESIDE THE PHOTOS"), "heading"))
        column.addWidget(label(translate("SidecarRow", _WORDS), "quiet", wrap=True))
        column.addLayout(line)
        column.addWidget(self._question)

    def _show(self) -> None:
        self._when.setCurrentIndex(_place(_OCCASIONS, self._choice.occasion))
        self._who.setCurrentIndex(list(Profile).index(self._choice.profile))
        self._jpegs.setCurrentIndex(_place(_JPEGS, self._choice.into_jpegs))
        for one in (self._who, self._jpegs):
            one.setEnabled(self._choice.occasion is not Occasion.NEVER)

    def _on_when(self, place: int) -> None:
        self._choose(replace(self._choice, occasion=_OCCASIONS[place][0]))

    def _on_who(self, place: int) -> None:
        self._choose(replace(self._choice, profile=list(Profile)[place]))

    def _on_jpegs(self, place: int) -> None:
        wanted = _JPEGS[place][0]
        if wanted and not self._choice.into_jpegs:
            self._question.ask(translate("SidecarRow", _QUESTION))
            return
        self._question.hide()
        self._choose(replace(self._choice, into_jpegs=wanted))

    def _on_more(self) -> None:
        page = SidecarDetails(self._choice, self.window())
        page.chosen.connect(self._choose)
        page.open()

    def _on_agreed(self) -> None:
        self._question.hide()
        self._choose(replace(self._choice, into_jpegs=True))
        self._jpegs.setFocus()

    def _on_declined(self) -> None:
        self._question.hide()
        self._show()
        self._jpegs.setFocus()

    def _choose(self, choice: SidecarChoice) -> None:
        is_news = choice != self._choice
        self._choice = choice
        if self._question.isHidden():
            self._show()
        if is_news:
            self.chosen.emit(choice)


def _programs() -> QComboBox:
    text = translate("SidecarRow", "for {program}")
    programs = (translate("SidecarWording", PROGRAMS[profile]) for profile in Profile)
    said = [text.format(program=program) for program in programs]
    return choice_box(said, translate("SidecarRow", "For which program marks are written"))


def _box(choices: Sequence[tuple[object, str]], name: str) -> QComboBox:
    return choice_box((translate("SidecarRow", text) for _, text in choices), name)


def _place(choices: Sequence[tuple[T, str]], wanted: T) -> int:
    return next(place for place, (one, _) in enumerate(choices) if one == wanted)
