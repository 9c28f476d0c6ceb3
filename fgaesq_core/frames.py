"""What a scorer is given: pictures, or promises of pictures that are kept one at a time."""

from collections.abc import Callable

from PIL import Image

from fgaesq_core.errors import PictureError

Frame = Image.Image | Callable[[], Image.Image]
"""An upright picture, or a callable that decodes one; a callable is asked once for each use."""


def picture(frame: Frame) -> Image.Image:
    """The frame's picture in RGB.

    Whatever a callable raises passes through; a picture without pixels raises `PictureError`.
    """
    image = frame if isinstance(frame, Image.Image) else frame()
    if min(image.size) < 1:
        raise PictureError("The picture has no pixels; leave it out of the series.")
    return image if image.mode == "RGB" else image.convert("RGB")
