from itertools import combinations
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from train.manifest import SeriesRecord
from train.personal.folds import MOST, folds, set_aside
from train.samples import Pair

PAIRS = (Pair(0, 1, 0.9),)


def series(number: int, folder: str, *shared: str) -> SeriesRecord:
    own = [Path(folder) / f"{number}-{frame}.jpg" for frame in range(2)]
    return SeriesRecord(f"series {number}", (*own, *(Path(one) for one in shared)), PAIRS)


lists = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.lists(st.sampled_from(["/x.jpg", "/y.jpg"]), max_size=1)), min_size=1
).map(lambda given_: [series(number, f"/{folder}", *shared) for number, (folder, shared) in enumerate(given_)])


@given(lists, st.integers(0, 3))
def test_every_series_is_held_out_once_and_no_photo_is_in_two_parts(records: list[SeriesRecord], seed: int) -> None:
    found = folds(records, seed)
    assert sorted(number for part in found.parts for number in part) == list(range(len(records)))
    assert 1 <= len(found.parts) <= MOST
    assert all(found.parts)
    for one, other in combinations(found.parts, 2):
        photos = [{image for number in part for image in records[number].images} for part in (one, other)]
        assert not photos[0] & photos[1]
        if found.by_folder:
            folders = [{records[number].images[0].parent for number in part} for part in (one, other)]
            assert not folders[0] & folders[1]
    assert folds(records, seed) == found


@given(lists, st.integers(0, 3))
def test_what_is_watched_shares_no_photo_with_what_is_learnt(records: list[SeriesRecord], seed: int) -> None:
    learning, watched = set_aside(records, 0.2, seed)
    assert sorted((*learning, *watched)) == list(range(len(records)))
    assert watched
    seen = {image for number in learning for image in records[number].images}
    assert not any(image in seen for number in watched for image in records[number].images)


def test_about_the_share_is_watched() -> None:
    records = [series(number, "/a") for number in range(50)]
    assert len(set_aside(records, 0.2, 0)[1]) == 10


def test_folders_are_held_out_from_three_on() -> None:
    two = [series(number, f"/{'ab'[number % 2]}") for number in range(10)]
    three = [series(number, f"/{'abc'[number % 3]}") for number in range(12)]
    assert not folds(two, 0).by_folder
    assert len(folds(two, 0).parts) == MOST
    assert folds(three, 0).by_folder
    assert sorted(len(part) for part in folds(three, 0).parts) == [4, 4, 4]


def test_a_folder_with_more_than_half_of_all_is_parted() -> None:
    records = [series(number, "/a" if number < 28 else f"/{number}") for number in range(30)]
    found = folds(records, 0)
    assert not found.by_folder
    assert sorted(len(part) for part in found.parts) == [6] * 5


def test_copies_of_a_series_stay_together() -> None:
    copies = [SeriesRecord("one", (Path(f"/{place}/a.jpg"), Path(f"/{place}/b.jpg")), PAIRS) for place in "abc"]
    others = [series(number, f"/{'def'[number % 3]}") for number in range(9)]
    found = folds([*copies, *others], 0)
    assert any({0, 1, 2} <= set(part) for part in found.parts)
