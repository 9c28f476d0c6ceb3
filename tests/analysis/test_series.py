import dataclasses

import pytest

from app.analysis.series import Series, SeriesKind


def test_a_series_cannot_be_changed_after_grouping() -> None:
    series = Series(SeriesKind.BURST, (0, 1), "0.4 s apart")
    with pytest.raises(dataclasses.FrozenInstanceError):
        series.frames = (0,)  # type: ignore[misc]


def test_kinds_read_as_the_words_that_reports_use() -> None:
    assert [f"{kind}" for kind in SeriesKind] == ["burst", "bracket", "single"]


def test_a_single_photo_needs_no_reason() -> None:
    assert Series(SeriesKind.SINGLE, (3,)).reason == ""
