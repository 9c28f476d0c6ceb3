from collections.abc import Mapping, Sequence

import pytest

from app.analysis.exporting.choice import Kind, What, choose, what_from
from app.analysis.series import SeriesKind
from app.errors import AppError
from app.library.photo import Flag, Label, Marks, PhotoId
from tests.analysis.exporting.shoots import photo, shoot_of

PICK, REJECT = Marks(flag=Flag.PICK), Marks(flag=Flag.REJECT)
BURST = [(SeriesKind.BURST, [photo(1), photo(2), photo(3)])]
SCORES = {0: (5.0, 8.0, 6.0)}


def best(
    marks: dict[int, Marks], covers: set[int] | None = None, scores: Mapping[int, Sequence[float]] = SCORES
) -> set[int]:
    shoot = shoot_of(BURST, marks, scores)
    return set(choose(shoot, What(Kind.BEST), {PhotoId(one) for one in covers or ()}).photos)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("picks", What(Kind.PICKS)),
        (" Best ", What(Kind.BEST)),
        ("rejects", What(Kind.REJECTS)),
        ("all", What(Kind.ALL)),
        ("stars>=3", What(Kind.STARS, least_stars=3)),
        ("stars >= 3", What(Kind.STARS, least_stars=3)),
        ("stars3", What(Kind.STARS, least_stars=3)),
        ("stars5+", What(Kind.STARS, least_stars=5)),
        ("colour=red", What(Kind.COLOURS, labels=frozenset({Label.RED}))),
        ("color=Blue,green", What(Kind.COLOURS, labels=frozenset({Label.BLUE, Label.GREEN}))),
    ],
)
def test_what_is_written_is_understood(text: str, what: What) -> None:
    assert what_from(text) == what


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("stars", "quotation marks"),
        ("stars>=6", "quotation marks"),
        ("winners", "write one of"),
        ("colour=pink", "there are red"),
    ],
)
def test_anything_else_is_a_sentence(text: str, said: str) -> None:
    with pytest.raises(AppError, match=said):
        what_from(text)


def test_the_models_choice_where_nobody_chose() -> None:
    assert best({}) == {2}
    assert best({2: REJECT}) == {3}


def test_a_person_outranks_the_model() -> None:
    assert best({1: Marks(stars=2)}) == {1}
    assert best({}, covers={3}) == {3}
    assert best({1: PICK}, covers={3}) == {1}
    assert best({3: REJECT}, covers={3}) == {2}


def test_every_pick_of_a_series_is_a_best_shot() -> None:
    assert best({1: PICK, 3: PICK}) == {1, 3}


def test_a_series_without_a_word_on_it_is_counted_and_left_out() -> None:
    shoot = shoot_of(BURST)
    assert choose(shoot, What(Kind.BEST)).open_series == 1
    assert best({1: REJECT, 2: REJECT, 3: REJECT}, scores={}) == set()
    all_rejected = shoot_of(BURST, {1: REJECT, 2: REJECT, 3: REJECT})
    assert choose(all_rejected, What(Kind.BEST)).open_series == 0


def test_a_bracket_and_a_single_frame_are_their_own_best() -> None:
    series = [
        (SeriesKind.BRACKET, [photo(1), photo(2)]),
        (SeriesKind.SINGLE, [photo(3)]),
        (SeriesKind.SINGLE, [photo(4)]),
    ]
    assert choose(shoot_of(series, {4: REJECT}), What(Kind.BEST)).photos == {1, 2, 3}


def test_what_is_kept_back_in_blind_mode_is_no_best_shot() -> None:
    shoot = shoot_of(BURST, {}, SCORES)
    shoot.set_blind(True)
    assert choose(shoot, What(Kind.BEST)).photos == frozenset()


def test_by_marks() -> None:
    marks = {
        1: Marks(4, Flag.PICK, Label.RED),
        2: Marks(4, Flag.REJECT, Label.RED),
        3: Marks(2, Flag.NONE, Label.BLUE),
    }
    shoot = shoot_of(BURST, marks)
    asked = {
        "picks": {1},
        "rejects": {2},
        "stars>=1": {1, 3},
        "stars>=3": {1},
        "colour=red,blue": {1, 3},
        "colour=green": set(),
        "all": {1, 2, 3},
    }
    assert {text: choose(shoot, what_from(text)).photos for text in asked} == asked
    assert choose(shoot, What(Kind.THESE, photos=frozenset(map(PhotoId, (2, 9))))).photos == {2}
