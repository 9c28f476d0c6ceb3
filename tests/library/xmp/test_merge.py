"""Of each axis the newest word counts."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from app.library.photo import Flag, Label, Marks, PhotoId
from app.library.sidecar_memory import MarkTimes, RememberedSidecar, TakenMark
from app.library.xmp.merge import Merged, Source, Word, merge
from app.library.xmp.said import Field, Said

ONE = PhotoId(1)
NOW = 1_000_000.0


def source(
    said: Said, changed: float, *, dated: float | None = None, before: Said | None = None, name: str = "a.xmp"
) -> Source:
    remembered = None if before is None else RememberedSidecar(ONE, ".xmp", before, None, 1, 100 * 10**9)
    return Source(Path(name), said, dated, changed, remembered)


def merged(marks: Marks, at: float | None, *sources: Source) -> Merged:
    return merge(ONE, marks, MarkTimes(at, at, at), sources, NOW)


def taken(found: Merged) -> dict[Field, object]:
    return {one.field: one.value for one in found.taken}


def test_what_a_file_says_is_taken_where_nothing_was_marked() -> None:
    found = merged(Marks(), None, source(Said(4, Flag.PICK, Label.RED), 200.0))
    assert found.taken == (
        TakenMark(ONE, Field.STARS, 4, 200.0),
        TakenMark(ONE, Field.FLAG, Flag.PICK, 200.0),
        TakenMark(ONE, Field.LABEL, Label.RED, 200.0),
    )
    assert found.conflicts == ()


def test_the_newer_mark_counts_and_the_other_is_told() -> None:
    ours_is_newer = merged(Marks(2), 300.0, source(Said(4), 200.0))
    assert ours_is_newer.taken == ()
    assert ours_is_newer.conflicts[0].words == (Word(None, 2, 300.0), Word(Path("a.xmp"), 4, 200.0))
    theirs_is_newer = merged(Marks(2), 100.0, source(Said(4), 200.0))
    assert taken(theirs_is_newer) == {Field.STARS: 4}
    assert theirs_is_newer.conflicts[0].words[0] == Word(Path("a.xmp"), 4, 200.0)


def test_each_axis_is_decided_for_itself() -> None:
    times = MarkTimes(300.0, 100.0, None)
    found = merge(ONE, Marks(2, Flag.REJECT), times, [source(Said(4, Flag.PICK, Label.BLUE), 200.0)], NOW)
    assert taken(found) == {Field.FLAG: Flag.PICK, Field.LABEL: Label.BLUE}
    assert [one.field for one in found.conflicts] == [Field.STARS, Field.FLAG]


def test_of_two_files_the_newer_counts_and_both_are_told() -> None:
    found = merged(Marks(), None, source(Said(4), 200.0, name="old.xmp"), source(Said(5), 300.0, name="new.xmp"))
    assert taken(found) == {Field.STARS: 5}
    assert [word.path for word in found.conflicts[0].words] == [Path("new.xmp"), Path("old.xmp")]


def test_files_that_agree_are_no_conflict() -> None:
    found = merged(Marks(4), 100.0, source(Said(4), 200.0), source(Said(4), 300.0))
    assert found == Merged((), ())


def test_the_packets_own_date_counts_at_first_sight_as_copying_makes_files_new() -> None:
    assert taken(merged(Marks(2), 300.0, source(Said(4), 900.0, dated=200.0))) == {}
    assert taken(merged(Marks(2), 300.0, source(Said(4), 200.0, dated=900.0))) == {Field.STARS: 4}


def test_a_change_without_a_date_counts_from_the_files_time() -> None:
    known = RememberedSidecar(ONE, ".xmp", Said(1), 50.0, 1, 60 * 10**9)
    found = merge(ONE, Marks(2), MarkTimes(300.0), [Source(Path("a.xmp"), Said(4), 50.0, 900.0, known)], NOW)
    assert taken(found) == {Field.STARS: 4}


def test_what_a_file_said_already_is_no_news() -> None:
    assert merged(Marks(2), 300.0, source(Said(4), 900.0, before=Said(4))) == Merged((), ())


def test_a_change_of_what_was_read_or_written_is_no_conflict() -> None:
    found = merged(Marks(3), 90.0, source(Said(4), 200.0, before=Said(3)))
    assert (taken(found), found.conflicts) == ({Field.STARS: 4}, ())


def test_what_was_said_again_here_since_is_a_word_of_its_own() -> None:
    found = merged(Marks(3), 300.0, source(Said(4), 200.0, before=Said(3)))
    assert taken(found) == {}
    assert len(found.conflicts) == 1


def test_a_file_put_back_from_an_older_copy_does_not_bring_back_its_marks() -> None:
    found = merged(Marks(3), 90.0, source(Said(1), 50.0, before=Said(3)))
    assert taken(found) == {}
    assert found.conflicts[0].words[0] == Word(None, 3, 90.0)


def test_another_program_can_clear_what_it_said() -> None:
    marks = Marks(3, Flag.PICK, Label.RED)
    found = merged(marks, 90.0, source(Said(), 200.0, before=Said(3, Flag.PICK, Label.RED)))
    assert taken(found) == {Field.STARS: 0, Field.FLAG: Flag.NONE, Field.LABEL: Label.NONE}


def test_a_file_never_seen_clears_nothing() -> None:
    marks = Marks(3, Flag.PICK, Label.RED)
    found = merged(marks, 90.0, source(Said(0, Flag.NONE, Label.NONE), 200.0), source(Said(), 300.0))
    assert found == Merged((), ())


def test_a_reject_in_the_place_of_the_stars_does_not_take_them() -> None:
    found = merged(Marks(3), 90.0, source(Said(None, Flag.REJECT), 200.0, before=Said(3)))
    assert taken(found) == {Field.FLAG: Flag.REJECT}


def test_a_mark_cleared_here_after_the_file_changed_stays_cleared() -> None:
    found = merged(Marks(), 300.0, source(Said(4), 200.0))
    assert taken(found) == {}
    assert found.conflicts[0].words[0] == Word(None, 0, 300.0)


def test_times_to_come_are_now() -> None:
    found = merged(Marks(), None, source(Said(4), NOW * 9))
    assert found.taken[0].at == NOW
    assert taken(merged(Marks(2), NOW * 9, source(Said(4), 200.0))) == {}


SAID = st.builds(
    Said,
    st.none() | st.integers(0, 5),
    st.none() | st.sampled_from(Flag),
    st.none() | st.sampled_from(Label),
)
SOURCES = st.lists(
    st.builds(
        lambda said, changed, before, name: source(said, changed, before=before, name=name),
        SAID, st.integers(1, 9).map(float), st.none() | SAID, st.sampled_from("abc"),
    ),
    max_size=3,
)  # fmt: skip
MARKS = st.builds(Marks, st.integers(0, 5), st.sampled_from(Flag), st.sampled_from(Label))


@settings(deadline=None)
@given(MARKS, st.none() | st.integers(1, 9).map(float), SOURCES)
def test_what_is_taken_is_somebodys_newest_word(marks: Marks, at: float | None, sources: list[Source]) -> None:
    found = merged(marks, at, *sources)
    for one in found.taken:
        said = [(each.said.of(one.field) or 0, each.changed) for each in sources]
        assert (one.value, one.at) in said
    for conflict in found.conflicts:
        assert len({word.value for word in conflict.words}) > 1
        assert list(conflict.words) == sorted(conflict.words, key=lambda word: -word.at)
