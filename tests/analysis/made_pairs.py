"""Pairs of pictures of one view that differ by one known change, as cameras make them."""

import io

import numpy as np
from PIL import Image, ImageDraw, ImageFilter
from scipy.ndimage import convolve

SIZE = (900, 600)


def landscape(seed: int = 1) -> Image.Image:
    """A wide view, larger than what a frame shows: sky, sea with a level horizon, houses, rough ground, a subject."""
    rng = np.random.default_rng(seed)
    width, height = 1200, 900
    rows = np.linspace(0, 1, height)[:, None, None]
    sky, sea = np.array([120.0, 150, 190]), np.array([40.0, 70, 90])
    canvas = np.where(rows < 0.45, sky + 40 * rows, sea + 60 * rows) * np.ones((1, width, 1))
    rough = Image.fromarray(rng.normal(128, 45, (height // 2, width)).clip(0, 255).astype(np.uint8))
    grain = np.asarray(rough.filter(ImageFilter.GaussianBlur(1.2)), np.float64)[..., None] - 128
    canvas[height // 2 :] += grain
    image = Image.fromarray(canvas.clip(0, 235).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    for left in range(100, 1100, 90):
        top = int(rng.integers(300, 400))
        shade = int(rng.integers(60, 180))
        draw.rectangle((left, top, left + int(rng.integers(30, 70)), 405), fill=(shade, shade - 20, shade - 40))
    draw.ellipse((540, 360, 660, 560), fill=(190, 60, 50), outline=(20, 20, 20), width=3)
    for stripe in range(380, 540, 12):
        draw.line((560, stripe, 640, stripe + 9), fill=(240, 220, 120), width=3)
    return image


def seen(view: Image.Image, *, turn: float = 0, zoom: float = 1, aim: tuple[float, float] = (0, 0)) -> Image.Image:
    """A frame of it: turned by degrees clockwise, `zoom` times as close, aimed to the right and down by pixels."""
    angle, scale = np.radians(turn), 1 / zoom
    cos, sin = np.cos(angle) * scale, np.sin(angle) * scale
    x, y = view.width / 2 + aim[0], view.height / 2 + aim[1]
    width, height = SIZE
    way = (cos, sin, x - cos * width / 2 - sin * height / 2, -sin, cos, y + sin * width / 2 - cos * height / 2)
    return view.transform(SIZE, Image.Transform.AFFINE, way, Image.Resampling.BICUBIC)


def brighter(image: Image.Image, stops: float) -> Image.Image:
    """The same with so many EV more light (sRGB, IEC 61966-2-1); what is beyond white is cut off."""
    levels = np.arange(256) / 255
    light = np.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4) * 2.0**stops
    shown = np.where(light <= 0.0031308, light * 12.92, 1.055 * np.minimum(light, 1) ** (1 / 2.4) - 0.055)
    table = (shown * 255).round().clip(0, 255).astype(np.uint8)
    return Image.fromarray(table[np.asarray(image)])


def noisy(image: Image.Image, deviation: float, seed: int = 0) -> Image.Image:
    """The same with white noise of so many grey levels."""
    pixels = np.asarray(image, np.float64)
    noise = np.random.default_rng(seed).normal(0, deviation, pixels.shape)
    return Image.fromarray((pixels + noise).round().clip(0, 255).astype(np.uint8))


def smeared(image: Image.Image, length: int) -> Image.Image:
    """The same, moved to the right by so many pixels while it was exposed."""
    kernel = np.full((1, length, 1), 1 / length)
    found = convolve(np.asarray(image, np.float64), kernel, mode="nearest")
    return Image.fromarray(found.round().clip(0, 255).astype(np.uint8))


def saved(image: Image.Image, quality: int = 92) -> Image.Image:
    """The same after a JPEG."""
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=quality)
    return Image.open(io.BytesIO(stream.getvalue())).convert("RGB")
