"""The settings page: the models, each with what can be done with it. It may stay open beside the window."""

from functools import partial
from itertools import chain, pairwise

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.analysis.model_shelf import ModelEntry
from app.ui.face_models_row import FaceModelsRow
from app.ui.key_tips import tell_key_of
from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.model_adder import ModelAdder
from app.ui.model_keeper import ModelKeeper
from app.ui.model_row import ModelRow
from app.ui.model_states import ModelState
from app.ui.parts import key_button, label
from app.ui.sidecar_row import SidecarRow

_INTRODUCTION = QT_TRANSLATE_NOOP(
    "SettingsPage",
    "The model in use scores the frames of every series and names the best. "
    "Another model changes the scores; your marks stay as they are.",
)


class SettingsPage(QDialog):
    """A row for every model; what is under way goes on when the page is closed, and is shown again when it opens.

    `faces` is the row of the models for faces, `sidecars` that of marks for other programs, where there is one.
    """

    learn_clicked = Signal()

    def __init__(
        self,
        models: ModelKeeper,
        faces: FaceModelsRow | None = None,
        parent: QWidget | None = None,
        *,
        sidecars: SidecarRow | None = None,
    ) -> None:
        super().__init__(parent)
        self._faces, self._sidecars = faces, sidecars
        self.setWindowTitle(translate("SettingsPage", "Settings"))
        self._models = models
        self._rows: dict[str, ModelRow] = {}
        self._awaited = ""
        self._column = QVBoxLayout()
        self._close = key_button(
            translate("SettingsPage", "Close"), translate("SettingsPage", "Close this page; downloads go on (Esc)")
        )
        # Enter where no button has the focus must do no harm.
        self._close.setDefault(True)
        self.adder = ModelAdder(models.adding, beside=self._close)
        self._learn = key_button(
            translate("SettingsPage", "Learn from my marks…"),
            translate("SettingsPage", "Train a copy of a model on the marks you gave"),
        )
        tell_key_of("learn", self._learn)
        self._learn.clicked.connect(self._on_learn)
        self._warning = label(wrap=True)
        self._close.clicked.connect(self.reject)
        self._lay_out()
        models.changed.connect(self._show_states)
        models.adding.added.connect(self._on_added)
        self._show_states()

    def _lay_out(self) -> None:
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        rows = QWidget()
        rows.setObjectName("bare")
        inside = QVBoxLayout(rows)
        inside.setContentsMargins(24, 0, 24, 0)
        inside.addLayout(self._column)
        inside.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidget(rows)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 24, 0, 16)
        column.setSpacing(16)
        column.addLayout(self._head())
        column.addWidget(self._scroll, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(24, 0, 24, 0)
        foot.setSpacing(8)
        if self._faces is not None:
            foot.addWidget(self._faces)
        if self._sidecars is not None:
            foot.addSpacing(8)
            foot.addWidget(self._sidecars)
            foot.addSpacing(8)
        foot.addLayout(self._learning())
        foot.addWidget(self.adder)
        column.addLayout(foot)
        letter = self.fontMetrics().averageCharWidth()
        self.resize(112 * letter, 108 * letter)

    def _head(self) -> QVBoxLayout:
        head = QVBoxLayout()
        head.setContentsMargins(24, 0, 24, 0)
        head.setSpacing(8)
        head.addWidget(label(translate("SettingsPage", "MODELS"), "heading"))
        head.addWidget(label(translate("SettingsPage", _INTRODUCTION), "quiet", wrap=True))
        head.addWidget(self._warning)
        return head

    def _learning(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addWidget(self._learn)
        line.addWidget(
            label(
                translate("SettingsPage", "A model of your own eye, made from your picks, rejects and stars."),
                "quiet",
                wrap=True,
            ),
            1,
        )
        return line

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._models.refresh()
        if self._faces is not None:
            self._faces.refresh()
        self._close.setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        for row in self._rows.values():
            row.stop_asking()

    @property
    def rows(self) -> list[ModelRow]:
        """The rows from top to bottom."""
        return list(self._rows.values())

    def _show_states(self) -> None:
        states = self._models.states()
        if [state.entry.name for state in states] != list(self._rows):
            self._renew_rows(states)
        for state in states:
            if self._rows[state.entry.name].state != state:
                self._rows[state.entry.name].show_state(state)
        self._warning.setText(self._models.warning)
        self._warning.setVisible(bool(self._models.warning))
        if self._awaited in self._rows:
            self._rows[self._awaited].take_focus()
            self._bring_into_view(self._rows[self._awaited])
            self._awaited = ""

    def _renew_rows(self, states: list[ModelState]) -> None:
        """Keep the rows of models that are still there: a question asked in one of them stays."""
        old, self._rows = self._rows, {}
        for place, state in enumerate(states):
            name = state.entry.name
            row = old.pop(name, None) or self._row(state)
            self._rows[name] = row
            self._column.insertWidget(place, row)
        for row in old.values():
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._order_tabs()

    def _row(self, state: ModelState) -> ModelRow:
        row, name, models = ModelRow(state), state.entry.name, self._models
        row.use_clicked.connect(partial(models.use, name))
        row.download_agreed.connect(partial(models.download, name))
        row.cancel_clicked.connect(partial(models.cancel_download, name))
        row.remove_agreed.connect(partial(models.remove, name))
        row.again_clicked.connect(partial(models.try_again, name))
        row.warning_read.connect(partial(models.dismiss, name))
        row.asked.connect(partial(self._bring_into_view, row))
        return row

    def _bring_into_view(self, row: ModelRow) -> None:
        # In a turn of its own: only then has the row its new height.
        QTimer.singleShot(0, row, partial(self._scroll.ensureWidgetVisible, row, 0, 8))

    def _order_tabs(self) -> None:
        """Tab goes as the eye does; a row that came later would else be last."""
        buttons = chain.from_iterable(row.buttons() for row in self._rows.values())
        faces = [] if self._faces is None else self._faces.buttons()
        sidecars = [] if self._sidecars is None else self._sidecars.fields()
        order: list[QWidget] = [*buttons, *faces, *sidecars, self._learn, *self.adder.fields(), self._close]
        for before, after in pairwise(order):
            self.setTabOrder(before, after)

    def _on_learn(self) -> None:
        self.learn_clicked.emit()

    def _on_added(self, entry: ModelEntry) -> None:
        self._awaited = entry.name
