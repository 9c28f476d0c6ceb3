import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.library.model_names import safe_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("FGAesQ", "fgaesq"),
        ("My model (2)", "my-model-2"),
        ("../../etc/passwd", "etc-passwd"),
        (".hidden", "hidden"),
        ("модель", "модель"),
        ("cafe\u0301", "caf\u00e9"),
        ("", "model"),
        ("...", "model"),
        ("a\0b\n", "a-b"),
        ("v1.2_final", "v1.2_final"),
    ],
)
def test_names(text: str, name: str) -> None:
    assert safe_name(text) == name


@given(st.text())
def test_a_safe_name_is_safe_everywhere(text: str) -> None:
    name = safe_name(text)
    assert safe_name(name) == name
    assert len(name.encode()) + len(".safetensors.sha256") < 200
    assert not set(name) & set('/\\:*?"<>|\0\n ')
    assert name[0] not in ".-_"
    assert name[-1] not in ".-_"
