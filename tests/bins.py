"""A bin of one's own for tests, so that the bin of whoever runs them stays as it is."""

import importlib
import os
from pathlib import Path

import pytest


def own_bin(monkeypatch: pytest.MonkeyPatch, home: Path) -> Path:
    """Let files be put into a bin below `home`; the library reads its place once, when it is loaded."""
    monkeypatch.setenv("XDG_DATA_HOME", str(home))
    module = importlib.import_module("send2trash.plat_other")
    monkeypatch.setattr(module, "XDG_DATA_HOME", os.fsencode(home))
    monkeypatch.setattr(module, "HOMETRASH_B", os.fsencode(home / "Trash"))
    monkeypatch.setattr(module, "get_dev", lambda _: 0)
    monkeypatch.setattr("send2trash.send2trash", module.send2trash)
    return home / "Trash"
