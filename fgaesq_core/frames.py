"""What a scorer is given: pictures, or promises of pictures that are kept one at a time."""

from collections.abc import Callable

import numpy as np
from PIL import Image

from fgaesq_core.errors import PictureError

Frame = Image.Image | Callable[[], Image.Image]
"""An upright picture, or a callable that decodes one; a callable is asked once for each use."""


def picture(frame: Frame) -> Image.Image:
    """The frame's picture in RGB of 8 bits: what is transparent lies on white, wide greys are scaled.

    Colours are taken as they stand, so a caller that knows their profile converts them before. Whatever a callable
    raises passes through; a picture without pixels raises `PictureError`.
    """
    image = frame if isinstance(frame, Image.Image) else frame()
    if min(image.size) < 1:
        raise PictureError("The picture has no pixels; leave it out of the series.")
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        image = _narrowed(image)
    if image.has_transparency_data:
        image = _on_white(image)
    return image if image.mode == "RGB" else image.convert("RGB")


def _narrowed(image: Image.Image) -> Image.Image:
    """Grey of 8 bits: whole numbers count up to 65,535, broken ones up to the first of 1, 255 or their own maximum."""
    values = np.nan_to_num(np.asarray(image, np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    top = float(values.max(initial=0.0))
    whites = (1.0, 255.0, top) if image.mode == "F" else (65535.0, top)
    white = next(white for white in whites if top <= white)
    return Image.fromarray(np.clip(values * (255 / white) + 0.5, 0, 255).astype(np.uint8))


def _on_white(image: Image.Image) -> Image.Image:
    layer = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer).convert("RGB")
