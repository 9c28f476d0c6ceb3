from collections.abc import Sequence
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from app.analysis.by_hand import covered, inherited, joined, moved, parted, regrouped_by_hand, released, settled
from app.analysis.series import SeriesKind
from app.analysis.shoot import PhotoSeries
from app.library.hand_made import HandMade, Parted
from app.library.photo import PhotoId
from tests.analysis.known import series

PHOTOS = 12
RANK = {PhotoId(number): number for number in range(100)}
Groups = tuple[tuple[int, ...], ...]


def computed(*groups: Sequence[int]) -> tuple[PhotoSeries, ...]:
    return tuple(series(*one) for one in groups)


def frames_of(groups: Sequence[PhotoSeries]) -> Groups:
    return tuple(one.frames for one in groups)


def by_hand(made: HandMade, *groups: Sequence[int]) -> Groups:
    return frames_of(regrouped_by_hand(computed(*groups), made, RANK))


def ids(*numbers: int) -> frozenset[PhotoId]:
    return frozenset(PhotoId(number) for number in numbers)


@st.composite
def groupings(draw: st.DrawFn) -> tuple[PhotoSeries, ...]:
    """Series of two cameras at the same time, of which some photos are not there."""
    present = draw(st.sets(st.integers(1, PHOTOS), min_size=1))
    breaks = draw(st.sets(st.integers(1, PHOTOS)))
    groups: list[list[int]] = []
    for camera in (0, 1):
        groups.append([])
        for number in sorted(number for number in present if number % 2 == camera):
            groups += [[]] if number in breaks else []
            groups[-1].append(number)
    return computed(*sorted(filter(None, groups)))


@st.composite
def one_camera(draw: st.DrawFn) -> tuple[PhotoSeries, ...]:
    """All photos in series one after another."""
    cuts = draw(st.sets(st.integers(1, PHOTOS - 1)))
    edges = [0, *sorted(cuts), PHOTOS]
    return computed(*(range(start + 1, stop + 1) for start, stop in pairwise(edges)))


@st.composite
def saidings(draw: st.DrawFn) -> HandMade:
    """What may stand in a database, contradictions and all."""
    photos = st.frozensets(st.integers(1, PHOTOS).map(PhotoId), min_size=1, max_size=5)
    whole = draw(st.frozensets(photos, max_size=3))
    cuts = draw(st.lists(st.tuples(photos, photos), max_size=3))
    sides = [Parted(left - right, right) for left, right in cuts if left - right]
    return HandMade(whole, frozenset(sides))


@given(groupings() | one_camera(), saidings())
def test_every_photo_is_in_one_series_once_in_order_and_again_changes_nothing(
    before: tuple[PhotoSeries, ...], made: HandMade
) -> None:
    after = regrouped_by_hand(before, made, RANK)
    assert sorted(frame for one in after for frame in one.frames) == sorted(f for one in before for f in one.frames)
    assert all(list(one.frames) == sorted(one.frames) for one in after)
    assert [one.frames[0] for one in after] == sorted(one.frames[0] for one in after)
    assert regrouped_by_hand(after, made, RANK) == after
    assert all((one.kind is SeriesKind.SINGLE) == (len(one.frames) == 1) for one in after)
    assert all(bool(one.reason) == (len(one.frames) > 1) for one in after)


@given(groupings() | one_camera(), saidings())
def test_what_was_joined_is_together_and_series_nobody_spoke_of_stay_as_they_are(
    before: tuple[PhotoSeries, ...], made: HandMade
) -> None:
    after = regrouped_by_hand(before, made, RANK)
    place = {frame: n for n, one in enumerate(after) for frame in one.frames}
    for whole in made.joined:
        assert len({place[photo] for photo in whole if photo in place}) <= 1
    untouched = [one for one in before if made.photos.isdisjoint(one.frames)]
    assert all(one in after for one in untouched)


class Hand(RuleBasedStateMachine):
    """Somebody joins, parts and moves while sliders, new and vanishing photos change what is computed."""

    def __init__(self) -> None:
        super().__init__()
        self.made = HandMade()
        self.group(computed(range(1, PHOTOS + 1)))

    @rule(grouping=groupings() | one_camera())
    def group(self, grouping: tuple[PhotoSeries, ...]) -> None:
        self.computed = grouping
        self.look()

    def look(self) -> None:
        self.seen = frames_of(regrouped_by_hand(self.computed, self.made, RANK))

    def say(self, made: HandMade, before: Groups, after: Groups) -> None:
        wanted = {*self.seen} - {*before} | {tuple(sorted(one)) for one in after if one}
        self.made = settled(made, self.computed, RANK, {frozenset(one) for one in wanted})
        self.look()
        assert {*self.seen} == wanted

    def two(self, data: st.DataObject) -> Groups:
        at = data.draw(st.integers(0, len(self.seen) - 2))
        return self.seen[at : at + 2]

    @precondition(lambda self: len(self.seen) > 1)
    @rule(data=st.data())
    def join(self, data: st.DataObject) -> None:
        one, other = self.two(data)
        self.say(joined(self.made, one + other), (one, other), (one + other,))

    @precondition(lambda self: any(len(one) > 1 for one in self.seen))
    @rule(data=st.data(), again=st.booleans())
    def part(self, data: st.DataObject, again: bool) -> None:
        one = data.draw(st.sampled_from([one for one in self.seen if len(one) > 1]))
        at = data.draw(st.integers(1, len(one) - 1))
        left, right = one[:at], one[at:]
        self.say(parted(self.made, left, right), (one,), (left, right))
        if again:
            self.say(joined(self.made, one), (left, right), (one,))

    @precondition(lambda self: len(self.seen) > 1)
    @rule(data=st.data(), back=st.booleans())
    def move(self, data: st.DataObject, back: bool) -> None:
        source, target = self.two(data)[:: -1 if back else 1]
        photo = data.draw(st.sampled_from(source))
        rest = tuple(frame for frame in source if frame != photo)
        self.say(moved(self.made, photo, rest, target), (source, target), (rest, (photo, *target)))

    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        self.made = released(self.made, data.draw(st.sampled_from(self.seen)))
        self.look()

    @invariant()
    def a_hand_is_never_overruled(self) -> None:
        place = {frame: n for n, one in enumerate(self.seen) for frame in one}
        for whole in self.made.joined:
            assert len({place[photo] for photo in whole if photo in place}) <= 1
        for cut in self.made.parted:
            assert not {place[p] for p in cut.left if p in place} & {place[p] for p in cut.right if p in place}
        for one, other in combinations(self.made.joined, 2):
            assert one.isdisjoint(other)


Hand.TestCase.settings = settings(max_examples=60, stateful_step_count=10, deadline=None)
TestHand = Hand.TestCase


def test_a_merge_outlives_every_setting() -> None:
    made = joined(HandMade(), ids(1, 2, 3))
    assert by_hand(made, (1, 2), (3,), (4,)) == ((1, 2, 3), (4,))
    assert by_hand(made, (1,), (2,), (3,), (4,)) == ((1, 2, 3), (4,))
    assert by_hand(made, (0, 1), (2, 3, 4), (5,)) == ((0, 1, 2, 3, 4), (5,))


def test_a_split_outlives_every_setting_and_a_finer_one_may_split_further() -> None:
    made = parted(HandMade(), ids(1, 2, 3), ids(4, 5))
    assert by_hand(made, (1, 2, 3, 4, 5)) == ((1, 2, 3), (4, 5))
    assert by_hand(made, (0, 1, 2, 3, 4, 5, 6)) == ((0, 1, 2, 3), (4, 5, 6))
    assert by_hand(made, (1,), (2, 3), (4, 5)) == ((1,), (2, 3), (4, 5))


def test_a_split_outlives_the_photos_beside_it() -> None:
    made = parted(HandMade(), ids(1, 2, 3), ids(4, 5))
    assert by_hand(made, (1, 2, 5)) == ((1, 2), (5,))
    assert by_hand(made, (1, 2, 3, 4, 5)) == ((1, 2, 3), (4, 5))


def test_a_merge_outlives_the_photo_that_held_it_together() -> None:
    made = joined(HandMade(), ids(1, 2, 3))
    assert by_hand(made, (1,), (3,)) == ((1, 3),)


def test_a_new_photo_goes_with_the_one_before_it() -> None:
    made = parted(HandMade(), ids(10, 11), ids(20, 21))
    assert by_hand(made, (9, 10, 11, 15, 20, 21, 22)) == ((9, 10, 11, 15), (20, 21, 22))


def test_a_move_takes_one_frame_along_and_leaves_the_others_apart() -> None:
    made = moved(HandMade(), PhotoId(3), ids(1, 2), ids(4, 5))
    assert by_hand(made, (1, 2, 3), (4, 5)) == ((1, 2), (3, 4, 5))
    assert by_hand(made, (1, 2, 3, 4, 5)) == ((1, 2), (3, 4, 5))
    back = moved(made, PhotoId(3), ids(4, 5), ids(1, 2))
    assert by_hand(back, (1, 2, 3), (4, 5)) == ((1, 2, 3), (4, 5))


def test_the_only_frame_of_a_series_moves_into_another() -> None:
    assert by_hand(moved(HandMade(), PhotoId(1), (), ids(2, 3)), (1,), (2, 3)) == ((1, 2, 3),)


def test_released_photos_follow_the_settings_again() -> None:
    made = covered(parted(joined(HandMade(), ids(1, 2, 3)), ids(1, 2, 3), ids(4)), PhotoId(2), ids(1, 2, 3))
    assert released(made, ids(1, 2, 3)) == HandMade()
    assert released(made, ids(4)).parted == frozenset()


def test_a_file_that_was_parted_from_its_photo_stays_where_that_was_put() -> None:
    made = parted(joined(HandMade(), ids(1, 2)), ids(1, 2), ids(3, 4))
    later = inherited(made, {PhotoId(50): PhotoId(2), PhotoId(51): PhotoId(3)})
    assert by_hand(later, (1,), (2, 3, 4, 50, 51)) == ((1, 2, 50), (3, 4, 51))


def test_what_was_made_by_hand_says_so_and_brackets_stay_brackets() -> None:
    bracket = series(1, 2, 3, kind=SeriesKind.BRACKET)
    parted_, *_ = regrouped_by_hand([bracket], parted(HandMade(), ids(1, 2), ids(3)), RANK)
    assert (parted_.kind, parted_.reason) == (SeriesKind.BRACKET, "alike, parted by hand")
    other = series(4, 5)
    assert regrouped_by_hand([bracket, other], joined(HandMade(), ids(3, 4)), RANK) == (
        PhotoSeries(SeriesKind.BURST, tuple(sorted(ids(1, 2, 3, 4, 5))), "joined by hand"),
    )
    both = regrouped_by_hand([bracket, series(4, 5, kind=SeriesKind.BRACKET)], joined(HandMade(), ids(3, 4)), RANK)
    assert [one.kind for one in both] == [SeriesKind.BRACKET]


@pytest.mark.parametrize("cover", [1, 2])
def test_a_series_has_one_cover(cover: int) -> None:
    made = covered(covered(HandMade(covers=ids(7)), PhotoId(3), ids(1, 2, 3)), PhotoId(cover), ids(1, 2, 3))
    assert made.covers == ids(7, cover)
