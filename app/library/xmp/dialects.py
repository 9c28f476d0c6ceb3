"""What a packet says in our terms, whatever program wrote it."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from app.library.photo import Flag, Label
from app.library.xmp.label_texts import BRIDGE_WORDS, LABELS, LIGHTROOM_WORDS, USUAL_TEXTS, LabelTexts, folded
from app.library.xmp.packet import Packet
from app.library.xmp.said import Said
from app.library.xmp.voices import FlagVoices, LabelVoices, Voices, news

# The sets that programs come with, and names that others and other languages have for the same keys.
_SYNONYMS: Mapping[str, Label] = MappingProxyType(
    {
        **{
            folded(word): label
            for words in (LIGHTROOM_WORDS, BRIDGE_WORDS)
            for word, label in zip(words, LABELS, strict=True)
        },
        "magenta": Label.PURPLE,
        "gelb": Label.YELLOW,
        "none": Label.NONE,
    }
)
DIGIKAM_COLOURS: Mapping[int, Label] = MappingProxyType(
    {0: Label.NONE, 1: Label.RED, 3: Label.YELLOW, 4: Label.GREEN, 5: Label.BLUE, 6: Label.PURPLE}
)
DARKTABLE_COLOURS: Mapping[int, Label] = MappingProxyType(
    {0: Label.RED, 1: Label.YELLOW, 2: Label.GREEN, 3: Label.BLUE, 4: Label.PURPLE}
)
MICROSOFT_STARS: Mapping[int, int] = MappingProxyType({0: 0, 1: 1, 25: 2, 50: 3, 75: 4, 99: 5})
DIGIKAM_REJECTED, DIGIKAM_ACCEPTED = 1, 3
_DIGIKAM_FLAGS: Mapping[int, Flag] = MappingProxyType({DIGIKAM_REJECTED: Flag.REJECT, DIGIKAM_ACCEPTED: Flag.PICK})
PHOTO_MECHANIC_TRASH = 8
_PREFERENCES = 4


def said_by(packet: Packet, texts: LabelTexts = USUAL_TEXTS) -> Said:
    """The marks a packet speaks of; `texts` are the label texts in use, of which the usual ones are known anyway."""
    return Said(_stars(packet), _flag(packet), _label(packet, texts))


def said_since(packet: Packet, texts: LabelTexts, said: Said, before: Voices) -> Said:
    """The marks a packet speaks of now; what programs disagree about by what changed since it `said` them."""
    now, plain = voices_of(packet, texts), said_by(packet, texts)
    flags = before.flag
    if now.flag.rating is None and packet.rating is not None:
        # Whoever gave stars here knows of no reject in their place, so none was taken back.
        flags = replace(flags, rating=None)
    return Said(
        plain.stars,
        news(now.flag.all, flags.all, said.flag, plain.flag, Flag.NONE),
        news(now.label.all, before.label.all, said.label, plain.label, Label.NONE),
    )


def voices_of(packet: Packet, texts: LabelTexts = USUAL_TEXTS) -> Voices:
    """What each program's own properties say."""
    colours = (DARKTABLE_COLOURS[number] for number in packet.colour_labels if number in DARKTABLE_COLOURS)
    number = packet.colour_label
    return Voices(
        FlagVoices(_by_rating(packet), _by_lightroom(packet), _by_digikam(packet), _by_photo_mechanic(packet)),
        LabelVoices(
            next(colours, None),
            label_of_text(packet.label, texts),
            None if number is None else DIGIKAM_COLOURS.get(number),
            label_of_text(packet.label_colour),
        ),
    )


def label_of_text(text: str | None, texts: LabelTexts = USUAL_TEXTS) -> Label | None:
    """The colour that a label text stands for; None for a text that is somebody's own."""
    if text is None:
        return None
    own = texts.label(text)
    return _SYNONYMS.get(folded(text)) if own is None else own


def words_beyond_usual(texts: LabelTexts) -> dict[str, Label]:
    """The label texts that are not understood anyway, folded."""
    words = {folded(word) for word in (*texts.words, *(word for word, _ in texts.former))}
    meant = ((word, label_of_text(word, texts)) for word in sorted(words))
    return {word: label for word, label in meant if label and label is not label_of_text(word)}


def stars_of_microsoft(percent: int) -> int:
    """Stars from Windows' percentages, also from those between its own five."""
    return sum(percent >= least for least in (1, 13, 38, 63, 88))


def _stars(packet: Packet) -> int | None:
    others = packet.microsoft_rating
    if packet.rating is not None and packet.rating < 0:
        # A reject took the place of the stars.
        return None if others is None else stars_of_microsoft(others) or None
    if packet.rating is not None:
        return packet.rating
    if others is not None:
        return stars_of_microsoft(others)
    parts = (packet.preferences or "").split(":")
    if len(parts) == _PREFERENCES and parts[2].isdecimal() and int(parts[2]) <= 5:
        return int(parts[2])
    return None


def _flag(packet: Packet) -> Flag | None:
    pick = packet.pick
    rejects = (packet.good is False, pick is not None and pick < 0, packet.rating == -1)
    if any(rejects) or packet.pick_label == DIGIKAM_REJECTED:
        return Flag.REJECT
    if packet.good or (pick is not None and pick > 0) or packet.pick_label == DIGIKAM_ACCEPTED or packet.tagged:
        return Flag.PICK
    if packet.colour_class == PHOTO_MECHANIC_TRASH:
        return Flag.REJECT
    return None if pick is packet.pick_label is packet.tagged is None else Flag.NONE


def _by_rating(packet: Packet) -> Flag | None:
    if packet.rating is None or packet.rating == packet.acdsee_rating:
        return None
    return Flag.REJECT if packet.rating < 0 else Flag.NONE


def _by_lightroom(packet: Packet) -> Flag | None:
    if packet.good is not None:
        return Flag.PICK if packet.good else Flag.REJECT
    pick = packet.pick
    return None if pick is None else Flag.REJECT if pick < 0 else Flag.PICK if pick else Flag.NONE


def _by_digikam(packet: Packet) -> Flag | None:
    number = packet.pick_label
    return None if number is None else _DIGIKAM_FLAGS.get(number, Flag.NONE)


def _by_photo_mechanic(packet: Packet) -> Flag | None:
    if packet.tagged:
        return Flag.PICK
    if packet.colour_class == PHOTO_MECHANIC_TRASH:
        return Flag.REJECT
    return None if packet.tagged is packet.colour_class is None else Flag.NONE


def _label(packet: Packet, texts: LabelTexts) -> Label | None:
    if packet.colour_labels:
        return next((DARKTABLE_COLOURS[n] for n in packet.colour_labels if n in DARKTABLE_COLOURS), None)
    of_text = label_of_text(packet.label, texts)
    if of_text is not None:
        return of_text
    if packet.label is None and packet.colour_label is not None:
        return DIGIKAM_COLOURS.get(packet.colour_label)
    # These are colours whatever labels are called.
    return label_of_text(packet.label_colour)
