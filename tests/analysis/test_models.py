import pytest

from app.analysis.models import DEVICES, load_model
from app.errors import AppError


def test_the_usual_model_needs_nothing() -> None:
    scorer = load_model()
    assert scorer.name == "technical"
    assert scorer.id
    assert all(load_model(device=device).id == scorer.id for device in DEVICES)


@pytest.mark.parametrize(("name", "device"), [("no such model", "auto"), ("technical", "abacus")])
def test_what_cannot_be_loaded_is_named_in_a_sentence(name: str, device: str) -> None:
    with pytest.raises(AppError) as refused:
        load_model(name, device)
    assert (name if device == "auto" else device) in refused.value.sentence
    assert refused.value.sentence.endswith(".")
