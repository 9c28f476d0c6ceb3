"""Loads the model that scores; errors of the core become sentences for people."""

from importlib.metadata import version
from pathlib import Path

import fgaesq_core
from app import __version__
from app.analysis.torch_libraries import map_libraries
from app.errors import AppError
from fgaesq_core import CoreError, Ranking, Scorer
from fgaesq_core.models import DEVICES

__all__ = ["DEVICES", "Ranking", "Scorer", "load_model", "versions"]

# The scorer that needs no torch.
_MEASURES = "technical"


def versions() -> str:
    """The versions of the programs on which the id of a loaded model depends besides its weights."""
    return f"burstpick {__version__}, torch {version('torch')}"


def load_model(name: str | Path = _MEASURES, device: str = "auto") -> Scorer:
    """The scorer of that name or in that file; raises AppError if there is none that can be used."""
    if str(name) != _MEASURES:
        map_libraries()
    try:
        return fgaesq_core.load(name, device)
    except CoreError as error:
        raise AppError(str(error)) from error
