from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.library.photo import Flag, Label
from app.library.xmp.dialects import said_by, stars_of_microsoft
from app.library.xmp.label_texts import LabelTexts
from app.library.xmp.packet import BadPacketError, Packet, read_packet
from app.library.xmp.said import Said
from tests.library.xmp.packets import corpus, needs_corpus, packet, packets


@pytest.mark.parametrize(
    "data",
    [
        packet('xmp:Rating="3"'),
        packet("", "<xmp:Rating>3</xmp:Rating>"),
        packet("", "<xmp:Rating>\n 3 </xmp:Rating>"),
        packet("", "<xmp:Rating><![CDATA[3]]></xmp:Rating>"),
        packet("", "<xmp:Rating>&#51;</xmp:Rating>"),
        packet("", '<xmp:Rating rdf:parseType="Resource"><rdf:value>3</rdf:value></xmp:Rating>'),
        packet("", "<xmp:Rating><rdf:Description><rdf:value>3</rdf:value></rdf:Description></xmp:Rating>"),
        packet("", '<xmp:Rating rdf:value="3" dc:source="x"/>'),
        packet("", "", '<rdf:Description rdf:about="" xmp:Rating="3"/>'),
        packet('xmp:Rating="3.0"'),
        packet("xmp:Rating = '3'"),
        packet('xmp:Rating="3"').replace(b"xmp:", b"xap:").replace(b"xmlns:xmp=", b"xmlns:xap="),
        packet('xmp:Rating="3"').replace(b"x:xmpmeta", b"y:xapmeta").replace(b":x=", b":y="),
    ],
)
def test_every_form_and_prefix_of_a_property(data: bytes) -> None:
    assert read_packet(data).rating == 3


def test_only_what_is_said_of_the_photo_counts() -> None:
    nested = "<dc:source rdf:parseType='Resource'><xmp:Rating>3</xmp:Rating></dc:source>"
    assert read_packet(packet("", nested)).rating is None
    assert read_packet(packet("", "", '<rdf:Description rdf:nodeID="a" xmp:Rating="3"/>')).rating is None
    assert read_packet(packet('dc:Rating="3"')).rating is None


@pytest.mark.parametrize(
    ("attributes", "said"),
    [
        ("", Said()),
        ('xmp:Rating="0"', Said(0)),
        ('xmp:Rating="5"', Said(5)),
        ('xmp:Rating="9"', Said(5)),
        ('xmp:Rating="-1"', Said(None, Flag.REJECT)),
        ('xmp:Rating="-2"', Said()),
        ('xmp:Rating="many"', Said()),
        ('xmp:Rating="1e999"', Said()),
        ('MicrosoftPhoto:Rating="50"', Said(3)),
        ('MicrosoftPhoto:Rating="99" xmp:Rating="2"', Said(2)),
        ('xmpDM:pick="1"', Said(None, Flag.PICK)),
        ('xmpDM:pick="0"', Said(None, Flag.NONE)),
        ('xmpDM:pick="-1"', Said(None, Flag.REJECT)),
        ('xmpDM:good="True"', Said(None, Flag.PICK)),
        ('xmpDM:good="False"', Said(None, Flag.REJECT)),
        ('xmpDM:good="false" xmpDM:pick="1"', Said(None, Flag.REJECT)),
        ('xmpDM:pick="0" xmp:Rating="-1"', Said(None, Flag.REJECT)),
        ('digiKam:PickLabel="1"', Said(None, Flag.REJECT)),
        ('digiKam:PickLabel="2"', Said(None, Flag.NONE)),
        ('digiKam:PickLabel="3"', Said(None, Flag.PICK)),
        ('photomechanic:Tagged="True" photomechanic:ColorClass="8"', Said(None, Flag.PICK)),
        ('photomechanic:ColorClass="8"', Said(None, Flag.REJECT)),
        ('photomechanic:Prefs="0:0:4:000123"', Said(4)),
        ('photomechanic:Prefs="0:0:4:000123" xmp:Rating="1"', Said(1)),
        ('xmp:Label="Red"', Said(None, None, Label.RED)),
        ('xmp:Label="red"', Said(None, None, Label.RED)),
        ('xmp:Label="Gelb"', Said(None, None, Label.YELLOW)),
        ('xmp:Label="Select"', Said(None, None, Label.RED)),
        ('xmp:Label="Second"', Said(None, None, Label.YELLOW)),
        ('xmp:Label="Approved"', Said(None, None, Label.GREEN)),
        ('xmp:Label="Review"', Said(None, None, Label.BLUE)),
        ('xmp:Label="To Do"', Said(None, None, Label.PURPLE)),
        ('xmp:Label="None"', Said(None, None, Label.NONE)),
        ('xmp:Label="Keeper"', Said()),
        ('xmp:Label="Keeper" photoshop:LabelColor="blue"', Said(None, None, Label.BLUE)),
        ('digiKam:ColorLabel="6"', Said(None, None, Label.PURPLE)),
        ('digiKam:ColorLabel="2"', Said()),
        ('digiKam:ColorLabel="0"', Said(None, None, Label.NONE)),
        ('digiKam:ColorLabel="1" xmp:Label="Green"', Said(None, None, Label.GREEN)),
    ],
)
def test_what_other_programs_mean(attributes: str, said: Said) -> None:
    assert said_by(read_packet(packet(attributes))) == said


def test_darktables_colours_outrank_the_label_text() -> None:
    bag = "<darktable:colorlabels><rdf:Seq><rdf:li>3</rdf:li><rdf:li>0</rdf:li></rdf:Seq></darktable:colorlabels>"
    assert said_by(read_packet(packet('xmp:Label="Red"', bag))).label is Label.BLUE


def test_a_set_of_labels_of_ones_own() -> None:
    own = LabelTexts(("Keeper", "Yellow", "Red", "Blue", "Purple"))
    assert said_by(read_packet(packet('xmp:Label="keeper"')), own).label is Label.RED
    assert said_by(read_packet(packet('xmp:Label="Red"')), own).label is Label.GREEN
    assert said_by(read_packet(packet('xmp:Label="Blue"')), own).label is Label.BLUE


def test_keywords_flat_and_hierarchical() -> None:
    elements = (
        "<dc:subject><rdf:Bag><rdf:li>Ulm</rdf:li><rdf:li> Dom </rdf:li></rdf:Bag></dc:subject>"
        "<lr:hierarchicalSubject><rdf:Bag><rdf:li>Place|Ulm</rdf:li></rdf:Bag></lr:hierarchicalSubject>"
        "<digiKam:TagsList><rdf:Seq><rdf:li>People/Anna</rdf:li></rdf:Seq></digiKam:TagsList>"
    )
    assert read_packet(packet("", elements)).keywords == ("Dom", "Place|Ulm", "People|Anna")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020-05-09T10:00:00Z", datetime.fromisoformat("2020-05-09T10:00:00+00:00").timestamp()),
        ("2020-05-09T10:00:00.25+02:00", datetime.fromisoformat("2020-05-09T08:00:00.250+00:00").timestamp()),
        ("2020-05-09T10:00", datetime(2020, 5, 9, 10).timestamp()),
        ("2020-05-09", datetime(2020, 5, 9).timestamp()),
        ("2020-05", datetime(2020, 5, 1).timestamp()),
        ("2020", datetime(2020, 1, 1).timestamp()),
        ("0000-00-00T00:00:00", None),
        ("9999-12-31T23:59:59Z", None),
        ("1900-01-01", None),
        ("yesterday", None),
        ("2020:05:09 10:00:00", None),
    ],
)
def test_dates(text: str, expected: float | None) -> None:
    assert read_packet(packet(f'xmp:MetadataDate="{text}"')).dated == expected


def test_one_packet_fills_what_another_leaves_open() -> None:
    assert Packet(rating=3).or_else(Packet(rating=1, label="Red", keywords=("a",))) == Packet(
        rating=3, label="Red", keywords=("a",)
    )


@settings(deadline=None)
@given(st.integers(-1000, 1000))
def test_windows_percentages_are_stars(percent: int) -> None:
    assert 0 <= stars_of_microsoft(percent) <= 5
    assert [stars_of_microsoft(one) for one in (0, 1, 25, 50, 75, 99)] == [0, 1, 2, 3, 4, 5]


@settings(deadline=None)
@given(st.binary(max_size=200) | packets().flatmap(lambda data: st.integers(0, len(data)).map(lambda n: data[:n])))
def test_anything_is_read_or_refused(data: bytes) -> None:
    try:
        found = read_packet(data)
    except BadPacketError:
        return
    assert found.rating is None or -1 <= found.rating <= 5


@needs_corpus
def test_real_sidecars() -> None:
    ratings, refused = {}, []
    for path in corpus():
        try:
            ratings[path.name] = read_packet(path.read_bytes()).rating
        except BadPacketError:
            refused.append(path.name)
    assert (ratings["nop.xmp"], ratings["XMP6.xmp"], ratings["issue_1959_poc.xmp"]) == (1, 2, 5)
    assert (len(ratings), len(refused)) == (44, 11)
