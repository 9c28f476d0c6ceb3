"""Synthetic photos drawn by code, written as real files with real EXIF."""

from datetime import datetime
from pathlib import Path

import numpy as np
from PIL import ExifTags, Image, ImageFilter


def scene(seed: int, size: tuple[int, int] = (640, 480)) -> Image.Image:
    """A picture with soft ground, hard-edged shapes and fine texture; one seed is one scene."""
    rng = np.random.default_rng(seed)
    width, height = size
    yy, xx = np.mgrid[0:height, 0:width].astype(np.float32)
    xx, yy = xx / width, yy / height
    ground = rng.uniform(40, 200, (2, 3)).astype(np.float32)
    canvas = ground[0] * (1 - yy[..., None]) + ground[1] * yy[..., None]
    for _ in range(12):
        cx, cy, radius = rng.uniform(0, 1), rng.uniform(0, 1), rng.uniform(0.04, 0.2)
        inside = (xx - cx) ** 2 + ((yy - cy) * height / width) ** 2 < radius**2
        canvas[inside] = rng.uniform(0, 255, 3)
    stripes = np.sin(xx * rng.uniform(60, 140) + yy * rng.uniform(20, 90)) * rng.uniform(8, 24)
    canvas += stripes[..., None] + rng.normal(0, 3, canvas.shape)
    return Image.fromarray(np.clip(canvas, 0, 255).astype(np.uint8))


def blurred(image: Image.Image, radius: float) -> Image.Image:
    """The same frame out of focus by a Gaussian of `radius` pixels."""
    return image.filter(ImageFilter.GaussianBlur(radius))


def shifted(image: Image.Image, dx: int, dy: int) -> Image.Image:
    """The same scene with the camera moved by some pixels; edges are repeated."""
    pixels = np.asarray(image)
    rows = np.clip(np.arange(pixels.shape[0]) + dy, 0, pixels.shape[0] - 1)
    columns = np.clip(np.arange(pixels.shape[1]) + dx, 0, pixels.shape[1] - 1)
    return Image.fromarray(pixels[rows][:, columns])


def write_photo(
    path: Path,
    image: Image.Image,
    taken: datetime | None = None,
    *,
    subsec: str = "",
    offset: str = "",
    camera: str = "Test Camera",
    serial: str = "",
    orientation: int = 1,
    exposure_bias: float | None = None,
    exposure_mode: int | None = None,
    quality: int = 90,
) -> Path:
    """Write `image` to `path` in the format its ending names, with EXIF as a camera would write it."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Burstpick"
    exif[ExifTags.Base.Model] = camera
    exif[ExifTags.Base.Orientation] = orientation
    details = exif.get_ifd(ExifTags.IFD.Exif)
    if taken is not None:
        stamp = taken.strftime("%Y:%m:%d %H:%M:%S")
        exif[ExifTags.Base.DateTime] = stamp
        details[ExifTags.Base.DateTimeOriginal] = stamp
    if subsec:
        details[ExifTags.Base.SubsecTimeOriginal] = subsec
    if offset:
        details[ExifTags.Base.OffsetTimeOriginal] = offset
    if serial:
        details[ExifTags.Base.BodySerialNumber] = serial
    if exposure_bias is not None:
        details[ExifTags.Base.ExposureBiasValue] = exposure_bias
    if exposure_mode is not None:
        details[ExifTags.Base.ExposureMode] = exposure_mode
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path, exif=exif, quality=quality)
    return path
