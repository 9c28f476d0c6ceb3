"""The marks of a folder and those in its sidecars and photos, brought together: read first, then written."""

from app.analysis.sidecars.outcome import Outcome, SidecarWriting, WriteOptions, Written
from app.analysis.sidecars.reading import SidecarReading, read_sidecars
from app.analysis.sidecars.writing import write_sidecars

__all__ = [
    "Outcome",
    "SidecarReading",
    "SidecarWriting",
    "WriteOptions",
    "Written",
    "read_sidecars",
    "write_sidecars",
]
