"""Notes of moves that are under way, where a photo of several files cannot change its place in one step.

Without hard links, as on FAT and exFAT, only the renaming of one file is one step. So all but one file of a photo are
copied first and taken away last; the note says which, should the program be killed in between.
"""

import json
import os
import secrets
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from app.cancel import CancelToken
from app.library.durable import flush
from app.library.source import UnreadableError
from app.library.transfer.copying import same_bytes
from app.library.transfer.same_place import Places

Pair = tuple[Path, Path]

_PREFIX, _ENDING = ".burstpick-", ".moving"
_LONGEST = 1 << 20


@dataclass(frozen=True, slots=True)
class Moving:
    """A photo that is at its new place as soon as the file `turn` is; then the `rest` is to be taken away."""

    turn: Pair
    rest: tuple[Pair, ...]


class MovingNote:
    """The note of one move in the folder `root`; taken away at the end, and where the block fails."""

    def __init__(self, root: Path, moving: Moving) -> None:
        self._root = root
        self._path = root / f"{_PREFIX}{secrets.token_hex(8)}{_ENDING}"
        self._said = json.dumps([[_relative(path, root) for path in pair] for pair in (moving.turn, *moving.rest)])

    def __enter__(self) -> Self:
        with open(self._path, "x", encoding="ascii") as file:
            file.write(self._said)
        flush(self._path)
        flush(self._root)
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        """The move is over; a note that cannot be removed does no harm."""
        with suppress(OSError):
            self._path.unlink()


def finish(root: Path, asked: Collection[Path], token: CancelToken) -> None:
    """Finish the moves to `root` that were killed: take away what lies at its new place, byte for byte.

    Files in `asked` are left to whoever asks for them now. Raises Cancelled.
    """
    try:
        names = [name for name in os.listdir(root) if name.startswith(_PREFIX) and name.endswith(_ENDING)]
    except OSError:
        return
    for name in names:
        try:
            moving = _read(root / name, root)
            if moving is not None and not os.path.lexists(moving.turn[0]) and os.path.lexists(moving.turn[1]):
                _take_away([pair for pair in moving.rest if pair[0] not in asked], token)
            os.unlink(root / name)
        except (OSError, UnreadableError):
            # Another time, perhaps.
            continue


def _take_away(pairs: Sequence[Pair], token: CancelToken) -> None:
    places = Places()
    for source, target in pairs:
        if not (os.path.lexists(source) and os.path.lexists(target)):
            continue
        if not places.is_same_entry(source, target) and same_bytes(source, target, token):
            os.unlink(source)


def _read(path: Path, root: Path) -> Moving | None:
    """What a note says; None of one that was killed itself, or that names files elsewhere."""
    with open(path, encoding="ascii", errors="replace") as file:
        said = file.read(_LONGEST)
    try:
        pairs = [(_absolute(source, root), _absolute(target, root)) for source, target in json.loads(said)]
        turn, *rest = pairs
    except (ValueError, TypeError):
        return None
    is_sound = all(source.parent == turn[0].parent and target.parent == turn[1].parent for source, target in rest)
    return Moving(turn, tuple(rest)) if is_sound and turn[1].is_relative_to(root) else None


def _relative(path: Path, root: Path) -> str:
    """Both lie on one drive, which may be connected elsewhere the next time."""
    return os.path.relpath(path, root)


def _absolute(name: str, root: Path) -> Path:
    return Path(os.path.normpath(root / name))
