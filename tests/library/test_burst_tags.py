import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.library.burst_tags import read_burst
from app.library.exif import Exif
from app.library.photo import Burst
from tests.library.exif_blocks import Values, directory, exif_block

NOTE_AT = 1000  # where `exif_block` puts the maker note


def burst(make: str, note: bytes, photo: dict[int, Values] | None = None) -> Burst:
    return read_burst(Exif.of_block(exif_block(make, note, photo)))


def apple(uuid: str) -> bytes:
    return b"Apple iOS\0\0\1MM" + directory({0x000B: uuid}, 14, ">")


def nikon(entries: dict[int, Values], order: str = "<") -> bytes:
    mark = b"II" if order == "<" else b"MM"
    head = mark + struct.pack(order + "HI", 42, 8)
    return b"Nikon\0\x02\x10\0\0" + head + directory(entries, 8, order)


def nikon_record(folder: int, image: int, shot: int, order: str = "<", kind: int = 0) -> bytes:
    start = 1 << 29 | folder << 19 | image << 5 | kind
    return b"0100" + struct.pack(order + "III", start, shot, 0)


def canon(drive: int, shot: int, bracket: int = 0, bracket_shot: int = 0) -> bytes:
    return directory(
        {
            0x0001: (20, 0, 0, 0, 0, drive, 0, 0, 0, 0),
            0x0004: (24, 0, 0, 0, 0, 0, 0, 0, 0, shot, 0, 0),
            0x0093: (16, 0, 0, bracket, 0, bracket_shot, 0, 0),
        },
        NOTE_AT,
    )


def sony(mode: int, shot: int) -> bytes:
    return b"SONY DSC \0\0\0" + directory({0xB049: mode, 0xB04A: shot}, NOTE_AT + 12)


def fuji(entries: dict[int, Values]) -> bytes:
    return b"FUJIFILM\x0c\0\0\0" + directory(entries, 12)


def panasonic(mode: int, shot: int) -> bytes:
    return b"Panasonic\0\0\0" + directory({0x2A: mode, 0x2B: shot}, NOTE_AT + 12)


def olympus(drive: tuple[int, ...]) -> bytes:
    head = b"OLYMPUS\0II\x03\0" + directory({0x2020: (60, 0)}, 12, wide=True)
    head = head.replace(struct.pack("<HII", 4, 2, 30), struct.pack("<HII", 13, 1, 60))
    return head.ljust(60, b"\0") + directory({0x0600: drive}, 60)


def pentax(drive: int) -> bytes:
    return b"AOC\0II" + directory({0x0034: (drive, 0, 0, 0)}, NOTE_AT + 6)


def test_an_iphone_burst_is_known_by_its_identifier() -> None:
    found = burst("Apple", apple("8A5C6F0E-1111"))
    assert found.key == "apple:8A5C6F0E-1111"
    assert "iPhone" in found.reason


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_nikon_burst_is_known_by_its_first_frame(order: str) -> None:
    found = burst("NIKON CORPORATION", nikon({0x0056: nikon_record(102, 1853, 3, order)}, order))
    assert (found.key, found.index, found.bracketed) == ("nikon:1/102/1853", 3, False)
    assert found.reason == "same Nikon burst 102/1853"


def test_nikon_raw_and_jpeg_of_a_burst_share_its_key() -> None:
    jpeg, raw = (burst("NIKON", nikon({0x0056: nikon_record(102, 7, 1, kind=kind)})) for kind in (0, 2))
    assert jpeg.key == raw.key


@pytest.mark.parametrize("bit", [4, 6, 8])
def test_nikon_brackets_are_told_by_the_shooting_mode(bit: int) -> None:
    assert burst("NIKON", nikon({0x0089: 1 << bit})).bracketed
    assert not burst("NIKON", nikon({0x0089: 1})).bracketed


@pytest.mark.parametrize(
    ("make", "note", "index", "bracketed"),
    [
        ("Canon", canon(drive=5, shot=4), 4, False),
        ("Canon", canon(drive=0, shot=0, bracket=1, bracket_shot=2), 2, True),
        ("SONY", sony(2, 7), 7, False),
        ("SONY", sony(5, 2), 2, True),
        ("FUJIFILM", fuji({0x1101: 12}), 12, False),
        ("FUJIFILM", fuji({0x1100: 1, 0x1101: 3}), 3, True),
        ("Panasonic", panasonic(1, 5), 5, False),
        ("Panasonic", panasonic(2, 1), 1, True),
        ("OLYMPUS IMAGING CORP.", olympus((1, 9, 0)), 9, False),
        ("OLYMPUS IMAGING CORP.", olympus((5, 2, 1)), 2, True),
        ("OM Digital Solutions", olympus((5, 3, 0)), 3, False),
    ],
)
def test_cameras_that_count_give_an_index(make: str, note: bytes, index: int, bracketed: bool) -> None:
    found = burst(make, note)
    assert (found.key, found.index, found.bracketed) == ("", index, bracketed)
    assert f"shot {index}" in found.reason


@pytest.mark.parametrize(
    ("make", "note"),
    [
        ("Apple", b"Apple iOS\0\0\1MM" + directory({0x0001: 14}, 14, ">")),
        ("NIKON", nikon({0x0056: b"0100" + bytes(12), 0x0089: 0})),
        ("Canon", canon(drive=0, shot=0)),
        ("SONY", sony(0, 0)),
        ("SONY", sony(65_535, 65_535)),
        ("FUJIFILM", fuji({0x1100: 0, 0x1101: 0})),
        ("Panasonic", panasonic(0, 0)),
        ("OLYMPUS CORPORATION", olympus((0, 0, 0))),
        ("PENTAX", pentax(0)),
        ("Burstpick", b"Apple iOS\0\0\1MM" + directory({0x000B: "not an Apple"}, 14, ">")),
    ],
)
def test_single_shots_belong_to_no_burst(make: str, note: bytes) -> None:
    assert burst(make, note) == Burst()


def test_drive_mode_alone_is_named_without_a_key() -> None:
    found = burst("PENTAX", pentax(1))
    assert (found.key, found.index, found.reason) == ("", None, "Pentax continuous drive")


def test_canon_notes_moved_by_an_editor_are_not_believed() -> None:
    note = bytearray(canon(drive=5, shot=4, bracket=1))
    moved = bytes(note[:-80]) + bytes(40) + bytes(note[-80:])
    assert burst("Canon", moved) == Burst()


def test_exposure_mode_auto_bracket_is_enough() -> None:
    assert burst("Burstpick", b"nothing", {0xA402: 2}).bracketed
    assert not burst("Burstpick", b"nothing", {0xA402: 1}).bracketed


@pytest.mark.parametrize(
    "xmp",
    [
        b'<rdf:Description GCamera:BurstID="7f-2" GCamera:BurstPrimary="1"/>',
        b"<GCamera:BurstID>7f-2</GCamera:BurstID>",
        b"<x GCreations:CameraBurstID='7f-2'/>",
    ],
)
def test_android_bursts_are_known_from_xmp(xmp: bytes) -> None:
    assert read_burst(Exif.absent(), xmp).key == "google:7f-2"


NOTES: list[tuple[str, bytes]] = [
    ("Apple", apple("8A5C")),
    ("NIKON", nikon({0x0056: nikon_record(102, 1853, 3), 0x0089: 17})),
    ("Canon", canon(5, 4, 1, 2)),
    ("SONY", sony(2, 7)),
    ("FUJIFILM", fuji({0x1100: 1, 0x1101: 3})),
    ("Panasonic", panasonic(1, 5)),
    ("OLYMPUS", olympus((5, 2, 1))),
    ("PENTAX", pentax(1)),
]


@settings(max_examples=400)
@given(st.data())
def test_damaged_notes_never_raise(data: st.DataObject) -> None:
    make, note = data.draw(st.sampled_from(NOTES))
    block = bytearray(exif_block(make, note))
    for _ in range(data.draw(st.integers(1, 12))):
        block[data.draw(st.integers(0, len(block) - 1))] = data.draw(st.integers(0, 255))
    found = read_burst(Exif.of_block(bytes(block[: data.draw(st.integers(0, len(block)))])))
    assert found.index is None or 0 < found.index <= 10_000


@settings(max_examples=200)
@given(st.sampled_from([make for make, _ in NOTES]), st.binary(max_size=400))
def test_random_notes_never_raise(make: str, note: bytes) -> None:
    assert isinstance(burst(make, note), Burst)


@given(st.binary(max_size=600))
def test_random_blocks_never_raise(block: bytes) -> None:
    assert isinstance(read_burst(Exif.of_block(b"II*\0\x08\0\0\0" + block), block), Burst)
