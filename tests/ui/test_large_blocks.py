"""What was freed is no longer counted as the program's memory, however many threads had it."""

import subprocess
import sys

import pytest

from tests.commands import ROOT

_GROW_AND_FREE = """
import threading
import numpy, psutil
from app.ui.large_blocks import give_back_large_blocks
assert give_back_large_blocks()

def work():
    for megabytes in (4, 8, 16, 24, 30):
        kept = [numpy.ones(megabytes << 20, numpy.uint8) for _ in range(3)]
        small.append(bytearray(100_000))
        del kept

small = []
before = psutil.Process().memory_info().rss
threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print((psutil.Process().memory_info().rss - before) >> 20)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only the C library of Linux keeps what was freed")
def test_large_blocks_go_back_at_once() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _GROW_AND_FREE], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    assert int(done.stdout) < 20
