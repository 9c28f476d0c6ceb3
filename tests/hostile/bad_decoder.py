"""A decoder process as the program has it, but for a decoder that does what the name of a file says."""

import ctypes
import os
import re
import sys
from pathlib import Path

import numpy as np
from PIL import Image

from app.library import decoder_process, decoding

_sound = decoding.decode


def decode(path: Path, long_side: int | None) -> Image.Image:
    word = path.stem.partition("-")[0]
    if word == "hang":
        # In C and without letting go of the interpreter's lock: nothing in this process can end it.
        re.match("(a+)+$", "a" * 64 + "b")
    elif word == "abort":
        os.abort()
    elif word == "segfault":
        ctypes.string_at(0)
    elif word == "eat":
        # Taken and not touched, so that the test itself leaves the machine its memory.
        eaten = [np.empty(64 << 20, np.uint8) for _ in range(1_000)]
        return Image.new("RGB", (len(eaten), 1))
    elif word == "chatter":
        os.write(1, b"a library that prints to standard output\n" * 1_000)
        os.write(2, b"and to standard error\n")
    elif word == "leave":
        os._exit(0)
    elif word == "lie":
        os.write(4, b"\1" + b"\xff" * 400)
    elif word == "second" and _met:
        os.abort()
    _met.append(path)
    return _sound(path, long_side)


_met: list[Path] = []

if __name__ == "__main__":
    decoding.decode = decode
    decoder_process.main(float(sys.argv[1]))
