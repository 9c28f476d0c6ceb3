"""The decoders of others: registered once, limited to the formats the library reads.

Importing this module tells Pillow its bound on pixels and keeps its remarks on odd files off the screen: what they mean
for a photo is said by `UnreadableError` instead.
"""

import warnings
from typing import IO

import pillow_heif
from PIL import Image, ImageFile, JpegImagePlugin

from app.library.formats import Format

MOST_PIXELS = 400_000_000
_JPEG_BLOCK = 8 << 20
_NAMES = {
    Format.PNG: "PNG",
    Format.TIFF: "TIFF",
    Format.WEBP: "WEBP",
    Format.GIF: "GIF",
    Format.BMP: "BMP",
    Format.JPEG2000: "JPEG2000",
    Format.HEIC: "HEIF",
    Format.AVIF: "AVIF",
}

warnings.filterwarnings("ignore", module=r"PIL\.")
warnings.filterwarnings("ignore", module=r"pillow_heif")
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
Image.init()
pillow_heif.register_heif_opener(depth_images=False, aux_images=False)


def open_lazily(stream: IO[bytes], kind: Format) -> ImageFile.ImageFile:
    """Read the header of a picture of a known format; pixels are decoded when the image is loaded.

    Raises whatever the decoder raises.
    """
    if kind is Format.JPEG:
        # The class itself, for Image.open would go on to look for further pictures behind the first.
        image = JpegImagePlugin.JpegImageFile(stream)
        # Between blocks the decoder waits for the interpreter's lock, which threads side by side fight for.
        image.decodermaxblock = _JPEG_BLOCK
        return image
    return Image.open(stream, formats=(_NAMES[kind],))
