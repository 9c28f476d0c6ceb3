"""How times, chances and counts are said in the window, in the language of its texts."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from app.library.photo import Capture, Flag, Label, Marks, Photo, is_movie, picture_files
from app.ui.language import QT_TRANSLATE_NOOP, translate

_MONTHS = (
    QT_TRANSLATE_NOOP("wording", "{day} Jan"),
    QT_TRANSLATE_NOOP("wording", "{day} Feb"),
    QT_TRANSLATE_NOOP("wording", "{day} Mar"),
    QT_TRANSLATE_NOOP("wording", "{day} Apr"),
    QT_TRANSLATE_NOOP("wording", "{day} May"),
    QT_TRANSLATE_NOOP("wording", "{day} Jun"),
    QT_TRANSLATE_NOOP("wording", "{day} Jul"),
    QT_TRANSLATE_NOOP("wording", "{day} Aug"),
    QT_TRANSLATE_NOOP("wording", "{day} Sep"),
    QT_TRANSLATE_NOOP("wording", "{day} Oct"),
    QT_TRANSLATE_NOOP("wording", "{day} Nov"),
    QT_TRANSLATE_NOOP("wording", "{day} Dec"),
)
_LABELS = {
    Label.RED: QT_TRANSLATE_NOOP("wording", "Red label"),
    Label.YELLOW: QT_TRANSLATE_NOOP("wording", "Yellow label"),
    Label.GREEN: QT_TRANSLATE_NOOP("wording", "Green label"),
    Label.BLUE: QT_TRANSLATE_NOOP("wording", "Blue label"),
    Label.PURPLE: QT_TRANSLATE_NOOP("wording", "Purple label"),
}
# Every noun that is counted: one is a text of its own, of more a language may have as many forms as it needs.
_ONE = {
    "bracket": QT_TRANSLATE_NOOP("Counted", "1 bracket"),
    "camera": QT_TRANSLATE_NOOP("Counted", "1 camera"),
    "conflict": QT_TRANSLATE_NOOP("Counted", "1 conflict"),
    "file": QT_TRANSLATE_NOOP("Counted", "1 file"),
    "frame": QT_TRANSLATE_NOOP("Counted", "1 frame"),
    "mark": QT_TRANSLATE_NOOP("Counted", "1 mark"),
    "photo": QT_TRANSLATE_NOOP("Counted", "1 photo"),
    "pick": QT_TRANSLATE_NOOP("Counted", "1 pick"),
    "series": QT_TRANSLATE_NOOP("Counted", "1 series"),
    "single": QT_TRANSLATE_NOOP("Counted", "1 single"),
    "star": QT_TRANSLATE_NOOP("Counted", "1 star"),
}


class Counted:
    """A number of things in the forms that a language has for numbers.

    The tool that gathers texts knows from `tr` alone that a text has such forms, and names their context by the class.
    """

    def __init__(self) -> None:
        self.forms: Mapping[str, Callable[[int], str]] = {
            "bracket": lambda n: self.tr("{n} brackets", "", n),
            "camera": lambda n: self.tr("{n} cameras", "", n),
            "conflict": lambda n: self.tr("{n} conflicts", "", n),
            "file": lambda n: self.tr("{n} files", "", n),
            "frame": lambda n: self.tr("{n} frames", "", n),
            "mark": lambda n: self.tr("{n} marks", "", n),
            "photo": lambda n: self.tr("{n} photos", "", n),
            "pick": lambda n: self.tr("{n} picks", "", n),
            "series": lambda n: self.tr("{n} series", "", n),
            "single": lambda n: self.tr("{n} singles", "", n),
            "star": lambda n: self.tr("{n} stars", "", n),
        }

    def tr(self, text: str, comment: str, number: int) -> str:
        """The text in the form for a number."""
        return translate("Counted", text, comment, number)


_MORE = Counted().forms


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
    """The day of capture without its year, as `9 May`; not in the system's language, as no word here is."""
    taken = datetime.fromtimestamp(capture.time.wall, UTC)
    return translate("wording", _MONTHS[taken.month - 1]).format(day=taken.day)


def span(first: Capture, last: Capture) -> str:
    """When a series began and how long it took, as `14:03:12 · 4 s`; a time taken from the file is marked as unsure."""
    start, end = (datetime.fromtimestamp(c.time.wall, UTC) for c in (first, last))
    text = start.strftime("%H:%M:%S")
    if end.date() != start.date():
        text = f"{start:%Y-%m-%d %H:%M:%S} – {end:%Y-%m-%d %H:%M:%S}"
    elif took := length(last.time.wall - first.time.wall):
        text = f"{text} · {took}"
    return text if first.time.sure else translate("wording", "{time} (file time)").format(time=text)


def length(seconds: float) -> str:
    """How long something took, in the unit and with the digits that a person would say: `0.4 s`, `4 s`, `12 min`."""
    if seconds <= 0:
        return ""
    if seconds < 0.95:
        return translate("wording", "{number} s").format(number=f"{max(0.1, seconds):.1f}")
    if seconds < 59.5:
        return translate("wording", "{number} s").format(number=round(seconds))
    if seconds < 3570:
        return translate("wording", "{number} min").format(number=round(seconds / 60))
    hours, minutes = divmod(round(seconds / 60), 60)
    return translate("wording", "{hours} h {minutes} min").format(hours=hours, minutes=minutes)


def percent(chance: float) -> str:
    """A probability in two digits; never a certainty that nobody has."""
    return translate("wording", "{number} %").format(number=min(99, max(1, round(chance * 100))))


def share(part: float) -> str:
    """A share that was counted, 0 to 1, in whole percent; all and nothing occur."""
    return translate("wording", "{number} %").format(number=round(100 * part))


def duration(seconds: float) -> str:
    """A remaining time as people say it."""
    if seconds < 45:
        return translate("wording", "less than a minute")
    minutes = round(seconds / 60)
    if minutes < 90:
        return translate("wording", "about {number} min").format(number=max(1, minutes))
    return translate("wording", "about {number} h").format(number=round(minutes / 60))


def size(octets: int) -> str:
    """A size on the disk in decimal units, as file managers say it: `613 MB`, `1.4 GB`."""
    for unit, scale in (("GB", 1e9), ("MB", 1e6)):
        if octets >= 0.9995 * scale:
            return f"{octets / scale:.1f} {unit}" if octets < 9.95 * scale else f"{octets / scale:.0f} {unit}"
    return f"{octets / 1e3:.0f} kB"


def count(number: int, singular: str, plural: str = "") -> str:
    """A number with its noun: `1 photo`, `1,204 photos`; a noun that is not in the tables stays English."""
    if number == 1:
        return translate("Counted", _ONE.get(singular, f"1 {singular}"))
    more = _MORE.get(singular)
    text = more(number) if more is not None else f"{{n}} {plural or singular + 's'}"
    return text.format(n=f"{number:,}")


def badge(photo: Photo) -> str:
    """What a photo is besides a picture, as short as can be: `R+J`, `Live`, or both; empty for most."""
    pair = "R+J" if len(picture_files(photo.files)) > 1 else ""
    return " ".join(filter(None, [pair, translate("wording", "Live") if _has_movie(photo) else ""]))


def live(photo: Photo) -> str:
    """That a movie was taken with a photo; empty where none was."""
    return translate("wording", "Live photo") if _has_movie(photo) else ""


def _has_movie(photo: Photo) -> bool:
    return any(map(is_movie, photo.files[1:]))


def describe(marks: Marks) -> str:
    """Marks in words, for tooltips and panels; empty if there are none."""
    parts = []
    if marks.flag is not Flag.NONE:
        picked = marks.flag is Flag.PICK
        parts.append(translate("wording", "picked") if picked else translate("wording", "rejected"))
    if marks.stars:
        parts.append(count(marks.stars, "star"))
    if marks.label is not Label.NONE:
        parts.append(label_name(marks.label).lower())
    return ", ".join(parts)


def label_name(label: Label) -> str:
    """A colour label by its name, as `Red label`."""
    return translate("wording", _LABELS[label])
