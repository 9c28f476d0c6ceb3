"""A run as it stands, in one file that is always whole."""

import pickle
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from train.errors import TrainingError
from train.writing import whole

_FORMAT = 1


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """What a run needs to go on after `step` steps and so many seconds: tensors by the names torch gives them."""

    step: int
    seconds: float
    objective: dict[str, Tensor]
    optimiser: dict[str, Any]
    averages: dict[str, Tensor]


def save(state: State, path: Path) -> None:
    """Write a state; whenever this ends, the file at `path` is the old one or all of the new one. Raises OSError."""
    try:
        with whole(path) as file:
            torch.save({"format": _FORMAT, **{each.name: getattr(state, each.name) for each in fields(state)}}, file)
    except RuntimeError as error:
        # A full disk makes torch's writer stumble over what it could not write.
        full = error.__context__
        number, reason = (full.errno, full.strerror) if isinstance(full, OSError) else (None, str(error))
        raise OSError(number, reason, str(path)) from error


def load(path: Path) -> State:
    """The state in a file, its tensors in main memory; raises TrainingError for one that is not whole."""
    try:
        found = torch.load(path, map_location="cpu", weights_only=True)
        if found.pop("format") != _FORMAT:
            raise KeyError("format")
        return State(**found)
    except OSError as error:
        raise TrainingError(f"The state “{path}” cannot be read: {error.strerror or error}.") from error
    except (pickle.UnpicklingError, RuntimeError, EOFError, KeyError, TypeError, AttributeError) as error:
        raise TrainingError(f"“{path}” is no state of a run; begin a new one in another folder.") from error
