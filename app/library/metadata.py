"""How a photo was taken, from its header, in one set of units whatever the camera wrote."""

from datetime import datetime

from app.library.burst_tags import read_burst
from app.library.capture_time import time_from_exif, time_from_xmp, time_of_clock, time_of_file
from app.library.exif import MAKE, MODEL, Exif
from app.library.headers import Header
from app.library.photo import Capture, CaptureTime

_EXPOSURE, _SPEED_APEX = 0x829A, 0x9201
_APERTURE, _APERTURE_APEX = 0x829D, 0x9202
_SENSITIVITIES = (0x8827, 0x8832, 0x8831, 0x8833)
_EXPOSURE_BIAS, _FOCAL_LENGTH = 0x9204, 0x920A
_BODY_SERIAL, _DNG_SERIAL, _LENS = 0xA431, 0xC62F, 0xA434
# EXIF keeps sensitivity in 16 bits; this value says that the truth is in another tag.
_ISO_ELSEWHERE = 65_535


def read_capture(header: Header, mtime_ns: int) -> Capture:
    """The capture data of a file whose header was read; what is absent or absurd in it stays unknown."""
    exif = header.exif
    turned = header.orientation >= 5
    return Capture(
        time=_time(header, mtime_ns),
        width=header.height if turned else header.width,
        height=header.width if turned else header.height,
        orientation=header.orientation,
        camera=_camera(exif.main.text(MAKE), exif.main.text(MODEL)),
        serial=exif.photo.text(_BODY_SERIAL) or exif.main.text(_DNG_SERIAL),
        lens=exif.photo.text(_LENS),
        focal_length=_within(_value(exif, _FOCAL_LENGTH), 0.1, 10_000),
        exposure=_within(_exposure(exif), 1e-7, 1e6),
        aperture=_within(_aperture(exif), 0.1, 1_000),
        iso=_iso(exif),
        exposure_bias=_within(_value(exif, _EXPOSURE_BIAS), -20, 20),
        burst=read_burst(exif, header.xmp),
    )


def _time(header: Header, mtime_ns: int) -> CaptureTime:
    found = time_from_exif(header.exif) or time_from_xmp(header.xmp)
    if found is None and isinstance(header.clock, datetime):
        found = time_of_clock(header.clock)
    return found or time_of_file(mtime_ns)


def _camera(make: str, model: str) -> str:
    """Maker and model without saying the maker twice."""
    words = make.split()
    if not words or any(word in model.casefold() for word in make.casefold().split()):
        return model
    return f"{words[0]} {model}".strip()


def _value(exif: Exif, tag: int) -> float | None:
    """A number of the photo directory, or of the main one as TIFF/EP has it."""
    found = exif.photo.number(tag)
    return exif.main.number(tag) if found is None else found


def _within(value: float | None, low: float, high: float) -> float | None:
    return value if value is not None and low <= value <= high else None


def _exposure(exif: Exif) -> float | None:
    seconds = _value(exif, _EXPOSURE)
    apex = None if seconds else exif.photo.number(_SPEED_APEX)
    return seconds if apex is None else 2.0 ** -max(-20.0, min(apex, 24.0))


def _aperture(exif: Exif) -> float | None:
    number = _value(exif, _APERTURE)
    apex = None if number else exif.photo.number(_APERTURE_APEX)
    return number if apex is None else 2.0 ** (max(-2.0, min(apex, 20.0)) / 2)


def _iso(exif: Exif) -> int | None:
    for tag in _SENSITIVITIES:
        value = _value(exif, tag)
        if value is not None and 1 <= value <= 10_000_000 and value != _ISO_ELSEWHERE:
            return int(value)
    return None
