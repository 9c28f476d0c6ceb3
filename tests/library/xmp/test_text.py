import pytest

from app.library.xmp.packet import read_packet
from app.library.xmp.text import MOST_BYTES, BadPacketError, text_of
from tests.library.xmp.packets import packet

PLAIN = packet('xmp:Rating="3" dc:format="ä€𝄞"')


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
def test_every_encoding_of_xmp_goes_back_to_the_same_bytes(encoding: str) -> None:
    data = PLAIN.decode().encode(encoding)
    text = text_of(data)
    assert text.body == PLAIN
    assert text.bytes_with(text.body) == data
    assert read_packet(data).rating == 3


@pytest.mark.parametrize("declared", ["UTF-8", "us-ascii", "ISO-8859-1"])
def test_a_declared_encoding(declared: str) -> None:
    data = f'<?xml version="1.0" encoding="{declared}"?>'.encode() + packet('xmp:Rating="4"')
    assert read_packet(data).rating == 4


def test_a_declaration_in_the_encoding_it_names() -> None:
    data = ('<?xml version="1.0" encoding="UTF-16"?>' + PLAIN.decode()).encode("utf-16")
    assert read_packet(data).rating == 3


def test_padding_after_the_end_is_kept() -> None:
    text = text_of(PLAIN + b"\0\0\0")
    assert text.bytes_with(text.body) == PLAIN + b"\0\0\0"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\0\0", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (PLAIN[:-3], "not well-formed"),
        (PLAIN + b"<more/>", "not well-formed"),
        (b"<a>\xff</a>", "damaged"),
        ("<a/>".encode("utf-16") + b"x", "damaged"),
        (b'<?xml version="1.0" encoding="utf-7"?><a/>', "encoding, utf-7"),
        (b'<?xml version="1.0" encoding="UTF-16"?><a/>', "encoding, UTF-16"),
        (b"<html/>", "no XMP"),
        (b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>", "no XMP"),
        (b"<a:RDF/>", "not well-formed"),
        (b" " * (MOST_BYTES + 1), "32 MB"),
        (b"<a>" * 5000, "nested"),
        (b"<!DOCTYPE a><a/>", "document type"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "document type"),
        (b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd"><a/>', "document type"),
        (b"<a>&b;</a>", "not well-formed"),
    ],
)
def test_what_must_not_be_touched_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(BadPacketError) as refused:
        read_packet(data)
    assert reason in refused.value.reason


def test_entities_in_entities_are_never_expanded() -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 20))
    with pytest.raises(BadPacketError, match="document type"):
        read_packet(f'<!DOCTYPE a [<!ENTITY e0 "x">{entities}]><a>&e19;</a>'.encode())


def test_what_an_encoding_cannot_hold() -> None:
    text = text_of(b'<?xml version="1.0" encoding="ISO-8859-1"?><a>\xe4</a>')
    assert text.bytes_with("<a>ö</a>".encode()).endswith(b"\xf6</a>")
    with pytest.raises(BadPacketError, match="has no “€”"):
        text.bytes_with("<a>€</a>".encode())
