"""Which properties a packet must get, change or lose to say a photo's marks, by profile.

What is there already is kept in step in every dialect, so that no program reads an old verdict; only the profile's own
properties are added. A property that says the same in other words, or something of which our marks know nothing (a
label text of the photographer's own, digiKam's orange), is left as it is.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import Enum

from app.library.photo import Flag, Label, Marks
from app.library.xmp import names
from app.library.xmp.dialects import (
    DARKTABLE_COLOURS,
    DIGIKAM_ACCEPTED,
    DIGIKAM_COLOURS,
    DIGIKAM_REJECTED,
    MICROSOFT_STARS,
    PHOTO_MECHANIC_TRASH,
    label_of_text,
    stars_of_microsoft,
)
from app.library.xmp.label_texts import USUAL_TEXTS, LabelTexts
from app.library.xmp.names import Name
from app.library.xmp.packet import Packet


class Profile(Enum):
    """For which program marks are written; the values are what people type."""

    LIGHTROOM = "lightroom"
    DARKTABLE = "darktable"
    DIGIKAM = "digikam"
    ALL = "all"

    @property
    def adds_flags(self) -> bool:
        """Whether picks and rejects are written as Lightroom's flags."""
        return self in (Profile.LIGHTROOM, Profile.ALL)

    @property
    def rejects_by_rating(self) -> bool:
        """Whether a reject takes the place of the stars, as darktable and Bridge want it."""
        return self in (Profile.DARKTABLE, Profile.ALL)

    @property
    def adds_digikam(self) -> bool:
        """Whether digiKam's own labels are written."""
        return self in (Profile.DIGIKAM, Profile.ALL)


@dataclass(frozen=True, slots=True)
class Change:
    """What one property is to be: a text, a list, or None for gone."""

    name: Name
    value: str | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be said: marks, for whom, and the texts of the colour labels."""

    marks: Marks
    profile: Profile = Profile.LIGHTROOM
    texts: LabelTexts = USUAL_TEXTS


_DIGIKAM_FLAGS = {Flag.PICK: DIGIKAM_ACCEPTED, Flag.REJECT: DIGIKAM_REJECTED, Flag.NONE: 0}
_DIGIKAM_NUMBERS = {label: number for number, label in DIGIKAM_COLOURS.items()}
_DARKTABLE_NUMBERS = {label: number for number, label in DARKTABLE_COLOURS.items()}
_MICROSOFT_PERCENTS = {stars: percent for percent, stars in MICROSOFT_STARS.items()}


def changes_for(wish: Wish, packet: Packet, present: Collection[Name]) -> list[Change]:
    """The changes to a packet that has the properties `present`; none if it says all that already."""
    return [
        *_rating(wish, packet),
        *_flags(wish, packet, present),
        *_digikam_flag(wish, packet),
        *_photo_mechanic(wish, packet),
        *_label_texts(wish, packet),
        *_label_numbers(wish, packet),
    ]


def _rating(wish: Wish, packet: Packet) -> Iterator[Change]:
    marks, now = wish.marks, packet.rating
    stands_for_reject = marks.flag is Flag.REJECT and (wish.profile.rejects_by_rating or now == -1)
    wanted = -1 if stands_for_reject else marks.stars
    if wanted != (now or 0):
        yield Change(names.RATING, str(wanted))
    percent = packet.microsoft_rating
    # digiKam passes over the -1 and finds the stars of a reject there.
    is_needed = percent is None and stands_for_reject and marks.stars > 0 and wish.profile.adds_digikam
    if is_needed or (percent is not None and stars_of_microsoft(percent) != marks.stars):
        yield Change(names.MICROSOFT_RATING, str(_MICROSOFT_PERCENTS[marks.stars]))
    if packet.acdsee_rating is not None and packet.acdsee_rating != marks.stars:
        yield Change(names.ACDSEE_RATING, str(marks.stars))


def _flags(wish: Wish, packet: Packet, present: Collection[Name]) -> Iterator[Change]:
    flag, adds = wish.marks.flag, wish.profile.adds_flags
    if flag is Flag.NONE:
        if packet.pick:
            yield Change(names.PICK, "0")
        if names.GOOD in present:
            yield Change(names.GOOD, None)
        return
    if (adds or names.PICK in present) and packet.pick != flag:
        yield Change(names.PICK, str(int(flag)))
    if (adds or names.GOOD in present) and packet.good is not (flag is Flag.PICK):
        yield Change(names.GOOD, "true" if flag is Flag.PICK else "false")


def _digikam_flag(wish: Wish, packet: Packet) -> Iterator[Change]:
    wanted, now = _DIGIKAM_FLAGS[wish.marks.flag], packet.pick_label
    is_said = now not in (DIGIKAM_ACCEPTED, DIGIKAM_REJECTED) if wanted == 0 else now == wanted
    if not is_said and (now is not None or wish.profile.adds_digikam):
        yield Change(names.PICK_LABEL, str(wanted))


def _photo_mechanic(wish: Wish, packet: Packet) -> Iterator[Change]:
    is_picked = wish.marks.flag is Flag.PICK
    is_freed = packet.colour_class == PHOTO_MECHANIC_TRASH and wish.marks.flag is not Flag.REJECT
    if packet.tagged is not None and packet.tagged is not is_picked:
        yield Change(names.TAGGED, str(is_picked))
    if is_freed:
        yield Change(names.COLOUR_CLASS, "0")
    parts = (packet.preferences or "").split(":")
    if len(parts) == 4:
        tagged = str(int(is_picked)) if packet.tagged is not None else parts[0]
        wanted = ":".join((tagged, "0" if is_freed else parts[1], str(wish.marks.stars), parts[3]))
        if wanted != packet.preferences:
            yield Change(names.PREFERENCES, wanted)


def _label_texts(wish: Wish, packet: Packet) -> Iterator[Change]:
    wanted, texts, text = wish.marks.label, wish.texts, packet.label
    now = label_of_text(text, texts)
    if wanted is Label.NONE:
        if now:
            yield Change(names.LABEL, None)
    elif now is not wanted or (text is not None and texts.is_former(text, wanted)):
        yield Change(names.LABEL, texts.of(wanted))
    colour = packet.label_colour
    now = label_of_text(colour)
    if wanted is Label.NONE:
        if now:
            yield Change(names.LABEL_COLOUR, None)
    elif now is not wanted and (wish.profile.rejects_by_rating or colour is not None):
        yield Change(names.LABEL_COLOUR, wanted.name.lower())


def _label_numbers(wish: Wish, packet: Packet) -> Iterator[Change]:
    wanted, number = wish.marks.label, packet.colour_label
    now = None if number is None else DIGIKAM_COLOURS.get(number)
    if wanted is Label.NONE:
        if now:
            yield Change(names.COLOUR_LABEL, "0")
        if packet.colour_labels:
            yield Change(names.COLOUR_LABELS, None)
        return
    if now is not wanted and (number is not None or wish.profile.adds_digikam):
        yield Change(names.COLOUR_LABEL, str(_DIGIKAM_NUMBERS[wanted]))
    if packet.colour_labels and packet.colour_labels[0] != _DARKTABLE_NUMBERS[wanted]:
        yield Change(names.COLOUR_LABELS, (str(_DARKTABLE_NUMBERS[wanted]),))
