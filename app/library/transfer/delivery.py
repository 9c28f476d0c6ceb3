"""Brings parcels to a destination, one after the other; whatever happens, each photo is whole in at least one place."""

import errno
import os
import stat
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from app.cancel import CancelToken
from app.library.durable import flush
from app.library.source import UnreadableError
from app.library.transfer.copying import DamagedCopyError, copied
from app.library.transfer.destination import Destination, Placement
from app.library.transfer.parcel import Advance, Delivered, Event, Halted, Mode, Parcel, Undelivered
from app.library.transfer.part import Part, rename_to_free
from app.library.transfer.same_place import Places, Way
from app.library.transfer.unfinished import Moving, MovingNote, finish

Pair = tuple[Path, Path]

_HOPELESS = {
    errno.ENOSPC: "The disk is full; free some space or choose another folder, then export again: what is there stays.",
    errno.EDQUOT: "Your share of the disk is used up; free some space, then export again: what is there stays.",
    errno.EROFS: "The folder may only be read; choose another.",
    errno.ENODEV: "The disk is gone; connect it, then export again: what is there stays.",
    errno.ENXIO: "The disk is gone; connect it, then export again: what is there stays.",
}
_KEPT = "another file of that name is there already, which was left as it is"


def deliver(parcels: Sequence[Parcel], root: Path, mode: Mode, token: CancelToken) -> Generator[Event]:
    """Bring parcels to the folder `root`; yields what becomes of each, and `Advance` in between.

    Files are written under hidden names, read back, and only then named; a move takes the originals away when all
    files of their photo have arrived and are on the disk. A file that is there already, byte for byte, is not written
    again, and none is ever replaced. Raises Cancelled, after which everything that was delivered stays.
    """
    if mode is Mode.MOVE:
        finish(root, {file for parcel in parcels for file in (*parcel.files, *parcel.companions)}, token)
    sizes = [size_of(parcel) for parcel in parcels]
    delivery = _Delivery(root, mode, token, sum(sizes))
    for number, (parcel, size) in enumerate(zip(parcels, sizes, strict=True)):
        token.check()
        try:
            yield from delivery.bring(parcel)
        except _HopelessError as hopeless:
            yield Halted(hopeless.sentence, len(parcels) - number)
            break
        yield delivery.finish(size)
    try:
        delivery.flush()
    except OSError as error:
        yield Undelivered(root, f"the disk does not confirm what was written last; export again ({_said(error)})")


def size_of(parcel: Parcel) -> int:
    """The octets of all files of a parcel; those that are gone count for nothing."""
    return sum(map(_size, (*parcel.files, *parcel.companions)))


class _HopelessError(Exception):
    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class _FileError(Exception):
    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(reason)
        self.path, self.reason = path, reason


class _Delivery:
    def __init__(self, root: Path, mode: Mode, token: CancelToken, total: int) -> None:
        self._root, self._mode, self._token, self._total = root, mode, token, total
        self._destination = Destination(root)
        self._places = Places()
        self._unflushed: set[Path] = set()
        self._finished = self._twice = 0

    def finish(self, size: int) -> Advance:
        """How far it is after a parcel of that size."""
        self._finished, self._twice = self._finished + size, 0
        return self._advance()

    def flush(self) -> None:
        """See to it that the names given so far are on the disk; where nothing is taken away, once is enough."""
        while self._unflushed:
            flush(self._unflushed.pop())

    def bring(self, parcel: Parcel) -> Iterator[Delivered | Undelivered | Advance]:
        """Bring one parcel."""
        there: list[Pair] = []
        try:
            placement = self._placement(parcel)
            if self._mode is Mode.MOVE:
                self._confirm(placement.there)
            there += placement.there
            turn = self._turn(parcel, placement)
            bring = self._at_once(parcel, placement, there)
            yield from bring if turn is None else self._around(turn, parcel, placement, there)
        except _FileError as failed:
            yield Undelivered(failed.path, failed.reason)
            return
        yield from (Undelivered(path, _KEPT) for path in placement.kept)
        if self._mode is Mode.MOVE and turn is None:
            yield from self._take_away(_leaving(parcel, there))
        there.sort(key=lambda pair: pair[0] not in parcel.files)
        was_there = not any(source in parcel.files for source, _ in placement.missing)
        yield Delivered(parcel, tuple(target for _, target in there), was_there)

    def _at_once(self, parcel: Parcel, placement: Placement, there: list[Pair]) -> Iterator[Undelivered | Advance]:
        """Bring all files of a photo, then what belongs to it; adds to `there` what has arrived."""
        missing = [pair for pair in placement.missing if pair[0] in parcel.files]
        yield from self._all_or_none(missing)
        there += missing
        for pair in placement.missing:
            if pair[0] not in parcel.files:
                is_copy = self._mode is Mode.LINK or pair[0] in parcel.shared
                yield from self._one_more(pair, there, is_copy=is_copy)

    def _around(
        self, turn: Pair, parcel: Parcel, placement: Placement, there: list[Pair]
    ) -> Iterator[Undelivered | Advance]:
        """Copy everything but the file `turn`, rename that, and take the rest away.

        Whenever it is killed, all lies where it was or all lies where it goes.
        """
        others = [pair for pair in placement.missing if pair != turn]
        with ExitStack() as undo:
            copies = [pair for pair in others if pair[0] in parcel.files]
            yield from self._all_or_none(copies, is_copy=True, undo=undo)
            there += copies
            for pair in others:
                if pair[0] not in parcel.files:
                    yield from self._one_more(pair, there, is_copy=True, undo=undo)
            rest = _leaving(parcel, there)
            with _named_failures(turn[0]):
                note = undo.enter_context(MovingNote(self._root, Moving(turn, tuple(rest))))
            yield from self._all_or_none([turn])
            there.append(turn)
            undo.pop_all()
        yield from self._take_away(rest)
        note.end()

    def _one_more(
        self, pair: Pair, there: list[Pair], *, is_copy: bool, undo: ExitStack | None = None
    ) -> Iterator[Undelivered | Advance]:
        """Bring a companion; a photo does not wait for it."""
        try:
            yield from self._all_or_none([pair], is_copy=is_copy, undo=undo)
            there.append(pair)
        except _FileError as failed:
            yield Undelivered(failed.path, failed.reason)

    def _turn(self, parcel: Parcel, placement: Placement) -> Pair | None:
        """The largest of several files that can only be renamed, if that is so: the last to go."""
        missing = [pair for pair in placement.missing if pair[0] in parcel.files and not os.path.islink(pair[0])]
        if self._mode is not Mode.MOVE or not missing or len(placement.missing) + len(placement.there) == 1:
            return None
        source, target = turn = max(missing, key=lambda pair: _size(pair[0]))
        with _named_failures(source):
            return turn if self._places.way(source.parent, target.parent) is Way.RENAME else None

    def _placement(self, parcel: Parcel) -> Placement:
        try:
            return self._destination.place(parcel, self._token)
        except UnreadableError as error:
            raise _FileError(parcel.files[0], error.reason) from error
        except OSError as error:
            raise _failure(error, parcel.files[0]) from error

    def _confirm(self, there: Iterable[Pair]) -> None:
        """See to it that what somebody else brought is on the disk, before it is all that is left."""
        for source, target in there:
            with _named_failures(source):
                flush(target)
                flush(target.parent)

    def _all_or_none(
        self, pairs: Sequence[Pair], *, is_copy: bool = False, undo: ExitStack | None = None
    ) -> Iterator[Advance]:
        """Put files in their places; where one of them fails, or something later that would `undo` it, none is."""
        with ExitStack() as parts, ExitStack() as back:
            placing: list[Callable[[], Callable[[], object]]] = []
            for source, target in pairs:
                with _named_failures(source):
                    place = None if is_copy else self._without_copying(source, target)
                    if place is None:
                        part = Part(target.parent)
                        parts.callback(part.discard)
                        yield from self._copied(source, part)
                        place = partial(_placed, part, target)
                    placing.append(place)
            for (source, _), place in zip(pairs, placing, strict=True):
                with _named_failures(source):
                    back.callback(place())
            self._unflushed.update(target.parent for _, target in pairs)
            if self._mode is Mode.MOVE and pairs:
                with _named_failures(pairs[0][0]):
                    self.flush()
            done = back.pop_all()
        if undo is not None:
            undo.push(done)
        for _, target in pairs:
            self._destination.note(target)

    def _copied(self, source: Path, part: Part) -> Iterator[Advance]:
        for octets in copied(source, part, self._token):
            self._twice += octets
            yield self._advance()

    def _without_copying(self, source: Path, target: Path) -> Callable[[], Callable[[], object]] | None:
        """How to give a file another place where nothing need be copied; once it is done, the way back is known."""
        if self._mode is Mode.LINK:
            return partial(_linked, source, target)
        if self._mode is Mode.COPY or os.path.islink(source):
            return None
        match self._places.way(source.parent, target.parent):
            case Way.LINK:
                return partial(_linked, source, target)
            case Way.RENAME:
                return partial(_renamed, source, target)
            case Way.COPY:
                return None

    def _take_away(self, pairs: Iterable[Pair]) -> Iterator[Undelivered]:
        for source, target in pairs:
            try:
                if os.path.lexists(source) and not self._places.is_same_entry(source, target):
                    if sys.platform == "win32":
                        # What may only be read, as from a locked card, is not removed there.
                        os.chmod(source, stat.S_IWRITE)
                    os.unlink(source)
            except OSError as error:
                yield Undelivered(source, f"it has arrived, but could not be taken away here ({_said(error)})")

    def _advance(self) -> Advance:
        return Advance(min(self._total, self._finished + self._twice // 2), self._total)


def _leaving(parcel: Parcel, there: Iterable[Pair]) -> list[Pair]:
    """What a move takes away: sidecars first, as a run that is killed is taken up by the photos that are left."""
    own = [pair for pair in there if pair[0] not in parcel.shared]
    return sorted(own, key=lambda pair: pair[0] in parcel.files)


def _placed(part: Part, target: Path) -> Callable[[], object]:
    part.place(target)
    return target.unlink


def _linked(source: Path, target: Path) -> Callable[[], object]:
    os.link(os.path.realpath(source), target)
    return target.unlink


def _renamed(source: Path, target: Path) -> Callable[[], object]:
    rename_to_free(source, target)
    return partial(rename_to_free, target, source)


@contextmanager
def _named_failures(source: Path) -> Iterator[None]:
    try:
        yield
    except (UnreadableError, DamagedCopyError) as error:
        raise _FileError(source, error.reason) from error
    except OSError as error:
        raise _failure(error, source) from error


def _failure(error: OSError, source: Path) -> _FileError | _HopelessError:
    sentence = _HOPELESS.get(error.errno or 0)
    if sentence is not None:
        return _HopelessError(sentence)
    if not os.path.exists(source):
        return _FileError(source, "the file is gone")
    if isinstance(error, FileExistsError):
        return _FileError(source, "another program has made a file of that name meanwhile; export again")
    return _FileError(source, f"it could not be brought there ({_said(error)})")


def _said(error: OSError) -> str:
    return error.strerror or str(error)


def _size(path: Path) -> int:
    try:
        return os.stat(path).st_size
    except OSError:
        return 0
