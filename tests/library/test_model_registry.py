import re

from app.library.model_names import safe_name
from app.library.model_registry import known_models


def test_the_first_models_need_nothing_from_elsewhere() -> None:
    small, technical, *others = known_models()
    assert (small.name, small.built_in, small.file) == ("burstpick-small", True, "burstpick-small.safetensors")
    assert (technical.name, technical.built_in, technical.file) == ("technical", True, "")
    assert not any(model.built_in for model in others)


def test_what_is_said_of_each_model() -> None:
    for model in known_models():
        assert safe_name(model.name) == model.name
        assert model.about.endswith(".")
        assert model.note
        assert not model.note.endswith(".")
        assert model.sha256 == "" or re.fullmatch("[0-9a-f]{64}", model.sha256)
        if not model.built_in:
            assert re.fullmatch(r"[\w-]+/[\w-]+", model.repository)
            assert model.licence.endswith(".")
            assert model.page.startswith("https://")


def test_the_size_of_the_published_network() -> None:
    from math import prod

    from fgaesq_core.checkpoint import PUBLISHED
    from fgaesq_core.weights import shapes

    (fgaesq,) = (model for model in known_models() if model.name == "fgaesq")
    numbers = sum(prod(shape) for shape in shapes(PUBLISHED).values())
    assert 0 <= fgaesq.size - 4 * numbers < 100_000
