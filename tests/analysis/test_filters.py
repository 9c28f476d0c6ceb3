from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis.best_shot import Chooser, open_margin
from app.analysis.filters import Filter, Show, Sort, cameras, counts, place_among, preset, shown
from app.analysis.series import SeriesKind
from app.analysis.shoot import PhotoSeries, Shoot
from app.library.photo import Flag, Label, Marks, PhotoId
from tests.analysis.known import photo, ranking, series

marks = st.builds(Marks, st.sampled_from((0, 0, 3)), st.sampled_from(Flag), st.sampled_from((Label.NONE, Label.RED)))
scores = st.sampled_from((3.0, 6.0, 6.02, 9.0))
keywords = st.sampled_from(((), ("sea",), ("Place|Ulm", "Sea")))
frame = st.tuples(marks, scores, st.sampled_from(("", "X-T5", "R5")), keywords)
one_series = st.tuples(st.sampled_from((SeriesKind.BURST, SeriesKind.BRACKET)), st.lists(frame, min_size=1, max_size=4))


def some(values: object) -> st.SearchStrategy[frozenset[object]]:
    return st.frozensets(st.sampled_from(values), max_size=2)  # type: ignore[arg-type]


filters = st.builds(
    Filter,
    unreviewed=st.booleans(),
    flags=some(Flag),
    least_stars=st.sampled_from((0, 0, 1, 4)),
    labels=some((Label.NONE, Label.RED)),
    too_close=st.sampled_from((False, False, True)),
    kinds=some(SeriesKind),
    cameras=some(("X-T5", "R5")),
    text=st.sampled_from(("", " ", "img_001", "JPG", "2", "no such name", "SEA", "ulm 1", "Place › Ulm")),
    sort=st.sampled_from(Sort),
    eyes_closed=st.sampled_from((False, False, True)),
)


@st.composite
def shoots(draw: st.DrawFn) -> Shoot:
    """Series of some frames, marked and ranked at random; some are not ranked yet."""
    shoot, found = Shoot(), []
    for place, (kind, frames) in enumerate(draw(st.lists(one_series, max_size=6))):
        ids = range(10 * place, 10 * place + len(frames))
        shoot.add(
            (photo(number, camera=camera), Marks()) for number, (_, _, camera, _) in zip(ids, frames, strict=True)
        )
        shoot.set_marks({PhotoId(number): given_marks for number, (given_marks, *_) in zip(ids, frames, strict=True)})
        shoot.set_keywords({PhotoId(number): given[3] for number, given in zip(ids, frames, strict=True)})
        found.append(series(*ids, kind=kind))
        if draw(st.booleans()):
            shoot.set_ranking(found[-1].frames, ranking(*(score for _, score, *_ in frames)))
    shoot.set_series(found)
    return shoot


def is_shown(choice: Show, shoot: Shoot, one: PhotoSeries) -> bool:
    flags = {shoot.marks(frame).flag for frame in one.frames}
    match choice:
        case Show.ALL:
            return True
        case Show.UNDECIDED:
            return not shoot.decided(one)
        case Show.PICKS:
            return Flag.PICK in flags
        case Show.REJECTS:
            return Flag.REJECT in flags
        case Show.TOO_CLOSE:
            return shoot.best(one).too_close and not shoot.decided(one)
        case Show.BRACKETS:
            return one.kind is SeriesKind.BRACKET


@given(shoots())
def test_every_choice_shows_what_its_plain_definition_says(shoot: Shoot) -> None:
    for choice in Show:
        plain = [place for place, one in enumerate(shoot.series) if is_shown(choice, shoot, one)]
        assert shown(choice, shoot) == plain
        assert counts(shoot)[choice] == len(plain)


ASLEEP = tuple(PhotoId(number) for number in range(0, 60, 3))


def fits(wanted: Filter, shoot: Shoot, one: PhotoSeries) -> bool:
    def frame_fits(frame: PhotoId) -> bool:
        marks, photo_ = shoot.marks(frame), shoot.photo(frame)
        said = " ".join((photo_.path.name, *shoot.keywords(frame))).lower()
        return (
            (not wanted.flags or marks.flag in wanted.flags)
            and marks.stars >= wanted.least_stars
            and (not wanted.labels or marks.label in wanted.labels)
            and (not wanted.cameras or photo_.capture.camera in wanted.cameras)
            and (not wanted.eyes_closed or frame in ASLEEP)
            and all(word in said for word in wanted.text.replace("›", "").lower().split())
        )

    return (
        (not wanted.unreviewed or not shoot.decided(one))
        and (not wanted.too_close or shoot.best(one).too_close)
        and (not wanted.kinds or one.kind in wanted.kinds)
        and any(frame_fits(frame) for frame in one.frames)
    )


@given(shoots(), filters, st.booleans())
def test_every_axis_must_hold_and_one_frame_meet_all_that_is_asked_of_frames(
    shoot: Shoot, wanted: Filter, blind: bool
) -> None:
    shoot.set_blind(blind)
    plain = [place for place, one in enumerate(shoot.series) if fits(wanted, shoot, one)]
    assert sorted(shown(wanted, shoot, eyes_closed=ASLEEP)) == plain
    kept = range(0, len(shoot.series), 2)
    assert set(shown(wanted, shoot, kept, ASLEEP)) == {*plain, *kept}


@given(shoots())
def test_where_nobody_looks_for_faces_nobody_has_closed_eyes(shoot: Shoot) -> None:
    assert shown(Filter(eyes_closed=True), shoot) == []
    assert Filter(eyes_closed=True).hides


@given(shoots())
def test_orders(shoot: Shoot) -> None:
    everything = list(range(len(shoot.series)))
    assert shown(Filter(), shoot) == everything
    for sort in Sort:
        assert sorted(shown(Filter(sort=sort), shoot)) == everything
    closest = [shoot.series[place] for place in shown(Filter(sort=Sort.MARGIN), shoot)]
    open_ = [one for one in closest if shoot.best(one).by is Chooser.MODEL]
    assert closest[: len(open_)] == open_
    marks_of = [[shoot.marks(frame) for frame in one.frames] for one in open_]
    margins = [open_margin(known, m) for one, m in zip(open_, marks_of, strict=True) if (known := shoot.ranking(one))]
    assert margins == sorted(margins)
    best = [max(known.scores, default=0) if (known := shoot.ranking(shoot.series[place])) else 0.0
            for place in shown(Filter(sort=Sort.SCORE), shoot)]  # fmt: skip
    assert best == sorted(best, reverse=True)


def test_names_are_ordered_as_people_count_whatever_the_time() -> None:
    shoot = Shoot()
    names = ("img_10", "IMG_9", "IMG_1")
    shoot.add((photo(n, path=Path(f"/photos/{name}.jpg")), Marks()) for n, name in enumerate(names))
    shoot.set_series([series(0), series(1), series(2)])
    assert shown(Filter(sort=Sort.NAME), shoot) == [2, 1, 0]


def test_each_word_is_looked_for_in_every_file_name_of_a_photo_but_not_across_them() -> None:
    shoot = Shoot()
    pair = photo(1, path=Path("/photos/Straße 1.jpg"))
    shoot.add([(replace(pair, files=(*pair.files, Path("/photos/raw.CR2"))), Marks())])
    shoot.set_series([series(1)])
    for text in ("STRASSE", "cr2", "raw.", "jpg raw", "1 \t strasse"):
        assert shown(Filter(text=text), shoot) == [0]
    for text in ("photos", "jpgraw", "strasse 7"):
        assert shown(Filter(text=text), shoot) == []


def test_words_may_be_in_names_and_keywords_of_one_and_the_same_frame() -> None:
    shoot = Shoot()
    shoot.add((photo(n), Marks()) for n in (1, 2, 3))
    shoot.set_series([series(1, 2), series(3)])
    # An accent of its own and one within the letter are the same to people.
    ulm, dom, anna = "Place|Ulm", "Do\u0308m", "Anna"
    changed = shoot.set_keywords({PhotoId(1): (ulm, dom), PhotoId(2): (anna,), PhotoId(9): (anna,)})
    assert changed == {1, 2, 9}
    assert shoot.set_keywords({PhotoId(1): (ulm, dom)}) == set()
    for text in ("ULM", "d\u00f6m ulm", "place › ulm", "001 ulm", "anna"):
        assert shown(Filter(text=text), shoot) == [0]
    assert shown(Filter(text="ulm anna"), shoot) == []
    shoot.set_keywords({PhotoId(1): (), PhotoId(3): (ulm,)})
    assert shown(Filter(text="ulm"), shoot) == [1]
    shoot.remove([PhotoId(3)])
    shoot.add([(photo(3), Marks())])
    assert shoot.keywords(PhotoId(3)) == (ulm,)
    shoot.clear()
    assert shoot.keywords(PhotoId(3)) == ()


def test_choices_are_filters_in_any_order() -> None:
    for choice in Show:
        assert preset(choice.filter) is choice
        assert preset(replace(choice.filter, sort=Sort.MARGIN)) is choice
        assert choice.filter.hides == (choice is not Show.ALL)
    assert preset(Filter(text="a")) is None


def test_cameras_are_named_once() -> None:
    shoot = Shoot()
    shoot.add((photo(n, camera=camera), Marks()) for n, camera in enumerate(("R5", "", "A7", "R5")))
    assert cameras(shoot) == ("A7", "R5")


def test_a_series_that_becomes_close_by_a_reject_is_shown() -> None:
    shoot = Shoot()
    shoot.add((photo(number), Marks()) for number in (1, 2, 3))
    shoot.set_series([series(1, 2, 3)])
    shoot.set_ranking(shoot.series[0].frames, ranking(9.0, 6.0, 6.02))
    assert shown(Show.TOO_CLOSE, shoot) == []
    shoot.set_marks({PhotoId(1): Marks(flag=Flag.REJECT)})
    assert shown(Show.TOO_CLOSE, shoot) == [0]
    assert shown(Show.UNDECIDED, shoot) == [0]


def test_in_blind_mode_no_choice_gives_the_models_word_away() -> None:
    shoot = Shoot()
    shoot.add((photo(number), Marks()) for number in range(1, 5))
    shoot.set_series([series(1, 2), series(3, 4)])
    shoot.set_ranking(shoot.series[0].frames, ranking(9.0, 3.0))
    shoot.set_ranking(shoot.series[1].frames, ranking(6.0, 6.02))
    shoot.set_blind(True)
    assert shown(Show.TOO_CLOSE, shoot) == []
    assert shown(Filter(sort=Sort.MARGIN), shoot) == shown(Filter(sort=Sort.SCORE), shoot) == [0, 1]


def test_an_empty_shoot_shows_nothing() -> None:
    assert counts(Shoot()) == dict.fromkeys(Show, 0)


@pytest.mark.parametrize(("series", "place"), [(4, 1), (5, None), (None, None), (99, None), (2, 0)])
def test_a_series_is_found_among_those_shown(series: int | None, place: int | None) -> None:
    assert place_among([2, 4, 9], series) == place


@given(st.permutations(range(6)), st.integers(0, 5), st.integers(0, 7))
def test_a_series_is_found_in_any_order(order: list[int], count: int, series: int) -> None:
    shown_ = order[:count]
    assert place_among(shown_, series) == (shown_.index(series) if series in shown_ else None)
