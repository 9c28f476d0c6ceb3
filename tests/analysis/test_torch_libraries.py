import subprocess
import sys

import pytest

from tests.commands import ROOT


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells so easily what is mapped")
def test_the_libraries_are_there_before_the_import_and_serve_it() -> None:
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from app.analysis.torch_libraries import map_libraries\n"
        "map_libraries()\n"
        "mapped = lambda: Path('/proc/self/maps').read_text().count('libtorch_python')\n"
        "before = mapped()\n"
        "print('torch' in sys.modules, before > 0, end=' ')\n"
        "import torch\n"
        "map_libraries()\n"
        "print(mapped() == before, (torch.ones(64, 64) @ torch.ones(64, 64)).sum().item())\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True", "True", "262144.0"]
