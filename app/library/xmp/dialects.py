"""What a packet says in our terms, whatever program wrote it."""

from collections.abc import Mapping
from types import MappingProxyType

from app.library.photo import Flag, Label
from app.library.xmp.label_texts import BRIDGE_WORDS, LABELS, LIGHTROOM_WORDS, USUAL_TEXTS, LabelTexts, folded
from app.library.xmp.packet import Packet
from app.library.xmp.said import Said

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
PHOTO_MECHANIC_TRASH = 8
_PREFERENCES = 4


def said_by(packet: Packet, texts: LabelTexts = USUAL_TEXTS) -> Said:
    """The marks a packet speaks of; `texts` are the label texts in use, of which the usual ones are known anyway."""
    return Said(_stars(packet), _flag(packet), _label(packet, texts))


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
