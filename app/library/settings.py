"""The user's settings: one TOML file, which may also be written by hand."""

import os
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import AppError
from app.library.sidecar_choice import SidecarChoice, choice_in, put, say_choice

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

_PATIENCE = 10.0
_LEAST_MEMORY, _USUAL_MEMORY, _MOST_MEMORY = 64, 256, 65_536


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user chose; `model` is "" for the usual one, `warning` a sentence if the file could not be used.

    `picture_memory` is how many megabytes decoded pictures may take, which more than fill a screen or two.
    """

    model: str = ""
    warning: str = ""
    picture_memory: int = _USUAL_MEMORY
    sidecars: SidecarChoice = field(default_factory=SidecarChoice)


class SettingsFile:
    """The settings of one user; several programs may read and change them at once."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Settings:
        """The settings, or the usual ones for a file that is damaged, which is left as it is."""
        try:
            table = tomllib.loads(self._text())
        except FileNotFoundError:
            return Settings()
        except OSError as error:
            return Settings(warning=f"The settings {self._path} cannot be read: {error.strerror or error}.")
        except (ValueError, RecursionError):
            return Settings(warning=f"The settings {self._path} are damaged, so the usual ones are used.")
        sidecars, told = choice_in(table)
        model, memory = table.get("model", ""), table.get("picture_memory", _USUAL_MEMORY)
        if type(memory) is not int or not _LEAST_MEMORY <= memory <= _MOST_MEMORY:
            told = f"picture_memory is a number of megabytes from {_LEAST_MEMORY} to {_MOST_MEMORY}"
            memory = _USUAL_MEMORY
        warning = f"The settings {self._path} cannot be used: {told}." if told else ""
        if not isinstance(model, str):
            warning = f"The settings {self._path} name no model; write the name in quotation marks."
            model = ""
        return Settings(model, warning, memory, sidecars)

    def choose_model(self, name: str) -> None:
        """Keep the model in use, "" for the usual one; all else in the file stays, comments too.

        A damaged file is set aside under another name. Raises AppError where the file cannot be written.
        """
        self._keep(partial(_name_model, name))

    def choose_sidecars(self, choice: SidecarChoice) -> None:
        """Keep how marks are written to sidecars, as `choose_model` keeps the model."""
        self._keep(partial(say_choice, choice))

    def _keep(self, change: Callable[["TOMLDocument"], None]) -> None:
        try:
            with self._alone():
                self._change(change)
        except OSError as error:
            sentence = f"The settings {self._path} cannot be written: {error.strerror or error}."
            raise AppError(sentence, str(error)) from error

    def _change(self, change: Callable[["TOMLDocument"], None]) -> None:
        import tomlkit

        try:
            document = tomlkit.parse(self._text())
        except FileNotFoundError:
            document = tomlkit.document()
        except (ValueError, RecursionError):
            self._set_aside()
            document = tomlkit.document()
        change(document)
        self._replace(tomlkit.dumps(document))

    def _text(self) -> str:
        # Editors on Windows begin a file with a byte order mark, which TOML does not allow.
        return self._path.read_bytes().decode("utf-8-sig")

    def _set_aside(self) -> None:
        number = 1
        while (aside := self._path.with_suffix(f".damaged-{number}.toml")).exists():
            number += 1
        os.replace(self._path, aside)

    def _replace(self, text: str) -> None:
        # A link to a file kept elsewhere stays a link.
        target = self._path.resolve()
        fresh = target.with_name(f"{target.name}.new")
        with fresh.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, target)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        from filelock import FileLock, Timeout

        self._path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self._path.with_name(f"{self._path.name}.lock"), timeout=_PATIENCE):
                yield
        except Timeout as error:
            raise AppError(f"Another program holds the settings {self._path}; close it and try again.") from error


def _name_model(model: str, document: "TOMLDocument") -> None:
    put(document, "model", model, "")
