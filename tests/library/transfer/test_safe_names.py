import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.library.transfer.safe_names import safe_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("IMG_0001", "IMG_0001"),
        ("10:02:11", "10_02_11"),
        ("a/b\\c", "a_b_c"),
        ("CON", "_CON"),
        ("nul.2", "_nul.2"),
        ("COM5", "_COM5"),
        ("console", "console"),
        (" a. ", "a"),
        ("..", "_"),
        ("", "_"),
        (".hidden", "_.hidden"),
        ("caf\udce9", "caf_"),
        ("e\u0301", "\u00e9"),
    ],
)
def test_examples(text: str, name: str) -> None:
    assert safe_name(text) == name


@given(st.text())
def test_every_system_takes_it_and_it_is_safe_already(text: str) -> None:
    name = safe_name(text)
    assert name
    assert len(name.encode()) <= 201
    assert not set(name) & set('<>:"/\\|?*\0\n')
    assert name[-1] not in " ."
    assert not name.startswith((" ", "."))
    assert safe_name(name) == name
