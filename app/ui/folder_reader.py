"""Has the open folder read: at first, and again when somebody changed what is in it."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.analysis.opening import look_again, open_folder
from app.analysis.shoot import Shoot
from app.cancel import CancelToken
from app.errors import AppError
from app.ui.jobs import Jobs, Lane
from app.ui.left_out import LeftOut
from app.ui.mark_keeper import MarkKeeper
from app.ui.noted_marks import Noted


class FolderReader(QObject):
    """One reading at a time; `found` carries its events, `done` whether it was not the first of the folder.

    `noted` are the marks given since a reading began that is not the first, `is_whole` tells whether the first was
    neither stopped nor failed.
    """

    found = Signal(object)
    done = Signal(bool)
    failed = Signal(object)

    def __init__(
        self, shoot: Shoot, jobs: Jobs, keeper: MarkKeeper, database: Path, left_out: LeftOut, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._shoot, self._jobs, self._keeper, self._database = shoot, jobs, keeper, database
        self._left_out = left_out
        self._folder: tuple[Path, bool] | None = None
        self._running: CancelToken | None = None
        self._wants_again = False
        self.is_whole = False
        self.is_again = False
        self.noted = Noted()

    @property
    def busy(self) -> bool:
        """Whether a folder is being read."""
        return self._running is not None

    def open(self, folder: Path, *, recursive: bool) -> None:
        """Read a folder; what ran before must have been stopped."""
        self._folder, self.is_whole = (folder, recursive), False
        # What is still being written must be read back, so the reading waits for it.
        self._running = self._keeper.when_kept(partial(self._read, folder, recursive))

    def look_again(self) -> bool:
        """Read the open folder again, now or after the reading that goes on; whether that begins now."""
        if self._folder is None:
            return False
        if self._running is not None:
            self._wants_again = True
            return False
        self._wants_again, self.is_again = False, True
        self.noted = self._keeper.note_from_now()
        self._running = self._keeper.when_kept(partial(self._read_again, *self._folder))
        return True

    def stop(self) -> None:
        """Give up the reading; nothing more is told of it."""
        if self._running is not None:
            self._running.cancel()
        self._end()
        self._wants_again = self.is_whole = False

    def _read(self, folder: Path, recursive: bool, _: object) -> None:
        work = partial(
            open_folder,
            folder=folder,
            database=self._database,
            recursive=recursive,
            embedders=[one.id for one in self._shoot.embedders],
            library=self._keeper.library,
        )
        self._running = self._jobs.start(Lane.FILES, work, self.found.emit, self._on_done, self._on_failed)

    def _read_again(self, folder: Path, recursive: bool, _: object) -> None:
        shoot = self._shoot
        work = partial(
            look_again,
            folder=folder,
            database=self._database,
            recursive=recursive,
            embedders=[one.id for one in shoot.embedders],
            at_hand={photo.id: shoot.marks(photo.id) for photo in shoot.photos},
            lost=self._left_out.photos,
            library=self._keeper.library,
        )
        self._running = self._jobs.start(Lane.FILES, work, self.found.emit, self._on_done, self._on_failed)

    def _on_done(self, _: object) -> None:
        again = self.is_again
        self._end()
        self.is_whole = True
        self.done.emit(again)
        if self._wants_again:
            self.look_again()

    def _on_failed(self, error: AppError) -> None:
        self._end()
        self._wants_again = False
        self.failed.emit(error)

    def _end(self) -> None:
        self._running, self.is_again, self.noted = None, False, Noted()
