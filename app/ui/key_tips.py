"""Tooltips of buttons that do what a command does: they name the keys that it has at the moment."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.ui.commands import Command, shown_key
from app.ui.language import translate

_COMMAND, _WORDS, _ALWAYS = "key-of-command", "words-of-tip", "key-that-stays"


def tell_key_of(command: str, widget: QWidget, always: str = "") -> None:
    """Let the tooltip of a widget end with the first key of a command, and with one that it `always` has besides."""
    for name, text in ((_COMMAND, command), (_WORDS, widget.toolTip()), (_ALWAYS, always)):
        widget.setProperty(name, text)


def renew_tips(window: QWidget, table: Sequence[Command]) -> None:
    """Name the keys that the commands of a table have now, in the whole window and its pages."""
    keys = {command.id: command.keys for command in table}
    for widget in window.findChildren(QWidget):
        command = widget.property(_COMMAND)
        if command is not None:
            first = [shown_key(key) for key in keys.get(command, ())[:1]]
            _tell(widget, [*first, *filter(None, [widget.property(_ALWAYS)])])


def _tell(widget: QWidget, keys: Sequence[str]) -> None:
    words = widget.property(_WORDS)
    between = translate("KeyTips", "or")
    widget.setToolTip(f"{words} ({f' {between} '.join(keys)})" if keys else words)
