from collections.abc import Mapping
from itertools import pairwise

from PySide6.QtGui import QUndoStack

from app.analysis.grouping import GroupingSettings
from app.library.comparisons import Comparison
from app.library.hand_made import HandEdit, HandMade
from app.library.photo import Flag, Marks, PhotoId
from app.ui.undo import EditCommand, MarkCommand, PreferCommand, SettingsCommand

ONE, TWO = PhotoId(1), PhotoId(2)


def test_marks_come_and_go_at_the_place_where_they_were_given() -> None:
    applied: list[tuple[Mapping[PhotoId, Marks], PhotoId]] = []
    stack = QUndoStack()
    old, new = {ONE: Marks(2), TWO: Marks()}, {ONE: Marks(2, Flag.PICK), TWO: Marks(0, Flag.REJECT)}
    stack.push(MarkCommand("keep one", old, new, ONE, lambda marks, was, at: applied.append((marks, at))))
    stack.undo()
    stack.redo()
    assert applied == [(new, ONE), (old, ONE), (new, ONE)]
    assert stack.undoText() == "keep one"


def test_marks_are_never_merged() -> None:
    stack = QUndoStack()
    for stars in (1, 2, 3):
        stack.push(MarkCommand("stars", {ONE: Marks(stars - 1)}, {ONE: Marks(stars)}, ONE, lambda marks, was, at: None))
    assert stack.count() == 3


def test_one_drag_of_a_slider_is_one_step() -> None:
    applied: list[GroupingSettings] = []
    stack = QUndoStack()
    settings = [GroupingSettings(gap=gap) for gap in (2.0, 3.0, 4.0, 5.0)]
    for old, new in pairwise(settings):
        stack.push(SettingsCommand(old, new, applied.append))
    assert stack.count() == 1
    stack.undo()
    assert applied[-1] == settings[0]
    stack.redo()
    assert applied[-1] == settings[-1]


def test_series_change_and_change_back_where_that_was_done() -> None:
    applied: list[tuple[HandEdit, PhotoId]] = []
    edit = HandEdit(HandMade(), HandMade(frozenset({frozenset({ONE, TWO})})))
    stack = QUndoStack()
    stack.push(EditCommand("join series", edit, TWO, lambda one, at: applied.append((one, at))))
    stack.undo()
    assert applied == [(edit, TWO), (edit.inverse, TWO)]


def test_a_preference_holds_until_it_is_taken_back() -> None:
    applied: list[tuple[Comparison, PhotoId, bool]] = []
    comparison = Comparison(ONE, TWO, 1.5, shown=False)
    stack = QUndoStack()
    stack.push(PreferCommand(comparison, TWO, lambda *told: applied.append(told)))
    stack.undo()
    stack.redo()
    assert applied == [(comparison, TWO, holds) for holds in (True, False, True)]


def test_a_mark_between_two_drags_keeps_them_apart() -> None:
    stack = QUndoStack()
    stack.push(SettingsCommand(GroupingSettings(), GroupingSettings(gap=3.0), lambda _: None))
    stack.push(MarkCommand("stars", {ONE: Marks()}, {ONE: Marks(1)}, ONE, lambda marks, was, at: None))
    stack.push(SettingsCommand(GroupingSettings(gap=3.0), GroupingSettings(gap=4.0), lambda _: None))
    assert stack.count() == 3
