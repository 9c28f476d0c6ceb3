import pytest

from app.analysis.series import SeriesKind
from app.analysis.shoot import PhotoSeries
from app.library.photo import PhotoId
from app.ui.folding import Folding


def burst(*numbers: int) -> PhotoSeries:
    return PhotoSeries(SeriesKind.BURST, tuple(PhotoId(n) for n in numbers))


def test_one_series_and_back() -> None:
    folding = Folding()
    folding.set_folded([burst(1, 2, 3)], folded=True)
    assert folding.is_folded(burst(1, 2, 3))
    assert not folding.is_folded(burst(4, 5))
    folding.set_folded([burst(1, 2, 3)], folded=False)
    assert not folding.is_folded(burst(1, 2, 3))


def test_all_and_those_to_come_and_one_the_other_way() -> None:
    folding = Folding()
    folding.set_folded([burst(1, 2)], folded=True)
    folding.set_all(folded=True)
    folding.set_folded([burst(3, 4)], folded=False)
    assert [folding.is_folded(one) for one in (burst(1, 2), burst(3, 4), burst(98, 99))] == [True, False, True]
    folding.set_all(folded=False)
    assert not folding.is_folded(burst(1, 2))


@pytest.mark.parametrize("everything", [True, False])
def test_a_regroup_keeps_what_is_folded_and_hides_nothing_that_was_seen(everything: bool) -> None:
    folding = Folding()
    folding.set_all(folded=everything)
    folding.set_folded([burst(1, 2, 3, 4)], folded=True)
    folding.set_folded([burst(5, 6)], folded=False)
    assert folding.is_folded(burst(1, 2))
    assert folding.is_folded(burst(3, 4))
    assert not folding.is_folded(burst(5, 6))
    assert not folding.is_folded(burst(3, 4, 5, 6))
    assert folding.is_folded(burst(4, 7)) is everything, "a new frame is as all are"


def test_a_single_photo_is_never_folded() -> None:
    folding = Folding()
    folding.set_all(folded=True)
    assert not folding.is_folded(burst(1))
