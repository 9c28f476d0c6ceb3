import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from app.library.same_name import folded


@given(st.text())
def test_one_name_however_it_is_written(text: str) -> None:
    assert folded(unicodedata.normalize("NFD", text)) == folded(unicodedata.normalize("NFC", text))
    assert folded(folded(text)) == folded(text)
