"""How often the old model, the new one and the baselines agree with the photographer."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from app.analysis.learning_events import Agreement, Gain, Verdict
from app.ui import wording
from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.parts import label

_HEADS = (
    "",
    QT_TRANSLATE_NOOP("AgreementTable", "Pairs in your order"),
    QT_TRANSLATE_NOOP("AgreementTable", "Your best frame first"),
)


class AgreementTable(QWidget):
    """A row for each judge; what the gain is worth stands below the two models."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(16, 12, 16, 12)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        self.rows: list[tuple[str, ...]] = []
        self.hide()

    def show_verdict(self, verdict: Verdict | None, learner: str) -> None:
        """Show the figures, or nothing; `learner` is the model that learnt."""
        rows = [] if verdict is None else described(verdict, learner)
        self.setVisible(bool(rows))
        if rows == self.rows:
            return
        self.rows = rows
        self._clear()
        for number, row in enumerate(rows):
            self._add(number, row)
        self.setAccessibleName(translate("AgreementTable", "Agreement with you"))
        self.setAccessibleDescription("; ".join(", ".join(part for part in row if part) for row in rows))

    def _clear(self) -> None:
        for old in self.findChildren(QLabel):
            self._grid.removeWidget(old)
            old.hide()
            old.deleteLater()

    def _add(self, number: int, row: tuple[str, ...]) -> None:
        kind = "strong" if number == 2 else "" if number in (1, 3) else "quiet"
        if len(row) == 1:
            self._grid.addWidget(label(row[0], kind, wrap=True), number, 0, 1, len(_HEADS))
            return
        for column, text in enumerate(row):
            align = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
            self._grid.addWidget(label(text, kind), number, column, align)


def described(verdict: Verdict, learner: str) -> list[tuple[str, ...]]:
    """The rows: heads, before, after, the gain in one cell, then the baselines."""
    return [
        tuple(translate("AgreementTable", head) if head else "" for head in _HEADS),
        (translate("AgreementTable", "{model}, before").format(model=learner), *_shares(verdict.before)),
        (translate("AgreementTable", "After learning from you"), *_shares(verdict.after)),
        (gained(verdict.gain),),
        *((one.name[:1].upper() + one.name[1:], *_shares(one.agreement)) for one in verdict.baselines),
    ]


def gained(gain: Gain) -> str:
    """The gain on pairs with its interval, in points of a hundred."""
    value, low, high = (f"{100 * number:+.1f}".replace("-", "−") for number in (gain.value, gain.low, gain.high))
    said = translate("AgreementTable", "{value} points on pairs (95 % interval {low} to {high})")
    return said.format(value=value, low=low, high=high)


def _shares(agreement: Agreement) -> tuple[str, str]:
    return wording.share(agreement.pairs), wording.share(agreement.top1)
