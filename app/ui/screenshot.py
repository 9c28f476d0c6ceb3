"""Saves the window once everything in it is final, then closes it."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from app.ui.main_window import MainWindow
from app.ui.pipeline import Pipeline
from app.ui.thumbnails import Thumbnails

# Thumbnails on the screen come after the last score; the window is still when none came for this long.
_STILL_MS = 400
_SIZE = (1600, 1000)


class Screenshot(QObject):
    """Waits for the pipeline to finish and the thumbnails to settle."""

    def __init__(self, window: MainWindow, pipeline: Pipeline, thumbnails: Thumbnails, target: Path) -> None:
        super().__init__(window)
        window.resize(*_SIZE)
        self._window, self._pipeline, self._target = window, pipeline, target
        self._still = QTimer(self, singleShot=True, interval=_STILL_MS)
        self._still.timeout.connect(self._save)
        pipeline.finished.connect(self._still.start)
        pipeline.failed.connect(self._still.start)
        thumbnails.arrived.connect(self._wait_on)

    def _wait_on(self, _: object) -> None:
        if self._still.isActive():
            self._still.start()

    def _save(self) -> None:
        if self._pipeline.working:
            return
        saved = self._window.grab().save(str(self._target))
        self._window.close()
        QCoreApplication.exit(0 if saved else 1)
