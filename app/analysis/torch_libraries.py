"""Gets torch's libraries into memory without holding up other threads.

`import torch` maps them too, but keeps the interpreter to itself meanwhile: a window stands still for up to half a
second.
"""

import ctypes
import os
import sys
from importlib.util import find_spec
from pathlib import Path

_ENDINGS = {"linux": "so", "darwin": "dylib"}


def map_libraries() -> None:
    """Map the libraries, in the order and way of torch itself, so that the import finds them there.

    Where they are not found the import does it all, as it does on Windows.
    """
    ending = _ENDINGS.get(sys.platform)
    spec = None if "torch" in sys.modules else find_spec("torch")
    if ending is None or spec is None or spec.origin is None:
        return
    folder = Path(spec.origin).parent / "lib"
    # A foreign function runs without the interpreter's lock; `ctypes.CDLL` would open the file while holding it.
    opened = ctypes.CDLL(None).dlopen
    opened.argtypes, opened.restype = (ctypes.c_char_p, ctypes.c_int), ctypes.c_void_p
    for name, scope in (("libtorch_global_deps", os.RTLD_GLOBAL), ("libtorch_python", os.RTLD_LOCAL)):
        opened(os.fsencode(folder / f"{name}.{ending}"), os.RTLD_NOW | scope)
