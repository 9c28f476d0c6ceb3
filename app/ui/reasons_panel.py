"""What speaks for the current photo and against it, beside the one it is compared with."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from app.analysis.explaining import Explanation
from app.analysis.reason import Reason, Verdict
from app.analysis.rival import Rival, Standing
from app.ui import wording
from app.ui.elided_label import ElidedLabel
from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.parts import label
from app.ui.reason_wording import result, say, sentence

_VERDICTS = {
    Standing.ALONE: QT_TRANSLATE_NOOP("ReasonsPanel", "A single photo: nothing to compare it with."),
    Standing.BRACKET: QT_TRANSLATE_NOOP(
        "ReasonsPanel", "An exposure bracket: its frames belong together and are not ranked."
    ),
    Standing.TOO_CLOSE: QT_TRANSLATE_NOOP("ReasonsPanel", "These two are too close to call."),
}
_USUAL_LINES = 7
COMPARING = QT_TRANSLATE_NOOP("ReasonsPanel", "Comparing…")


class ReasonsPanel(QWidget):
    """Shows a rival and reasons, or in one sentence why there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bare")
        self._verdict, self._chance = label(kind="strong", wrap=True), label(kind="quiet", wrap=True)
        self._against, self._state = ElidedLabel("quiet"), label(kind="quiet", wrap=True)
        self._list = QGridLayout()
        self._list.setColumnStretch(1, 1)
        self._list.setHorizontalSpacing(8)
        self._list.setVerticalSpacing(4)
        self._list.setColumnMinimumWidth(0, self.fontMetrics().horizontalAdvance("+"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (self._verdict, self._against, self._chance):
            column.addWidget(part)
        column.addSpacing(4)
        column.addLayout(self._list)
        column.addWidget(self._state)
        column.addStretch(1)
        self._rows: list[tuple[QLabel, QLabel, QLabel]] = []
        self.show_rival(None)

    def show_rival(
        self,
        rival: Rival | None,
        name: str = "",
        found: Explanation | None = None,
        *,
        trouble: str = "",
        awaited: bool = False,
    ) -> None:
        """Show what tells a photo from its rival of that name.

        `found` is None while it is not known; `awaited` says that it will be, `trouble` why it will not.
        """
        standing = rival.standing if rival is not None else None
        _put(self._verdict, translate("ReasonsPanel", _VERDICTS[standing]) if standing in _VERDICTS else "")
        _restyle(self._verdict, "strong" if standing is Standing.TOO_CLOSE else "quiet")
        self._against.setText(translate("ReasonsPanel", "against {name}").format(name=name))
        self._against.setVisible(bool(name))
        _put(self._chance, _chance(rival))
        # What stands below stays where it is from frame to frame, as long as there are no more reasons than usual.
        room = _USUAL_LINES * (self.fontMetrics().lineSpacing() + 4) if rival is not None and rival.other else 0
        self.setMinimumHeight(room)
        self._show_reasons(found.reasons if found is not None else ())
        waiting = translate("ReasonsPanel", COMPARING) if awaited else ""
        _put(self._state, trouble or (waiting if found is None else result(found)))

    def _show_reasons(self, reasons: tuple[Reason, ...]) -> None:
        while len(self._rows) < len(reasons):
            self._add_row()
        for number, row in enumerate(self._rows):
            shown = number < len(reasons)
            for part in row:
                part.setVisible(shown)
            if shown:
                _fill(row, reasons[number])

    def _add_row(self) -> None:
        sign, what, number = label(kind="strong"), label(wrap=True), label()
        sign.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        number.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        for part in (sign, number):
            part.setFont(_tabular(part.font()))
        for place, part in enumerate((sign, what, number)):
            self._list.addWidget(part, len(self._rows), place)
        self._rows.append((sign, what, number))


def _fill(row: tuple[QLabel, QLabel, QLabel], reason: Reason) -> None:
    said = say(reason)
    told = ((said.sign, "strong"), (said.what, ""), (said.number, ""))
    for part, (text, kind) in zip(row, told, strict=True):
        part.setText(text)
        part.setToolTip(said.tip)
        _restyle(part, "quiet" if reason.verdict is Verdict.DIFFERENT else kind)
    row[1].setAccessibleName(sentence(said))


def _restyle(part: QLabel, kind: str) -> None:
    if part.objectName() != kind:
        part.setObjectName(kind)
        part.style().unpolish(part)
        part.style().polish(part)


def _put(where: QLabel, text: str) -> None:
    where.setText(text)
    where.setVisible(bool(text))


def _chance(rival: Rival | None) -> str:
    if rival is None or rival.chance is None:
        return ""
    return translate("ReasonsPanel", "{chance} to be the better of the two").format(
        chance=wording.percent(rival.chance)
    )


def _tabular(font: QFont) -> QFont:
    """The font with figures of one width, where it has them (OpenType `tnum`)."""
    if hasattr(font, "setFeature"):
        font.setFeature(QFont.Tag("tnum"), 1)
    return font
