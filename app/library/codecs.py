"""The decoders of others: registered once when first needed, limited to the formats the library reads.

Importing this module tells Pillow its bound on pixels and keeps its remarks on odd files off the screen: what they mean
for a photo is said by `UnreadableError` instead.
"""

import warnings
from functools import cache
from importlib import import_module
from typing import IO

from PIL import Image, ImageFile, JpegImagePlugin

from app.library.exif import Exif
from app.library.formats import Format
from app.library.source import UnreadableError
from app.library.wire import Facts

_NO_JPEG_XL = "a JPEG XL picture; install the package pillow-jxl-plugin to see it, or export it as JPEG, TIFF or HEIC"
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
    Format.JPEG_XL: "JXL",
}
# A JPEG XL that is a JPEG packed anew, which has the attribute `jpeg`, comes as it was stored.
_UPRIGHT_BY_DECODER = frozenset((Format.HEIC, Format.TIFF, Format.JPEG_XL))

warnings.filterwarnings("ignore", module=r"PIL\.")
warnings.filterwarnings("ignore", module=r"pillow_heif")
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
Image.init()


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
    if kind is Format.HEIC:
        _register_heic()
    elif kind is Format.JPEG_XL:
        _register_jpeg_xl()
    return Image.open(stream, formats=(_NAMES[kind],))


def open_header(stream: IO[bytes], kind: Format) -> ImageFile.ImageFile:
    """As `open_lazily`; raises UnreadableError alone."""
    try:
        return open_lazily(stream, kind)
    except UnreadableError:
        raise
    except Exception as error:
        # Decoders raise whatever damaged bytes lead them to.
        raise UnreadableError("its header is damaged") from error


def facts_of(image: ImageFile.ImageFile, kind: Format) -> Facts:
    """What the header of an image that was opened says."""
    exif, xmp = (found if isinstance(found := image.info.get(name), bytes) else b"" for name in ("exif", "xmp"))
    return Facts(*image.size, orientation_of(image, kind), exif, xmp)


def orientation_of(image: ImageFile.ImageFile, kind: Format) -> int:
    """How an image that was opened stands, by its EXIF unless its decoder obeys that itself."""
    obeyed = kind in _UPRIGHT_BY_DECODER and not getattr(image, "jpeg", False)
    exif = image.info.get("exif")
    return Exif.of_block(exif).orientation if isinstance(exif, bytes) and not obeyed else 1


@cache
def _register_heic() -> None:
    import pillow_heif

    pillow_heif.register_heif_opener(depth_images=False, aux_images=False)


@cache
def _register_jpeg_xl() -> None:
    try:
        import_module("pillow_jxl")
    except ImportError as error:
        raise UnreadableError(_NO_JPEG_XL) from error
