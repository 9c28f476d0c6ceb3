"""The table of commands with the keys a person chose."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtGui import QKeySequence

from app.library.shortcuts import Binding, Described
from app.ui.commands import Command, shown_key
from app.ui.language import translate

_ALONE = {"Shift", "Control", "Alt", "AltGr", "Meta", "CapsLock", "NumLock", "ScrollLock"}


@dataclass(frozen=True, slots=True)
class Bound:
    """A table in which no key means two things, and one sentence for each wish that could not be met as it stands."""

    table: tuple[Command, ...]
    problems: tuple[str, ...] = ()


def bound(table: Sequence[Command], bindings: Sequence[Binding]) -> Bound:
    """Give commands the keys that were chosen for them.

    What a person chose takes a key away from the command that has it by default; of two choices the first holds.
    """
    chosen, problems = _chosen({command.id for command in table}, bindings)
    taken = {key for keys in chosen.values() for key in keys}
    made = []
    for command in table:
        if command.id in chosen:
            made.append(replace(command, keys=chosen[command.id]))
            continue
        left = tuple(key for key in command.keys if readable_key(key) not in taken)
        if command.keys and not left:
            problems.append(_left_without(command))
        made.append(replace(command, keys=left))
    return Bound(tuple(made), tuple(problems))


def readable_key(key: str) -> str | None:
    """A key as Qt writes it; None for what is no key, a modifier alone, or several keys after one another."""
    pressed = QKeySequence(key, QKeySequence.SequenceFormat.PortableText)
    if pressed.count() != 1 or pressed.toString() in _ALONE:
        return None
    return pressed.toString(QKeySequence.SequenceFormat.PortableText) or None


def described(table: Sequence[Command]) -> tuple[Described, ...]:
    """The commands as the file of keys tells of them."""
    return tuple(Described(one.id, translate("Commands", one.menu), one.called.rstrip("…"), one.keys) for one in table)


def _chosen(ids: set[str], bindings: Sequence[Binding]) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    chosen: dict[str, tuple[str, ...]] = {}
    owner: dict[str, str] = {}
    problems = []
    for one in bindings:
        if one.id not in ids:
            problems.append(translate("Shortcuts", "There is no command “{id}” to give a key.").format(id=one.id))
            continue
        keys = []
        for text in one.keys:
            key = readable_key(text)
            if key is None:
                said = translate("Shortcuts", "“{key}” for “{id}” is no key.")
                problems.append(said.format(key=text, id=one.id))
            elif owner.setdefault(key, one.id) != one.id:
                said = translate("Shortcuts", "“{key}” is given to “{first}” and to “{second}”; the first has it.")
                problems.append(said.format(key=key, first=owner[key], second=one.id))
            else:
                keys.append(key)
        if keys or not one.keys:
            chosen[one.id] = tuple(dict.fromkeys(keys))
    return chosen, problems


def _left_without(command: Command) -> str:
    said = translate("Shortcuts", "“{title}” has no key any more, as {key} was given to another command.")
    return said.format(title=command.called.rstrip("…"), key=shown_key(command.keys[0]))
