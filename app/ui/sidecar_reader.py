"""Takes what sidecars say that is newer into the library and shows it in the window."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from app.analysis.sidecars import SidecarReading, Written
from app.cancel import CancelToken
from app.errors import AppError
from app.library.mark_axes import Axes, differing
from app.library.photo import Marks, PhotoId
from app.library.xmp.label_texts import LabelTexts
from app.ui import sidecar_work
from app.ui.jobs import Jobs, Lane
from app.ui.mark_keeper import MarkKeeper
from app.ui.noted_marks import Noted
from app.ui.session import Session
from app.ui.sidecar_work import Library, Scope


@dataclass(frozen=True, slots=True)
class News:
    """What came of reading or writing: `taken` counts the marks that changed here.

    `files` are those that were to be written, None if none were; `asked` whether somebody waits for an answer.
    """

    reading: SidecarReading
    taken: int
    files: tuple[Written, ...] | None
    asked: bool


class SidecarReader(QObject):
    """Reads on the lane of sidecars. `news` carries News, `failed` an AppError and whether somebody waits for it."""

    news = Signal(object)
    failed = Signal(object, bool)

    def __init__(self, session: Session, keeper: MarkKeeper, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._keeper, self._jobs = session, keeper, jobs
        self._running: CancelToken | None = None
        self._next: tuple[Library, Scope, LabelTexts] | None = None
        self._late: list[tuple[Noted, Mapping[PhotoId, Marks]]] = []
        # Before whoever reads sidecars of what was found.
        session.pipeline.read.connect(self._show_late)

    def read(self, library: Library, scope: Scope, texts: LabelTexts, *, asked: bool) -> None:
        """Take what sidecars say; one that nobody waits for begins when another is over."""
        if self._running is not None and not asked:
            self._next = library, scope, texts
            return
        # What is still on its way to the database is the newer word.
        self._running = self._keeper.when_kept(partial(self._start, library, scope, texts, asked))

    def stop(self) -> None:
        """Give up what is being read; nothing more is told of it."""
        self._late.clear()
        self._next = None
        if self._running is not None:
            self._running.cancel()
            self._running = None

    def take(self, noted: Noted, marks: Mapping[PhotoId, Marks]) -> int:
        """Show marks that the database has now, unless others were given since; returns how many marks are new.

        Those of photos that are still being read are shown when they are.
        """
        shoot = self._session.shoot
        here = shoot.present(marks)
        new = {photo: noted.merged(photo, shoot.marks(photo), marks[photo]) for photo in here}
        taken = sum(_count(differing(shoot.marks(photo), one)) for photo, one in new.items())
        if len(here) < len(marks):
            self._late.append((noted, {photo: one for photo, one in marks.items() if photo not in shoot}))
        if taken:
            self._session.remark(new)
        return taken

    def _start(self, library: Library, scope: Scope, texts: LabelTexts, asked: bool, _: object) -> None:
        noted = self._keeper.note_from_now()
        work = partial(sidecar_work.reading, library=library, scope=scope, texts=texts)
        read, failed = partial(self._on_read, noted, asked), partial(self._on_failed, asked)
        self._running = self._jobs.start(Lane.SIDECARS, work, read, self._on_done, failed)

    def _on_read(self, noted: Noted, asked: bool, reading: SidecarReading) -> None:
        self.news.emit(News(reading, self.take(noted, reading.changed), None, asked))

    def _on_done(self, _: object) -> None:
        self._running = None
        if self._next is not None:
            (library, scope, texts), self._next = self._next, None
            self.read(library, scope, texts, asked=False)

    def _on_failed(self, asked: bool, error: AppError) -> None:
        self._on_done(None)
        self.failed.emit(error, asked)

    def _show_late(self) -> None:
        late, self._late = self._late, []
        for noted, marks in late:
            self.take(noted, marks)
        # Photos that are not shown now never will be.
        self._late.clear()


def _count(axes: Axes) -> int:
    return int(axes).bit_count()
