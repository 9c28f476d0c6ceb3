"""Marks said in packets: what is set is read back, and nothing else changes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.library.photo import Flag, Label, Marks
from app.library.xmp.dialects import label_of_text, said_by
from app.library.xmp.edit import new_packet, with_marks
from app.library.xmp.label_texts import LIGHTROOM_WORDS, LabelTexts
from app.library.xmp.packet import BadPacketError, read_packet
from app.library.xmp.said import Said
from app.library.xmp.text import text_of
from app.library.xmp.wishes import Profile, Wish
from tests.library.xmp.packets import corpus, needs_corpus, packet, packets, without_ours

NOW = 1_750_000_000.0
MARKS = st.builds(Marks, st.integers(0, 5), st.sampled_from(Flag), st.sampled_from(Label))
WISHES = st.builds(Wish, MARKS, st.sampled_from(Profile))


def of(data: bytes) -> str:
    return text_of(data).body.decode()


def changed(attributes: str, marks: Marks, profile: Profile = Profile.LIGHTROOM, elements: str = "") -> bytes:
    return with_marks(packet(attributes, elements), Wish(marks, profile), NOW)


def expected_of(wish: Wish, said: Said) -> Said:
    """What must be read back, as far as the profile writes it."""
    marks = wish.marks
    flag = marks.flag if wish.profile is not Profile.DARKTABLE or marks.flag is Flag.REJECT else said.flag
    # Only with the stars that digiKam reads do those of a reject come back.
    stars = said.stars if marks.flag is Flag.REJECT and wish.profile is not Profile.ALL else marks.stars
    return Said(stars or None, flag or None, marks.label or None)


def blurred(said: Said) -> Said:
    """Nothing said and said to be nothing are the same."""
    return Said(said.stars or None, said.flag or None, said.label or None)


@settings(deadline=None)
@given(packets(), WISHES)
def test_what_is_set_is_read_back_and_all_else_stays(data: bytes, wish: Wish) -> None:
    after = with_marks(data, wish, NOW)
    said = said_by(read_packet(after))
    assert blurred(said) == expected_of(wish, said)
    if said.stars is not None:
        assert said.stars == wish.marks.stars
    assert without_ours(of(after)) == without_ours(of(data))
    assert with_marks(after, wish, NOW + 1) is after
    before_text, after_text = text_of(data), text_of(after)
    assert (before_text.encoding, before_text.mark) == (after_text.encoding, after_text.mark)


@settings(deadline=None)
@given(packets(), WISHES, WISHES)
def test_the_last_marks_count_whatever_was_said_before(data: bytes, one: Wish, other: Wish) -> None:
    after = with_marks(with_marks(data, one, NOW), other, NOW + 1)
    said = said_by(read_packet(after))
    assert said.label in (other.marks.label, None) if not other.marks.label else said.label is other.marks.label
    assert (said.flag is Flag.REJECT) == (other.marks.flag is Flag.REJECT)
    assert without_ours(of(after)) == without_ours(of(data))


@settings(deadline=None)
@given(WISHES)
def test_a_new_packet_says_all_of_it_and_none_is_made_for_nothing(wish: Wish) -> None:
    made = new_packet(wish, NOW)
    if wish.marks == Marks() or (wish.profile is Profile.DARKTABLE and wish.marks == Marks(flag=Flag.PICK)):
        assert made is None
        return
    assert made is not None
    found = read_packet(made)
    assert blurred(said_by(found)) == expected_of(wish, said_by(found))
    assert found.dated == NOW


@needs_corpus
@pytest.mark.parametrize("profile", Profile)
def test_real_sidecars_keep_everything_foreign(profile: Profile) -> None:
    written = 0
    for path in corpus():
        data = path.read_bytes()
        for marks in (
            Marks(),
            Marks(4, Flag.PICK, Label.GREEN),
            Marks(0, Flag.REJECT),
            Marks(0, Flag.NONE, Label.BLUE),
        ):
            wish = Wish(marks, profile)
            try:
                after = with_marks(data, wish, NOW)
            except BadPacketError:
                continue
            written += 1
            said = said_by(read_packet(after))
            assert blurred(said) == expected_of(wish, said), path
            assert without_ours(of(after)) == without_ours(of(data)), path
            assert with_marks(after, wish, NOW + 1) is after, path
    assert written == 4 * 44


@needs_corpus
def test_a_darktable_sidecar_differs_in_its_stars_alone() -> None:
    path = next(path for path in corpus() if path.name == "masks.xmp")
    before = path.read_text(encoding="utf-8")
    after = with_marks(before.encode(), Wish(Marks(5), Profile.DARKTABLE), NOW).decode()
    wanted = before.replace('xmp:Rating="1"', 'xmp:Rating="5"')
    assert after.replace('\n   xmp:MetadataDate="2025-06-15T15:06:40.000+00:00"', "") == wanted


# The write matrix: field guide, section 3.5.
@pytest.mark.parametrize(
    ("profile", "marks", "wanted"),
    [
        (Profile.LIGHTROOM, Marks(3, Flag.PICK), {"xmp:Rating": "3", "xmpDM:pick": "1", "xmpDM:good": "true"}),
        (Profile.LIGHTROOM, Marks(3, Flag.REJECT), {"xmp:Rating": "3", "xmpDM:pick": "-1", "xmpDM:good": "false"}),
        (Profile.LIGHTROOM, Marks(label=Label.PURPLE), {"xmp:Label": "Purple"}),
        (Profile.DARKTABLE, Marks(3, Flag.PICK), {"xmp:Rating": "3"}),
        (Profile.DARKTABLE, Marks(3, Flag.REJECT), {"xmp:Rating": "-1"}),
        (Profile.DARKTABLE, Marks(label=Label.RED), {"xmp:Label": "Red", "photoshop:LabelColor": "red"}),
        (Profile.DIGIKAM, Marks(3, Flag.PICK), {"xmp:Rating": "3", "digiKam:PickLabel": "3"}),
        (Profile.DIGIKAM, Marks(3, Flag.REJECT), {"xmp:Rating": "3", "digiKam:PickLabel": "1"}),
        (Profile.DIGIKAM, Marks(label=Label.PURPLE), {"xmp:Label": "Purple", "digiKam:ColorLabel": "6"}),
        (
            Profile.ALL,
            Marks(3, Flag.REJECT),
            {
                "xmp:Rating": "-1",
                "MicrosoftPhoto:Rating": "50",
                "xmpDM:pick": "-1",
                "xmpDM:good": "false",
                "digiKam:PickLabel": "1",
            },
        ),
    ],
)
def test_each_profile_adds_its_own(profile: Profile, marks: Marks, wanted: dict[str, str]) -> None:
    assert with_marks(packet(attributes(wanted)), Wish(marks, profile), NOW) == packet(attributes(wanted))
    made = new_packet(Wish(marks, profile), NOW)
    assert made is not None
    text = made.decode()
    for name, value in wanted.items():
        assert f'{name}="{value}"' in text
    families = ("xmp:Rating", "xmpDM:", "digiKam:", "photoshop:", "xmp:Label")
    absent = [one for one in families if not any(name.startswith(one) for name in wanted)]
    assert not [one for one in absent if f"    {one}" in text]


def attributes(values: dict[str, str]) -> str:
    return " ".join(f'{name}="{value}"' for name, value in values.items())


def test_clearing_takes_back_only_what_was_said() -> None:
    said = (
        'xmp:Rating="4" xmp:Label="Red" xmpDM:pick="1" xmpDM:good="true" digiKam:PickLabel="3" digiKam:ColorLabel="1"'
    )
    text = changed(said, Marks()).decode()
    for wanted in ('xmp:Rating="0"', 'xmpDM:pick="0"', 'digiKam:PickLabel="0"', 'digiKam:ColorLabel="0"'):
        assert wanted in text
    assert "xmp:Label" not in text
    assert "xmpDM:good" not in text
    nothing = packet('dc:format="image/jpeg"')
    assert with_marks(nothing, Wish(Marks(), Profile.ALL), NOW) is nothing


def test_a_reject_that_stands_for_the_stars_gives_them_back() -> None:
    rejected = changed('xmp:Rating="4"', Marks(4, Flag.REJECT), Profile.DARKTABLE)
    assert read_packet(rejected).rating == -1
    assert read_packet(with_marks(rejected, Wish(Marks(4), Profile.DARKTABLE), NOW)).rating == 4


def test_a_reject_of_bridge_stays_one_for_bridge() -> None:
    after = changed('xmp:Rating="-1"', Marks(0, Flag.REJECT), Profile.LIGHTROOM)
    assert 'xmp:Rating="-1"' in after.decode()
    assert 'xmpDM:pick="-1"' in after.decode()


@pytest.mark.parametrize("foreign", ['xmp:Label="Keeper"', 'digiKam:ColorLabel="2"', 'xmp:Label="None"'])
def test_labels_that_are_not_ours_are_not_cleared(foreign: str) -> None:
    data = packet(foreign)
    assert with_marks(data, Wish(Marks(), Profile.ALL), NOW) is data


def test_a_colour_in_other_words_stays_in_them() -> None:
    bag = "<darktable:colorlabels><rdf:Seq>\n<rdf:li>1</rdf:li><rdf:li>4</rdf:li>\n</rdf:Seq></darktable:colorlabels>"
    data = packet('xmp:Label="Gelb"', bag)
    assert with_marks(data, Wish(Marks(label=Label.YELLOW)), NOW) is data
    other = with_marks(data, Wish(Marks(label=Label.GREEN)), NOW).decode()
    assert "<rdf:Seq>\n<rdf:li>2</rdf:li>\n</rdf:Seq>" in other
    assert 'xmp:Label="Green"' in other
    assert "colorlabels" not in with_marks(data, Wish(Marks()), NOW).decode()


def test_every_dialect_that_is_there_is_kept_in_step() -> None:
    there = 'MicrosoftPhoto:Rating="25" photomechanic:Tagged="True" photomechanic:Prefs="1:8:2:000001"'
    there += ' photomechanic:ColorClass="8" photoshop:LabelColor="red" digiKam:ColorLabel="1"'
    text = changed(there, Marks(5, Flag.NONE, Label.BLUE)).decode()
    for wanted in (
        'MicrosoftPhoto:Rating="99"', 'photomechanic:Tagged="False"', 'photomechanic:Prefs="0:0:5:000001"',
        'photomechanic:ColorClass="0"', 'photoshop:LabelColor="blue"', 'digiKam:ColorLabel="5"', 'xmp:Rating="5"',
    ):  # fmt: skip
        assert wanted in text


def test_a_label_text_of_ones_own() -> None:
    own = LabelTexts(('A "B" & <C>', *LIGHTROOM_WORDS[1:]))
    after = with_marks(packet(), Wish(Marks(label=Label.RED), texts=own), NOW)
    assert read_packet(after).label == 'A "B" & <C>'
    assert label_of_text(read_packet(after).label, own) is Label.RED
    assert with_marks(after, Wish(Marks(label=Label.RED), texts=own), NOW) is after


def test_a_prefix_that_is_taken_is_not_taken_again() -> None:
    data = packet('digiKam:other="1"').replace(b"http://www.digikam.org/ns/1.0/", b"http://elsewhere/")
    text = with_marks(data, Wish(Marks(flag=Flag.PICK), Profile.DIGIKAM), NOW).decode()
    assert 'digiKam2:PickLabel="3"' in text
    assert 'digiKam:other="1"' in text


def test_a_packet_without_a_description_gets_one() -> None:
    for rdf in ("<r:RDF xmlns:r='{}'/>", "<r:RDF xmlns:r='{}'></r:RDF>", "<RDF xmlns='{}'/>"):
        data = rdf.format("http://www.w3.org/1999/02/22-rdf-syntax-ns#").encode()
        assert said_by(read_packet(with_marks(data, Wish(Marks(2, Flag.PICK)), NOW))) == Said(2, Flag.PICK)


def test_an_edit_that_would_lose_something_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.library.xmp.edit.changed", lambda tree, changes: packet('xmp:Rating="3"'))
    with pytest.raises(BadPacketError, match="without loss"):
        with_marks(packet('crs:Exposure2012="1"'), Wish(Marks(3)), NOW)


def test_comments_inside_a_value_do_not_hide_it() -> None:
    data = packet("", "<xmp:Rating>1<!-- one --></xmp:Rating><!-- two --><?three four?>")
    text = with_marks(data, Wish(Marks(4)), NOW).decode()
    assert "<xmp:Rating>4</xmp:Rating><!-- two --><?three four?>" in text
