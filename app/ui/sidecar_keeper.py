"""Keeps marks and sidecars in step: reads sidecars when a folder is opened, writes marks when asked or always."""

import threading
import time
from collections.abc import Collection, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from app.analysis.sidecars import SidecarWriting, WriteOptions
from app.errors import AppError
from app.library.own_writings import OwnWritings
from app.library.photo import PhotoId
from app.library.settings import SettingsFile
from app.library.sidecar_choice import Occasion, SidecarChoice
from app.library.sidecar_debts import Debt, SidecarDebts
from app.ui import sidecar_work
from app.ui.jobs import Jobs, Lane, Work, once
from app.ui.mark_keeper import MarkKeeper
from app.ui.noted_marks import Noted
from app.ui.session import Session
from app.ui.sidecar_payment import Payment, paying
from app.ui.sidecar_reader import News, SidecarReader
from app.ui.sidecar_refusals import Refusals
from app.ui.sidecar_work import Library, Order, Refusal, Scope, Wrote

# After the last key: somebody who goes on marking is let go on, but not for longer than the second.
_SOON_MS = 3_000
_AT_MOST_SECONDS = 20.0
# Marks that were given just before are painted first, as writing slows that down.
_SHOWN_MS = 50
_AGAIN_MS = 60_000
# How long a window that closes waits for sidecars; the next start writes what is left.
_PATIENCE = 5.0


class SidecarKeeper(QObject):
    """Works on a lane of its own. `news` carries News, `failed` an AppError and whether somebody waits for it."""

    news = Signal(object)
    failed = Signal(object, bool)

    def __init__(
        self,
        session: Session,
        keeper: MarkKeeper,
        jobs: Jobs,
        settings: SettingsFile,
        debts: SidecarDebts,
        database: Path,
        parent: QObject | None = None,
        own: OwnWritings | None = None,
    ) -> None:
        super().__init__(parent)
        self._own = own or OwnWritings()
        self._session, self._keeper, self._jobs = session, keeper, jobs
        self._settings, self._debts, self._database = settings, debts, database
        self.choice = settings.read().sidecars
        self._scope: Scope | None = None
        self.patience = _PATIENCE
        self._reader = SidecarReader(session, keeper, jobs, self)
        self._reader.news.connect(self.news)
        self._reader.failed.connect(self.failed)
        self.news.connect(self._on_news)
        self._waiting: set[PhotoId] = set()
        self._owed: list[Debt] = []
        self._debt: Debt | None = None
        # Of marks whose files were refused.
        self._stuck: list[Debt] = []
        self._refusals = Refusals(jobs, self)
        self._refusals.due.connect(self._try_again)
        self._ours: set[str] = set()
        self._first = 0.0
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._asked: list[Order] = []
        self._shown = QTimer(self, singleShot=True, interval=_SHOWN_MS)
        self._shown.timeout.connect(self._write_asked)
        self._again = QTimer(self, singleShot=True, interval=_AGAIN_MS)
        self._soon.timeout.connect(self._write_waiting)
        self._again.timeout.connect(self._write_waiting)
        session.folder_changed.connect(self._on_folder_changed)
        session.pipeline.read.connect(self._on_folder_read)
        keeper.given.connect(self._on_given)
        self._pay()

    # -- what people ask for

    def choose(self, choice: SidecarChoice) -> None:
        """Write sidecars in this way from now on, and at later starts."""
        are_texts_new = choice.texts != self.choice.texts
        self.choice = choice
        if choice.occasion is Occasion.NEVER:
            self._give_up()
        elif self._refusals.photos:
            self._try_again(self._refusals.photos)
        work = once(partial(self._settings.choose_sidecars, choice))
        self._jobs.start(Lane.STORE, work, failed=partial(self._on_failed, asked=True))
        if are_texts_new:
            # What nobody understood may be a label now.
            self.read()

    def read(self, photos: Collection[PhotoId] | None = None, *, asked: bool = False) -> None:
        """Take what sidecars say that is newer, of some photos or of all of the folder."""
        if self._scope is not None and not (self._keeper.refuses() if asked else self._keeper.refusal):
            self._reader.read(self._library, self._scope.of(photos), self.choice.texts, asked=asked)
            self._refusals.look()

    def write(self, photos: Collection[PhotoId] | None = None) -> None:
        """Write the marks of some photos or of all of the folder, as somebody asks for it."""
        if self._scope is not None and not self._keeper.refuses():
            scope = self._scope.of(photos)
            debt = Debt(scope.folder, scope.recursive, 0.0, scope.photos, self._keeper.library)
            self._owe(debt)
            self._asked.append(Order(scope, self._options, (debt,), asked=True))
            self._shown.start()

    def close(self) -> None:
        """Write what waits, with `patience` seconds at most; what is not written by then the next start writes."""
        self._reader.stop()
        self._write_all()
        done = threading.Event()
        self._jobs.start(Lane.SIDECARS, once(done.set))
        done.wait(self.patience)

    def _on_folder_changed(self) -> None:
        session = self._session
        folder = session.folder
        scope = None if folder is None else Scope(folder, session.recursive)
        if scope != self._scope:
            # Files that are refused once more stay owed.
            self._write_all()
            self._reader.stop()
        self._scope = scope
        self._pay()

    def _on_folder_read(self) -> None:
        self.read()
        # The photos of a drive that is mounted elsewhere are known only now.
        self._pay(only_moved=True)

    # -- writing

    def _on_given(self, photos: Collection[PhotoId]) -> None:
        if self.choice.occasion is not Occasion.ALWAYS or self._scope is None:
            return
        if self._debt is None:
            # On the disk before the marks themselves are, as its job is the earlier one on the same lane.
            self._debt = Debt(self._scope.folder, self._scope.recursive, time.time(), None, self._keeper.library)
            self._owed.append(self._debt)
            self._owe(self._debt)
            self._first = time.monotonic()
        self._waiting.update(photos)
        if not self._soon.isActive() or time.monotonic() - self._first < _AT_MOST_SECONDS:
            self._soon.start()

    def _owe(self, debt: Debt) -> None:
        self._ours.add(debt.name)
        work = once(partial(sidecar_work.remember, self._debts, debt))
        self._jobs.start(Lane.STORE, work, failed=partial(self._on_failed, asked=False))

    def _try_again(self, photos: frozenset[PhotoId]) -> None:
        """Write what was refused, with what somebody is just marking."""
        self._waiting |= photos
        if not self._soon.isActive():
            self._write_waiting()

    def _write_all(self) -> None:
        """Write everything that waits and what was refused, as this cannot be done later."""
        self._waiting |= self._refusals.photos
        self._refusals.forget()
        self._owed += self._stuck
        self._stuck.clear()
        self._write_asked()
        self._write_waiting()

    def _write_asked(self) -> None:
        self._shown.stop()
        asked, self._asked = self._asked, []
        for order in asked:
            self._write(order)

    def _write_waiting(self) -> None:
        self._soon.stop()
        self._again.stop()
        photos, owed = frozenset(self._waiting), tuple(self._owed)
        self._waiting.clear()
        self._owed.clear()
        self._debt = None
        if photos and self._scope is not None:
            self._write(Order(self._scope.of(photos), self._options, owed, asked=False))

    def _write(self, order: Order) -> None:
        noted, kept = self._keeper.note_from_now(), threading.Event()
        self._keeper.when_kept(_ignore)
        self._jobs.start(Lane.STORE, once(kept.set))
        work = partial(
            sidecar_work.writing, library=self._library, order=order, debts=self._debts, own=self._own, kept=kept
        )
        done, failed = partial(self._on_written, order, noted), partial(self._on_unwritten, order)
        self._jobs.start(Lane.SIDECARS, work, done, failed=failed)

    def _on_written(self, order: Order, noted: Noted, wrote: Wrote) -> None:
        written = wrote.writing
        taken = self._reader.take(noted, written.reading.changed)
        if self._keeper.failing:
            # What did not reach the database did not reach its sidecar either.
            self._wait_again(order)
        elif self._is_here(order):
            self._note_refused(order, wrote.refused)
        self.news.emit(News(written.reading, taken, written.files, order.asked))

    def _note_refused(self, order: Order, refused: Sequence[Refusal]) -> None:
        """Try these later while their folder is open, else at the next start; what somebody asked for, only once."""
        known = self._refusals.photos
        again = [one for one in refused if not order.asked or one.photo in known]
        self._refusals.note(order.scope.photos, again)
        if refused and not order.asked:
            self._stuck += order.owed
        if not self._refusals.photos:
            self._forget(self._stuck)

    def _on_unwritten(self, order: Order, error: AppError) -> None:
        self._wait_again(order)
        self._on_failed(error, asked=order.asked)

    def _wait_again(self, order: Order) -> None:
        """Try all of it later if its folder is still open, else at the next start; what somebody asked for, never."""
        if not order.asked and self._is_here(order):
            self._waiting |= order.scope.photos or frozenset()
            self._owed += order.owed
            for debt in order.owed if self._keeper.failing else ():
                self._owe(debt)
            self._again.start()

    def _is_here(self, order: Order) -> bool:
        return self._scope == Scope(order.scope.folder, order.scope.recursive)

    def _give_up(self) -> None:
        """Nothing is to be written any more."""
        self._refusals.forget()
        self._forget(self._stuck)
        self._forget(self._owed)
        self._waiting.clear()
        self._write_waiting()

    def _forget(self, debts: list[Debt]) -> None:
        for debt in debts:
            work = once(partial(sidecar_work.forget, self._debts, debt))
            self._jobs.start(Lane.STORE, work, failed=partial(self._on_failed, asked=False))
        debts.clear()

    def _pay(self, *, only_moved: bool = False) -> None:
        """Write what earlier windows owe, once it is known which database there is."""
        if not self._keeper.refusal:
            self._keeper.when_kept(partial(self._start_paying, only_moved))

    def _start_paying(self, only_moved: bool, _: object) -> None:
        noted = self._keeper.note_from_now()
        options = None if self.choice.occasion is Occasion.NEVER else self._options
        payment = Payment(self._debts, self._ours, options, self._own, only_moved)
        work: Work = partial(paying, library=self._library, payment=payment)
        failed = partial(self._on_failed, asked=False)
        self._jobs.start(Lane.SIDECARS, work, partial(self._on_paid, noted), failed=failed)

    def _on_paid(self, noted: Noted, written: SidecarWriting) -> None:
        taken = self._reader.take(noted, written.reading.changed)
        self.news.emit(News(written.reading, taken, written.files, asked=False))

    @property
    def _options(self) -> WriteOptions:
        return WriteOptions.of(self.choice)

    @property
    def _library(self) -> Library:
        return Library(self._database, self._keeper.library)

    def _on_news(self, news: News) -> None:
        self._session.learn_keywords(news.reading.keywords)

    def _on_failed(self, error: AppError, *, asked: bool) -> None:
        self.failed.emit(error, asked)


def _ignore(_: object) -> None:
    pass
