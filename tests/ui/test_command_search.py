import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ui.command_search import Level, found, ranked

WORD = st.text("abcdeéğшn", min_size=1, max_size=6)
WORDS = st.lists(WORD, min_size=1, max_size=5)
TITLES = st.lists(WORDS.map(" ".join), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("query", "title", "level"),
    [
        ("grid", "Grid", Level.WHOLE),
        ("GRID", "Back to the grid", Level.BEGINNINGS),
        ("series next", "Next series", Level.BEGINNINGS),
        ("ns", "Next series", Level.INITIALS),
        ("nus", "Next undecided series", Level.INITIALS),
        ("decided", "Next undecided series", Level.INSIDE),
        ("rjct", "Reject the whole series, go on", Level.LETTERS),
        ("resume", "Résumé", Level.WHOLE),
        ("", "Anything", Level.LETTERS),
        ("…", "Open folder…", Level.LETTERS),
    ],
)
def test_what_people_remember_of_a_name(query: str, title: str, level: Level) -> None:
    one = found(query, title)
    assert one is not None
    assert one.level is level


@pytest.mark.parametrize(("query", "title"), [("z", "Grid"), ("next frame", "Next series"), ("dirg", "Grid")])
def test_what_is_not_there_is_not_found(query: str, title: str) -> None:
    assert found(query, title) is None


@given(WORDS, st.randoms())
def test_the_order_of_words_makes_no_difference(words: list[str], random: object) -> None:
    title = " ".join(words)
    query = sorted(words)
    one, other = found(" ".join(query), title), found(" ".join(reversed(query)), title)
    assert one is not None
    assert other is not None
    assert min(one.level, Level.BEGINNINGS) == min(other.level, Level.BEGINNINGS)
    assert one.covered == other.covered


@given(WORDS)
def test_initials_always_find(words: list[str]) -> None:
    one = found("".join(word[0] for word in words), " ".join(words))
    assert one is not None
    assert one.level >= Level.INITIALS


@given(TITLES, st.data())
def test_a_whole_title_comes_first_whatever_was_used(titles: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(titles) - 1))
    used = data.draw(st.permutations(range(len(titles))))
    first = ranked(titles[place].upper(), titles, used)[0]
    assert found(titles[place], titles[first]) == found(titles[place], titles[place])


@given(TITLES, st.text("abcdeéğшn ", max_size=8))
def test_more_letters_never_find_more(titles: list[str], query: str) -> None:
    found_with = set(ranked(query, titles))
    assert found_with <= set(ranked("", titles)) == set(range(len(titles)))
    assert found_with <= set(ranked(query.rsplit(" ", 1)[0] if " " in query else "", titles))


@given(TITLES, st.text("abcdeéğшn ", max_size=8), st.data())
def test_every_place_at_most_once_and_levels_fall(titles: list[str], query: str, data: st.DataObject) -> None:
    places = ranked(query, titles, data.draw(st.lists(st.integers(0, len(titles) - 1), unique=True)))
    assert len(set(places)) == len(places)
    levels = [one.level for place in places if (one := found(query, titles[place])) is not None]
    assert levels == sorted(levels, reverse=True)


def test_of_equals_the_last_used_comes_first() -> None:
    titles = ["Next frame", "Next series", "Next undecided series"]
    assert ranked("next", titles) == [0, 1, 2]
    assert ranked("next", titles, [2, 1]) == [2, 1, 0]
