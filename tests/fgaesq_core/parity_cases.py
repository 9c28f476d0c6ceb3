"""What the authors' inference code answered for the pictures in `parity`, kept there as lossless WebP."""

import json
from pathlib import Path
from typing import Any

from PIL import Image

_FOLDER = Path(__file__).parent / "parity"

EXPECTED: dict[str, Any] = json.loads((_FOLDER / "expected.json").read_text(encoding="utf-8"))


def parity_picture(name: str) -> Image.Image:
    """The picture which `expected.json` calls by a name that ends in .png."""
    with Image.open((_FOLDER / name).with_suffix(".webp")) as image:
        return image.convert("RGB")
