import pytest

from fgaesq_core.config import NetworkConfig
from fgaesq_core.device import batch_size, choose
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


@pytest.mark.parametrize("name", ["cuda", "mps"])
def test_a_device_that_is_not_here_is_refused_with_those_that_are(name: str) -> None:
    import torch

    if torch.cuda.is_available() if name == "cuda" else torch.backends.mps.is_available():
        pytest.skip(f"this computer has a device called {name}")
    with pytest.raises(ModelError, match=rf"no device called “{name}”; choose one of auto, (\w+, )?cpu"):
        choose(name)


def test_auto_is_a_precision_there_is() -> None:
    assert choose("cpu").precision in ("float32", "bfloat16")
    assert choose("cpu").batch is None


def test_a_processor_takes_few_at_once_however_large_they_are() -> None:
    assert batch_size("cpu", NetworkConfig()) == batch_size("cpu", NetworkConfig(width=32, heads=2, rows=16)) == 2


@pytest.mark.skipif("not __import__('torch').cuda.is_available()", reason="needs a CUDA device, which is not here")
def test_a_graphics_card_takes_fewer_of_what_is_larger() -> None:
    small = batch_size("cuda", NetworkConfig())
    large = batch_size("cuda", NetworkConfig(width=8184, heads=12, rows=8192))
    assert 1 <= large < small <= 128
