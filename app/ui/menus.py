"""The menu bar, made from the table of commands."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from app.ui.commands import Command
from app.ui.language import translate


def fill_menus(window: QMainWindow, table: Sequence[Command], recent: QMenu) -> None:
    """Give the window a menu for each group of commands, each command as an action with its keys.

    The menu of recent folders stands below the command that opens one.
    """
    bar = window.menuBar()
    menus = {
        name: bar.addMenu(translate("Commands", name)) for name in dict.fromkeys(command.menu for command in table)
    }
    for command in table:
        menus[command.menu].addAction(_action(command, window))
        if command.id == "open":
            menus[command.menu].addMenu(recent)


def _action(command: Command, window: QMainWindow) -> QAction:
    action = QAction(command.called, window)
    action.setObjectName(command.id)
    _give_keys(action, command)
    action.triggered.connect(partial(_run, command))
    return action


def renew_keys(window: QMainWindow, table: Sequence[Command]) -> None:
    """Give the actions made from a table the keys that its commands have now."""
    actions = {action.objectName(): action for action in window.findChildren(QAction)}
    for command in table:
        _give_keys(actions[command.id], command)


def _give_keys(action: QAction, command: Command) -> None:
    action.setShortcuts([QKeySequence(key) for key in command.keys])
    action.setToolTip(command.tip)


def _run(command: Command, *_: object) -> None:
    command.run()
