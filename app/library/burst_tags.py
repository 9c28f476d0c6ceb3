"""What cameras write about bursts and brackets, from maker notes and XMP.

Tag numbers and meanings are those documented by ExifTool for each maker. Every reader returns an empty `Burst` where
the notes are absent, damaged or say nothing. "Key" is what all frames of one burst share, "shot" their place in it.

| maker     | read                                                           | there, and not read                     |
|-----------|----------------------------------------------------------------|-----------------------------------------|
| Google    | XMP BurstID, CameraBurstID (key)                               | BurstPrimary: the choice is ours        |
| Apple     | BurstUUID 0x000B (key)                                         | ImageUniqueID; HDR and night modes      |
| Nikon     | 0x0056 first frame (key), shot; ShootingMode 0x0089 brackets   | HighFrameRate; pre-release capture      |
| Canon     | shot 0x0004[9]; ContinuousDrive 0x0001[5]; brackets 0x0093     | RAW burst rolls: one CR3 of many frames |
| Sony      | ReleaseMode 0xB049, SequenceNumber 0xB04A of older bodies      | enciphered 0x9050 and 0x9400 of newer   |
| Fujifilm  | SequenceNumber 0x1101, AutoBracketing 0x1100                   | DriveSetting 0x1103                     |
| Panasonic | BurstMode 0x2A, SequenceNumber 0x2B                            | BurstSpeed; 4K and 6K bursts are movies |
| Olympus   | DriveMode 0x0600 of the camera settings: mode, shot, brackets  | SpecialMode of compacts; pro capture    |
| Pentax    | DriveMode 0x0034: continuous                                   | brackets; no shot is written            |
| any       | EXIF ExposureMode 0xA402: auto bracket                         | bursts told by file names alone         |

Of Samsung, Huawei and Xiaomi nothing is read; their bursts show in file names. Where nothing is read, time and likeness
decide. The library behind `all_tags`, which names most of these for people, is too slow to be asked for every file.
"""

import re
import struct
from collections.abc import Callable

from app.library.apple_note import BURST_UUID, apple_text
from app.library.exif import Exif, MakerNote
from app.library.photo import Burst
from app.library.tiff import Directory, Tiff, tiff_in

_EXPOSURE_MODE, _AUTO_BRACKET = 0xA402, 2
_XMP_BURST = re.compile(rb":(?:Camera)?BurstID(?:\s*=\s*[\"']|>)\s*([^\"'<\s]{1,200})")
_NO_BURST = Burst()
_MOST_INDEX = 10_000


def read_burst(exif: Exif, xmp: bytes = b"") -> Burst:
    """The camera's word on the sequence a photo belongs to."""
    burst = _from_xmp(xmp) or _from_note(exif)
    if burst.bracketed or exif.photo.whole(_EXPOSURE_MODE) != _AUTO_BRACKET:
        return burst
    return Burst(burst.key, burst.index, True, burst.reason or "exposure bracket set on the camera")


def _from_xmp(xmp: bytes) -> Burst | None:
    found = _XMP_BURST.search(xmp)
    if not found:
        return None
    return Burst(key=f"google:{found[1].decode('utf-8', 'replace')}", reason="same burst of the phone")


def _from_note(exif: Exif) -> Burst:
    if not exif.note.length:
        return _NO_BURST
    maker = exif.make.casefold()
    for name, reader in _READERS:
        if name in maker:
            return reader(exif.note)
    return _NO_BURST


def _counted(maker: str, index: float | None, *, bracketed: bool = False, continuous: bool = False) -> Burst:
    """The burst of a camera that only counts its shots from 1."""
    shot = int(index) if index is not None and 0 < index <= _MOST_INDEX else None
    if not (bracketed or continuous or shot):
        return _NO_BURST
    kind = "bracket" if bracketed else "burst" if shot else "continuous drive"
    return Burst("", shot, bracketed, f"{maker} {kind}" + (f", shot {shot}" if shot else ""))


def _word(words: tuple[float, ...], index: int) -> float:
    return words[index] if index < len(words) else 0


def _inside(note: MakerNote, header: int, order: str | None = None) -> Directory:
    """The directory after a header, with offsets that count as in the whole EXIF block."""
    tiff = note.tiff if order is None else Tiff(note.tiff.read, order, 0)
    return tiff.directory(note.offset + header)


def _order(mark: bytes, otherwise: str) -> str:
    return {b"II": "<", b"MM": ">"}.get(mark, otherwise)


def _apple(note: MakerNote) -> Burst:
    uuid = apple_text(note, BURST_UUID)
    return Burst(key=f"apple:{uuid}", reason="same burst of the iPhone") if uuid else _NO_BURST


def _nikon(note: MakerNote) -> Burst:
    tiff = tiff_in(note.tiff.shifted(note.offset + 10)) if note.starts_with(b"Nikon\0\x02") else None
    if tiff is None:
        return _NO_BURST
    notes = tiff.directory(tiff.first)
    drive = notes.whole(0x0089)
    bracketed = bool(drive & 0b1_0101_0000)  # bits 4, 6, 8: exposure, white balance, D-Lighting
    record = notes.data(0x0056)
    start, shot = struct.unpack(tiff.order + "II", record[4:12]) if len(record) >= 12 else (0, 0)
    if not start:
        return _counted("Nikon", None, bracketed=bracketed, continuous=bool(drive & 1))
    slot, folder, image = start >> 29 & 1, start >> 19 & 0x3FF, start >> 5 & 0x3FFF
    return Burst(
        f"nikon:{slot}/{folder}/{image}",
        shot if 0 < shot <= _MOST_INDEX else None,
        bracketed,
        f"same Nikon burst {folder}/{image:04d}",
    )


def _canon(note: MakerNote) -> Burst:
    notes = _inside(note, 0)
    settings, shot_info, file_info = (_canon_words(notes, tag) for tag in (0x0001, 0x0004, 0x0093))
    shot = _word(shot_info, 9)
    if _word(file_info, 3) in (1, 2, 3, 4):
        return _counted("Canon", _word(file_info, 5) or shot, bracketed=True)
    return _counted("Canon", shot, continuous=_word(settings, 5) in (1, 3, 4, 5, 8, 10))


def _canon_words(notes: Directory, tag: int) -> tuple[float, ...]:
    """A Canon array, whose first word is its length in bytes; programs that moved the notes broke that."""
    words = notes.numbers(tag)
    return words if words and words[0] == 2 * len(words) else ()


def _sony(note: MakerNote) -> Burst:
    header = 12 if note.starts_with(b"SONY ") or note.starts_with(b"VHAB ") else 0
    notes = _inside(note, header)
    mode, shot = notes.number(0xB049), notes.number(0xB04A)
    return _counted("Sony", shot, bracketed=mode in (5, 6, 8), continuous=mode == 2)


def _fuji(note: MakerNote) -> Burst:
    if not note.starts_with(b"FUJIFILM"):
        return _NO_BURST
    first = int.from_bytes(note.tiff.read(note.offset + 8, 4), "little")
    notes = Tiff(note.tiff.shifted(note.offset), "<", first).directory(first)
    return _counted("Fujifilm", notes.number(0x1101), bracketed=notes.number(0x1100) == 1)


def _panasonic(note: MakerNote) -> Burst:
    mode = _inside(note, 12).whole(0x2A) if note.starts_with(b"Panasonic\0") else 0
    if not mode:
        return _NO_BURST
    shot = _inside(note, 12).number(0x2B)
    return _counted("Panasonic", shot, bracketed=mode in (2, 3, 8, 18), continuous=True)


def _olympus(note: MakerNote) -> Burst:
    settings = 0x2020
    for signature, header in ((b"OM SYSTEM\0", 16), (b"OLYMPUS\0", 12)):
        if note.starts_with(signature):
            order = _order(note.tiff.read(note.offset + header - 4, 2), note.tiff.order)
            tiff = Tiff(note.tiff.shifted(note.offset), order, header)
            break
    else:
        return _NO_BURST
    notes = tiff.directory(header)
    drive = tiff.directory(notes.whole(settings) or notes.place(settings)[0]).numbers(0x0600)
    mode, shot = (int(drive[0]), drive[1]) if len(drive) > 1 else (0, 0)
    bracketed = mode in (2, 3, 4) or (mode == 5 and len(drive) > 2 and drive[2] > 0)
    return _counted("Olympus", shot, bracketed=bracketed, continuous=mode in (1, 5)) if mode else _NO_BURST


def _pentax(note: MakerNote) -> Burst:
    if note.starts_with(b"AOC\0"):
        notes = _inside(note, 6, _order(note.tiff.read(note.offset + 4, 2), note.tiff.order))
    elif note.starts_with(b"PENTAX \0"):
        order = _order(note.tiff.read(note.offset + 8, 2), note.tiff.order)
        notes = Tiff(note.tiff.shifted(note.offset), order, 10).directory(10)
    else:
        return _NO_BURST
    return _counted("Pentax", None, continuous=_word(notes.numbers(0x0034), 0) in (1, 2, 3, 4, 5))


_READERS: tuple[tuple[str, Callable[[MakerNote], Burst]], ...] = (
    ("apple", _apple),
    ("nikon", _nikon),
    ("canon", _canon),
    ("sony", _sony),
    ("fuji", _fuji),
    ("panasonic", _panasonic),
    ("olympus", _olympus),
    ("om digital", _olympus),
    ("pentax", _pentax),
    ("ricoh", _pentax),
)
