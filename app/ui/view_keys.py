"""The keys that mean something of their own while a view has them, by the ids of commands so that people may rebind."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from app.ui.commands import Command, shown_key


@dataclass(frozen=True, slots=True)
class Binding:
    """A command by its id, and its keys in Qt's portable notation."""

    id: str
    keys: tuple[str, ...]


class ViewKeys:
    """Tells which command of a view a key event means."""

    def __init__(self, bindings: Iterable[Binding]) -> None:
        self._bindings = tuple(bindings)

    def follow(self, table: Iterable[Command]) -> None:
        """Take over the keys that the commands of a table have; what is not in the table stays."""
        chosen = {command.id: command.keys for command in table}
        self._bindings = tuple(Binding(one.id, chosen.get(one.id, one.keys)) for one in self._bindings)

    def meant(self, event: QKeyEvent) -> str:
        """The id of the command that an event means; empty for none."""
        # Arrows count as keys of the keypad on some systems.
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        pressed = QKeySequence(QKeyCombination(modifiers, Qt.Key(event.key()))).toString()
        return next((one.id for one in self._bindings if pressed in one.keys), "")

    def shown(self, command: str) -> str:
        """The first key of a command as people know it; empty if it has none."""
        return next((shown_key(one.keys[0]) for one in self._bindings if one.id == command and one.keys), "")
