"""The fields of the export page: which photos, where to, how, under which names, with which lists."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from app.analysis.exporting.choice import Kind, What
from app.analysis.exporting.lists import ListKind
from app.analysis.exporting.template import FIELDS, USUAL
from app.library.photo import Label, PhotoId
from app.library.transfer.parcel import Mode
from app.ui import wording
from app.ui.choice_box import ChoiceBox
from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.parts import key_button, label

_MODES = (
    (Mode.COPY, QT_TRANSLATE_NOOP("ExportChoices", "Copy")),
    (Mode.MOVE, QT_TRANSLATE_NOOP("ExportChoices", "Move, once every copy has been read back")),
    (Mode.LINK, QT_TRANSLATE_NOOP("ExportChoices", "Hard links, which take no room")),
    (None, QT_TRANSLATE_NOOP("ExportChoices", "Bring no photos, only write the lists")),
)
_LISTS = (
    (ListKind.CSV, QT_TRANSLATE_NOOP("ExportChoices", "Table (CSV)")),
    (ListKind.JSON, QT_TRANSLATE_NOOP("ExportChoices", "JSON")),
    (ListKind.PDF, QT_TRANSLATE_NOOP("ExportChoices", "Contact sheet (PDF)")),
    (ListKind.NAMES, QT_TRANSLATE_NOOP("ExportChoices", "Names for the search of other programs")),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the window shows: the photos its filter lets through, and those that were chosen."""

    filtered: frozenset[PhotoId]
    chosen: frozenset[PhotoId]


class ExportChoices(QWidget):
    """Emits `changed` whenever a field does; the last choices are remembered in `kept`."""

    changed = Signal()

    def __init__(self, shown: Callable[[], Shown], kept: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bare")
        self._shown, self._kept = shown, kept
        self._offers: list[tuple[What, str]] = []
        self._what, self._mode = ChoiceBox(), ChoiceBox()
        self._to, self._template = QLineEdit(), QLineEdit()
        self._browse = key_button(
            translate("ExportChoices", "Choose…"), translate("ExportChoices", "Choose the folder to bring them to")
        )
        self._lists = {kind: QCheckBox(translate("ExportChoices", text)) for kind, text in _LISTS}
        self._fill()
        self._lay_out()
        self._connect()

    @property
    def what(self) -> What:
        """Which photos are meant."""
        return self._offers[max(0, self._what.currentIndex())][0]

    @property
    def mode(self) -> Mode | None:
        """How they get there; None to write lists alone."""
        return _MODES[self._mode.currentIndex()][0]

    @property
    def to(self) -> Path | None:
        """The folder to bring them to, if one is named by its whole path."""
        text = self._to.text().strip()
        path = Path(text).expanduser()
        return path if text and path.is_absolute() else None

    @property
    def template(self) -> str:
        """The template of their names."""
        return self._template.text()

    @property
    def lists(self) -> frozenset[ListKind]:
        """The lists that are to be written."""
        return frozenset(kind for kind, box in self._lists.items() if box.isChecked())

    def first(self) -> QWidget:
        """The field to begin with."""
        return self._what

    def keep(self) -> None:
        """Remember the choices for the next time."""
        self._kept.setValue("export/what", self._what.currentIndex())
        self._kept.setValue("export/mode", self._mode.currentIndex())
        self._kept.setValue("export/to", self._to.text())
        self._kept.setValue("export/template", self.template)
        self._kept.setValue("export/lists", ",".join(sorted(kind.value for kind in self.lists)))

    def _fill(self) -> None:
        self._offers = _offers(self._shown())
        for _, text in self._offers:
            self._what.addItem(text)
        for _, text in _MODES:
            self._mode.addItem(translate("ExportChoices", text))
        lists = str(self._kept.value("export/lists", "")).split(",")
        for kind, box in self._lists.items():
            box.setChecked(kind.value in lists)
        self._what.setCurrentIndex(_index(self._kept.value("export/what", 0), self._what.count()))
        self._mode.setCurrentIndex(_index(self._kept.value("export/mode", 0), self._mode.count()))
        self._to.setText(str(self._kept.value("export/to", "")))
        self._template.setText(str(self._kept.value("export/template", USUAL)) or USUAL)

    def _lay_out(self) -> None:
        where = QHBoxLayout()
        where.setSpacing(8)
        where.addWidget(self._to, 1)
        where.addWidget(self._browse)
        lists = QHBoxLayout()
        lists.setSpacing(16)
        for box in self._lists.values():
            lists.addWidget(box)
        lists.addStretch(1)
        self._to.setPlaceholderText(translate("ExportChoices", "The folder to bring them to"))
        self._template.setToolTip(" ".join(f"{{{field}}}" for field in FIELDS))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        fields = " ".join(f"{{{field}}}" for field in FIELDS)
        rows: Sequence[tuple[str, QWidget | QHBoxLayout]] = (
            (translate("ExportChoices", "Photos"), self._what),
            (translate("ExportChoices", "To"), where),
            (translate("ExportChoices", "How"), self._mode),
            (translate("ExportChoices", "Names"), self._template),
            (
                "",
                label(
                    translate("ExportChoices", "{fields}; a slash makes folders").format(fields=fields),
                    "quiet",
                    wrap=True,
                ),
            ),
            (translate("ExportChoices", "Lists"), lists),
        )
        for row, (text, part) in enumerate(rows):
            grid.addWidget(label(text, "quiet"), row, 0)
            grid.addWidget(part, row, 1) if isinstance(part, QWidget) else grid.addLayout(part, row, 1)
        self._name()

    def _name(self) -> None:
        for part in (self._what, self._what.view()):
            part.setAccessibleName(translate("ExportChoices", "Which photos"))
        for part in (self._mode, self._mode.view()):
            part.setAccessibleName(translate("ExportChoices", "How they get there"))
        self._to.setAccessibleName(translate("ExportChoices", "Folder to bring them to"))
        self._template.setAccessibleName(translate("ExportChoices", "Template of their names"))

    def _connect(self) -> None:
        self._what.currentIndexChanged.connect(self._on_changed)
        self._mode.currentIndexChanged.connect(self._on_changed)
        self._to.textChanged.connect(self._on_changed)
        self._template.textChanged.connect(self._on_changed)
        for box in self._lists.values():
            box.toggled.connect(self._on_changed)
        self._browse.clicked.connect(self._on_browse)

    def _on_changed(self) -> None:
        self.changed.emit()

    def _on_browse(self) -> None:
        title = translate("ExportChoices", "Bring photos to")
        chosen = QFileDialog.getExistingDirectory(self, title, self._to.text() or str(Path.home()))
        if chosen:
            self._to.setText(chosen)


def _offers(shown: Shown) -> list[tuple[What, str]]:
    stars = [(What(Kind.STARS, least_stars=n), _stars(n)) for n in range(1, 6)]
    labels = [
        (What(Kind.COLOURS, labels=frozenset({one})), wording.label_name(one)) for one in Label if one is not Label.NONE
    ]
    offers = [
        (What(Kind.PICKS), translate("ExportChoices", "Picks")),
        (What(Kind.BEST), translate("ExportChoices", "Best shots: of each series your picks, else the suggestion")),
        *stars,
        *labels,
        (What(Kind.THESE, photos=shown.filtered), translate("ExportChoices", "All that the filter shows")),
        (What(Kind.ALL), translate("ExportChoices", "All photos")),
        (What(Kind.REJECTS), translate("ExportChoices", "Rejects")),
    ]
    if shown.chosen:
        number = wording.count(len(shown.chosen), "photo")
        text = translate("ExportChoices", "Those chosen in the grid: {photos}").format(photos=number)
        offers.append((What(Kind.THESE, photos=shown.chosen), text))
    return offers


def _stars(least: int) -> str:
    if least == 5:
        return wording.count(5, "star")
    return translate("ExportChoices", "{stars} or more").format(stars=wording.count(least, "star"))


def _index(kept: object, count: int) -> int:
    text = str(kept)
    return int(text) if text.isdecimal() and int(text) < count else 0
