"""Where a network runs and with which precision."""

from dataclasses import dataclass

from fgaesq_core.config import NetworkConfig
from fgaesq_core.errors import ModelError

PRECISIONS = ("auto", "float32", "bfloat16", "float16")

_MOST_AT_ONCE = 128


@dataclass(frozen=True, slots=True)
class Device:
    """A device torch knows by `name`, the precision of its products, and how many pictures it takes at once.

    Without a number it takes as many as its memory has room for.
    """

    name: str
    precision: str
    batch: int | None = None


def choose(name: str = "auto", precision: str = "auto") -> Device:
    """The device asked for, "auto" being the fastest there is: CUDA, then MPS, then the CPU.

    Raises ModelError for a device that this computer lacks or a precision that nothing here is called.
    """
    if precision not in PRECISIONS:
        raise ModelError(f"There is no precision called “{precision}”; choose one of {', '.join(PRECISIONS)}.")
    found = [device for device in ("cuda", "mps", "cpu") if _is_there(device)]
    if name not in ("auto", *found):
        raise ModelError(f"This computer has no device called “{name}”; choose one of auto, {', '.join(found)}.")
    chosen = found[0] if name == "auto" else name
    return Device(chosen, _precision(chosen) if precision == "auto" else precision)


def batch_size(device: str, network: NetworkConfig) -> int:
    """How many sequences of all rows a device takes at once, by the memory that is free on it now.

    A processor gains nothing from more than two, which stay in its cache.
    """
    if device == "cpu":
        return 2
    import torch

    free = torch.cuda.mem_get_info()[0] if device == "cuda" else torch.mps.recommended_max_memory() // 2
    # A row holds at its height the hidden layer twice and queries, keys and values, in four bytes at most.
    needed = network.rows * network.width * 4 * 12
    return max(1, min(_MOST_AT_ONCE, free // 2 // needed))


def _is_there(device: str) -> bool:
    import torch

    if device == "cuda":
        return torch.cuda.is_available()
    return device == "cpu" or torch.backends.mps.is_available()


def _precision(device: str) -> str:
    if device == "mps":
        return "float16"
    return "bfloat16" if device == "cuda" or _has_bfloat16_products() else "float32"


def _has_bfloat16_products() -> bool:
    """Whether the processor multiplies bfloat16 itself; where it does not, float32 is faster."""
    import torch

    capabilities: dict[str, object] = getattr(torch.cpu, "get_capabilities", dict)()
    return bool(capabilities.get("avx512_bf16") or capabilities.get("amx_bf16"))
