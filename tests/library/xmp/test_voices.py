"""Whose word counts where the properties of several programs disagree."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.library.photo import Flag, Label, Marks
from app.library.xmp.dialects import said_by, said_since, voices_of
from app.library.xmp.edit import new_packet
from app.library.xmp.label_texts import USUAL_TEXTS
from app.library.xmp.packet import Packet, read_packet
from app.library.xmp.said import Said
from app.library.xmp.voices import FlagVoices, LabelVoices, Voices, voices_from
from app.library.xmp.wishes import Profile, Wish

FLAGS, LABELS = st.none() | st.sampled_from(Flag), st.none() | st.sampled_from(Label)
VOICES = st.builds(
    Voices, st.builds(FlagVoices, FLAGS, FLAGS, FLAGS, FLAGS), st.builds(LabelVoices, LABELS, LABELS, LABELS, LABELS)
)
REJECTED = Marks(3, Flag.REJECT, Label.RED)
PICKED = Marks(3, Flag.PICK, Label.RED)


@given(VOICES)
def test_voices_are_kept_as_text(voices: Voices) -> None:
    assert voices_from(voices.as_text()) == voices


@pytest.mark.parametrize("text", ["", "1 2", "- - - - - - - x", "- - - - - - - - -", "7 - - - - - - -"])
def test_other_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"voices|literal|Flag"):
        voices_from(text)


def written(marks: Marks, profile: Profile = Profile.ALL) -> Packet:
    made = new_packet(Wish(marks, profile), 1_750_000_000.0)
    assert made is not None
    return read_packet(made)


def since(before: Packet, now: Packet) -> Said:
    return said_since(now, USUAL_TEXTS, said_by(before), voices_of(before))


def test_a_reject_that_darktable_took_back_is_none() -> None:
    packet = written(REJECTED)
    assert since(packet, replace(packet, rating=2)) == Said(2, Flag.NONE, Label.RED)


def test_stars_that_digikam_gave_take_no_reject_back() -> None:
    packet = written(REJECTED)
    digikams = replace(packet, rating=4, acdsee_rating=4, microsoft_rating=75)
    assert since(packet, digikams) == Said(4, Flag.REJECT, Label.RED)


def test_stars_that_another_program_gives_take_no_reject_of_lightrooms_back() -> None:
    packet = written(Marks(0, Flag.REJECT), Profile.LIGHTROOM)
    assert since(packet, replace(packet, rating=1)) == Said(1, Flag.REJECT, None)


@pytest.mark.parametrize(
    ("marks", "pick_label", "flag"),
    [
        (REJECTED, 0, Flag.NONE),
        (REJECTED, 2, Flag.NONE),
        (REJECTED, 3, Flag.PICK),
        (PICKED, 0, Flag.NONE),
        (PICKED, 1, Flag.REJECT),
    ],
)
def test_a_flag_that_digikam_changed_is_as_it_says(marks: Marks, pick_label: int, flag: Flag) -> None:
    packet = written(marks)
    assert since(packet, replace(packet, pick_label=pick_label)).flag is flag


def test_a_program_that_knows_of_no_flag_takes_none_away() -> None:
    packet = written(PICKED, Profile.LIGHTROOM)
    assert since(packet, replace(packet, pick_label=0)).flag is Flag.PICK


def test_lightrooms_new_word_counts_over_the_old_ones_of_others() -> None:
    packet = written(REJECTED)
    assert since(packet, replace(packet, pick=1, good=True)).flag is Flag.PICK
    assert since(packet, replace(packet, pick=0, good=None)).flag is Flag.NONE


def test_a_label_that_darktable_took_off_is_none_and_stays_so() -> None:
    imported = replace(written(PICKED), colour_labels=(0,))
    freed = replace(imported, colour_labels=())
    said = since(imported, freed)
    assert said.label is Label.NONE
    assert said_since(replace(freed, rating=5), USUAL_TEXTS, said, voices_of(freed)) == Said(5, Flag.PICK, Label.NONE)


def test_a_label_that_digikam_changed_counts_over_darktables_old_one() -> None:
    imported = replace(written(PICKED), colour_labels=(0,))
    assert since(imported, replace(imported, label="Blue", colour_label=5)).label is Label.BLUE
    assert since(imported, replace(imported, label=None, colour_label=0)).label is Label.NONE


def test_what_was_not_understood_before_is_read_plainly() -> None:
    packet = Packet(label="Keeper")
    own = USUAL_TEXTS.changed_to(("Keeper", "b", "c", "d", "e"))
    assert said_since(packet, own, said_by(packet), voices_of(packet)) == Said(None, None, Label.RED)
