"""The menu bar, made from the table of commands."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow

from app.ui.commands import Command, shown_key


def fill_menus(window: QMainWindow, table: Sequence[Command]) -> None:
    """Give the window a menu for each group of commands, each command as an action with its keys."""
    bar = window.menuBar()
    menus = {name: bar.addMenu(name) for name in dict.fromkeys(command.menu for command in table)}
    for command in table:
        menus[command.menu].addAction(_action(command, window))


def _action(command: Command, window: QMainWindow) -> QAction:
    action = QAction(command.title, window)
    action.setObjectName(command.id)
    action.setShortcuts([QKeySequence(key) for key in command.keys])
    action.setToolTip(f"{command.title} ({shown_key(command.keys[0])})")
    action.triggered.connect(partial(_run, command))
    return action


def _run(command: Command, *_: object) -> None:
    command.run()
