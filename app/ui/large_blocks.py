"""How memory for decoded pictures comes from the system and goes back to it."""

import ctypes
import sys

# mallopt(3): the size from which blocks are mapped one by one.
_M_MMAP_THRESHOLD = -3
_LARGE = 2 << 20


def give_back_large_blocks() -> bool:
    """Let the memory of a decoded picture go back to the system as soon as it is freed; says whether that was set.

    The C library of Linux raises the size from which it does so with every picture, and then keeps what was freed for
    each of a dozen threads: half a gigabyte after a thousand photos. Elsewhere nothing is set, and nothing needs to be.
    """
    if not sys.platform.startswith("linux"):
        return False
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    return set_option is not None and bool(set_option(_M_MMAP_THRESHOLD, _LARGE))
