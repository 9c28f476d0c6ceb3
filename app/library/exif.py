"""The parts of an EXIF block: main directory, photo directory, maker note (Exif 2.32, section 4.6)."""

from dataclasses import dataclass
from typing import Self

from app.library.iso_boxes import canon_block
from app.library.tiff import Directory, Read, Tiff, tiff_of

MAKE, MODEL, ORIENTATION = 0x010F, 0x0110, 0x0112
_PHOTO, _MAKER_NOTE = 0x8769, 0x927C
_NOTHING = Tiff(lambda _offset, _length: b"", "<", 0)
_MOST_NOTE_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class MakerNote:
    """Where a camera's own notes lie: `tiff` holds them from `offset` on, `length` bytes long."""

    tiff: Tiff
    offset: int
    length: int

    def starts_with(self, signature: bytes) -> bool:
        """Whether the notes open with these bytes."""
        return self.tiff.read(self.offset, len(signature)) == signature


@dataclass(frozen=True, slots=True)
class Exif:
    """The directories of one EXIF block; absent ones are empty."""

    main: Directory
    photo: Directory
    note: MakerNote

    @classmethod
    def absent(cls) -> Self:
        """The EXIF of a file that has none."""
        return cls(Directory(_NOTHING), Directory(_NOTHING), MakerNote(_NOTHING, 0, 0))

    @classmethod
    def of_tiff(cls, tiff: Tiff | None) -> Self:
        """The EXIF whose main directory is the first one of `tiff`."""
        if tiff is None:
            return cls.absent()
        main = tiff.directory(tiff.first)
        photo = tiff.directory(main.whole(_PHOTO)) if _PHOTO in main else Directory(tiff)
        offset, length = photo.place(_MAKER_NOTE)
        return cls(main, photo, MakerNote(tiff, offset, min(length, _MOST_NOTE_BYTES)))

    @classmethod
    def of_block(cls, data: bytes) -> Self:
        """The EXIF in a block of bytes, with or without the leading `Exif` mark."""
        return cls.of_tiff(tiff_of(data[6:] if data.startswith(b"Exif\0") else data))

    @classmethod
    def of_cr3(cls, read: Read) -> Self:
        """The EXIF of a Canon CR3, which keeps each directory in a box of its own."""
        main, photo, note = (tiff_of(canon_block(read, name)) for name in (b"CMT1", b"CMT2", b"CMT3"))
        return cls(
            main.directory(main.first) if main else Directory(_NOTHING),
            photo.directory(photo.first) if photo else Directory(_NOTHING),
            MakerNote(note, note.first, _MOST_NOTE_BYTES) if note else MakerNote(_NOTHING, 0, 0),
        )

    @property
    def make(self) -> str:
        """The camera's maker."""
        return self.main.text(MAKE)

    @property
    def orientation(self) -> int:
        """How the stored pixels lie, 1 to 8 (Exif 2.32, tag Orientation); 1 where nothing sensible is said."""
        value = self.main.whole(ORIENTATION)
        return value if 1 <= value <= 8 else 1
