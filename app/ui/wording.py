"""How times, chances and counts are said in the window."""

from datetime import UTC, datetime

from app.library.photo import Capture, Flag, Label, Marks

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def clock(capture: Capture) -> str:
    """The camera's own clock, with the tenths it knows: `10:02:11` or `10:02:11.34`."""
    time = capture.time
    text = datetime.fromtimestamp(time.wall, UTC).strftime("%H:%M:%S")
    if time.resolution < 1 and time.sure:
        text += f".{round(time.wall % 1 * 100) % 100:02d}"
    return text


def day(capture: Capture) -> str:
    """The day of capture, as `2026-05-09`."""
    return datetime.fromtimestamp(capture.time.wall, UTC).strftime("%Y-%m-%d")


def short_day(capture: Capture) -> str:
    """The day of capture without its year, as `9 May`; the same in every system's language, as all words here."""
    taken = datetime.fromtimestamp(capture.time.wall, UTC)
    return f"{taken.day} {_MONTHS[taken.month - 1]}"


def span(first: Capture, last: Capture) -> str:
    """From when to when a series was taken; a time taken from the file is marked as unsure."""
    start, end = (datetime.fromtimestamp(c.time.wall, UTC) for c in (first, last))
    text = start.strftime("%H:%M:%S")
    if end.date() != start.date():
        text = f"{start:%Y-%m-%d %H:%M:%S} – {end:%Y-%m-%d %H:%M:%S}"
    elif end.strftime("%H:%M:%S") != text:
        text = f"{text} – {end:%H:%M:%S}"
    return text if first.time.sure else f"{text} (file time)"


def percent(chance: float) -> str:
    """A probability in two digits; never a certainty that nobody has."""
    return f"{min(99, max(1, round(chance * 100)))} %"


def share(part: float) -> str:
    """A share that was counted, 0 to 1, in whole percent; all and nothing occur."""
    return f"{round(100 * part)} %"


def duration(seconds: float) -> str:
    """A remaining time as people say it."""
    if seconds < 45:
        return "less than a minute"
    minutes = round(seconds / 60)
    return f"about {max(1, minutes)} min" if minutes < 90 else f"about {round(minutes / 60)} h"


def size(octets: int) -> str:
    """A size on the disk in decimal units, as file managers say it: `613 MB`, `1.4 GB`."""
    for unit, scale in (("GB", 1e9), ("MB", 1e6)):
        if octets >= 0.9995 * scale:
            return f"{octets / scale:.1f} {unit}" if octets < 9.95 * scale else f"{octets / scale:.0f} {unit}"
    return f"{octets / 1e3:.0f} kB"


def count(number: int, singular: str, plural: str = "") -> str:
    """A number with its noun: `1 photo`, `1,204 photos`."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def describe(marks: Marks) -> str:
    """Marks in words, for tooltips and panels; empty if there are none."""
    parts = []
    if marks.flag is not Flag.NONE:
        parts.append("picked" if marks.flag is Flag.PICK else "rejected")
    if marks.stars:
        parts.append(count(marks.stars, "star"))
    if marks.label is not Label.NONE:
        parts.append(f"{marks.label.name.lower()} label")
    return ", ".join(parts)
