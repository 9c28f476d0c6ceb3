"""The user's settings: one TOML file, which may also be written by hand."""

import os
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import AppError
from app.library.xmp.wishes import Profile

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

_PATIENCE = 10.0
_LEAST_MEMORY, _USUAL_MEMORY, _MOST_MEMORY = 64, 256, 65_536


class Occasion(Enum):
    """When marks are written to sidecars; the values are what people type."""

    NEVER = "never"
    ASKED = "asked"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class SidecarChoice:
    """When marks are written to sidecars and for whom; `into_jpegs` is the user's word that JPEGs may change."""

    occasion: Occasion = Occasion.ASKED
    profile: Profile = Profile.LIGHTROOM
    into_jpegs: bool = False


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
        sidecars, told = _sidecars(table)
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
        self._keep(partial(_say_sidecars, choice))

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


def _sidecars(table: Mapping[str, object]) -> tuple[SidecarChoice, str]:
    """What is said of sidecars, and what is wrong with it; what cannot be used is as usual."""
    usual, told = SidecarChoice(), ""
    occasion, profile, into = usual.occasion, usual.profile, table.get("write_into_jpegs", usual.into_jpegs)
    try:
        occasion = Occasion(table.get("sidecars", occasion.value))
    except ValueError:
        told = f"sidecars is one of {_words(Occasion)}"
    try:
        profile = Profile(table.get("sidecars_for", profile.value))
    except ValueError:
        told = f"sidecars_for is one of {_words(Profile)}"
    if not isinstance(into, bool):
        into, told = usual.into_jpegs, "write_into_jpegs is true or false"
    return SidecarChoice(occasion, profile, into), told


def _words(kind: type[Enum]) -> str:
    return ", ".join(f'"{one.value}"' for one in kind)


def _name_model(model: str, document: "TOMLDocument") -> None:
    _put(document, "model", model, "")


def _say_sidecars(choice: SidecarChoice, document: "TOMLDocument") -> None:
    usual = SidecarChoice()
    _put(document, "sidecars", choice.occasion.value, usual.occasion.value)
    _put(document, "sidecars_for", choice.profile.value, usual.profile.value)
    _put(document, "write_into_jpegs", choice.into_jpegs, usual.into_jpegs)


def _put(document: "TOMLDocument", key: str, value: object, usual: object) -> None:
    """Say what is not as usual, and nothing else."""
    if value != usual:
        document[key] = value
    else:
        document.pop(key, None)
