"""The database of photos, marks and everything computed once; the SQL is in this module, in `identity`, `hand_made`,
`comparisons`, `sidecar_memory` and `keywords`.

One `Store` belongs to the thread that made it; several may be open on one file.
"""

import os
import sqlite3
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from app.library import comparisons, hand_made, identity, keywords, rows, sidecar_memory
from app.library.comparisons import Comparison
from app.library.database_file import DatabaseFile
from app.library.database_trouble import cannot_read, is_damage
from app.library.hand_made import HandEdit, HandMade
from app.library.keywords import SaidKeywords, Words
from app.library.mark_axes import Axes
from app.library.mending import suspect
from app.library.photo import Label, Marks, Photo, PhotoId, ScannedPhoto, Stamp
from app.library.sidecar_memory import MarkTimes, RememberedSidecar, TakenMark

# Questions in one statement; SQLite promises at least 999 (Limits In SQLite, SQLITE_MAX_VARIABLE_NUMBER).
_AT_ONCE = 900


@dataclass(frozen=True, slots=True)
class FolderState:
    """How a folder was left: the series settings used there and the photo that was current."""

    gap: float | None = None
    likeness: float | None = None
    current: PhotoId | None = None


@dataclass(frozen=True, slots=True)
class StoredRanking:
    """A ranking as kept: one entry per frame, in the order of the frames it was asked for."""

    scores: tuple[float, ...]
    p_best: tuple[float, ...]
    margin: float
    too_close: bool


class Store:
    """Reads and writes one database file."""

    def __init__(self, path: Path, library: int | None = None) -> None:
        self._file = DatabaseFile(path, library)
        self._connection = self._file.connection

    @property
    def library(self) -> int:
        """The number by which this database is told from all others."""
        return self._file.library

    def close(self) -> None:
        """Close the connection; every change made before is kept."""
        self._connection.close()

    def __enter__(self) -> "Store":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
        if isinstance(error, sqlite3.Error):
            if is_damage(error):
                suspect(self._file.path)
            raise cannot_read(self._file.path, error) from error

    def photos_under(self, folder: Path, *, recursive: bool) -> list[tuple[Photo, Marks]]:
        """Every photo last seen in `folder`, with its marks."""
        prefix = _prefix(folder)
        found = self._connection.execute(
            f"SELECT photo.id, {rows.CAPTURE_COLUMNS}, {rows.MARK_COLUMNS}, path, size, mtime_ns, digest "
            "FROM file JOIN photo ON photo.id = file.photo_id "
            "WHERE path >= ? AND path < ? AND role >= 0 ORDER BY photo.id, role",
            (prefix, _after(prefix)),
        )
        photos = rows.photos_from(found)
        return [pair for pair in photos if recursive or pair[0].path.parent == folder]

    def places_of(self, folder: Path, *, recursive: bool) -> dict[PhotoId, Path]:
        """Where every photo that was ever seen in `folder` was seen last; its drive may be mounted elsewhere now."""
        prefix = _prefix(folder)
        found = identity.places_of(self._connection, prefix, _after(prefix))
        return {photo: now for photo, was, now in found if recursive or was.parent == folder}

    def adopt(self, scanned: Sequence[ScannedPhoto], presence: identity.Presence) -> list[tuple[Photo, Marks]]:
        """Give scanned photos their lasting ids, found again by path or by content, and remember their files.

        `presence` lives as long as one scan. A photo of unclear identity is set aside there and not returned.
        """
        with self._transaction():
            adopted = (identity.adopt(self._connection, photo, presence) for photo in scanned)
            return [pair for pair in adopted if pair is not None]

    def adopt_rest(self, presence: identity.Presence) -> list[tuple[Photo, Marks]]:
        """Decide the photos that were set aside, once every other file of the scan has been adopted."""
        with self._transaction():
            return [identity.adopt_unclear(self._connection, photo, presence) for photo in presence.unclear]

    def adopt_same_picture(self, photo: Photo, stamps: tuple[Stamp, ...]) -> None:
        """Keep a photo whose files have other bytes now and show what they showed, with the digests it had.

        `stamps` are those of its files now. All that was computed of it stays its own, and it is found again by either.
        """
        kept = tuple(replace(now, digest=was.digest) for now, was in zip(stamps, photo.stamps, strict=True))
        with self._transaction():
            identity.adopt(
                self._connection, ScannedPhoto(photo.files, kept, photo.capture), identity.Presence(_nowhere)
            )
            for path, stamp in zip(photo.files, stamps, strict=True):
                identity.know_also(self._connection, photo.id, path, stamp)

    def set_marks(
        self,
        marks: Mapping[PhotoId, Marks],
        blind: Collection[PhotoId] = (),
        axes: Mapping[PhotoId, Axes] | None = None,
    ) -> None:
        """Keep new marks for some photos, all or none; those in `blind` were marked before any score was shown.

        Of a photo in `axes` only the marks on those are written: the others are not what was said now, and another
        program may have said something else of them.
        """
        now, given = time.time(), axes or {}
        with self._transaction():
            self._connection.executemany(
                rows.SET_MARKS,
                [
                    (*rows.mark_row(one, int(given.get(photo, Axes.ALL))), now, photo not in blind, photo)
                    for photo, one in marks.items()
                ],
            )

    def mark_times(self, photos: Iterable[PhotoId]) -> dict[PhotoId, MarkTimes]:
        """When the marks of some photos were given."""
        return sidecar_memory.mark_times(self._connection, photos)

    def sidecars(self, photos: Iterable[PhotoId]) -> list[RememberedSidecar]:
        """What the sidecars and embedded packets of some photos said when they were last read or written."""
        return sidecar_memory.read(self._connection, photos)

    def remember_sidecars(self, sidecars: Iterable[RememberedSidecar]) -> None:
        """Keep what sidecars say now; may be done again."""
        with self._transaction():
            sidecar_memory.write(self._connection, sidecars)

    def take_marks(
        self,
        taken: Iterable[TakenMark],
        sidecars: Iterable[RememberedSidecar],
        said: Iterable[SaidKeywords] = (),
    ) -> dict[PhotoId, Marks]:
        """Take marks found in files where no newer one was given since, and remember these files; all or nothing.

        `said` are keywords that files did not say before. Returns all marks of the photos that were changed by it.
        """
        with self._transaction():
            sidecar_memory.write(self._connection, sidecars)
            keywords.write(self._connection, said)
            return sidecar_memory.take(self._connection, taken)

    def understands(self, texts: Mapping[str, Label]) -> bool:
        """Whether files were read by all these label texts when they were read last."""
        return texts.items() <= sidecar_memory.understood(self._connection).items()

    def understand(self, texts: Mapping[str, Label]) -> None:
        """Read files by these label texts from now on; if any is new, those without a label count as not read."""
        if texts != sidecar_memory.understood(self._connection):
            with self._transaction():
                sidecar_memory.understand(self._connection, texts)

    def said_keywords(self, photos: Iterable[PhotoId]) -> list[SaidKeywords]:
        """What each file of some photos said of keywords when it was last read."""
        return list(keywords.said(self._connection, photos))

    def keywords(self, photos: Iterable[PhotoId]) -> dict[PhotoId, Words]:
        """The keywords of those of some photos that have any, or had; levels of a hierarchy with `|` between them."""
        return keywords.of_photos(self._connection, photos)

    def hand_made(self, photos: Iterable[PhotoId]) -> HandMade:
        """What was said by hand of the series of these photos, with the others that were meant by it."""
        return hand_made.read(self._connection, photos)

    def edit_hand_made(self, edit: HandEdit) -> None:
        """Keep what was said by hand of series, all or none; may be done again."""
        with self._transaction():
            hand_made.write(self._connection, edit)

    def judged(self) -> int:
        """How many photos have a flag or stars, whatever folder they are in."""
        row = self._connection.execute("SELECT COUNT(*) FROM photo WHERE flag != 0 OR stars > 0").fetchone()
        return int(row[0])

    def comparisons(self) -> list[Comparison]:
        """Every comparison of two frames, the oldest first."""
        return comparisons.all_of(self._connection)

    def add_comparison(self, comparison: Comparison) -> None:
        """Keep that one frame was preferred to another; may be done again."""
        with self._transaction():
            comparisons.add(self._connection, comparison)

    def withdraw_comparison(self, comparison: Comparison) -> None:
        """Forget a comparison that was taken back; may be done again."""
        with self._transaction():
            comparisons.withdraw(self._connection, comparison)

    def vectors(self, embedder: str, digests: Iterable[bytes]) -> dict[bytes, NDArray[np.float32]]:
        """The stored embeddings of some contents, by digest."""
        wanted = list(set(digests))
        found = chain.from_iterable(
            self._connection.execute(
                f"SELECT digest, data FROM vector WHERE embedder = ? AND digest IN ({', '.join('?' * len(some))})",
                (embedder, *some),
            )
            for some in (wanted[at : at + _AT_ONCE] for at in range(0, len(wanted), _AT_ONCE))
        )
        return {digest: np.frombuffer(data, np.float16).astype(np.float32) for digest, data in found}

    def add_vectors(self, embedder: str, vectors: Mapping[bytes, NDArray[np.float32]]) -> None:
        """Keep embeddings by digest, at half precision."""
        with self._transaction():
            self._connection.executemany(
                "INSERT OR REPLACE INTO vector VALUES (?, ?, ?)",
                [(embedder, digest, vector.astype(np.float16).tobytes()) for digest, vector in vectors.items()],
            )

    def ranking(self, model: str, frames: Sequence[bytes]) -> StoredRanking | None:
        """The ranking `model` gave to exactly these contents, in the order asked for."""
        order = sorted(range(len(frames)), key=lambda i: frames[i])
        row = self._connection.execute(
            "SELECT scores, p_best, margin, too_close FROM ranking WHERE model = ? AND frames = ?",
            (model, b"".join(frames[i] for i in order)),
        ).fetchone()
        if row is None:
            return None
        scores, chances = (_scatter(np.frombuffer(data, np.float64), order) for data in row[:2])
        return StoredRanking(scores, chances, row[2], bool(row[3]))

    def add_ranking(self, model: str, frames: Sequence[bytes], ranking: StoredRanking) -> None:
        """Keep a ranking; it is found again whatever the order of the frames."""
        order = sorted(range(len(frames)), key=lambda i: frames[i])
        scores, chances = (
            np.array([values[i] for i in order], np.float64).tobytes() for values in (ranking.scores, ranking.p_best)
        )
        with self._transaction():
            self._connection.execute(
                "INSERT OR REPLACE INTO ranking VALUES (?, ?, ?, ?, ?, ?)",
                (
                    model,
                    b"".join(frames[i] for i in order),
                    scores,
                    chances,
                    ranking.margin,
                    ranking.too_close,
                ),
            )

    def folder_state(self, folder: Path) -> FolderState:
        """How `folder` was left; all None for one never opened."""
        row = self._connection.execute(
            "SELECT gap, likeness, current_photo FROM folder WHERE path = ?", (rows.path_key(folder),)
        ).fetchone()
        return FolderState() if row is None else FolderState(*row)

    def folders(self) -> list[tuple[Path, FolderState]]:
        """Every folder that was opened, and how it was left."""
        found = self._connection.execute("SELECT path, gap, likeness, current_photo FROM folder ORDER BY path")
        return [(rows.path_from(path), FolderState(*state)) for path, *state in found]

    def set_folder_state(self, folder: Path, state: FolderState) -> None:
        """Remember how `folder` was left."""
        with self._transaction():
            self._connection.execute(
                "INSERT OR REPLACE INTO folder VALUES (?, ?, ?, ?)",
                (rows.path_key(folder), state.gap, state.likeness, state.current),
            )

    def _transaction(self) -> AbstractContextManager[None]:
        return self._file.transaction()


def _nowhere(_path: Path, _size: int, _mtime_ns: int) -> bool:
    return False


def _prefix(folder: Path) -> bytes:
    """With what the key of every path below a folder begins."""
    return rows.path_key(folder).rstrip(b"/\\") + os.fsencode(os.sep)


def _after(prefix: bytes) -> bytes:
    """The first key that does not start with `prefix`."""
    return prefix[:-1] + bytes([prefix[-1] + 1])


def _scatter(values: NDArray[np.float64], order: Sequence[int]) -> tuple[float, ...]:
    scattered = [0.0] * len(order)
    for place, index in enumerate(order):
        scattered[index] = float(values[place])
    return tuple(scattered)
