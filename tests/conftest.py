"""Shared by all tests: a home of their own, the real photos where they are at hand, and the parity network."""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

# Before anything imports Qt: the tests need no screen, and must not take over one that is there.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest

from app.paths import Places

SHARED = Path(__file__).parents[1].parent / "shared"


@pytest.fixture
def places(tmp_path: Path) -> Places:
    home = tmp_path / "home"
    return Places(home / "data", home / "cache", home / "logs")


@pytest.fixture
def real_photos() -> Path:
    folder = SHARED / "photos"
    if not folder.is_dir():
        pytest.skip("needs the real photos of ../shared/photos, which are not here")
    return folder


@pytest.fixture(scope="session")
def published_weights() -> Iterator[Path]:
    """The parity checkpoint, converted. Pytest would keep these 350 MB for three runs in its own folders."""
    from fgaesq_core.checkpoint import convert
    from tests.fgaesq_core.checkpoints import write_checkpoint

    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        source = write_checkpoint(Path(folder, "published.pt"))
        target = Path(folder, "published.safetensors")
        convert(source, target)
        source.unlink()
        yield target
