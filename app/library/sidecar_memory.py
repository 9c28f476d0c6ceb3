"""What sidecars said when they were last seen, and when marks were given, as the database keeps it; its SQL is here."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from app.library import rows
from app.library.photo import Flag, Label, Marks, PhotoId
from app.library.xmp.said import Field, Said, Value
from app.library.xmp.voices import Voices, voices_from

_AT_ONCE = 900


@dataclass(frozen=True, slots=True)
class MarkTimes:
    """When each mark was given, in seconds since 1970; None for one never given or from before times were kept."""

    stars: float | None = None
    flag: float | None = None
    label: float | None = None

    def of(self, field: Field) -> float | None:
        """When one axis was marked."""
        return {Field.STARS: self.stars, Field.FLAG: self.flag, Field.LABEL: self.label}[field]


@dataclass(frozen=True, slots=True)
class RememberedSidecar:
    """What a sidecar or embedded packet said at the last look; see `was_read` for a size below 0.

    `ending` is the file's name without the photo's stem, in lower case: `.xmp`, `.cr3.xmp`, or `.jpg` for the packet
    inside. `dated` is the packet's own date in seconds since 1970, if it has one; `voices` are what each program said,
    None where an older version looked.
    """

    photo: PhotoId
    ending: str
    said: Said
    dated: float | None
    size: int
    mtime_ns: int
    voices: Voices | None = None

    @property
    def was_read(self) -> bool:
        """Whether all that matters today was read at that look: an older version kept less, or knew fewer texts."""
        return self.size >= 0


@dataclass(frozen=True, slots=True)
class TakenMark:
    """A mark found in a file, given there `at` seconds since 1970."""

    photo: PhotoId
    field: Field
    value: Value
    at: float

    def on(self, marks: Marks) -> Marks:
        """Marks with this one among them."""
        match self.field:
            case Field.STARS:
                return replace(marks, stars=int(self.value))
            case Field.FLAG:
                return replace(marks, flag=Flag(self.value))
            case Field.LABEL:
                return replace(marks, label=Label(self.value))


def mark_times(db: sqlite3.Connection, photos: Iterable[PhotoId]) -> dict[PhotoId, MarkTimes]:
    """When the marks of some photos were given."""
    found = _asked(db, "SELECT id, stars_at, flag_at, label_at FROM photo WHERE id IN ({})", photos)
    return {PhotoId(photo): MarkTimes(*times) for photo, *times in found}


def read(db: sqlite3.Connection, photos: Iterable[PhotoId]) -> list[RememberedSidecar]:
    """What is remembered of the files of some photos."""
    columns = "photo_id, ending, stars, flag, label, dated, size, mtime_ns, voices"
    return [
        RememberedSidecar(PhotoId(photo), ending, _said(*said), dated, size, mtime_ns, _voices(voices))
        for photo, ending, *said, dated, size, mtime_ns, voices in _asked(
            db, f"SELECT {columns} FROM sidecar WHERE photo_id IN ({{}})", photos
        )
    ]


def write(db: sqlite3.Connection, sidecars: Iterable[RememberedSidecar]) -> None:
    """Remember what files say; may be done again."""
    db.executemany(
        "INSERT OR REPLACE INTO sidecar VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                *(one.photo, one.ending, one.said.stars, one.said.flag, one.said.label),
                *(one.dated, one.size, one.mtime_ns, None if one.voices is None else one.voices.as_text()),
            )
            for one in sidecars
        ),
    )


def understood(db: sqlite3.Connection) -> dict[str, Label]:
    """The label texts by which files were read last."""
    return {word: Label(label) for word, label in db.execute("SELECT word, label FROM label_text")}


def understand(db: sqlite3.Connection, texts: Mapping[str, Label]) -> None:
    """Read files by these label texts from now on, those without a label once more if a text is new."""
    if not texts.items() <= understood(db).items():
        db.execute("UPDATE sidecar SET size = -1 WHERE label IS NULL")
    db.execute("DELETE FROM label_text")
    db.executemany("INSERT INTO label_text VALUES (?, ?)", [(word, int(label)) for word, label in texts.items()])


def take(db: sqlite3.Connection, taken: Iterable[TakenMark]) -> dict[PhotoId, Marks]:
    """Set marks that are newer than those the photos have; returns all marks of the photos changed."""
    changed: dict[PhotoId, Marks] = {}
    for one in taken:
        name = one.field.value
        done = db.execute(
            f"UPDATE photo SET {name} = ?1, {name}_at = ?2, marked_at = max(coalesce(marked_at, ?2), ?2) "
            f"WHERE id = ?3 AND {name} <> ?1 AND ({name}_at IS NULL OR {name}_at <= ?2)",
            (int(one.value), one.at, one.photo),
        )
        if done.rowcount:
            row = db.execute(f"SELECT {rows.MARK_COLUMNS} FROM photo WHERE id = ?", (one.photo,)).fetchone()
            changed[one.photo] = rows.marks_from(row)
    return changed


def _said(stars: int | None, flag: int | None, label: int | None) -> Said:
    return Said(stars, None if flag is None else Flag(flag), None if label is None else Label(label))


def _voices(text: str | None) -> Voices | None:
    return None if text is None else voices_from(text)


def _asked(db: sqlite3.Connection, question: str, photos: Iterable[PhotoId]) -> Iterator[rows.Row]:
    wanted = sorted(set(photos))
    for at in range(0, len(wanted), _AT_ONCE):
        some = wanted[at : at + _AT_ONCE]
        yield from db.execute(question.format(", ".join("?" * len(some))), some)
