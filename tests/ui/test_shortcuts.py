from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QKeySequence

from app.library.shortcuts import Binding
from app.ui.commands import Command
from app.ui.shortcuts import bound, described, readable_key
from tests.ui.conftest import Photographer


def nothing() -> None:
    pass


TABLE = (
    Command("pick", "Mark", "Pick", ("P",), nothing),
    Command("reject", "Mark", "Reject", ("X",), nothing),
    Command("redo", "Mark", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), nothing),
    Command("open", "File", "Open folder…", ("Ctrl+O",), nothing),
)


def keys(*bindings: Binding) -> dict[str, tuple[str, ...]]:
    return {command.id: command.keys for command in bound(TABLE, bindings).table}


def test_without_wishes_all_is_as_usual() -> None:
    assert bound(TABLE, ()).table == TABLE
    assert bound(TABLE, ()).problems == ()


def test_a_chosen_key_replaces_the_usual_ones() -> None:
    assert keys(Binding("redo", ("ctrl+shift+y",)))["redo"] == ("Ctrl+Shift+Y",)
    assert keys(Binding("redo", ()))["redo"] == ()


def test_two_commands_can_change_their_keys() -> None:
    swapped = bound(TABLE, (Binding("pick", ("X",)), Binding("reject", ("P",))))
    assert {one.id: one.keys for one in swapped.table}["pick"] == ("X",)
    assert {one.id: one.keys for one in swapped.table}["reject"] == ("P",)
    assert swapped.problems == ()


def test_a_key_taken_from_its_usual_command_is_told_if_it_was_the_last() -> None:
    made = bound(TABLE, (Binding("pick", ("X", "Ctrl+Y")),))
    assert {one.id: one.keys for one in made.table}["reject"] == ()
    assert {one.id: one.keys for one in made.table}["redo"] == ("Ctrl+Shift+Z",)
    assert made.problems == ("“Reject” has no key any more, as X was given to another command.",)


def test_what_cannot_be_done_is_told_in_a_sentence_each() -> None:
    wishes = (
        Binding("pikc", ("A",)),
        Binding("pick", ("Foo+A", "B")),
        Binding("reject", ("b", "N")),
        Binding("open", ("nonsense",)),
    )
    made = bound(TABLE, wishes)
    assert {one.id: one.keys for one in made.table} == {
        "pick": ("B",),
        "reject": ("N",),
        "redo": ("Ctrl+Shift+Z", "Ctrl+Y"),
        "open": ("Ctrl+O",),
    }
    assert made.problems == (
        "There is no command “pikc” to give a key.",
        "“Foo+A” for “pick” is no key.",
        "“B” is given to “pick” and to “reject”; the first has it.",
        "“nonsense” for “open” is no key.",
    )


@pytest.mark.parametrize("key", ["", "Shift", "Ctrl", "Alt", "Ctrl+", "P,", "Ctrl+K, Ctrl+S", "Hyper+P", "A+B", "é é"])
def test_what_is_no_key(key: str) -> None:
    assert readable_key(key) is None


@pytest.mark.parametrize(("key", "said"), [("p", "P"), ("Ctrl+,", "Ctrl+,"), ("Page Down", "PgDown"), ("?", "?")])
def test_how_keys_may_be_written(key: str, said: str) -> None:
    assert readable_key(key) == said


IDS = st.sampled_from([*(command.id for command in TABLE), "unknown"])
KEYS = st.sampled_from(["P", "p", "X", "Ctrl+Y", "Ctrl+O", "F9", "Foo", "", "Ctrl+Shift+Z", "Shift"])


@given(
    st.lists(st.builds(Binding, IDS, st.lists(KEYS, max_size=3).map(tuple)), max_size=5, unique_by=lambda one: one.id)
)
def test_whatever_is_wished_no_key_means_two_things(bindings: list[Binding]) -> None:
    made = bound(TABLE, bindings)
    pressed = Counter(QKeySequence(key).toString() for command in made.table for key in command.keys)
    assert all(times == 1 for times in pressed.values())
    assert [(one.id, one.title, one.run) for one in made.table] == [(one.id, one.title, one.run) for one in TABLE]
    assert bound(made.table, bindings).table == made.table


def test_every_default_key_can_be_written_in_the_file(photographer: Photographer) -> None:
    table = photographer.desk.window.table
    for command in table:
        for key in command.keys:
            assert readable_key(key) == QKeySequence(key).toString()
    again = bound(table, [Binding(one.id, one.keys) for one in described(table)])
    assert again.problems == ()
    assert [len(one.keys) for one in again.table] == [len(one.keys) for one in table]
