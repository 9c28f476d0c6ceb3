from dataclasses import replace

from fgaesq_core.technical import Measures, measure
from tests.pictures import blurred, scene
from train.sentences import composed

PLAIN = Measures(0.5, 0.0, 0.0, 0.0, 0.0, 1.0, 0.5)


def test_the_most_obvious_is_said_first() -> None:
    worse = replace(PLAIN, highlights=0.2, noise=4.0)
    assert composed(PLAIN, worse) == "highlights are kept, there is less noise"


def test_frames_that_look_alike_have_nothing_said_of_them() -> None:
    assert composed(PLAIN, replace(PLAIN, noise=1.05)) == ""


def test_what_is_worse_is_not_said() -> None:
    assert composed(replace(PLAIN, noise=9.0), PLAIN) == ""


def test_a_blurred_picture_is_called_less_sharp() -> None:
    sharp = scene(5)
    one, other = measure([sharp, blurred(sharp, 3)])
    assert "it is sharper" in composed(one, other)
