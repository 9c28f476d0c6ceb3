"""Files of photos as the pictures that are learnt from and judged: upright, in sRGB, of bounded size."""

import io
import warnings
from pathlib import Path

import numpy as np
import pillow_heif
from PIL import ExifTags, Image, ImageCms, ImageOps, UnidentifiedImageError

from fgaesq_core.frames import picture
from train.samples import SampleError

LONGEST = 1024
"""Pixels of the long side: what the network is shown of a frame of a series."""

_MOST_PIXELS = 400_000_000
_SRGB = (b"sRGB", "sRGB".encode("utf-16-be"))
_TIFF_ENDINGS = frozenset((".tif", ".tiff"))
_TURNED_BY_FLIP = {3: Image.Transpose.ROTATE_180, 5: Image.Transpose.ROTATE_90, 6: Image.Transpose.ROTATE_270}

warnings.filterwarnings("ignore", module=r"PIL\.")
warnings.filterwarnings("ignore", module=r"pillow_heif")
Image.MAX_IMAGE_PIXELS = _MOST_PIXELS
pillow_heif.register_heif_opener()


def opened(path: Path, longest: int = LONGEST) -> Image.Image:
    """The RGB picture in a file, its long side at most so many pixels; of a RAW file, the preview it holds.

    Raises SampleError, which names the file.
    """
    try:
        image = _decoded(path, longest)
        return _in_srgb(ImageOps.exif_transpose(image))
    except MemoryError:
        raise
    except OSError as error:
        raise SampleError(f"{path} cannot be read: {error.strerror or 'it is no picture or is damaged'}.") from error
    except Exception as error:  # decoders of others raise whatever they like
        raise SampleError(f"{path} cannot be read: it is no picture or is damaged.") from error


def _decoded(path: Path, longest: int) -> Image.Image:
    with path.open("rb") as file:
        try:
            with Image.open(file) as image:
                # RAW files of most makers are TIFF files, whose first picture is a thumbnail.
                if image.format != "TIFF" or path.suffix.lower() in _TIFF_ENDINGS:
                    return _reduced(image, longest)
        except UnidentifiedImageError:
            pass
    return _preview(path, longest)


def _reduced(image: Image.Image, longest: int) -> Image.Image:
    """The picture at its size in the end; it stays open no longer than its file."""
    image.thumbnail((longest, longest), Image.Resampling.LANCZOS, reducing_gap=2.0)
    image.load()
    return image


def _preview(path: Path, longest: int) -> Image.Image:
    """The picture that the camera put into a RAW file, or the file developed where there is none that is large."""
    import rawpy

    with path.open("rb") as file, rawpy.imread(file) as raw:
        try:
            found = raw.extract_thumb()
        except (rawpy.LibRawNoThumbnailError, rawpy.LibRawUnsupportedThumbnailError):
            found = None
        if found is not None and isinstance(found.data, bytes):
            with Image.open(io.BytesIO(found.data)) as image:
                if max(image.size) >= min(longest, max(raw.sizes.width, raw.sizes.height)):
                    return _turned(_reduced(image, longest), raw.sizes.flip)
        developed = Image.fromarray(np.asarray(raw.postprocess(half_size=True, use_camera_wb=True, output_bps=8)))
        return _reduced(developed, longest)


def _turned(image: Image.Image, flip: int) -> Image.Image:
    """A preview upright by what the RAW file says, unless it says so itself."""
    if ExifTags.Base.Orientation in image.getexif() or flip not in _TURNED_BY_FLIP:
        return image
    return image.transpose(_TURNED_BY_FLIP[flip])


def _in_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    image = image if image.mode == "CMYK" else picture(image)
    if isinstance(profile, bytes) and profile and not any(name in profile for name in _SRGB):
        image = _by_profile(image, profile)
    return picture(image)


def _by_profile(image: Image.Image, profile: bytes) -> Image.Image:
    """The colours that a profile means; one that is damaged or does not fit the picture is passed over."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB") or image
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image
