"""The right panel: why this frame, and how it was taken."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from app.analysis.best_shot import Chooser
from app.analysis.rival import Rival, Standing, rival_of
from app.analysis.series import SeriesKind
from app.analysis.shoot import PhotoSeries, Shoot
from app.library.keywords import Words
from app.library.photo import Capture, Photo, PhotoId
from app.ui import keyword_wording, wording
from app.ui.elided_label import ElidedLabel
from app.ui.explainer import Explainer
from app.ui.histogram import Histogram
from app.ui.language import translate
from app.ui.parts import label, scrolling
from app.ui.reasons_panel import ReasonsPanel
from app.ui.tone_counter import ToneCounter


class DetailsPanel(QWidget):
    """Shows the current photo's standing in its series, what tells it from its rival, and its capture data.

    Without an explainer nothing is measured, and only what the model says is shown; without a counter no histogram.
    """

    def __init__(
        self,
        shoot: Shoot,
        explainer: Explainer | None = None,
        counter: ToneCounter | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(248)
        self._shoot, self._explainer, self._counter = shoot, explainer, counter
        self._histogram = Histogram()
        self._photo: PhotoId | None = None
        self._reasons = ReasonsPanel()
        self._figure = label(kind="figure")
        self._verdict = label(kind="quiet", wrap=True)
        self._model, self._model_note = ElidedLabel("quiet"), label(kind="quiet", wrap=True)
        self._facts = QGridLayout()
        self._facts.setVerticalSpacing(6)
        self._facts.setColumnStretch(1, 1)
        self._facts.setHorizontalSpacing(16)
        inside = QWidget()
        inside.setObjectName("bare")
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(4)
        self._headings = [
            label(translate("DetailsPanel", "WHY THIS ONE"), "heading"),
            label(translate("DetailsPanel", "CAPTURE"), "heading"),
        ]
        column.addWidget(self._headings[0])
        column.addWidget(self._figure)
        column.addWidget(self._verdict)
        column.addSpacing(8)
        column.addWidget(self._reasons)
        column.addSpacing(8)
        model = QVBoxLayout()
        model.setSpacing(0)
        model.addWidget(self._model)
        model.addWidget(self._model_note)
        column.addLayout(model)
        column.addSpacing(16)
        column.addWidget(self._headings[1])
        column.addSpacing(4)
        column.addLayout(self._facts)
        column.addSpacing(12)
        column.addWidget(self._histogram)
        column.addStretch(1)
        around.addWidget(scrolling(inside))
        self._rows: list[tuple[QLabel, QLabel]] = []
        if explainer is not None:
            explainer.changed.connect(self._show_reasons)
        if counter is not None:
            counter.counted.connect(self._show_tones)
        self._show_tones()

    def show_photo(self, photo: PhotoId | None) -> None:
        """Show a photo, or nothing."""
        place = None if photo is None else self._shoot.series_of(photo)
        for heading in self._headings:
            heading.setVisible(place is not None)
        self._photo = photo
        self._show_reasons()
        self._show_tones()
        if photo is None or place is None:
            self._figure.hide()
            self._verdict.clear()
            self._show_model(False)
            self._show_facts([])
            return
        series = self._shoot.series[place]
        at = series.frames.index(photo)
        ranking = self._shoot.ranking(series)
        several = len(series.frames) > 1
        self._figure.setText(wording.percent(ranking.p_best[at]) if ranking and several else "")
        self._figure.setVisible(bool(ranking and several))
        said = self._standing(series, at)
        self._verdict.setText(said)
        self._verdict.setVisible(bool(said))
        self._show_model(bool(ranking and several))
        keywords = self._shoot.keywords(photo)
        self._show_facts(
            facts(self._shoot.photo(photo), at, len(series.frames), keywords), keyword_wording.tip(keywords)
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_tones()

    def _show_tones(self) -> None:
        known = self._photo is not None and self._photo in self._shoot
        self._histogram.setVisible(known and self._counter is not None)
        if self._counter is not None and not self.isHidden():
            self._counter.look_at(self._shoot.photo(self._photo) if known and self._photo is not None else None)
            self._histogram.show_tones(self._counter.tones)

    def name_model(self, name: str, note: str) -> None:
        """Name the model whose scores are shown."""
        self._model.setText(translate("DetailsPanel", "scored by {model}").format(model=name))
        self._model_note.setText(note)

    def _show_model(self, shown: bool) -> None:
        self._model.setVisible(shown)
        self._model_note.setVisible(shown and bool(self._model_note.text()))

    def _standing(self, series: PhotoSeries, at: int) -> str:
        ranking, best = self._shoot.ranking(series), self._shoot.best(series)
        lines = []
        if series.kind is SeriesKind.BURST and ranking is None:
            lines.append(translate("DetailsPanel", "Not scored yet."))
        elif series.kind is SeriesKind.BURST and ranking is not None:
            rank = ranking.order.index(at) + 1
            lines.append(
                translate("DetailsPanel", "chance to be the best of {number}").format(number=len(series.frames))
            )
            said = translate("DetailsPanel", "rank {rank} · score {score} of 10")
            lines.append(said.format(rank=rank, score=f"{ranking.scores[at]:.2f}"))
            if best.too_close and not self._is_close(series.frames[at]):
                lines.append(translate("DetailsPanel", "The best two are too close to call."))
        if best.by is Chooser.PHOTOGRAPHER and best.frame == at:
            lines.append(translate("DetailsPanel", "Your choice."))
        if series.reason:
            lines.append(translate("DetailsPanel", "In one series: {reason}.").format(reason=series.reason))
        return "\n".join(lines)

    def _is_close(self, photo: PhotoId) -> bool:
        """Whether the two that are compared are themselves said to be too close."""
        rival = rival_of(self._shoot, photo)
        return rival is not None and rival.standing is Standing.TOO_CLOSE

    def _show_reasons(self) -> None:
        rival, explainer = self._rival(), self._explainer
        name = "" if rival is None or rival.other is None else self._shoot.photo(rival.other).path.name
        if explainer is None or rival is None or rival.other is None or not self._is_explained(rival):
            self._reasons.show_rival(rival, name)
            return
        found, trouble, awaited = explainer.between(rival.this, rival.other), explainer.trouble, explainer.busy
        self._reasons.show_rival(rival, name, found, trouble=trouble, awaited=awaited)

    def _is_explained(self, rival: Rival) -> bool:
        """Whether the explainer speaks of these two, from whichever side."""
        told = None if self._explainer is None else self._explainer.rival
        return told is not None and {told.this, told.other} == {rival.this, rival.other}

    def _rival(self) -> Rival | None:
        """Whom the photo shown is compared with: by the explainer if it is one of its two."""
        if self._photo is None:
            return None
        rival = self._explainer.rival if self._explainer is not None else None
        if rival is not None and rival.other == self._photo and rival.this in self._shoot:
            return rival_of(self._shoot, self._photo, rival.this)
        if rival is None or rival.this != self._photo:
            return rival_of(self._shoot, self._photo)
        return rival if rival.other is None or rival.other in self._shoot else None

    def _show_facts(self, rows: list[tuple[str, str]], tip: str = "") -> None:
        """Show names and values; `tip` says in full what the last one says in short."""
        while len(self._rows) < len(rows):
            name, value = label(kind="quiet"), label(wrap=True)
            name.setAlignment(Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(name, len(self._rows), 0)
            self._facts.addWidget(value, len(self._rows), 1)
            self._rows.append((name, value))
        for n, (name, value) in enumerate(self._rows):
            name.setVisible(n < len(rows))
            value.setVisible(n < len(rows))
            if n < len(rows):
                name.setText(rows[n][0])
                value.setText(rows[n][1])
                value.setToolTip(tip if n == len(rows) - 1 else "")


def facts(photo: Photo, at: int, of: int, keywords: Words = ()) -> list[tuple[str, str]]:
    """Names and values of what is known of a photo; what nothing tells is left out."""
    capture = photo.capture
    time = wording.clock(capture)
    if not capture.time.sure:
        time = translate("DetailsPanel", "{time} (file time)").format(time=time)
    rows = [
        (translate("DetailsPanel", "Photo"), " + ".join(file.name for file in photo.files)),
        (translate("DetailsPanel", "Kind"), wording.live(photo)),
        (translate("DetailsPanel", "Time"), f"{wording.day(capture)} {time}"),
        (
            translate("DetailsPanel", "Frame"),
            translate("DetailsPanel", "{number} of {total}").format(number=at + 1, total=of),
        ),
        (translate("DetailsPanel", "Camera"), capture.camera),
        (translate("DetailsPanel", "Lens"), " ".join(part for part in (capture.lens, _focal(capture)) if part)),
        (translate("DetailsPanel", "Exposure"), _exposure(capture)),
        (translate("DetailsPanel", "ISO"), str(capture.iso) if capture.iso else ""),
        (translate("DetailsPanel", "Size"), f"{capture.width:,} × {capture.height:,}"),
        (translate("DetailsPanel", "Keywords"), keyword_wording.in_short(keywords)),
    ]
    return [(name, value) for name, value in rows if value]


def _focal(capture: Capture) -> str:
    return f"{capture.focal_length:g} mm" if capture.focal_length else ""


def _exposure(capture: Capture) -> str:
    parts = []
    if capture.exposure:
        slow = capture.exposure >= 0.4
        parts.append(f"{capture.exposure:.1f} s" if slow else f"1/{round(1 / capture.exposure)} s")
    if capture.aperture:
        parts.append(f"f/{capture.aperture:g}")
    if capture.exposure_bias:
        parts.append(f"{capture.exposure_bias:+.1f} EV")
    return " · ".join(parts)
