"""Shared by all tests: a home of their own, and the real photos where they are at hand."""

import os
from pathlib import Path

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
