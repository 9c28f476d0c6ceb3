"""Builds the window and everything behind it, in order, and takes it down in order."""

import gc
import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import NoReturn

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QApplication

from app.analysis.face_shelf import FaceShelf
from app.analysis.model_shelf import ModelShelf
from app.analysis.shoot import Shoot
from app.errors import AppError
from app.library.decoders import DECODERS
from app.library.monitor import ToMonitor, to_monitor
from app.library.own_writings import OwnWritings
from app.library.settings import SettingsFile
from app.library.sidecar_debts import SidecarDebts
from app.library.stand_in import standing
from app.library.thumbnails import ThumbnailCache
from app.paths import Places
from app.ui.backstage import Backstage
from app.ui.bin_keeper import BinKeeper
from app.ui.crash import show_crash
from app.ui.explainer import Explainer
from app.ui.exporter import Exporter
from app.ui.face_finder import FaceFinder
from app.ui.folder_watcher import FolderWatcher
from app.ui.jobs import Jobs, Lane
from app.ui.language import speak
from app.ui.large_blocks import give_back_large_blocks
from app.ui.learning import Learning
from app.ui.main_window import MainWindow
from app.ui.mark_keeper import MarkKeeper
from app.ui.model_keeper import Loader, ModelKeeper
from app.ui.model_states import Shelf
from app.ui.picture_loader import PictureLoader
from app.ui.pipeline import Pipeline
from app.ui.screenshot import Screenshot
from app.ui.series_preview import SeriesPreview
from app.ui.session import Session
from app.ui.sidecar_keeper import SidecarKeeper
from app.ui.thumbnails import Thumbnails
from app.ui.trainer import PROGRAM

# Enough for ten thousand photos on a fast disk several times over.
_THUMBNAIL_BYTES = 4 << 30
_FACE_BYTES = 1 << 30
# How long the threads of a window that is gone may take to end.
_PATIENCE = 2.0
_SILENT_SECONDS = 1.0


class Desk(QObject):
    """All objects of one running window; closing the window ends them, the writing of marks last."""

    def __init__(self, places: Places, shelf: Shelf | None = None, program: Sequence[str] = PROGRAM) -> None:
        super().__init__()
        shelf = shelf or ModelShelf(places.models, places.settings)
        self._cache = ThumbnailCache(places.thumbnails)
        self.jobs = Jobs(self)
        self.thumbnails = Thumbnails(self._cache, self.jobs, threads=max(1, os.cpu_count() or 1), parent=self)
        monitor, no_monitor = _monitor(places)
        memory = 1_000_000 * SettingsFile(places.settings).read().picture_memory
        self._loader = PictureLoader(self.jobs, self._cache, memory, monitor, self)
        self._standing = standing(places.library)
        library = self._standing.database
        self._keeper = MarkKeeper(self.jobs, library, self, refusal=self._standing.sentence)
        self.models = ModelKeeper(shelf, self.jobs, self)
        shoot = Shoot()
        shoot.use_embedder(self.models.in_use.embedder)
        load = self.models.loader()
        self.pipeline = Pipeline(shoot, self.jobs, self.thumbnails, self._keeper, load, library, self)
        self.models.switched.connect(self._on_switched)
        self.session = Session(shoot, self.pipeline, self._keeper, self)
        self.learning = Learning(shelf, self.models, shoot, self._keeper, self.jobs, library, program)
        self.learning.starting.connect(self.session.keep_state)
        self._explainer = Explainer(shoot, self.jobs, self)
        self._faces = ThumbnailCache(places.faces)
        self._finder = FaceFinder(shoot, self.jobs, self._faces, self._cache, self)
        debts, settings = SidecarDebts(places.sidecar_debts), SettingsFile(places.settings)
        own = OwnWritings()
        self._sidecars = SidecarKeeper(self.session, self._keeper, self.jobs, settings, debts, library, self, own)
        self.window = MainWindow(
            Backstage(
                self.session,
                self.thumbnails,
                self._loader,
                self._keeper,
                self.models,
                self.learning,
                self._explainer,
                SeriesPreview(shoot, self.pipeline.regrouper, self.jobs, self),
                self.jobs,
                FaceShelf(places.face_models, places.settings),
                self._finder,
                Exporter(self.jobs, places.thumbnails, self.models.loader, self),
                BinKeeper(self.jobs, self),
                self._sidecars,
                QSettings(str(places.data / "window.ini"), QSettings.Format.IniFormat),
                places.shortcuts,
            )
        )
        self.window.closing.connect(self.close)
        self._keeper.told.connect(self.window.tell)
        # After the window, which forgets what it said of another folder.
        self.session.folder_changed.connect(self._keeper.remind)
        if no_monitor:
            self.window.tell(no_monitor, about="monitor")
        self._watcher = FolderWatcher(self, own=own)
        self._watcher.changed.connect(self.session.look_again)
        # Where photos came or went, sidecars may have changed as well.
        self._watcher.changed.connect(self._sidecars.read)
        self._watcher.sidecars_changed.connect(self._sidecars.read)
        self.session.folder_changed.connect(self._watch)
        self._closed = self.left_behind = False

    def _watch(self) -> None:
        self._watcher.watch(self.session.folder, recursive=self.session.recursive)

    def _on_switched(self, load: Loader) -> None:
        self.pipeline.use_model(load, self.models.in_use.embedder)

    def close(self) -> None:
        """Stop all work; every mark is on the disk when this returns."""
        if self._closed:
            return
        self._closed = True
        # Nobody need look at a window that waits for a drive.
        self.window.hide()
        self.pipeline.cancel()
        self._explainer.stop()
        self._finder.stop()
        self.learning.close()
        # A photo whose decoder hangs would be waited for.
        DECODERS.abandon()
        self.thumbnails.stop()
        self._loader.stop()
        if self.jobs.silent_for(Lane.SIDECARS) > _SILENT_SECONDS:
            # What the drive does not take now the next start writes.
            self._sidecars.patience = 0.5
        self._sidecars.close()
        self._keeper.close()
        self.jobs.finish_writing()
        self.left_behind = not self._end_threads(time.monotonic() + _PATIENCE)
        self._standing.close()
        self._prune()

    def _end_threads(self, until: float) -> bool:
        """Wait until then for the threads to end; whether all have, as one that waits for a dead drive never will."""
        self._watcher.close(max(0.0, until - time.monotonic()))
        closing = self.jobs.end, self.thumbnails.close, self._loader.close
        return all([close(max(0.0, until - time.monotonic())) for close in closing])  # noqa: C419 - none is left out

    def _prune(self) -> None:
        try:
            self._cache.prune(_THUMBNAIL_BYTES)
            self._faces.prune(_FACE_BYTES)
        except OSError as error:
            logging.getLogger(__name__).warning("Old thumbnails could not be removed: %s", error)


def _monitor(places: Places) -> tuple[ToMonitor | None, str]:
    """The way to the colours of the monitor whose profile lies in the data folder, or why there is none.

    Qt tells no profile of a screen, so its owner puts it there.
    """
    if not places.monitor_profile.is_file():
        return None, ""
    try:
        return to_monitor(places.monitor_profile), ""
    except AppError as error:
        logging.getLogger(__name__).warning("%s (%s)", error.sentence, error.detail)
        return None, error.sentence


def run_window(folder: Path | None, *, recursive: bool, screenshot: Path | None, places: Places) -> int:
    """Open the window, on a folder if one is named; returns the exit code.

    With `screenshot` the window is saved there as soon as everything is scored, and closed.
    """
    if screenshot is not None and sys.platform == "linux":
        _go_offscreen_without_display()
    favour_the_window()
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Burstpick")
    speak(application, Path(str(files("resources").joinpath("translations"))))
    desk = Desk(places)
    sys.excepthook = _report_to(desk)
    threading.excepthook = partial(_report_from_thread, desk)
    desk.jobs.crashed.connect(desk.window.show_crash)
    desk.window.show()
    if folder is not None:
        desk.session.open_folder(folder, recursive=recursive)
    else:
        desk.window.welcome()
    if screenshot is not None:
        Screenshot(desk.window, desk.pipeline, desk.thumbnails, screenshot)
    code = application.exec()
    if desk.left_behind:
        _end_at_once(code)
    return code


def _end_at_once(code: int) -> NoReturn:
    """End without a word to threads that a drive does not answer: on their return they would meet what is gone.

    Nothing is lost by it. Every mark is on the disk, as `Desk.close` says; sidecars, exports, thumbnails and settings
    are written under other names and renamed when they are whole, so that at most a hidden file stays, which the next
    run removes.
    """
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


def favour_the_window() -> None:
    """Set the interpreter so that work on other threads holds up the window as little as can be.

    Every call into Qt gives the interpreter away, so painting a screen asks for it a thousand times: other threads may
    keep it only briefly. A full garbage collection stops everything while it looks at each of a hundred thousand
    photos' values: it is made rare, as hardly anything here forms cycles. Freed pictures leave memory at once.
    """
    sys.setswitchinterval(0.0005)
    give_back_large_blocks()
    gc.freeze()
    gc.set_threshold(100_000, 50, 1_000)


def _go_offscreen_without_display() -> None:
    if not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"


def _report_to(desk: Desk) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    def report(_kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        show_crash(error.with_traceback(trace), desk.window)

    return report


def _report_from_thread(desk: Desk, arguments: threading.ExceptHookArgs) -> None:
    if arguments.exc_value is not None:
        desk.jobs.post(desk.jobs.crashed.emit, arguments.exc_value)
