"""The parity network: made once for all tests that need it, removed afterwards."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.fgaesq_core.checkpoints import write_checkpoint


@pytest.fixture(scope="session")
def published_weights() -> Iterator[Path]:
    """The parity checkpoint, converted. Pytest would keep these 350 MB for three runs in its own folders."""
    from fgaesq_core.checkpoint import convert

    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        source = write_checkpoint(Path(folder, "published.pt"))
        target = Path(folder, "published.safetensors")
        convert(source, target)
        source.unlink()
        yield target
