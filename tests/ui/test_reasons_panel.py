"""Each state of the panel says what is, in words and with numbers."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.analysis.differences import Difference
from app.analysis.explaining import Explanation
from app.analysis.reason import Cause, Reason, Verdict
from app.analysis.rival import Rival, Standing
from app.analysis.series import SeriesKind
from app.analysis.shoot import PhotoSeries, Shoot
from app.library.photo import Marks, PhotoId
from app.ui.details_panel import DetailsPanel
from app.ui.explainer import Explainer
from app.ui.jobs import Jobs
from app.ui.reasons_panel import ReasonsPanel
from fgaesq_core.registration import STILL
from tests.analysis.known import photo, ranking
from tests.analysis.made_pairs import landscape, seen
from tests.pictures import blurred, write_photo

THIS, OTHER = PhotoId(1), PhotoId(2)
SHARPER = Reason(Cause.SHARPNESS, Verdict.BETTER, 2.0, 2.0, 0.0, 1.5)
DARKER = Reason(Cause.EXPOSURE, Verdict.DIFFERENT, -0.7, -0.7, 0.0, 0.4)


def found(*reasons: Reason, likeness: float = 0.9) -> Explanation:
    """Two frames of one view, or of different ones, and what tells them apart."""
    difference = Difference(np.zeros((4, 4), np.float32), STILL, (32, 32), likeness)
    return Explanation((b"1", b"2"), reasons, difference)


@pytest.fixture
def panel(qtbot: QtBot) -> ReasonsPanel:
    panel = ReasonsPanel()
    qtbot.addWidget(panel)
    panel.show()
    return panel


def said(widget: ReasonsPanel | DetailsPanel) -> list[str]:
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget) and one.text()]


def test_reasons_stand_beside_their_numbers(panel: ReasonsPanel) -> None:
    panel.show_rival(Rival(THIS, Standing.AHEAD, OTHER, 0.71), "DSC_2.JPG", found(SHARPER, DARKER))
    texts = said(panel)
    assert "71 % to be the better of the two" in texts
    assert texts[-6:] == ["+", "sharper subject", "2.0 ×", "·", "darker", "0.7 EV"]
    assert any(text.startswith("against DSC_2") for text in texts)


def test_fewer_reasons_leave_nothing_of_more(panel: ReasonsPanel) -> None:
    panel.show_rival(Rival(THIS, Standing.AHEAD, OTHER, 0.71), "DSC_2.JPG", found(SHARPER, DARKER))
    panel.show_rival(Rival(THIS, Standing.AHEAD, OTHER, 0.71), "DSC_2.JPG", found(DARKER))
    assert said(panel)[-3:] == ["·", "darker", "0.7 EV"]
    assert "sharper subject" not in said(panel)


def test_too_close_to_call_comes_first_and_keeps_its_reasons(panel: ReasonsPanel) -> None:
    panel.show_rival(Rival(THIS, Standing.TOO_CLOSE, OTHER, 0.55), "DSC_2.JPG", found(SHARPER))
    assert said(panel)[0] == "These two are too close to call."
    assert "sharper subject" in said(panel)


def test_nothing_measured_is_said(panel: ReasonsPanel) -> None:
    panel.show_rival(Rival(THIS, Standing.AHEAD, OTHER, 0.9), "DSC_2.JPG", found())
    assert said(panel)[-1] == "No measured difference."


def test_frames_that_cannot_be_laid_over_each_other_are_said_to_be_so(panel: ReasonsPanel) -> None:
    rival = Rival(THIS, Standing.AHEAD, OTHER, 0.9)
    panel.show_rival(rival, "DSC_2.JPG", found(likeness=0.0))
    assert said(panel)[-1].startswith("They show different views")
    panel.show_rival(rival, "DSC_2.JPG", Explanation((b"1", b"2"), (), None))
    assert said(panel)[-1].startswith("Their shapes differ")


def test_what_is_awaited_is_said(panel: ReasonsPanel) -> None:
    panel.show_rival(Rival(THIS, Standing.AHEAD, OTHER, 0.9), "DSC_2.JPG", awaited=True)
    assert said(panel)[-1] == "Comparing…"


def test_trouble_is_said(panel: ReasonsPanel) -> None:
    panel.show_rival(Rival(THIS, Standing.AHEAD, OTHER, 0.9), "DSC_2.JPG", trouble="It is gone.")
    assert said(panel)[-1] == "It is gone."


@pytest.mark.parametrize(("standing", "word"), [(Standing.ALONE, "single"), (Standing.BRACKET, "bracket")])
def test_without_a_best_one_sentence_says_why(panel: ReasonsPanel, standing: Standing, word: str) -> None:
    panel.show_rival(Rival(THIS, standing))
    (sentence,) = said(panel)
    assert word in sentence


def test_without_a_photo_there_is_nothing(panel: ReasonsPanel) -> None:
    panel.show_rival(Rival(THIS, Standing.AHEAD, OTHER, 0.71), "DSC_2.JPG", found(SHARPER, DARKER))
    panel.show_rival(None)
    assert said(panel) == []


def test_what_stands_below_stays_in_its_place(panel: ReasonsPanel) -> None:
    rival, heights = Rival(THIS, Standing.AHEAD, OTHER, 0.71), []
    for told in (found(), found(SHARPER), found(SHARPER, DARKER), None):
        panel.show_rival(rival, "DSC_2.JPG", told, awaited=told is None)
        heights.append(max(panel.sizeHint().height(), panel.minimumHeight()))
    assert len(set(heights)) == 1


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[tuple[DetailsPanel, Explainer]]:
    shoot, jobs = Shoot(), Jobs()
    view = seen(landscape(2))
    for number, picture in ((THIS, view), (OTHER, blurred(view, 2))):
        shoot.add([(photo(number, path=write_photo(tmp_path / f"{number}.jpg", picture)), Marks())])
    shoot.set_series([PhotoSeries(SeriesKind.BURST, (THIS, OTHER), "alike")])
    shoot.set_ranking((THIS, OTHER), ranking(8.0, 5.0))
    explainer = Explainer(shoot, jobs)
    panel = DetailsPanel(shoot, explainer)
    qtbot.addWidget(panel)
    panel.show()
    yield panel, explainer
    jobs.close()


def test_the_details_tell_why_once_it_is_known(desk: tuple[DetailsPanel, Explainer], qtbot: QtBot) -> None:
    panel, explainer = desk
    panel.show_photo(OTHER)
    assert "Comparing…" not in said(panel)
    explainer.look_at(OTHER)
    assert "Comparing…" in said(panel)
    qtbot.waitUntil(lambda: "softer subject" in said(panel), timeout=20_000)
    panel.show_photo(THIS)
    assert "softer subject" not in said(panel)
    explainer.look_at(THIS)
    assert "sharper subject" in said(panel)
    explainer.look_at(None)
    panel.show_photo(None)
    assert said(panel) == []
