"""Packets as other programs write them, made by code, and the corpus of real ones."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import strategies as st

SIDECARS = Path(__file__).parents[3].parent / "shared" / "sidecars"
SPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpDM": "http://ns.adobe.com/xmp/1.0/DynamicMedia/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "digiKam": "http://www.digikam.org/ns/1.0/",
    "darktable": "http://darktable.sf.net/",
    "photomechanic": "http://ns.camerabits.com/photomechanic/1.0/",
    "MicrosoftPhoto": "http://ns.microsoft.com/photo/1.0/",
    "acdsee": "http://ns.acdsee.com/iptc/1.0/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "lr": "http://ns.adobe.com/lightroom/1.0/",
    "crs": "http://ns.adobe.com/camera-raw-settings/1.0/",
}
_OURS = (
    r"(?:xmp|xap|xmpDM|digiKam|photoshop|darktable|photomechanic|MicrosoftPhoto|acdsee)\d*:"
    r"(?:[Rr]ating|Label|MetadataDate|pick|good|PickLabel|ColorLabel|LabelColor|colorlabels|Tagged|ColorClass|Prefs)"
)
_ATTRIBUTE = re.compile(rf"(?<!\s)\s+{_OURS}\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_ELEMENT = re.compile(rf"(?:(?<!\s)\s+)?<({_OURS})(?:\s[^>]*)?(?:/>|>.*?</\1\s*>)", re.DOTALL)
_DECLARATION = re.compile(
    r"(?<!\s)\s+xmlns:(?:xmp|xmpDM|digiKam|photoshop|MicrosoftPhoto)\d*\s*=\s*(?:\"[^\"]*\"|'[^']*')"
)


def declarations(text: str) -> str:
    return " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in SPACES.items() if f"{prefix}:" in text)


def packet(attributes: str = "", elements: str = "", extra: str = "") -> bytes:
    """A packet with one description."""
    inside = f'<rdf:Description rdf:about="" {attributes}>{elements}</rdf:Description>{extra}'
    return (
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {declarations(inside + "rdf:")}>{inside}</rdf:RDF></x:xmpmeta>'
    ).encode()


def without_ours(text: str) -> str:
    """All of a packet but the properties that are Burstpick's to write and the declarations that may come with them."""
    return _DECLARATION.sub("", _ATTRIBUTE.sub("", _ELEMENT.sub("", text)))


def corpus() -> Sequence[Path]:
    return sorted(SIDECARS.rglob("*.xmp"))


needs_corpus = pytest.mark.skipif(not SIDECARS.is_dir(), reason="the corpus of sidecars is not there")

_texts = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=12)
_words = st.sampled_from(["Red", "Gelb", "Select", "Keeper", "None", "", "a&b", "x < y"])
_own = st.one_of(
    st.tuples(st.just("xmp:Rating"), st.sampled_from(["-1", "0", "1", "3", "5", "3.0", "x", ""])),
    st.tuples(st.just("xmp:Label"), _words),
    st.tuples(st.just("xmpDM:pick"), st.sampled_from(["-1", "0", "1"])),
    st.tuples(st.just("xmpDM:good"), st.sampled_from(["true", "True", "false", "False"])),
    st.tuples(st.just("digiKam:PickLabel"), st.sampled_from("0123")),
    st.tuples(st.just("digiKam:ColorLabel"), st.sampled_from("0123456789")),
    st.tuples(st.just("photoshop:LabelColor"), st.sampled_from(["red", "none", "teal"])),
    st.tuples(st.just("photomechanic:Tagged"), st.sampled_from(["True", "False"])),
    st.tuples(st.just("photomechanic:ColorClass"), st.sampled_from("028")),
    st.tuples(st.just("photomechanic:Prefs"), st.sampled_from(["1:8:3:000001", "0:0:0:-00001", "odd"])),
    st.tuples(st.just("MicrosoftPhoto:Rating"), st.sampled_from(["0", "1", "50", "99"])),
    st.tuples(st.just("acdsee:rating"), st.sampled_from("035")),
)
_foreign = st.one_of(
    st.tuples(st.sampled_from(["crs:Exposure2012", "dc:format", "xmp:CreatorTool", "darktable:xmp_version"]), _texts),
)


def _escaped(text: str, quote: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace(quote, "&quot;" if quote == '"' else "&apos;")


@st.composite
def packets(draw: st.DrawFn) -> bytes:
    """Packets with some properties of ours and of others, in any form, place, white space, prefix and encoding."""
    found = draw(st.lists(st.one_of(_own, _foreign), max_size=8, unique_by=lambda one: one[0]))
    space = st.sampled_from([" ", "\n   ", "\n\t", "  \r\n "])
    count = draw(st.integers(1, 3))
    attributes, elements = [""] * count, [""] * count
    for name, value in found:
        at, gap, quote = draw(st.integers(0, count - 1)), draw(space), draw(st.sampled_from("\"'"))
        form = draw(st.sampled_from(["attribute", "element", "resource"]))
        if form == "attribute":
            attributes[at] += f"{gap}{name}={quote}{_escaped(value, quote)}{quote}"
        elif form == "element" or ":" not in name:
            elements[at] += f"{gap}<{name}>{_escaped(value, quote)}</{name}>"
        else:
            inside = f"<rdf:value>{_escaped(value, quote)}</rdf:value>"
            elements[at] += f'{gap}<{name} rdf:parseType="Resource">{inside}</{name}>'
    if draw(st.booleans()):
        items = "".join(f"\n <rdf:li>{n}</rdf:li>" for n in draw(st.lists(st.integers(0, 5), max_size=3)))
        elements[0] += f"<darktable:colorlabels>\n<rdf:Seq>{items}\n</rdf:Seq></darktable:colorlabels>"
    notes = ["", "<!-- a > b -->", "<?mine not yours?>", "\n \n"]
    inside = "".join(
        f'<rdf:Description rdf:about=""{attribute}>{element}{draw(st.sampled_from(notes))}</rdf:Description>'
        if element or draw(st.booleans())
        else f'<rdf:Description rdf:about=""{attribute} />'
        for attribute, element in zip(attributes, elements, strict=True)
    )
    xmp = draw(st.sampled_from(["xmp", "xap"]))
    spaces = " ".join(f"xmlns:{xmp if one == 'xmp' else one}={uri!r}" for one, uri in SPACES.items())
    inside = inside.replace("xmp:", f"{xmp}:")
    head, tail = draw(
        st.sampled_from(
            [("", ""), ("<?xpacket begin='\ufeff' id='W5M0'?>\n", "\n   \n<?xpacket end='w'?>"), ("<!--x-->", "\n")]
        )
    )
    text = f"{head}<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF {spaces}>{inside}</rdf:RDF></x:xmpmeta>{tail}"
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]))
    return text.encode(encoding)
