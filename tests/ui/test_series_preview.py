from pathlib import Path

import pytest

from app.analysis.grouping import GroupingSettings
from app.ui.series_preview import SeriesPreview
from tests.shoots import small_shoot
from tests.ui.conftest import Photographer

FINE, COARSE = GroupingSettings(gap=0.2, likeness=1.0), GroupingSettings(gap=60.0, likeness=0.0)


@pytest.fixture
def counted(photographer: Photographer, tmp_path: Path) -> tuple[SeriesPreview, list[int]]:
    photographer.open(small_shoot(tmp_path / "shoot"))
    desk = photographer.desk
    preview = SeriesPreview(desk.session.shoot, desk.pipeline.regrouper, desk.jobs, desk.window)
    counts: list[int] = []
    preview.counted.connect(counts.append)
    return preview, counts


@pytest.mark.parametrize("settings", [FINE, COARSE, GroupingSettings()])
def test_what_is_counted_is_what_comes_of_it(
    photographer: Photographer, counted: tuple[SeriesPreview, list[int]], settings: GroupingSettings
) -> None:
    preview, counts = counted
    before = photographer.names()
    preview.count(settings)
    photographer.wait_for(lambda: bool(counts))
    assert photographer.names() == before, "a preview changes nothing"
    photographer.desk.session.set_settings(settings)
    photographer.wait_for(lambda: not photographer.desk.pipeline.regrouper.busy)
    assert counts == [len(photographer.names())]


def test_of_many_the_latest_is_counted(photographer: Photographer, counted: tuple[SeriesPreview, list[int]]) -> None:
    preview, counts = counted
    for likeness in range(100):
        preview.count(GroupingSettings(likeness=likeness / 100))
    preview.count(FINE)
    photographer.wait_for(lambda: len(counts) >= 2)
    last = counts[-1]
    assert len(counts) == 2
    preview.count(FINE)
    photographer.wait_for(lambda: len(counts) == 3)
    assert counts[-1] == last


def test_once_forgotten_nothing_more_is_counted(
    photographer: Photographer, counted: tuple[SeriesPreview, list[int]], tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    preview, counts = counted
    preview.count(FINE)
    preview.count(COARSE)
    preview.forget()
    photographer.wait_for(lambda: bool(counts))
    fine = counts[0]
    photographer.open(tmp_path / "empty")
    preview.count(FINE)
    photographer.wait_for(lambda: len(counts) == 2)
    assert counts == [fine, 0], "the photos of another folder are counted anew"
