"""Sees to it that everything a person decides reaches the disk, in the order in which it was decided."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial, reduce
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from app.analysis.embedder import Vector
from app.cancel import CancelToken
from app.errors import AppError
from app.library.comparisons import Comparison
from app.library.hand_made import HandEdit, HandMade
from app.library.photo import Marks, PhotoId
from app.library.store import FolderState, Store
from app.ui.jobs import Jobs, Lane, once


class MarkKeeper(QObject):
    """Writes on the store lane; what could not be written is kept and tried again."""

    failed = Signal(object)
    kept = Signal()

    def __init__(self, jobs: Jobs, database: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._desk = _Desk(database)
        self._unkept: list[_Marked] = []
        self._decisions: list[_Decision] = []
        self._failing = False
        # Not before the window has shown what was decided: writing fifty thousand marks would slow that down.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._write_decisions)

    @property
    def unkept(self) -> int:
        """Of how many photos something was decided that is not on the disk."""
        marked = (one.marks.keys() for one in self._unkept)
        return len(set[PhotoId]().union(*marked, *(one.photos for one in self._decisions)))

    @property
    def failing(self) -> bool:
        """Whether what was decided last could not be written; unlike other things, which are only on their way."""
        return self._failing

    def keep(self, marks: Mapping[PhotoId, Marks], blind: Collection[PhotoId] = ()) -> None:
        """Write marks, and with them those that failed before; `blind` are photos of which no score was shown."""
        if marks:
            self._unkept.append(_Marked(dict(marks), frozenset(blind)))
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

    def _write_decisions(self) -> None:
        self._soon.stop()
        writing, decisions = tuple(self._unkept), tuple(self._decisions)
        keep = partial(self._desk.do, partial(_write, writing, decisions))
        self._jobs.start(Lane.STORE, once(keep), partial(self._on_kept, writing, decisions), failed=self._on_unkept)

    def retry(self) -> None:
        """Write again what could not be written."""
        self.keep({})

    def when_kept(self, then: Callable[[object], None]) -> CancelToken:
        """Call `then` when everything decided so far has been written or has failed."""
        self._write_now()
        return self._jobs.start(Lane.STORE, once(lambda: None), then)

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

    def _on_unkept(self, error: AppError) -> None:
        self._failing = True
        self.failed.emit(error)

    def _on_kept(self, written: Collection["_Marked"], decisions: Collection["_Decision"], _: object) -> None:
        self._unkept = [one for one in self._unkept if one not in written]
        self._decisions = [one for one in self._decisions if one not in decisions]
        self._failing = False
        self.kept.emit()


@dataclass(frozen=True, slots=True, eq=False)
class _Marked:
    """Marks given at once and on their way; told apart from equal marks given again later, still to be written."""

    marks: Mapping[PhotoId, Marks]
    blind: Collection[PhotoId]


@dataclass(frozen=True, slots=True, eq=False)
class _Decision:
    """Something decided about some photos besides their marks, which may be written more than once."""

    photos: frozenset[PhotoId]
    write: Callable[[Store], None]
    edit: HandEdit | None = None


def _write(marked: Sequence[_Marked], decisions: Sequence[_Decision], store: Store) -> None:
    for one in _newest(marked):
        store.set_marks(one.marks, one.blind)
    for decision in decisions:
        decision.write(store)


def _newest(marked: Sequence[_Marked]) -> Sequence[_Marked]:
    """The same in as few writings as can be; of each photo what was said last."""
    if len(marked) < 2:
        return marked
    marks: dict[PhotoId, Marks] = {}
    blind: set[PhotoId] = set()
    for one in marked:
        marks.update(one.marks)
        blind = (blind - one.marks.keys()) | set(one.blind)
    return [_Marked(marks, blind)]


class _Desk:
    """One connection, opened by the first thing written; lives on the store lane only."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._store: Store | None = None

    def do(self, action: Callable[[Store], None]) -> None:
        if self._store is None:
            self._store = Store(self._database)
        action(self._store)

    def close(self) -> None:
        if self._store is not None:
            self._store.close()
            self._store = None
