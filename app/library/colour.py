"""Bringing pictures of every colour mode to 8-bit sRGB."""

import io

import numpy as np
from PIL import Image, ImageCms

_WIDE_GREY = frozenset(("I;16", "I;16L", "I;16B", "I;16N", "I", "F"))
_PAPER = (255, 255, 255)


def to_rgb(image: Image.Image) -> Image.Image:
    """The picture as mode RGB in sRGB: alpha lies on white, wide greys are scaled to 8 bits, profiles are applied."""
    profile = image.info.get("icc_profile")
    image = _narrow_grey(image) if image.mode in _WIDE_GREY else image
    image = _opaque(image) if image.has_transparency_data else image
    if image.mode == "P":
        image = image.convert("RGB")
    if isinstance(profile, bytes) and profile and not _is_srgb(profile):
        image = _by_profile(image, profile)
    return image if image.mode == "RGB" else image.convert("RGB")


def _narrow_grey(image: Image.Image) -> Image.Image:
    """Grey of 16 or 32 bits or of floats, scaled so that white stays white."""
    values = np.nan_to_num(np.asarray(image, dtype=np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    top = float(values.max(initial=0.0))
    if image.mode == "F":
        white = 1.0 if top <= 1.0 else 255.0 if top <= 255.0 else top
    else:
        white = 65_535.0 if top <= 65_535.0 else top
    return Image.fromarray(np.clip(values * (255.0 / white) + 0.5, 0, 255).astype(np.uint8))


def _opaque(image: Image.Image) -> Image.Image:
    layer = image.convert("RGBA")
    paper = Image.new("RGBA", layer.size, _PAPER)
    paper.alpha_composite(layer)
    return paper.convert("RGB")


def _is_srgb(profile: bytes) -> bool:
    return b"sRGB" in profile or "sRGB".encode("utf-16-be") in profile


def _by_profile(image: Image.Image, profile: bytes) -> Image.Image:
    """Convert to sRGB; a profile that is damaged or does not fit the picture is passed over."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB") or image
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image
