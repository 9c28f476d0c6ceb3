"""The training program, run as a process of its own: what it does can never harm the window, and a kill ends it."""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal

import app
from app.analysis.learning_events import parse
from app.errors import AppError
from app.ui.language import translate

PROGRAM = (sys.executable, "-m", "train")

# The window comes first, also where there are few processors.
_NICENESS = 10
_LAST_WORDS = 4000
_PATIENCE_MS = 5000


class Trainer(QObject):
    """One run; passes on what it says, then tells that it ended well or failed, unless it was killed.

    `folder` is its working directory and the place of its temporary files.
    """

    told = Signal(object)
    ended = Signal()
    failed = Signal(object)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._errors = b""
        self._is_over = False
        self._process = QProcess(self)
        self._process.setWorkingDirectory(str(folder))
        self._process.setProcessEnvironment(_environment(folder))
        self._process.started.connect(self._on_started)
        self._process.readyReadStandardOutput.connect(self._on_output)
        self._process.readyReadStandardError.connect(self._on_errors)
        self._process.errorOccurred.connect(self._on_trouble)
        self._process.finished.connect(self._on_finished)

    def start(self, command: Sequence[str]) -> None:
        """Start the program."""
        program, *arguments = command
        self._process.start(program, arguments)

    def kill(self) -> None:
        """End it at once; nothing more is told, and when this returns it is gone."""
        self._is_over = True
        self._process.kill()
        self._process.waitForFinished(_PATIENCE_MS)

    def _on_started(self) -> None:
        if sys.platform != "win32":
            # It may have ended already.
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self._process.processId(), _NICENESS)

    def _on_output(self) -> None:
        while self._process.canReadLine():
            self._hear(bytes(self._process.readLine().data()))

    def _hear(self, line: bytes) -> None:
        if self._is_over or not line.strip():
            return
        try:
            event = parse(line)
        except AppError as error:
            self.kill()
            self.failed.emit(error)
            return
        if event is not None:
            self.told.emit(event)

    def _on_errors(self) -> None:
        self._errors = (self._errors + bytes(self._process.readAllStandardError().data()))[-_LAST_WORDS:]

    def _on_trouble(self, trouble: QProcess.ProcessError) -> None:
        if trouble is QProcess.ProcessError.FailedToStart and not self._is_over:
            self._is_over = True
            self.failed.emit(
                AppError(translate("trainer", "The training program could not be started; install Burstpick anew."))
            )

    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._on_output()
        # The last line may lack its end.
        self._hear(bytes(self._process.readAllStandardOutput().data()))
        if self._is_over:
            return
        self._is_over = True
        if status is QProcess.ExitStatus.NormalExit and code == 0:
            self.ended.emit()
        else:
            self.failed.emit(self._problem(code, status))

    def _problem(self, code: int, status: QProcess.ExitStatus) -> AppError:
        """What the program itself says is wrong, or that it broke off."""
        self._on_errors()
        said = self._errors.decode("utf-8", "replace")
        lines = said.split("\n")
        if status is QProcess.ExitStatus.NormalExit and code == 1 and "Traceback" not in said and said.strip():
            return AppError(next(line.strip() for line in reversed(lines) if line.strip()), said)
        return AppError(
            translate("trainer", "The training broke off; your marks and your models are as they were."),
            f"{code}: {said}",
        )


def _environment(folder: Path) -> QProcessEnvironment:
    """This program's own surroundings, in which the modules of the same installation are found first."""
    environment = QProcessEnvironment.systemEnvironment()
    modules = [str(Path(app.__file__).parents[1]), environment.value("PYTHONPATH")]
    environment.insert("PYTHONPATH", os.pathsep.join(one for one in modules if one))
    environment.insert("PYTHONIOENCODING", "utf-8")
    for name in ("TMPDIR", "TEMP", "TMP"):
        environment.insert(name, str(folder))
    return environment
