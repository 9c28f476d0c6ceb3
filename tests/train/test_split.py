from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.train.records import series
from train.manifest import Record, SeriesRecord, SingleRecord, around
from train.split import Shares, Split, split

EVEN = Shares(0.4, 0.3, 0.3)


@st.composite
def sets(draw: st.DrawFn) -> list[Record]:
    """Series and pictures that share some of 12 photos."""
    photos = st.integers(0, 11).map(lambda number: Path(f"/set/{number}.jpg"))
    images = st.lists(photos, min_size=2, max_size=3, unique=True)
    names = draw(st.lists(st.integers(0, 99), unique=True, max_size=10))
    records: list[Record] = [SeriesRecord(str(name), tuple(draw(images))) for name in names]
    return records + [SingleRecord(image, around(5)) for image in draw(st.lists(photos, max_size=3))]


def parts(found: Split) -> tuple[tuple[Record, ...], ...]:
    return found.train, found.validation, found.test


def photos(records: tuple[Record, ...]) -> set[Path]:
    return {p for one in records for p in (one.images if isinstance(one, SeriesRecord) else (one.image,))}


@given(sets(), st.integers(0, 5))
def test_every_record_is_in_one_part_and_no_photo_in_two(records: list[Record], seed: int) -> None:
    found = parts(split(records, seed, EVEN))
    assert sorted(map(repr, sum(found, ()))) == sorted(map(repr, records))
    for one, other in combinations(found, 2):
        assert photos(one).isdisjoint(photos(other))


@given(sets(), st.integers(0, 5), st.randoms())
def test_the_order_of_records_does_not_matter(records: list[Record], seed: int, random: object) -> None:
    shuffled = list(records)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    for one, other in zip(parts(split(records, seed, EVEN)), parts(split(shuffled, seed, EVEN)), strict=True):
        assert sorted(map(repr, one)) == sorted(map(repr, other))


@given(sets(), st.integers(0, 5), st.integers(100, 130))
def test_who_shares_nothing_with_newcomers_stays(records: list[Record], seed: int, count: int) -> None:
    more = [series(str(number), 2) for number in range(100, count)]
    before, after = parts(split(records, seed, EVEN)), parts(split([*more, *records], seed, EVEN))
    for one, other in zip(before, after, strict=True):
        assert set(one) <= set(other)


def test_parts_have_their_shares_and_another_seed_makes_others() -> None:
    records = [series(f"s{number}", 2) for number in range(2000)]
    found = split(records, seed=1)
    assert [len(part) / 2000 for part in parts(found)] == pytest.approx([0.8, 0.1, 0.1], abs=0.02)
    assert split(records, seed=1) == found
    both = set(found.test) & set(split(records, seed=2).test)
    assert len(both) / 2000 == pytest.approx(0.01, abs=0.008)


def test_it_does_not_matter_where_files_lie() -> None:
    here = [SingleRecord(Path(f"/here/{number}.jpg"), around(5)) for number in range(50)]
    there = [SingleRecord(Path(f"/there/{number}.jpg"), around(5)) for number in range(50)]
    one, other = split(here, 3, EVEN), split(there, 3, EVEN)
    assert [r.image.name for r in one.test] == [r.image.name for r in other.test]  # type: ignore[union-attr]


def test_copies_of_a_photo_go_together(tmp_path: Path) -> None:
    records: list[Record] = []
    for number in range(20):
        names = [tmp_path / f"{number}-{kind}.jpg" for kind in ("a", "b", "copy", "c")]
        for name, content in zip(names, ("same", "b", "same", "c"), strict=True):
            name.write_bytes(f"{content} {number:02d}".encode())
        records += [SeriesRecord(f"one {number}", tuple(names[:2])), SeriesRecord(f"two {number}", tuple(names[2:]))]
    found = parts(split(records, 1, EVEN))
    for number in range(20):
        homes = [place for place, part in enumerate(found) for one in part if str(number) == str(one.id).split()[1]]  # type: ignore[union-attr]
        assert len(set(homes)) == 1
    assert all(found)


@pytest.mark.parametrize("wrong", [(0.5, 0.5, 0.5), (1.2, -0.1, -0.1)])
def test_shares_that_are_none(wrong: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="sum to 1"):
        Shares(*wrong)


def test_everything_to_one_part() -> None:
    records = [series(f"s{number}", 2) for number in range(50)]
    assert split(records, 0, Shares(1, 0, 0)).train == tuple(records)
    assert split(records, 0, Shares(0, 0, 1)).test == tuple(records)
