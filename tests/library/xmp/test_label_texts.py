"""Words for colour labels: which can be kept, what they mean, and what becomes of those of before."""

from hypothesis import given
from hypothesis import strategies as st

from app.library.photo import Label, Marks
from app.library.xmp.dialects import label_of_text, said_by, words_beyond_usual
from app.library.xmp.edit import new_packet, with_marks
from app.library.xmp.label_texts import (
    BRIDGE_WORDS,
    LABELS,
    LIGHTROOM_WORDS,
    USUAL_TEXTS,
    Fault,
    LabelTexts,
    Words,
    as_words,
    fault_of,
    folded,
)
from app.library.xmp.packet import read_packet
from app.library.xmp.wishes import Profile, Wish
from tests.library.xmp.packets import packet

NOW = 1_750_000_000.0
GERMAN: Words = ("Rot", "Gelb", "Grün", "Blau", "Lila")
SWAPPED: Words = ("Gelb", "Rot", "Grün", "Blau", "Lila")
letters = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=8)
sets = st.lists(letters, min_size=5, max_size=5, unique_by=folded).map(as_words).filter(lambda one: not fault_of(one))


def written(data: bytes | None, label: Label, texts: LabelTexts, profile: Profile = Profile.LIGHTROOM) -> bytes:
    wish = Wish(Marks(label=label), profile, texts)
    made = new_packet(wish, NOW) if data is None else with_marks(data, wish, NOW)
    assert made is not None
    return made


def label_in(data: bytes) -> str | None:
    return read_packet(data).label


def test_which_words_can_be_kept() -> None:
    assert fault_of(as_words([" Rot", "Gelb ", "Grün", "Blau", "To Do"])) is None
    for words, fault in {
        ("", "b", "c", "d", "e"): Fault.EMPTY,
        ("a", "b", "c", "d", "A"): Fault.SAME,
        ("a", "b", "c", "d", "None"): Fault.NOTHING,
        ("a", "b", "c", "d", "\x00"): Fault.ODD,
        ("a", "b", "c", "d", "\ud800"): Fault.ODD,
        ("a", "b", "c", "d", "e" * 65): Fault.ODD,
    }.items():
        assert fault_of(words) is fault


@given(st.lists(sets, min_size=1, max_size=4), st.sampled_from(LABELS))
def test_whatever_words_come_after_another_all_are_understood_and_the_last_are_written(
    chosen: list[Words], label: Label
) -> None:
    texts, data = USUAL_TEXTS, written(None, label, USUAL_TEXTS)
    for words in chosen:
        texts = texts.changed_to(words)
        now = said_by(read_packet(data), texts).label
        # A word that stands for another colour now is that colour's.
        assert now is label or texts.words[now - 1 if now else 0] == label_in(data)
        data = written(data, label, texts)
        assert label_in(data) == words[label - 1]
        assert said_by(read_packet(data), texts).label is label
        assert written(data, label, texts) == data


@given(st.lists(sets, max_size=4))
def test_words_taken_back_leave_only_what_is_needed(chosen: list[Words]) -> None:
    texts = USUAL_TEXTS
    for words in chosen:
        texts = texts.changed_to(words)
    words = [folded(word) for word, _ in texts.former]
    assert len(set(words)) == len(words) <= 40
    assert not set(words) & {folded(word) for word in texts.words}
    assert USUAL_TEXTS.changed_to(BRIDGE_WORDS).changed_to(LIGHTROOM_WORDS).former == tuple(
        zip(BRIDGE_WORDS, LABELS, strict=True)
    )


def test_words_of_others_stay_though_they_mean_the_same() -> None:
    data = packet('xmp:Label="Gelb"')
    assert written(data, Label.YELLOW, USUAL_TEXTS) is data
    assert written(data, Label.YELLOW, USUAL_TEXTS.changed_to(BRIDGE_WORDS)) is data
    select = packet('xmp:Label="Select"')
    assert written(select, Label.RED, USUAL_TEXTS) is select
    mine = packet('xmp:Label="Delete me?"')
    assert written(mine, Label.NONE, USUAL_TEXTS.changed_to(GERMAN)) is mine


def test_lightrooms_words_are_replaced_by_those_of_who_has_others() -> None:
    german = LabelTexts(GERMAN)
    assert label_in(written(packet('xmp:Label="Yellow"'), Label.YELLOW, german)) == "Gelb"
    assert label_in(written(packet('xmp:Label="yellow"'), Label.YELLOW, USUAL_TEXTS)) == "yellow"
    assert label_in(written(packet('xmp:Label="Gelb"'), Label.NONE, german)) is None


def test_words_that_change_places_follow_the_mark() -> None:
    texts = USUAL_TEXTS.changed_to(GERMAN)
    data = written(None, Label.RED, texts)
    texts = texts.changed_to(SWAPPED)
    assert label_in(written(data, Label.RED, texts)) == "Gelb"
    assert label_of_text("rot", texts) is Label.YELLOW


def test_the_colour_for_bridge_is_a_colour_whatever_labels_are_called() -> None:
    texts = LabelTexts(("Green", "Yellow", "Red", "Blue", "Purple"))
    data = written(None, Label.RED, texts, Profile.DARKTABLE)
    found = read_packet(data)
    assert (found.label, found.label_colour) == ("Green", "red")
    assert written(data, Label.RED, texts, Profile.DARKTABLE) is data
    assert said_by(read_packet(packet('photoshop:LabelColor="green"')), texts).label is Label.GREEN


def test_what_is_understood_beyond_the_usual() -> None:
    assert words_beyond_usual(USUAL_TEXTS.changed_to(BRIDGE_WORDS)) == {}
    beyond = {"rot": Label.RED, "grün": Label.GREEN, "blau": Label.BLUE, "lila": Label.PURPLE}
    assert words_beyond_usual(USUAL_TEXTS.changed_to(GERMAN).changed_to(BRIDGE_WORDS)) == beyond
