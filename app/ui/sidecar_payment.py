"""Pays the debts of earlier windows: writes to sidecars what these did not come to."""

import os
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.analysis.sidecars import SidecarWriting, WriteOptions, write_sidecars
from app.cancel import CancelToken
from app.library.own_writings import OwnWritings
from app.library.photo import PhotoId
from app.library.sidecar_debts import Debt, SidecarDebts
from app.library.sidecar_memory import MarkTimes
from app.library.store import Store
from app.ui.sidecar_work import Library, forget, unpaid


@dataclass(frozen=True, slots=True)
class Payment:
    """Which debts are to be paid and how; those named in `ours` are of this window, and wait.

    Without options nothing is to be written any more. `only_moved` are debts of photos that lie elsewhere now.
    """

    debts: SidecarDebts
    ours: Collection[str]
    options: WriteOptions | None
    own: OwnWritings
    only_moved: bool = False


def paying(token: CancelToken, *, library: Library, payment: Payment) -> Iterator[SidecarWriting]:
    """Write what an earlier window did not come to; photos that are not there wait until they are, also elsewhere."""
    owed = [debt for debt in payment.debts.all() if debt.name not in payment.ours]
    if not owed:
        return
    with library.open() as store:
        for debt in owed:
            if payment.options is None:
                forget(payment.debts, debt)
            elif debt.library in {None, store.library}:
                yield from _pay(store, debt, payment, payment.options, token)


def _pay(
    store: Store, debt: Debt, payment: Payment, options: WriteOptions, token: CancelToken
) -> Iterator[SidecarWriting]:
    places = store.places_of(debt.folder, recursive=debt.recursive)
    here = _here(places)
    if not here and (places or not debt.folder.is_dir()):
        # The drive is not there, or a folder stands empty in its place.
        return
    have_moved = not all(folder.is_relative_to(debt.folder) for folder in here)
    if payment.only_moved and not have_moved:
        return
    owed = _owed_photos(store, debt, places)
    moved = {folder: False for folder, photos in here.items() if photos & owed}
    is_paid = True
    for folder, recursive in (moved if have_moved else {debt.folder: debt.recursive}).items():
        written = write_sidecars(
            store, folder, recursive=recursive, options=options, token=token, photos=owed, own=payment.own
        )
        is_paid = is_paid and not unpaid(written, options)
        yield written
    if is_paid:
        forget(payment.debts, debt)


def _here(places: Mapping[PhotoId, Path]) -> dict[Path, set[PhotoId]]:
    """The photos that lie where they were seen last, by folder."""
    by_folder: dict[Path, dict[str, PhotoId]] = defaultdict(dict)
    for photo, path in places.items():
        by_folder[path.parent][path.name] = photo
    here = {folder: {photos[name] for name in _names(folder) if name in photos} for folder, photos in by_folder.items()}
    return {folder: photos for folder, photos in here.items() if photos}


def _names(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []


def _owed_photos(store: Store, debt: Debt, places: Collection[PhotoId]) -> frozenset[PhotoId]:
    if debt.photos is not None:
        return debt.photos
    times = store.mark_times(places) if debt.since else {}
    return frozenset(
        photo for photo in places if not debt.since or _newest(times.get(photo, MarkTimes())) >= debt.since
    )


def _newest(times: MarkTimes) -> float:
    return max((at for at in (times.stars, times.flag, times.label) if at is not None), default=0.0)
