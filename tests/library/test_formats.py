import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.library.formats import Format, refusal, sniff


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"\xff\xd8\xff\xe1", Format.JPEG),
        (b"\x89PNG\r\n\x1a\n", Format.PNG),
        (b"II*\0\x10\0\0\0", Format.TIFF),
        (b"MM\0*\0\0\0\x10", Format.TIFF),
        (b"RIFF\0\0\0\0WEBPVP8 ", Format.WEBP),
        (b"GIF89a", Format.GIF),
        (b"BM\x36\x00\x00\x00\0\0\0\0", Format.BMP),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Format.HEIC),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif", Format.AVIF),
        (b"\0\0\0\x18ftypavif\0\0\0\0mif1miaf", Format.AVIF),
        (b"\0\0\0\x18ftypcrx \0\0\0\x01crx isom", Format.RAW),
        (b"FUJIFILMCCD-RAW 0201", Format.RAW),
        (b"IIU\0\x18\0\0\0", Format.RAW),
        (b"IIRO\x08\0\0\0", Format.RAW),
        (b"FOVb\x03\0\x02\0", Format.RAW),
        (b"\xff\x0a\xfa\x1f", Format.JPEG_XL),
        (b"\0\0\0\x0cJXL \r\n\x87\n", Format.JPEG_XL),
    ],
)
def test_photos_are_told_by_their_first_bytes(head: bytes, expected: Format) -> None:
    assert sniff(head) is expected


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (b"", "empty"),
        (bytes(5_000), "zeros"),
        (b"\0\0\0\x20ftypisom\0\0\0\0", "video"),
        (b"\0\0\0\x14ftypqt  \0\0\0\0", "video"),
        (b"RIFF\0\0\0\0AVI LIST", "video"),
        (b"\x1a\x45\xdf\xa3", "video"),
        ((b"G" + bytes(187)) * 3, "video"),
        (b"RIFF\0\0\0\0WAVEfmt ", "sound"),
        (b"ID3\x04", "sound"),
        (b"8BPS\0\x01", "Photoshop"),
        (b"shopping list: milk", "not a picture"),
    ],
)
def test_other_files_are_refused_with_a_reason(head: bytes, words: str) -> None:
    assert sniff(head) is None
    assert words in refusal(head)


@given(st.binary(max_size=300))
def test_every_file_is_either_known_or_refused(head: bytes) -> None:
    assert sniff(head) is not None or refusal(head)
