"""The keys a person chose for commands: one TOML file, written by hand."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.errors import AppError
from app.library.durable import replace_text


@dataclass(frozen=True, slots=True)
class Binding:
    """The keys that the command of this id shall have instead of its usual ones; none takes them away."""

    id: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shortcuts:
    """What the file says, in its order, and one sentence for each line that says nothing useful."""

    bindings: tuple[Binding, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Described:
    """A command as the template tells of it."""

    id: str
    menu: str
    title: str
    keys: tuple[str, ...]


_INTRODUCTION = """\
# Your own keys. Take away the # before a line and write another key, then save: it holds at once.
# Several keys:  undo = ["Ctrl+Z", "Backspace"]    No key:  quit = []
# Keys are written as in the menus: "P", "Shift+P", "Ctrl+Alt+7", "F9", "Left", "PgDown", "Space", "Return", "Esc".
# A key that another command has by default is taken away from that command.
"""


def read_shortcuts(path: Path) -> Shortcuts:
    """What the file binds; nothing where there is none. What cannot be used is told and left out."""
    try:
        # Editors on Windows begin a file with a byte order mark, which TOML does not allow.
        written = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        return Shortcuts()
    except OSError as error:
        return Shortcuts(problems=(f"The keys {path} cannot be read: {error.strerror or error}.",))
    except (ValueError, RecursionError):
        return Shortcuts(problems=(f"The keys {path} are damaged, so the usual ones are used.",))
    bindings, problems = [], []
    for name, value in written.items():
        keys = _keys(value)
        if keys is None:
            problems.append(f"“{name}” in {path.name} names no key; write one in quotation marks.")
        else:
            bindings.append(Binding(name, keys))
    return Shortcuts(tuple(bindings), tuple(problems))


def _keys(value: object) -> tuple[str, ...] | None:
    keys = [value] if isinstance(value, str) else value
    if not isinstance(keys, list):
        return None
    texts = [key for key in keys if isinstance(key, str)]
    return tuple(dict.fromkeys(filter(None, texts))) if len(texts) == len(keys) else None


def template(commands: Sequence[Described]) -> str:
    """A file that binds nothing yet and names every command with its usual keys, in comments."""
    return _INTRODUCTION + _lines(commands)


def write_template(path: Path, commands: Sequence[Described]) -> None:
    """Make the file if there is none; one that is there gets a comment for each command it does not mention.

    Raises AppError where it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            before = path.read_bytes().decode("utf-8-sig", "surrogateescape")
        except FileNotFoundError:
            replace_text(path, template(commands))
            return
        missing = [one for one in commands if not re.search(rf'^[#\s]*"?{re.escape(one.id)}"?\s*=', before, re.M)]
        if missing:
            replace_text(path, before + ("" if before.endswith("\n") else "\n") + _lines(missing))
    except OSError as error:
        raise AppError(f"The keys {path} cannot be written: {error.strerror or error}.", str(error)) from error


def _lines(commands: Sequence[Described]) -> str:
    """The comments after one another, under the names of the menus."""
    lines = []
    for menu in dict.fromkeys(one.menu for one in commands):
        lines.append(f"\n# {menu}")
        inside = [one for one in commands if one.menu == menu]
        bound = [f"{one.id} = {_written(one.keys)}" for one in inside]
        width = max(map(len, bound))
        lines += [f"# {text:<{width}}  # {one.title}" for text, one in zip(bound, inside, strict=True)]
    return "".join(f"{line}\n" for line in lines)


def _written(keys: Sequence[str]) -> str:
    quoted = ['"' + key.replace("\\", "\\\\").replace('"', '\\"') + '"' for key in keys]
    return quoted[0] if len(quoted) == 1 else f"[{', '.join(quoted)}]"
