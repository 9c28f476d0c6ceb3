import pytest

from fgaesq_core.device import choose
from fgaesq_core.errors import ModelError


def test_auto_is_the_fastest_device_there_is() -> None:
    import torch

    wanted = "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"
    assert choose().name == wanted


@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_what_is_asked_for_is_taken(precision: str) -> None:
    device = choose("cpu", precision)
    assert (device.name, device.precision) == ("cpu", precision)


def test_an_unknown_device_or_precision_is_refused() -> None:
    with pytest.raises(ModelError, match="no device called “tpu”; choose one of auto"):
        choose("tpu")
    with pytest.raises(ModelError, match="no precision called “int8”"):
        choose("cpu", "int8")
