"""Telling what a file is by its first bytes; its name is never asked."""

from enum import Enum


class Format(Enum):
    """The kinds of photo file the library reads; the values are words for people."""

    JPEG = "JPEG"
    PNG = "PNG"
    TIFF = "TIFF"
    WEBP = "WebP"
    GIF = "GIF"
    BMP = "BMP"
    JPEG2000 = "JPEG 2000"
    HEIC = "HEIC"
    AVIF = "AVIF"
    JPEG_XL = "JPEG XL"
    RAW = "RAW"


# Read by decoders that are small or attacked and mended by the whole world every day; the others may break down.
DECODED_HERE = frozenset((Format.JPEG, Format.PNG, Format.GIF, Format.BMP))

_SIGNATURES = (
    (b"\xff\xd8\xff", Format.JPEG),
    (b"\x89PNG\r\n\x1a\n", Format.PNG),
    (b"II*\0", Format.TIFF),
    (b"MM\0*", Format.TIFF),
    (b"II+\0", Format.TIFF),
    (b"MM\0+", Format.TIFF),
    (b"GIF87a", Format.GIF),
    (b"GIF89a", Format.GIF),
    (b"\0\0\0\x0cjP  \r\n\x87\n", Format.JPEG2000),
    (b"\xff\x4f\xff\x51", Format.JPEG2000),
    (b"\xff\x0a", Format.JPEG_XL),
    (b"\0\0\0\x0cJXL \r\n\x87\n", Format.JPEG_XL),
    (b"IIU\0", Format.RAW),  # Panasonic, Leica
    (b"IIRO", Format.RAW),  # Olympus, three variants
    (b"IIRS", Format.RAW),
    (b"MMOR", Format.RAW),
    (b"FUJIFILMCCD-RAW", Format.RAW),
    (b"\0MRM", Format.RAW),  # Minolta
    (b"FOVb", Format.RAW),  # Sigma
    (b"II\x1a\0\0\0HEAPCCDR", Format.RAW),  # Canon CRW
)

VIDEO = "a video, not a photo"
_UNKNOWN = "not a picture Burstpick can read"
_SOUND = "a sound recording, not a photo"
_REFUSED_SIGNATURES = (
    (b"\x1a\x45\xdf\xa3", VIDEO),  # Matroska, WebM
    (b"\0\0\x01\xba", VIDEO),  # MPEG programme stream
    (b"\0\0\x01\xb3", VIDEO),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", VIDEO),  # Windows Media
    (b"FLV\x01", VIDEO),
    (b"ID3", _SOUND),
    (b"fLaC", _SOUND),
    (b"OggS", _SOUND),
    (b"8BPS", "a Photoshop document; export it as JPEG or TIFF"),
)

_HEIC_BRANDS = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"))
_AVIF_BRANDS = frozenset((b"avif", b"avis"))
_MOVIE_BOXES = frozenset((b"moov", b"mdat", b"wide", b"pnot"))


def sniff(head: bytes) -> Format | None:
    """The format that a file's first bytes announce, or None; a RAW built on TIFF is called TIFF here."""
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Format.WEBP
    if head[:2] == b"BM" and head[6:10] == b"\0\0\0\0":
        return Format.BMP
    return _iso_format(head)


def refusal(head: bytes) -> str:
    """Why a file that `sniff` does not know is no photo, as a fragment of a sentence for people."""
    if not head.strip(b"\0"):
        return "the file holds nothing but zeros; the photo is lost" if head else "the file is empty"
    for signature, reason in _REFUSED_SIGNATURES:
        if head.startswith(signature):
            return reason
    if head[:4] == b"RIFF":
        return {b"AVI ": VIDEO, b"WAVE": _SOUND}.get(head[8:12], _UNKNOWN)
    if head[4:8] == b"ftyp":
        return _SOUND if head[8:11] == b"M4A" else VIDEO
    return VIDEO if _is_old_video(head) else _UNKNOWN


def is_video(head: bytes) -> bool:
    """Whether a file's first bytes are those of a movie."""
    return sniff(head) is None and refusal(head) == VIDEO


def _is_old_video(head: bytes) -> bool:
    """QuickTime without a brand, or an MPEG transport stream of bare or time-stamped packets."""
    is_bare = head[:1] == b"G" and head[188:189] == b"G"
    is_stamped = head[4:5] == b"G" and head[196:197] == b"G"
    return head[4:8] in _MOVIE_BOXES or is_bare or is_stamped


def _iso_format(head: bytes) -> Format | None:
    if head[4:8] != b"ftyp":
        return None
    length = min(int.from_bytes(head[:4], "big"), 256)
    brands = frozenset([head[8:12], *(head[at : at + 4] for at in range(16, length - 3, 4))])
    if head[8:12] == b"crx ":
        return Format.RAW
    if brands & _AVIF_BRANDS:
        return Format.AVIF
    return Format.HEIC if brands & _HEIC_BRANDS else None
