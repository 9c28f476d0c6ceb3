"""Bringing sRGB pictures to the colours of one monitor, by the ICC profile that its owner names."""

from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageCms

from app.errors import AppError

# Turns a picture in sRGB into one for the monitor, in place.
ToMonitor = Callable[[Image.Image], None]


def to_monitor(profile: Path) -> ToMonitor:
    """A conversion from sRGB to the monitor of an ICC profile, which any thread may call.

    Perceptual intent is not offered by the matrix profiles that calibration makes; relative colorimetric with black
    point compensation is what other viewers use (ICC.1:2022, annex D). Raises AppError for a profile that cannot be
    used.
    """
    try:
        monitor = ImageCms.getOpenProfile(str(profile))
        transform = ImageCms.buildTransform(
            ImageCms.createProfile("sRGB"),
            monitor,
            "RGB",
            "RGB",
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (ImageCms.PyCMSError, OSError, ValueError) as error:
        sentence = f"The monitor profile {profile} cannot be used, so colours are shown as for an sRGB monitor."
        raise AppError(sentence, str(error)) from error

    def convert(picture: Image.Image) -> None:
        ImageCms.applyTransform(picture, transform, inPlace=True)

    return convert
