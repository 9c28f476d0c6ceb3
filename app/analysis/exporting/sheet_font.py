"""The font of the contact sheet: one that knows many scripts where the system has it, so that names can be read."""

import os
import sys
from pathlib import Path

_FILES = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf",
    "/usr/share/fonts/TTF/DejaVuSans.ttf",
    "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf",
    "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf",
    "/System/Library/Fonts/Supplemental/Arial Unicode.ttf",
    "/Library/Fonts/Arial Unicode.ttf",
    "/System/Library/Fonts/Supplemental/Arial.ttf",
)
_EVERYWHERE = "Helvetica"
_OWN = "Burstpick"


def sheet_font() -> str:
    """The name of a font the PDF library knows from now on; where the system has no file of one, it is Latin alone."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFError, TTFont

    for file in _files():
        if file.is_file():
            try:
                pdfmetrics.registerFont(TTFont(_OWN, str(file)))
            except (TTFError, OSError):
                continue
            return _OWN
    return _EVERYWHERE


def drawable(text: str, font: str) -> str:
    """The text with `?` for every character that the font does not have."""
    from reportlab.pdfbase import pdfmetrics

    if font == _EVERYWHERE:
        return text.encode("cp1252", "replace").decode("cp1252")
    known = getattr(pdfmetrics.getFont(font), "face").charToGlyph  # noqa: B009 - the stubs know no fonts from files
    return "".join(letter if ord(letter) in known else "?" for letter in text)


def _files() -> tuple[Path, ...]:
    if sys.platform == "win32":
        return (Path(os.environ.get("WINDIR", r"C:\Windows"), "Fonts", "arial.ttf"),)
    return tuple(map(Path, _FILES))
