"""Names of models: what people type, and what files and folders can be called everywhere."""

import re
import unicodedata

from app.errors import AppError

_LONGEST = 40


class ModelNameError(AppError):
    """A name is nobody's, somebody else's, or none that a model can have."""


def safe_name(text: str) -> str:
    """The name nearest to a text: letters, digits and `-_.`, in lower case, at most 40 characters, never empty.

    Two names that differ in case alone would be one file on some systems.
    """
    plain = unicodedata.normalize("NFC", text).casefold()
    name = re.sub(r"[^\w.-]+", "-", unicodedata.normalize("NFC", plain))[:_LONGEST].strip("-._")
    return name or "model"
