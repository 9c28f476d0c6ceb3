"""What is done with sidecars on a lane of its own, each with a connection of its own."""

import threading
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from app.analysis.sidecars import (
    Outcome,
    SidecarReading,
    SidecarWriting,
    WriteOptions,
    Written,
    read_sidecars,
    write_sidecars,
)
from app.cancel import CancelToken
from app.errors import AppError
from app.library.own_writings import OwnWritings
from app.library.photo import PhotoId
from app.library.sidecar_debts import Debt, SidecarDebts
from app.library.store import Store
from app.library.xmp.label_texts import LabelTexts
from app.library.xmp.replacing import State, state_of
from app.library.xmp.sidecar_names import is_on_card
from app.ui.language import translate

# Seconds between two looks at whether the work is still wanted.
_STEP = 0.05


@dataclass(frozen=True, slots=True)
class Library:
    """A database; with a number no other one is opened, as ids of photos mean nothing there."""

    path: Path
    number: int | None = None

    def open(self) -> Store:
        """A connection for the thread that asks."""
        return Store(self.path, self.number)


@dataclass(frozen=True, slots=True)
class Scope:
    """The photos of a folder, or some of them."""

    folder: Path
    recursive: bool
    photos: frozenset[PhotoId] | None = None

    def of(self, photos: Collection[PhotoId] | None) -> "Scope":
        """Some photos of the same folder, or all."""
        return replace(self, photos=None if photos is None else frozenset(photos))


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be written, and the debts that are paid by it; whoever `asked` for it is told, and it is tried once.

    Otherwise files that were refused stay owed.
    """

    scope: Scope
    options: WriteOptions
    owed: tuple[Debt, ...]
    asked: bool


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that was not written, and by what is told that it might be now: its own state, and its folder's rights."""

    photo: PhotoId
    path: Path
    state: State | None
    rights: int | None

    @classmethod
    def of(cls, photo: PhotoId, path: Path) -> "Refusal":
        """As they are now."""
        folder = state_of(path.parent)
        return cls(photo, path, state_of(path), None if folder is None else folder.mode)


@dataclass(frozen=True, slots=True)
class Wrote:
    """What came of an order."""

    writing: SidecarWriting
    refused: tuple[Refusal, ...]


def reading(token: CancelToken, *, library: Library, scope: Scope, texts: LabelTexts) -> Iterator[SidecarReading]:
    """Take the marks of sidecars into the library."""
    with library.open() as store:
        yield read_sidecars(
            store, scope.folder, recursive=scope.recursive, photos=scope.photos, texts=texts, token=token
        )


def writing(
    token: CancelToken,
    *,
    library: Library,
    order: Order,
    debts: SidecarDebts,
    own: OwnWritings,
    kept: threading.Event,
) -> Iterator[Wrote]:
    """Write marks to sidecars once they are `kept` in the library; what was owed is owed no longer."""
    scope = order.scope
    while not kept.wait(_STEP):
        token.check()
    with library.open() as store:
        written = write_sidecars(
            store,
            scope.folder,
            recursive=scope.recursive,
            options=order.options,
            token=token,
            photos=scope.photos,
            own=own,
        )
    refused = tuple(Refusal.of(one.photo, one.path) for one in unpaid(written, order.options))
    if order.asked or not refused:
        for debt in order.owed:
            forget(debts, debt)
    yield Wrote(written, refused)


def other_now(token: CancelToken, *, files: Collection[Refusal]) -> Iterator[frozenset[PhotoId]]:
    """The photos of which a file that was refused is not as it was then."""
    yield frozenset(one.photo for one in files if Refusal.of(one.photo, one.path) != one)


def remember(debts: SidecarDebts, debt: Debt) -> None:
    """Keep a debt. Raises AppError."""
    try:
        debts.add(debt)
    except OSError as error:
        said = translate("sidecars", "What is to be written to sidecars cannot be noted: {reason}.")
        raise AppError(said.format(reason=error.strerror or error), str(error)) from error


def forget(debts: SidecarDebts, debt: Debt) -> None:
    """Forget a debt. Raises AppError."""
    try:
        debts.remove(debt)
    except OSError as error:
        said = translate("sidecars", "A note of what was written to sidecars cannot be removed: {reason}.")
        raise AppError(said.format(reason=error.strerror or error), str(error)) from error


def unpaid(written: SidecarWriting, options: WriteOptions) -> list[Written]:
    """The files that were refused and may be accepted later, which those on a memory card never are without a word."""
    refused = (one for one in written.files if one.outcome is Outcome.REFUSED)
    return [one for one in refused if options.on_cards or not is_on_card(one.path.parent)]
