"""Sees to it that everything a person decides reaches the disk, in the order in which it was decided."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial, reduce
from pathlib import Path
from weakref import WeakSet

from PySide6.QtCore import QObject, QTimer, Signal

from app.analysis.embedder import Vector
from app.cancel import CancelToken
from app.errors import AppError
from app.library.comparisons import Comparison
from app.library.database_trouble import DamagedError
from app.library.hand_made import HandEdit, HandMade
from app.library.mark_axes import Axes, differing
from app.library.mending import Mended, mend
from app.library.photo import Marks, PhotoId
from app.library.store import FolderState, Store
from app.ui.jobs import Jobs, Lane, once
from app.ui.noted_marks import Noted

# Often enough that nobody need do anything once there is room again, seldom enough to be no burden.
_AGAIN_MS = 5_000


class MarkKeeper(QObject):
    """Writes on the store lane; what could not be written is kept in memory and tried again, by itself as well.

    A database that is damaged is mended before anything reads it: the first job on the lane sees to that, and whoever
    reads comes after `when_kept`. `given` carries the photos that marks are given to, before these are written; `told`
    a sentence on the state of the database. With a `refusal`, a sentence that says why, nothing can be decided at all.
    """

    given = Signal(object)
    failed = Signal(object)
    kept = Signal()
    told = Signal(str)

    def __init__(self, jobs: Jobs, database: Path, parent: QObject | None = None, refusal: str = "") -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._desk = _Desk(database)
        self.refusal = refusal
        self._reminder = ""
        self.mended = ""
        self._unkept: list[_Marked] = []
        self._decisions: list[_Decision] = []
        self._notes: WeakSet[Noted] = WeakSet()
        self._failing = False
        # Not before the window has shown what was decided: writing fifty thousand marks would slow that down.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._write_decisions)
        self._again = QTimer(self, singleShot=True, interval=_AGAIN_MS)
        self._again.timeout.connect(self._try_again)
        # What cannot be mended is told by whoever opens it.
        jobs.start(Lane.STORE, once(self._desk.begin), self._on_mended)

    @property
    def library(self) -> int | None:
        """The number of the database, once it has been opened; ids of photos mean nothing in another."""
        return self._desk.library

    def refuses(self) -> bool:
        """Whether nothing can be decided; if so, the reason is told."""
        if self.refusal:
            self.told.emit(self.refusal)
        return bool(self.refusal)

    def remind(self) -> None:
        """Tell again what nobody must miss, as a folder that is opened takes the place of all that was said before."""
        if not self.refuses() and self._reminder:
            self.told.emit(self._reminder)
            self._reminder = ""

    @property
    def unkept(self) -> int:
        """Of how many photos something was decided that is not on the disk."""
        marked = (one.marks.keys() for one in self._unkept)
        return len(set[PhotoId]().union(*marked, *(one.photos for one in self._decisions)))

    @property
    def failing(self) -> bool:
        """Whether what was decided last could not be written; unlike other things, which are only on their way."""
        return self._failing

    def keep(
        self,
        marks: Mapping[PhotoId, Marks],
        blind: Collection[PhotoId] = (),
        before: Mapping[PhotoId, Marks] | None = None,
    ) -> None:
        """Write marks, and with them those that failed before; `blind` are photos of which no score was shown.

        Of a photo in `before` only what differs from its marks there is written, so that what another program said of
        it meanwhile stays.
        """
        if marks:
            given = _Marked(dict(marks), frozenset(blind), dict(before or {}))
            self._unkept.append(given)
            for one in self._notes:
                one.note(given.marks, given.before)
            self.given.emit(given.marks.keys())
        self._soon.start()

    def keep_edit(self, edit: HandEdit) -> None:
        """Write what was said by hand of series."""
        self._decide(_Decision(edit.photos, lambda store: store.edit_hand_made(edit), edit))

    def keep_comparison(self, comparison: Comparison) -> None:
        """Write that one frame was preferred to another."""
        photos = frozenset({comparison.winner, comparison.loser})
        self._decide(_Decision(photos, lambda store: store.add_comparison(comparison)))

    def withdraw_comparison(self, comparison: Comparison) -> None:
        """Take such a preference back."""
        photos = frozenset({comparison.winner, comparison.loser})
        self._decide(_Decision(photos, lambda store: store.withdraw_comparison(comparison)))

    def _decide(self, decision: "_Decision") -> None:
        self._decisions.append(decision)
        self._soon.start()

    def _write_now(self) -> None:
        if self._soon.isActive():
            self._write_decisions()

    def _write_decisions(self, *, by_itself: bool = False) -> None:
        self._soon.stop()
        self._again.stop()
        writing, decisions = tuple(self._unkept), tuple(self._decisions)
        keep = partial(self._desk.do, partial(_write, writing, decisions))
        failed = partial(self._on_unkept, by_itself)
        self._jobs.start(Lane.STORE, once(keep), partial(self._on_kept, writing, decisions), failed=failed)

    def _try_again(self) -> None:
        self._write_decisions(by_itself=True)

    def retry(self) -> None:
        """Write again what could not be written."""
        self.keep({})

    def when_kept(self, then: Callable[[object], None]) -> CancelToken:
        """Call `then` when everything decided so far has been written or has failed."""
        self._write_now()
        return self._jobs.start(Lane.STORE, once(lambda: None), then)

    def note_from_now(self) -> Noted:
        """Note which marks are given from now on, and which are still to be written: what is read of them is old.

        It goes on as long as somebody holds the note.
        """
        noted = Noted()
        for one in self._unkept:
            noted.note(one.marks, one.before)
        self._notes.add(noted)
        return noted

    def newest(self, photo: PhotoId, stored: Marks) -> Marks:
        """The marks of a photo: those the database has, unless newer ones could not be written."""
        return next((one.marks[photo] for one in reversed(self._unkept) if photo in one.marks), stored)

    def newest_made(self, stored: HandMade) -> HandMade:
        """What was said by hand of series: what the database has, changed by what could not be written."""
        edits = (one.edit for one in self._decisions if one.edit is not None)
        return reduce(lambda made, edit: edit.applied(made), edits, stored)

    def close(self) -> None:
        """Close the database after everything decided has been written."""
        self._write_now()
        self._jobs.start(Lane.STORE, once(self._desk.close))

    def keep_state(self, folder: Path, state: FolderState) -> None:
        """Remember how a folder was left."""
        self._write(lambda store: store.set_folder_state(folder, state))

    def keep_vectors(self, embedder: str, vectors: Mapping[bytes, Vector]) -> None:
        """Keep embeddings by content."""
        self._write(lambda store: store.add_vectors(embedder, vectors))

    def _write(self, action: Callable[[Store], None]) -> None:
        self._write_now()
        self._jobs.start(Lane.STORE, once(partial(self._desk.do, action)), failed=self.failed.emit)

    def _on_unkept(self, by_itself: bool, error: AppError) -> None:
        self._failing = True
        self._again.start()
        # Whoever has read it need not read it every few seconds.
        if not by_itself:
            self.failed.emit(error)

    def _on_mended(self, mended: Mended | None) -> None:
        if mended is not None:
            self._reminder = self.mended = mended.sentence
            self.told.emit(mended.sentence)

    def _on_kept(
        self, written: Collection["_Marked"], decisions: Collection["_Decision"], mended: Mended | None
    ) -> None:
        self._on_mended(mended)
        self._unkept = [one for one in self._unkept if one not in written]
        self._decisions = [one for one in self._decisions if one not in decisions]
        self._failing = False
        self.kept.emit()


@dataclass(frozen=True, slots=True, eq=False)
class _Marked:
    """Marks given at once and on their way; told apart from equal marks given again later, still to be written."""

    marks: Mapping[PhotoId, Marks]
    blind: Collection[PhotoId]
    before: Mapping[PhotoId, Marks]

    def axes(self) -> dict[PhotoId, Axes]:
        """What was said of each photo; all of it where nobody knows how it was before."""
        before = self.before
        return {
            photo: differing(before[photo], given) if photo in before else Axes.ALL
            for photo, given in self.marks.items()
        }


@dataclass(frozen=True, slots=True, eq=False)
class _Decision:
    """Something decided about some photos besides their marks, which may be written more than once."""

    photos: frozenset[PhotoId]
    write: Callable[[Store], None]
    edit: HandEdit | None = None


def _write(marked: Sequence[_Marked], decisions: Sequence[_Decision], store: Store) -> None:
    for one in _newest(marked):
        store.set_marks(one.marks, one.blind, one.axes())
    for decision in decisions:
        decision.write(store)


def _newest(marked: Sequence[_Marked]) -> Sequence["_Marked | _Joined"]:
    """The same in as few writings as can be; of each photo what was said last, on every axis that was spoken of.

    Some of it may be on the disk already: an axis that is as it was before the first still has to be written.
    """
    if len(marked) < 2:
        return marked
    marks: dict[PhotoId, Marks] = {}
    blind: set[PhotoId] = set()
    axes: dict[PhotoId, Axes] = {}
    for one in marked:
        for photo, given in one.axes().items():
            axes[photo] = axes[photo] | given if photo in axes else given
        marks.update(one.marks)
        blind = (blind - one.marks.keys()) | set(one.blind)
    return [_Joined(marks, blind, axes)]


@dataclass(frozen=True, slots=True, eq=False)
class _Joined:
    """Marks given one after the other, and all that was said of each photo."""

    marks: Mapping[PhotoId, Marks]
    blind: Collection[PhotoId]
    said: Mapping[PhotoId, Axes]

    def axes(self) -> Mapping[PhotoId, Axes]:
        """What was said of each photo."""
        return self.said


class _Desk:
    """One connection, opened by the first thing written; lives on the store lane only.

    It is opened anew after every failure, and then only on the database it was first opened on.
    """

    def __init__(self, database: Path) -> None:
        self._database = database
        self._store: Store | None = None
        self.library: int | None = None

    def begin(self) -> Mended | None:
        mended = mend(self._database)
        # Whoever reads or writes first says what is in the way.
        with suppress(AppError):
            self._do(lambda _: None)
        return mended

    def do(self, action: Callable[[Store], None]) -> Mended | None:
        try:
            self._do(action)
        except DamagedError:
            mended = mend(self._database)
            if mended is None:
                raise
            self._do(action)
            return mended
        return None

    def _do(self, action: Callable[[Store], None]) -> None:
        try:
            if self._store is None:
                self._store = Store(self._database, self.library)
                self.library = self._store.library
            action(self._store)
        except AppError:
            self.close()
            raise

    def close(self) -> None:
        if self._store is not None:
            self._store.close()
            self._store = None
