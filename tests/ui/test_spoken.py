import pytest

from app.analysis.series import SeriesKind
from app.analysis.shoot import Shoot
from app.library.photo import Flag, Label, Marks, PhotoId
from app.ui import spoken
from fgaesq_core import Ranking
from tests.ui.made_up import shoot_of

CLEAR = Ranking((4.0, 8.0, 6.0), (0.05, 0.8, 0.15), 0.9, False)
CLOSE = Ranking((7.9, 8.0, 6.0), (0.45, 0.5, 0.05), 0.52, True)


@pytest.fixture
def shoot() -> Shoot:
    return shoot_of(3, 1, 3, kinds=[SeriesKind.BURST, SeriesKind.SINGLE, SeriesKind.BRACKET])


def test_a_frame_is_said_by_what_is_its_own(shoot: Shoot) -> None:
    assert spoken.frame(shoot, PhotoId(3)) == "frame 3 of 3"
    shoot.set_ranking(shoot.series[0].frames, CLEAR)
    shoot.set_marks({PhotoId(2): Marks(4, Flag.PICK, Label.RED)})
    assert spoken.frame(shoot, PhotoId(2)) == "frame 2 of 3, best shot, picked, 4 stars, red label"
    said = spoken.frame(shoot, PhotoId(2), folded=True, chosen=1200)
    assert said == "frame 2 of 3, folded, best shot, picked, 4 stars, red label, 1,200 chosen"
    assert spoken.frame(shoot, PhotoId(4)) == "single photo"
    assert spoken.frame(shoot, PhotoId(99)) == ""


def test_a_series_is_said_by_its_place_and_what_is_suggested(shoot: Shoot) -> None:
    assert spoken.standing(shoot, PhotoId(1), [0, 1, 2]) == "series 1 of 3, frame 1 of 3"
    shoot.set_ranking(shoot.series[0].frames, CLEAR)
    assert spoken.standing(shoot, PhotoId(1), [0, 2]) == "series 1 of 2, suggestion frame 2, frame 1 of 3"
    assert spoken.standing(shoot, PhotoId(5), [0, 2]) == "series 2 of 2, frame 1 of 3"
    shoot.set_marks({PhotoId(3): Marks(0, Flag.PICK)})
    assert (
        spoken.standing(shoot, PhotoId(3), [0]) == "series 1 of 1, your choice frame 3, frame 3 of 3, best shot, picked"
    )
    assert spoken.standing(shoot, PhotoId(4), [0, 1]) == "series 2 of 2, single photo"
    assert spoken.standing(shoot, PhotoId(99), [0, 1]) == ""


def test_what_is_too_close_is_said_so_and_no_frame_is_called_the_best(shoot: Shoot) -> None:
    shoot.set_ranking(shoot.series[0].frames, CLOSE)
    assert spoken.standing(shoot, PhotoId(2), [0]) == "series 1 of 1, too close to call, frame 2 of 3"


def test_who_works_blind_hears_no_suggestion(shoot: Shoot) -> None:
    shoot.set_ranking(shoot.series[0].frames, CLEAR)
    shoot.set_blind(True)
    assert spoken.standing(shoot, PhotoId(2), [0]) == "series 1 of 1, frame 2 of 3"


def test_a_photo_without_marks_is_said_to_have_none(shoot: Shoot) -> None:
    assert spoken.marks(shoot, PhotoId(1)) == "no marks"
    shoot.set_marks({PhotoId(1): Marks(0, Flag.REJECT)})
    assert spoken.marks(shoot, PhotoId(1)) == "rejected"
