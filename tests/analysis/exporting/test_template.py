from contextlib import suppress
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis.exporting.selection import SelectedFrame
from app.analysis.exporting.template import FIELDS, names, preview, template_from
from app.errors import AppError
from app.library.photo import Flag, Label, Marks
from app.library.transfer.safe_names import safe_name
from tests.analysis.exporting.shoots import photo


def frame(
    number: int = 1, name: str = "IMG_1.jpg", camera: str = "X-T5", wall: float = 1_778_320_931.0
) -> SelectedFrame:
    return SelectedFrame(photo(number, name, wall=wall, camera=camera), Marks(3, Flag.PICK, Label.RED), True)


@pytest.mark.parametrize(
    ("template", "name"),
    [
        ("{name}", "IMG_1"),
        ("{date} {time} {camera} {seq} {stars} {name}", "2026-05-09 10-02-11 X-T5 0001 3 IMG_1"),
        ("{year}/{month}/{day}/{seq:2}", "2026/05/09/01"),
        ("{folder}_{label}", "shoot_red"),
        ("{{{name}}}", "{IMG_1}"),
        (r"a\{name}", "a/IMG_1"),
        ("../{name}", "_/IMG_1"),
        ("con/{seq}", "_con/0001"),
    ],
)
def test_examples(template: str, name: str) -> None:
    assert str(names(template, [frame()])[0]) == name


def test_what_a_photo_does_not_tell_is_said() -> None:
    bare = SelectedFrame(photo(1, camera=""), Marks(), True)
    assert str(names("{camera} {stars} {label}", [bare])[0]) == "unknown camera 0 none"
    assert str(names("{date}", [frame(wall=1e18)])[0]) == "unknown time"


def test_no_value_makes_a_folder_or_leaves_the_destination() -> None:
    made = names("{camera}/{name}", [frame(name="a:b?.jpg", camera="../../Sony/A7")])
    assert [str(one) for one in made] == [".._.._Sony_A7/a_b_".replace(".._.._", "_.._.._")]


def test_numbers_are_as_wide_as_the_last_one() -> None:
    many = [frame(n, f"{n}.jpg") for n in range(12_000)]
    made = names("{seq}", many)
    assert (str(made[0]), str(made[-1])) == ("00001", "12000")


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("", "A name is missing"),
        ("   ", "A name is missing"),
        ("/{name}", "A name is missing"),
        ("{name}/", "A name is missing"),
        ("a//b", "A name is missing"),
        ("{name", "brace"),
        ("name}", "brace"),
        ("{}", "There is no field {}"),
        ("{0}", "There is no field {0}"),
        ("{rating}", "There is no field {rating}; there are {name}"),
        ("{name:3}", "Only {seq}"),
        ("{seq:x}", "Only {seq}"),
        ("{seq:99}", "Only {seq}"),
        ("{name!r}", "Only {seq}"),
        ("{name.__class__}", "There is no field"),
    ],
)
def test_mistakes_are_one_sentence(template: str, said: str) -> None:
    with pytest.raises(AppError) as raised:
        template_from(template)
    assert said in raised.value.sentence
    assert "\n" not in raised.value.sentence


def test_the_preview_shows_endings_and_numbers_of_those_alike() -> None:
    frames = [frame(1, "IMG_1.JPG"), frame(2, "img_1.jpg"), frame(3, "IMG_2.heic")]
    assert preview("{name}", frames) == ("IMG_1.JPG", "img_1 (2).jpg", "IMG_2.heic")
    assert preview("{seq:1}", frames, at_most=2) == ("1.JPG", "2.jpg")


@given(st.lists(st.one_of(st.text(max_size=6), st.sampled_from([f"{{{one}}}" for one in FIELDS])), max_size=6))
def test_whatever_is_typed_gives_safe_names_or_a_sentence(pieces: list[str]) -> None:
    made: tuple[PurePosixPath, ...] = ()
    with suppress(AppError):
        made = names("".join(pieces), [frame(), frame(2)])
    assert all(part == safe_name(part) for one in made for part in one.parts)
