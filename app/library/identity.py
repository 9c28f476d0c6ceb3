"""Which photo a file is: the same one after a rename, a move or an edit, another one after a mere copy.

The table `file` keeps every (path, content) pair ever seen. Those with `role >= 0` are where a photo's files are
now; the others (`role = -1`) only help to find a photo again.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from app.library import rows
from app.library.photo import Marks, Photo, PhotoId, ScannedPhoto, Stamp


@dataclass(slots=True)
class Presence:
    """What one scan knows of the disk, the ids it has given out, and the photos it cannot decide yet.

    `holds(path, size, mtime_ns)` tells whether a file of that name, size and time is there now. `heirs` are new photos
    whose file was one of another photo before, and that photo.
    """

    holds: Callable[[Path, int, int], bool]
    claimed: set[PhotoId] = field(default_factory=set)
    unclear: list[ScannedPhoto] = field(default_factory=list)
    heirs: dict[PhotoId, PhotoId] = field(default_factory=dict)


def adopt(db: sqlite3.Connection, scanned: ScannedPhoto, presence: Presence) -> tuple[Photo, Marks] | None:
    """The lasting photo that `scanned` is, written to the database; None if set aside as unclear.

    Unclear is a known name with content never seen: an edit of that photo, or another photo under a reused name.
    Only when all files of the scan are known can it be told which, as the old content may turn up elsewhere.
    """
    photo_id = _same_place(db, scanned, presence) or _moved(db, scanned, presence)
    if photo_id is None and _named_before(db, scanned, presence) is not None:
        presence.unclear.append(scanned)
        return None
    return _keep(db, photo_id, scanned, presence)


def adopt_unclear(db: sqlite3.Connection, scanned: ScannedPhoto, presence: Presence) -> tuple[Photo, Marks]:
    """The lasting photo of one set aside: the one of that name, unless its content has turned up elsewhere."""
    return _keep(db, _named_before(db, scanned, presence), scanned, presence)


def know_also(db: sqlite3.Connection, photo_id: PhotoId, path: Path, stamp: Stamp) -> None:
    """Find a photo again by other bytes than those it is kept under, as both show the same picture."""
    db.execute(
        "INSERT OR IGNORE INTO file (path, digest, photo_id, role, size, mtime_ns) VALUES (?, ?, ?, -1, ?, ?)",
        (rows.path_key(path), stamp.digest, photo_id, stamp.size, stamp.mtime_ns),
    )


def places_of(db: sqlite3.Connection, prefix: bytes, end: bytes) -> list[tuple[PhotoId, Path, Path]]:
    """Each photo ever seen at a path from `prefix` on and before `end`, that path, and where it was seen last."""
    found = db.execute(
        "SELECT DISTINCT was.photo_id, was.path, now.path FROM file AS was JOIN file AS now "
        "ON now.photo_id = was.photo_id AND now.role = 0 WHERE was.path >= ? AND was.path < ?",
        (prefix, end),
    )
    return [(PhotoId(photo), rows.path_from(was), rows.path_from(now)) for photo, was, now in found]


def _same_place(db: sqlite3.Connection, scanned: ScannedPhoto, presence: Presence) -> PhotoId | None:
    for path, stamp in zip(scanned.files, scanned.stamps, strict=True):
        row = db.execute(
            "SELECT photo_id FROM file WHERE path = ? AND digest = ?", (rows.path_key(path), stamp.digest)
        ).fetchone()
        if row is not None and row[0] not in presence.claimed:
            return PhotoId(row[0])
    return None


def _moved(db: sqlite3.Connection, scanned: ScannedPhoto, presence: Presence) -> PhotoId | None:
    for stamp in scanned.stamps:
        found = db.execute("SELECT DISTINCT photo_id FROM file WHERE digest = ? ORDER BY photo_id", (stamp.digest,))
        for (photo_id,) in found.fetchall():
            if photo_id not in presence.claimed and not _is_there(db, photo_id, presence):
                return PhotoId(photo_id)
    return None


def _named_before(db: sqlite3.Connection, scanned: ScannedPhoto, presence: Presence) -> PhotoId | None:
    for path in scanned.files:
        found = db.execute("SELECT photo_id FROM file WHERE path = ? ORDER BY role DESC", (rows.path_key(path),))
        for (photo_id,) in found.fetchall():
            if photo_id not in presence.claimed and not _is_there(db, photo_id, presence):
                return PhotoId(photo_id)
    return None


def _is_there(db: sqlite3.Connection, photo_id: int, presence: Presence) -> bool:
    files = db.execute("SELECT path, size, mtime_ns FROM file WHERE photo_id = ? AND role >= 0", (photo_id,))
    return any(presence.holds(rows.path_from(path), size, mtime) for path, size, mtime in files.fetchall())


def _keep(
    db: sqlite3.Connection, photo_id: PhotoId | None, scanned: ScannedPhoto, presence: Presence
) -> tuple[Photo, Marks]:
    values = rows.capture_row(scanned.capture)
    if photo_id is None:
        former, marks = _inherited(db, scanned, presence)
        photo_id = _new_photo(db, values, marks)
        if former is not None:
            presence.heirs[photo_id] = former
            db.execute(
                "UPDATE photo SET (stars_at, flag_at, label_at) = "
                "(SELECT stars_at, flag_at, label_at FROM photo WHERE id = ?) WHERE id = ?",
                (former, photo_id),
            )
    else:
        assignments = ", ".join(f"{name.strip()} = ?" for name in rows.CAPTURE_COLUMNS.split(","))
        db.execute(f"UPDATE photo SET {assignments} WHERE id = ?", (*values, photo_id))
        row = db.execute(f"SELECT {rows.MARK_COLUMNS} FROM photo WHERE id = ?", (photo_id,)).fetchone()
        marks = rows.marks_from(row)
    _place_files(db, photo_id, scanned)
    presence.claimed.add(photo_id)
    return Photo(photo_id, scanned.files, scanned.stamps, scanned.capture), marks


def _inherited(db: sqlite3.Connection, scanned: ScannedPhoto, presence: Presence) -> tuple[PhotoId | None, Marks]:
    """The photo this one was a file of, when a RAW+JPEG pair was parted, and its marks; else none."""
    for path, stamp in zip(scanned.files, scanned.stamps, strict=True):
        found = db.execute(
            f"SELECT photo.id, {rows.MARK_COLUMNS}, path, size, mtime_ns FROM file JOIN photo ON photo.id = photo_id "
            "WHERE digest = ? ORDER BY role DESC",
            (stamp.digest,),
        )
        for photo_id, *marks, key, size, mtime in found.fetchall():
            old = rows.path_from(key)
            if old == path or not presence.holds(old, size, mtime):
                return PhotoId(photo_id), rows.marks_from(tuple(marks))
    return None, Marks()


def _new_photo(db: sqlite3.Connection, values: rows.Row, marks: Marks) -> PhotoId:
    holes = ", ".join("?" * (3 + len(values)))
    cursor = db.execute(
        f"INSERT INTO photo ({rows.MARK_COLUMNS}, {rows.CAPTURE_COLUMNS}) VALUES ({holes})",
        (marks.stars, marks.flag, marks.label, *values),
    )
    assert cursor.lastrowid is not None
    return PhotoId(cursor.lastrowid)


def _place_files(db: sqlite3.Connection, photo_id: PhotoId, scanned: ScannedPhoto) -> None:
    db.execute("UPDATE file SET role = -1 WHERE photo_id = ?", (photo_id,))
    for role, (path, stamp) in enumerate(zip(scanned.files, scanned.stamps, strict=True)):
        key = rows.path_key(path)
        db.execute("UPDATE file SET role = -1 WHERE path = ?", (key,))
        db.execute(
            "INSERT OR REPLACE INTO file (path, digest, photo_id, role, size, mtime_ns) VALUES (?, ?, ?, ?, ?, ?)",
            (key, stamp.digest, photo_id, role, stamp.size, stamp.mtime_ns),
        )
