"""How one works, always in sight: whether the next frame comes by itself, and whether the model is kept quiet."""

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.ui.key_tips import tell_key_of
from app.ui.language import translate
from app.ui.parts import button
from app.ui.session import Session


class ModeSwitches(QWidget):
    """Two switches of a session, kept from one day to the next."""

    def __init__(self, session: Session, kept: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bare")
        self._session, self._kept = session, kept
        self._advance = _switch(
            translate("ModeSwitches", "Auto-advance"),
            translate("ModeSwitches", "Go on to the next frame after each mark"),
        )
        self._blind = _switch(
            translate("ModeSwitches", "Blind"),
            translate("ModeSwitches", "Show no scores and no suggestions before a series is decided"),
        )
        tell_key_of("advance", self._advance, always=translate("ModeSwitches", "Caps Lock"))
        tell_key_of("blind", self._blind)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._advance)
        row.addWidget(self._blind)
        session.set_advance(kept.value("advance") == "yes")
        session.set_blind(kept.value("blind") == "yes")
        self._advance.clicked.connect(session.set_advance)
        self._blind.clicked.connect(session.set_blind)
        session.modes_changed.connect(self._on_modes_changed)
        self._on_modes_changed()

    def _on_modes_changed(self) -> None:
        for name, switch, on in (
            ("advance", self._advance, self._session.advance),
            ("blind", self._blind, self._session.blind),
        ):
            switch.setChecked(on)
            self._kept.setValue(name, "yes" if on else "no")


def _switch(text: str, tip: str) -> QPushButton:
    made = button(text, tip, flat=True)
    made.setCheckable(True)
    return made
