"""Does what was planned: brings the photos, then writes the lists."""

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.analysis.exporting.lists import Listed, ListKind, as_csv, as_json, as_names
from app.analysis.exporting.plan import Plan
from app.analysis.exporting.sheet import Thumbnail, write_sheet
from app.cancel import CancelToken
from app.errors import AppError
from app.library.photo import PhotoId
from app.library.transfer.delivery import deliver
from app.library.transfer.parcel import Advance, Delivered, Halted, Mode, Undelivered
from app.library.transfer.part import Part
from app.library.transfer.room import check_destination, check_room

LIST_NAMES = {
    ListKind.CSV: ("burstpick.csv",),
    ListKind.JSON: ("burstpick.json",),
    ListKind.PDF: ("burstpick-contact-sheet.pdf",),
    ListKind.NAMES: ("burstpick-names-commas.txt", "burstpick-names-spaces.txt"),
}
"""What the lists are called; those of an earlier run are replaced."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """How many frames of all are on the contact sheet."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Written:
    """A list that has been written."""

    path: Path


Event = Delivered | Undelivered | Advance | Halted | Drawing | Written


def run(plan: Plan, lists: frozenset[ListKind], thumbnail: Thumbnail, token: CancelToken) -> Iterator[Event]:
    """Carry a plan out; yields what becomes of each photo and list, and how far it is.

    Raises AppError before anything is brought if the destination cannot take it, later if a list cannot be written;
    Cancelled, after which what has arrived stays. No list is written of photos that were not tried.
    """
    request = plan.request
    mode = request.mode
    check_destination(plan.parcels, request.to, mode or Mode.COPY)
    check_room(plan.needed, request.to)
    arrived: dict[PhotoId, tuple[Path, ...]] = {}
    ids = {frame.photo.files: frame.photo.id for frame in plan.frames}
    for event in deliver(plan.parcels, request.to, mode, token) if mode is not None else ():
        if isinstance(event, Delivered):
            arrived[ids[event.parcel.files]] = event.targets
        yield event
        if isinstance(event, Halted):
            return
    listed = Listed(request.selection, request.folder, request.to, arrived)
    for kind in ListKind:
        if kind in lists:
            yield from _written(kind, listed, thumbnail, token)


def _written(kind: ListKind, listed: Listed, thumbnail: Thumbnail, token: CancelToken) -> Iterator[Drawing | Written]:
    selection = listed.selection
    names = LIST_NAMES[kind]
    match kind:
        case ListKind.CSV:
            # With a mark of byte order, without which spreadsheets take it for another encoding.
            yield _text(listed.to / names[0], lambda: as_csv(listed), "utf-8-sig")
        case ListKind.JSON:
            yield _text(listed.to / names[0], lambda: as_json(listed) + "\n")
        case ListKind.NAMES:
            yield _text(listed.to / names[0], lambda: as_names(selection, ", ") + "\n")
            yield _text(listed.to / names[1], lambda: as_names(selection, " ") + "\n")
        case ListKind.PDF:
            yield from _sheet(listed, thumbnail, listed.to / names[0], token)


def _text(target: Path, text: Callable[[], str], encoding: str = "utf-8") -> Written:
    with _part(target) as part:
        part.write(text().encode(encoding, "backslashreplace"))
    return Written(target)


def _sheet(listed: Listed, thumbnail: Thumbnail, target: Path, token: CancelToken) -> Iterator[Drawing | Written]:
    total = sum(len(series.frames) for series in listed.selection.series)
    with _part(target) as part:
        for done in write_sheet(listed.selection, listed.folder.name, thumbnail, part.path, token):
            yield Drawing(done, total)
    yield Written(target)


@contextmanager
def _part(target: Path) -> Iterator[Part]:
    """A file that takes the place of `target` when all went well; raises AppError."""
    try:
        part = Part(target.parent)
        try:
            yield part
            part.path.chmod(0o644)
            part.flush()
            part.replace(target)
        finally:
            part.discard()
    except OSError as error:
        full = "; free some space" if error.errno in {errno.ENOSPC, errno.EDQUOT} else ""
        raise AppError(f"{target} could not be written: {error.strerror or error}{full}.", str(error)) from error
