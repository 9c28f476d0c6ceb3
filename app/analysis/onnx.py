"""Runs small networks in the ONNX format on the processor, where the extra `faces` is installed."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.errors import AppError

Floats = NDArray[np.float32]

_RUNTIME = "onnxruntime"
_QUIET = 3


def is_installed() -> bool:
    """Whether the runtime can be imported; looks without importing it."""
    return find_spec(_RUNTIME) is not None


class Network:
    """A loaded network on one thread, with one input and outputs known by name."""

    def __init__(self, content: bytes, name: str) -> None:
        """Load the content of a file; raises AppError if the runtime is missing or refuses it."""
        try:
            runtime = import_module(_RUNTIME)
        except ImportError as error:
            sentence = "Looking at faces needs a part that is not installed; pip install 'burstpick[faces]' brings it."
            raise AppError(sentence, str(error)) from error
        self._session = _session(runtime, content, name)
        self._input = self._session.get_inputs()[0].name
        self._outputs = [output.name for output in self._session.get_outputs()]

    def run(self, values: Floats) -> dict[str, Floats]:
        """What the network makes of its input, by the names of its outputs."""
        return dict(zip(self._outputs, self._session.run(None, {self._input: values}), strict=True))


def _session(runtime: Any, content: bytes, name: str) -> Any:
    runtime.disable_telemetry_events()
    options = runtime.SessionOptions()
    # One thread: these networks are small, and the window and the scorer need the other cores.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = _QUIET
    try:
        return runtime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    except Exception as error:
        # The runtime raises kinds of its own, none of them documented.
        raise AppError(f"The model {name} cannot be loaded; remove it and get it again.", str(error)) from error
