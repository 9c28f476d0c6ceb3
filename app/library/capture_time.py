"""When a photo was taken, from EXIF or XMP texts that cameras and programs fill in many ways."""

import re
from datetime import UTC, datetime

from app.library.exif import Exif
from app.library.photo import CaptureTime

# (time, sub-seconds, time zone): taken, digitised, changed; only the last lies in the main directory.
_TAKEN = (0x9003, 0x9291, 0x9011)
_DIGITISED = (0x9004, 0x9292, 0x9012)
_CHANGED = (0x0132, 0x9290, 0x9010)

_STAMP = re.compile(r"(\d{4})[:/.-](\d{1,2})[:/.-](\d{1,2})[ T](\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,](\d{1,9}))?")
_ZONE = re.compile(r"([+-])(\d{1,2}):?(\d{2})|Z")
_DIGITS = re.compile(r"\d{1,9}")
_XMP_TIME = re.compile(
    rb"(?:exif:DateTimeOriginal|photoshop:DateCreated|xmp:CreateDate)(?:\s*=\s*[\"']|>)([^\"'<]{19,40})"
)
# The first photograph with a person in it is of 1838; anything older is a camera's unset clock. A clock that runs
# decades ahead still orders its photos; one beyond all cameras' reach is damage, and too large for calendars besides.
_YEARS = range(1838, 2201)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def time_from_exif(exif: Exif) -> CaptureTime | None:
    """The time of capture, else of digitising, else of the last change; None where no date is valid."""
    for stamp, fraction, zone in (_TAKEN, _DIGITISED):
        found = _time(exif.photo.text(stamp), exif.photo.text(fraction), exif.photo.text(zone))
        # TIFF/EP files keep these tags in the main directory.
        found = found or _time(exif.main.text(stamp), exif.main.text(fraction), "")
        if found:
            return found
    stamp, fraction, zone = _CHANGED
    return _time(exif.main.text(stamp), exif.photo.text(fraction), exif.photo.text(zone))


def time_from_xmp(xmp: bytes) -> CaptureTime | None:
    """The time of capture in an XMP packet, for files whose EXIF has none."""
    found = _XMP_TIME.search(xmp)
    if not found:
        return None
    text = found[1].decode("ascii", "replace")
    return _time(text, "", text[19:])


def time_of_file(mtime_ns: int) -> CaptureTime:
    """The file's own time, in UTC, where its content tells none; kept within the years of photography."""
    first, last = ((datetime(year, 1, 1, tzinfo=UTC) - _EPOCH).total_seconds() for year in (_YEARS.start, _YEARS.stop))
    return CaptureTime(min(max(first, mtime_ns / 1e9), last), offset=0, sure=False)


def time_of_clock(clock: datetime) -> CaptureTime:
    """A camera's clock without zone or sub-seconds."""
    return CaptureTime((clock.replace(tzinfo=UTC) - _EPOCH).total_seconds())


def _time(stamp: str, fraction: str, zone: str) -> CaptureTime | None:
    parts = _STAMP.match(stamp)
    if not parts:
        return None
    try:
        year, month, day, hour, minute, second = (int(part) for part in parts.groups()[:6])
        clock = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None
    if year not in _YEARS:
        return None
    digits = _DIGITS.match(fraction.strip()) or _DIGITS.match(parts[7] or "")
    step = 10.0 ** -len(digits[0]) if digits else 1.0
    wall = (clock - _EPOCH).total_seconds() + (int(digits[0]) * step if digits else 0.0)
    return CaptureTime(wall, _offset(zone), step)


def _offset(zone: str) -> int | None:
    parts = _ZONE.search(zone)
    if not parts:
        return None
    if not parts[1]:
        return 0
    minutes = int(parts[2]) * 60 + int(parts[3])
    # Zones reach from 12 hours west to 14 hours east.
    return (minutes if parts[1] == "+" else -minutes) if minutes <= 14 * 60 else None
