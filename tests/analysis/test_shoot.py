import itertools

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from app.analysis.embedder import APPEARANCE, Embedded, Embedder
from app.analysis.series import SeriesKind
from app.analysis.shoot import PhotoSeries, Shoot
from app.library.photo import Flag, Label, Marks, PhotoId
from fgaesq_core.appearance import LikenessScale
from tests.analysis.known import photo, ranking, series

PICK = Marks(flag=Flag.PICK)
VECTOR = np.ones(2, np.float32)
OWN = Embedder("own", LikenessScale(0.5, 1.0))
OTHER = Embedder("other", LikenessScale(0.5, 1.0))


@pytest.fixture
def shoot() -> Shoot:
    """Photos 1 to 5, of which 1 to 3 are a burst and 4 and 5 a bracket."""
    shoot = Shoot()
    shoot.add((photo(number), Marks()) for number in range(1, 6))
    shoot.set_series([series(1, 2, 3), series(4, 5, kind=SeriesKind.BRACKET)])
    return shoot


def test_what_was_put_in_is_there(shoot: Shoot) -> None:
    assert len(shoot) == 5
    assert PhotoId(3) in shoot
    assert PhotoId(6) not in shoot
    assert {each.id for each in shoot.photos} == {1, 2, 3, 4, 5}
    assert shoot.photo(PhotoId(2)) == photo(2)
    assert shoot.marks(PhotoId(2)) == Marks()
    assert shoot.aspects(1) == [1.5, 1.5]
    assert shoot.series_of(PhotoId(5)) == 1
    assert shoot.series_of(PhotoId(6)) is None


def test_marks_in_memory_outrank_those_that_come_from_the_disk(shoot: Shoot) -> None:
    shoot.set_marks({PhotoId(1): PICK})
    shoot.add([(photo(1), Marks(stars=2)), (photo(6), Marks(stars=2))])
    assert shoot.marks(PhotoId(1)) == PICK
    assert shoot.marks(PhotoId(6)) == Marks(stars=2)


def test_setting_marks_returns_the_old_ones_of_those_that_changed(shoot: Shoot) -> None:
    shoot.set_marks({PhotoId(1): PICK})
    assert shoot.set_marks({PhotoId(1): PICK, PhotoId(2): PICK}) == {PhotoId(2): Marks()}


def test_a_word_of_a_model_that_was_seen_stays_seen_until_the_folder_is_left(shoot: Shoot) -> None:
    shoot.set_ranking(shoot.series[0].frames, ranking(1.0, 2.0, 3.0))
    shoot.forget_rankings()
    shoot.set_series([series(1, 4), series(2, 3, 5)])
    assert [shoot.was_judged(PhotoId(number)) for number in range(1, 6)] == [True, True, True, False, False]
    shoot.clear()
    assert not shoot.was_judged(PhotoId(1))


def test_blind_a_word_of_a_model_is_seen_once_its_series_is_decided(shoot: Shoot) -> None:
    whole = shoot.series[0]
    shoot.set_blind(True)
    shoot.set_ranking(whole.frames, ranking(1.0, 2.0, 3.0))
    assert shoot.is_ranked(whole)
    assert (shoot.ranking(whole), shoot.best(whole).frame, shoot.revealed(whole)) == (None, None, False)
    assert not shoot.was_judged(PhotoId(1))
    shoot.set_marks({PhotoId(1): Marks(flag=Flag.REJECT)})
    assert not shoot.was_judged(PhotoId(1)), "one reject decides nothing"
    shoot.set_marks({PhotoId(2): PICK})
    assert (shoot.ranking(whole), shoot.was_judged(PhotoId(3))) == (ranking(1.0, 2.0, 3.0), True)
    shoot.set_marks({PhotoId(2): Marks()})
    assert (shoot.ranking(whole), shoot.was_judged(PhotoId(3))) == (None, True), "what was seen stays seen"


def test_a_word_that_came_blind_is_seen_when_blindness_ends_or_series_change(shoot: Shoot) -> None:
    shoot.set_blind(True)
    shoot.set_ranking((PhotoId(1), PhotoId(2)), ranking(1.0, 2.0))
    shoot.set_marks({PhotoId(2): PICK})
    assert not shoot.was_judged(PhotoId(2)), "nobody was shown such a series"
    shoot.set_series([series(1, 2), series(3, 4, 5)])
    assert shoot.was_judged(PhotoId(2))
    shoot.set_ranking(shoot.series[1].frames, ranking(1.0, 2.0, 3.0))
    assert not shoot.was_judged(PhotoId(3))
    shoot.set_blind(False)
    assert shoot.was_judged(PhotoId(3))


def test_a_cover_is_the_one_chosen_else_the_best_else_the_first(shoot: Shoot) -> None:
    one, two = shoot.series
    assert (shoot.cover(one), shoot.cover(two)) == (1, 4)
    shoot.set_ranking(one.frames, ranking(1.0, 3.0, 2.0))
    assert shoot.cover(one) == 2
    shoot.set_covers(frozenset({PhotoId(3), PhotoId(99)}))
    assert shoot.cover(one) == 3


def test_an_edited_photo_loses_what_came_from_its_old_pixels(shoot: Shoot) -> None:
    shoot.set_vectors(Embedded(APPEARANCE.id, {PhotoId(number): VECTOR for number in (1, 2, 4)}))
    shoot.set_ranking(shoot.series[0].frames, ranking(1.0, 2.0, 3.0))
    shoot.set_ranking(shoot.series[1].frames, ranking(1.0, 2.0))
    shoot.set_marks({PhotoId(1): PICK})
    shoot.add([(photo(1, version=1), Marks())])
    assert shoot.vector(PhotoId(1)) is None
    assert shoot.vector(PhotoId(2)) is VECTOR
    assert shoot.ranking(shoot.series[0]) is None
    assert shoot.ranking(shoot.series[1]) is not None
    assert shoot.marks(PhotoId(1)) == PICK


def test_the_same_photo_again_changes_nothing(shoot: Shoot) -> None:
    shoot.set_vectors(Embedded(APPEARANCE.id, {PhotoId(1): VECTOR}))
    shoot.set_ranking(shoot.series[0].frames, ranking(1.0, 2.0, 3.0))
    shoot.add([(photo(1), Marks())])
    assert shoot.vector(PhotoId(1)) is VECTOR
    assert shoot.ranking(shoot.series[0]) is not None


def test_photos_that_leave_are_taken_out_of_their_series(shoot: Shoot) -> None:
    shoot.set_marks({PhotoId(3): PICK, PhotoId(5): PICK})
    shoot.remove([PhotoId(4), PhotoId(2), PhotoId(99)])
    assert shoot.series == (
        PhotoSeries(SeriesKind.BURST, (PhotoId(1), PhotoId(3)), "alike"),
        PhotoSeries(SeriesKind.SINGLE, (PhotoId(5),)),
    )
    assert shoot.series_of(PhotoId(2)) is None
    assert shoot.marked_series() == {0, 1}
    shoot.remove([PhotoId(5)])
    assert len(shoot.series) == 1
    assert shoot.marked_series() == {0}


def test_a_photo_that_comes_back_with_other_pixels_has_no_old_ranking(shoot: Shoot) -> None:
    whole = shoot.series
    shoot.set_ranking(whole[0].frames, ranking(1.0, 2.0, 3.0))
    shoot.set_vectors(Embedded(APPEARANCE.id, {PhotoId(1): VECTOR}))
    shoot.remove([PhotoId(1)])
    shoot.add([(photo(1, version=1), Marks())])
    shoot.set_series(whole)
    assert shoot.ranking(whole[0]) is None
    assert shoot.vector(PhotoId(1)) is None


def test_a_grouping_that_comes_late_holds_no_photo_that_left(shoot: Shoot) -> None:
    shoot.remove([PhotoId(1)])
    shoot.set_series([series(1), series(2, 3, 1), series(4, 5)])
    assert [one.frames for one in shoot.series] == [(2, 3), (4, 5)]


def test_embeddings_of_photos_that_left_are_not_kept(shoot: Shoot) -> None:
    shoot.set_vectors(Embedded(APPEARANCE.id, {PhotoId(99): VECTOR}))
    assert shoot.vector(PhotoId(99)) is None


def test_vectors_of_two_embeddings_are_kept_side_by_side(shoot: Shoot) -> None:
    assert (shoot.embedder, shoot.embedders) == (APPEARANCE, (APPEARANCE,))
    shoot.set_vectors(Embedded(APPEARANCE.id, {PhotoId(1): VECTOR, PhotoId(2): VECTOR}))
    shoot.use_embedder(OWN)
    assert shoot.embedders == (OWN, APPEARANCE)
    shoot.set_vectors(Embedded(OWN.id, {PhotoId(2): -VECTOR}))
    assert shoot.vector(PhotoId(1)) is None
    assert shoot.vector(PhotoId(1), APPEARANCE) is VECTOR
    own, pixels = shoot.seen([photo(1), photo(2), photo(3)])
    assert (own.embedder, pixels.embedder) == (OWN, APPEARANCE)
    assert [vector is not None for vector in own.vectors] == [False, True, False]
    assert [vector is not None for vector in pixels.vectors] == [True, True, False]
    shoot.add([(photo(2, version=1), Marks())])
    assert shoot.vector(PhotoId(2)) is shoot.vector(PhotoId(2), APPEARANCE) is None


def test_another_embedding_takes_only_the_place_of_the_former(shoot: Shoot) -> None:
    shoot.set_vectors(Embedded(APPEARANCE.id, {PhotoId(1): VECTOR}))
    shoot.use_embedder(OWN)
    shoot.set_vectors(Embedded(OWN.id, {PhotoId(1): -VECTOR}))
    shoot.use_embedder(OTHER)
    shoot.set_vectors(Embedded(OWN.id, {PhotoId(2): VECTOR}))
    assert shoot.vector(PhotoId(1)) is shoot.vector(PhotoId(2)) is None
    assert shoot.vector(PhotoId(1), APPEARANCE) is VECTOR
    shoot.use_embedder(APPEARANCE)
    assert shoot.vector(PhotoId(1)) is VECTOR
    shoot.clear()
    assert (shoot.vector(PhotoId(1)), shoot.embedder) == (None, APPEARANCE)


def test_series_from_a_photo_on(shoot: Shoot) -> None:
    one, two = shoot.series
    assert list(shoot.series_from(PhotoId(5))) == [two, one]
    assert list(shoot.series_from(PhotoId(2))) == list(shoot.series_from(None)) == [one, two]
    assert list(shoot.series_from(PhotoId(99))) == [one, two]


def test_rankings_belong_to_the_exact_frames(shoot: Shoot) -> None:
    said = ranking(1.0, 2.0, 3.0)
    shoot.set_ranking(shoot.series[0].frames, said)
    assert shoot.ranking(shoot.series[0]) == said
    assert shoot.best(shoot.series[0]).frame == 2
    shoot.set_series([series(1, 2), series(3, 4, 5)])
    assert shoot.ranking(shoot.series[0]) is None
    shoot.set_series([series(1, 2, 3), series(4, 5)])
    assert shoot.ranking(shoot.series[0]) == said
    shoot.forget_rankings()
    assert shoot.ranking(shoot.series[0]) is None


def test_a_cleared_shoot_is_empty(shoot: Shoot) -> None:
    shoot.set_marks({PhotoId(3): PICK})
    shoot.set_ranking(shoot.series[0].frames, ranking(5.0, 5.0, 5.0))
    shoot.clear()
    assert len(shoot) == 0
    assert shoot.series == ()
    assert shoot.marked_series() == shoot.close_series() == set()
    shoot.add([(photo(3), Marks())])
    assert shoot.marks(PhotoId(3)) == Marks()


numbers = st.integers(1, 8)
many = st.lists(numbers, unique=True, max_size=5)
any_marks = st.builds(
    Marks, st.sampled_from((0, 0, 2)), st.sampled_from(Flag), st.sampled_from((Label.NONE, Label.RED))
)


class ShootInUse(RuleBasedStateMachine):
    """Whatever happens to a shoot, its quick answers are those of a look at everything."""

    def __init__(self) -> None:
        super().__init__()
        self.shoot = Shoot()

    @rule(chosen=many, version=st.integers(0, 1), marks=any_marks)
    def add(self, chosen: list[int], version: int, marks: Marks) -> None:
        self.shoot.add((photo(number, version=version), marks) for number in chosen)

    @rule(chosen=many)
    def remove(self, chosen: list[int]) -> None:
        self.shoot.remove(PhotoId(number) for number in chosen)

    @rule(chosen=many, marks=any_marks)
    def mark(self, chosen: list[int], marks: Marks) -> None:
        self.shoot.set_marks({PhotoId(number): marks for number in chosen if PhotoId(number) in self.shoot})

    @rule(
        order=st.permutations(range(1, 9)),
        cuts=st.sets(st.integers(1, 7), max_size=4),
        kind=st.sampled_from(SeriesKind),
    )
    def group(self, order: list[int], cuts: set[int], kind: SeriesKind) -> None:
        edges = [0, *sorted(cuts), len(order)]
        kind = SeriesKind.BURST if kind is SeriesKind.SINGLE else kind
        pieces = itertools.pairwise(edges)
        self.shoot.set_series(series(*order[start:stop], kind=kind) for start, stop in pieces)

    @rule(data=st.data())
    def rank(self, data: st.DataObject) -> None:
        if self.shoot.series:
            one = data.draw(st.sampled_from(self.shoot.series))
            count = len(one.frames)
            scores = data.draw(st.lists(st.sampled_from((3.0, 6.0, 6.02, 9.0)), min_size=count, max_size=count))
            self.shoot.set_ranking(one.frames, ranking(*scores))

    @rule()
    def forget_rankings(self) -> None:
        self.shoot.forget_rankings()

    @rule()
    def clear(self) -> None:
        self.shoot.clear()

    @invariant()
    def marked_series_are_those_with_a_mark(self) -> None:
        marked = {
            place
            for place, one in enumerate(self.shoot.series)
            if any(self.shoot.marks(frame) != Marks() for frame in one.frames)
        }
        assert self.shoot.marked_series() == marked

    @invariant()
    def close_series_are_those_whose_best_is_too_close(self) -> None:
        close = {place for place, one in enumerate(self.shoot.series) if self.shoot.best(one).too_close}
        assert self.shoot.close_series() == close

    @invariant()
    def series_hold_present_photos_once(self) -> None:
        frames = [frame for one in self.shoot.series for frame in one.frames]
        assert len(frames) == len(set(frames))
        for place, one in enumerate(self.shoot.series):
            assert one.frames
            assert (one.kind is SeriesKind.SINGLE) == (len(one.frames) == 1)
            assert all(frame in self.shoot and self.shoot.series_of(frame) == place for frame in one.frames)


ShootInUse.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestShootInUse = ShootInUse.TestCase
