import numpy as np
import pytest

from fgaesq_core.cells import Floats
from tests.pictures import scene
from train.exam.shooting import Scene, Shot, scene_in, taken
from train.synth.faults import OPTICAL
from train.synth.series import Shot as Trained

PHOTO = scene(9, (520, 400))


def drawn(seed: int = 3, pixels: float = 90_000) -> Scene:
    return scene_in(PHOTO, pixels, np.random.default_rng(seed))


def pixels(shot: Shot) -> Floats:
    return np.asarray(taken(drawn(), shot), np.float32)


def change(one: Shot, other: Shot) -> float:
    return float(np.abs(pixels(one) - pixels(other)).mean())


def test_badness_is_that_of_training() -> None:
    assert Shot((), 0, 0).badness == 0
    both = Shot((("noise", 0.3), ("haze", 0.7)), 1, 2)
    assert both.badness == pytest.approx(Trained((0.3, 0.7)).badness)


def test_frames_have_no_more_pixels_than_asked_for_and_than_the_photo_has() -> None:
    for seed in range(20):
        width, height = drawn(seed, 70_000).size
        assert 40_000 < width * height < 71_000
        width, height = drawn(seed, 1e7).size
        assert width * height <= PHOTO.width * PHOTO.height


@pytest.mark.parametrize("kind", ["tilt", "cut off", "askew", "covered", "defocus", "jerk"])
def test_shots_are_their_draws(kind: str) -> None:
    shot = Shot(((kind, 0.6),), 4, 5)
    assert change(shot, shot) == 0
    assert change(shot, Shot(((kind, 0.6),), 4, 6)) > 0
    assert change(shot, Shot((), 4, 5)) > 1


def test_severity_0_is_no_fault() -> None:
    for kind in ("askew", *OPTICAL):
        assert change(Shot(((kind, 0.0),), 1, 1), Shot((), 1, 1)) == 0


def test_what_must_not_matter_is_small() -> None:
    from tests.pictures import blurred

    soft = scene_in(blurred(PHOTO, 6), 60_000, np.random.default_rng(0))
    first, *others = (np.asarray(taken(soft, Shot((), 0, unrest)), np.float32) for unrest in range(6))
    assert all(0 < np.abs(first - other).mean() < 8 for other in others)


def test_askew_keeps_the_subject_where_it_is() -> None:
    from train.exam.kinds import AIMS
    from train.synth.subject import Place
    from train.synth.view import View, within

    view, subject = View(Place(0.45, 0.55), 0.6), Place(0.6, 0.4)
    turned = AIMS["askew"](view, 1.0, subject, PHOTO, (300, 200), np.random.default_rng(0))
    before, after = (within(subject, PHOTO, each, (300, 200)) for each in (view, turned))
    turn = np.radians(turned.degrees)
    offsets = [np.array([(each.across - 0.5) * 300, (each.down - 0.5) * 200]) for each in (before, after)]
    # `within` leaves the tilt aside; in the tilted frame the offset from the middle is turned back.
    back = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    assert abs(turned.degrees) == 9
    assert back @ offsets[1] == pytest.approx(offsets[0], abs=1e-6)
