"""The shape of the database, one step per version; a step is never edited once it has shipped."""

import sqlite3

_STEP_1 = """
CREATE TABLE photo (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    stars INTEGER NOT NULL DEFAULT 0,
    flag INTEGER NOT NULL DEFAULT 0,
    label INTEGER NOT NULL DEFAULT 0,
    marked_at REAL,
    wall REAL NOT NULL, tz_offset INTEGER, resolution REAL NOT NULL, sure INTEGER NOT NULL,
    width INTEGER NOT NULL, height INTEGER NOT NULL, orientation INTEGER NOT NULL,
    camera TEXT NOT NULL, serial TEXT NOT NULL, lens TEXT NOT NULL,
    focal_length REAL, exposure REAL, aperture REAL, iso INTEGER, exposure_bias REAL,
    burst_key TEXT NOT NULL, burst_index INTEGER, bracketed INTEGER NOT NULL, burst_reason TEXT NOT NULL
);
CREATE TABLE file (
    path BLOB NOT NULL,
    digest BLOB NOT NULL,
    photo_id INTEGER NOT NULL REFERENCES photo(id),
    role INTEGER NOT NULL,
    size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,
    PRIMARY KEY (path, digest)
) WITHOUT ROWID;
CREATE INDEX file_by_digest ON file(digest);
CREATE INDEX file_by_photo ON file(photo_id);
CREATE TABLE vector (
    embedder TEXT NOT NULL, digest BLOB NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (embedder, digest)
) WITHOUT ROWID;
CREATE TABLE ranking (
    model TEXT NOT NULL, frames BLOB NOT NULL, scores BLOB NOT NULL, p_best BLOB NOT NULL,
    margin REAL NOT NULL, too_close INTEGER NOT NULL,
    PRIMARY KEY (model, frames)
) WITHOUT ROWID;
CREATE TABLE folder (
    path BLOB PRIMARY KEY,
    gap REAL, likeness REAL, current_photo INTEGER
) WITHOUT ROWID;
"""

# Whether the model's word on the photo's series could be seen when its marks were given; of marks from before nobody
# knows, and they are taken for such.
_STEP_2 = """
ALTER TABLE photo ADD COLUMN scores_shown INTEGER NOT NULL DEFAULT 1
"""

# What was said by hand of series, as records of photos with their part in each, and of two frames side by side.
_STEP_3 = """
CREATE TABLE hand_made (
    record BLOB NOT NULL, photo_id INTEGER NOT NULL REFERENCES photo(id), part INTEGER NOT NULL,
    PRIMARY KEY (record, photo_id)
) WITHOUT ROWID;
CREATE INDEX hand_made_by_photo ON hand_made(photo_id);
CREATE TABLE comparison (
    winner INTEGER NOT NULL REFERENCES photo(id), loser INTEGER NOT NULL REFERENCES photo(id),
    at REAL NOT NULL, scores_shown INTEGER NOT NULL,
    PRIMARY KEY (winner, loser, at)
) WITHOUT ROWID
"""

# When each mark was given, so that the newer of two wins; and what each sidecar or embedded packet of a photo said when
# it was last read or written, so that what another program changed can be told from what it left alone.
_STEP_4 = """
ALTER TABLE photo ADD COLUMN stars_at REAL;
ALTER TABLE photo ADD COLUMN flag_at REAL;
ALTER TABLE photo ADD COLUMN label_at REAL;
UPDATE photo SET stars_at = marked_at, flag_at = marked_at, label_at = marked_at;
CREATE TABLE sidecar (
    photo_id INTEGER NOT NULL REFERENCES photo(id), ending TEXT NOT NULL,
    stars INTEGER, flag INTEGER, label INTEGER, dated REAL,
    size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,
    PRIMARY KEY (photo_id, ending)
) WITHOUT ROWID
"""

# The keywords that each file of a photo says, and since when; and the label texts that are understood. As no file is
# that small, all are read once more for what was not kept before; what they said of marks stays known.
_STEP_5 = """
CREATE TABLE keywords (
    photo_id INTEGER NOT NULL REFERENCES photo(id), ending TEXT NOT NULL,
    words TEXT NOT NULL, said_at REAL NOT NULL,
    PRIMARY KEY (photo_id, ending)
) WITHOUT ROWID;
CREATE TABLE label_text (word TEXT PRIMARY KEY, label INTEGER NOT NULL) WITHOUT ROWID;
UPDATE sidecar SET size = -1
"""

# What each program said in a file, so that of words that differ the new one can be told; all are read once more for it.
_STEP_6 = """
ALTER TABLE sidecar ADD COLUMN voices TEXT;
UPDATE sidecar SET size = -1
"""

STEPS = (_STEP_1, _STEP_2, _STEP_3, _STEP_4, _STEP_5, _STEP_6)


def make_steps(connection: sqlite3.Connection, version: int) -> None:
    """Bring a database of that version up to date, inside a transaction of the caller's; raises sqlite3.Error."""
    for step in STEPS[version:]:
        for statement in step.split(";"):
            if statement.strip():
                connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {len(STEPS)}")
