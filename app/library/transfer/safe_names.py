"""Names that Windows, macOS and Linux all take."""

import re
import unicodedata

# Microsoft, "Naming Files, Paths, and Namespaces": forbidden characters, names of devices, trailing dots and spaces.
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\ud800-\udfff]')
_DEVICES = frozenset(
    (
        "con",
        "prn",
        "aux",
        "nul",
        "conin$",
        "conout$",
        *(f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³"),
    )
)
# 255 bytes on Linux and 255 UTF-16 units elsewhere, less an ending, a number and the name of a sidecar.
_MOST_BYTES = 200


def safe_name(text: str) -> str:
    """A part of a path that every system takes, as like to `text` as can be; never empty, without an ending of its own.

    Characters that some system refuses become `_`, and so do those of names that are no valid Unicode.
    """
    name = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", text)).strip(" ").rstrip(". ")
    while len(name.encode()) > _MOST_BYTES:
        name = name[:-1].rstrip(". ")
    if name.split(".")[0].rstrip().casefold() in _DEVICES or name.startswith("."):
        name = f"_{name}"
    return name or "_"
