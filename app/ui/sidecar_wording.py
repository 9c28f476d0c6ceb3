"""What the window says of sidecars."""

from collections.abc import Collection
from datetime import datetime

from app.analysis.sidecars import Outcome, SidecarReading, Written
from app.library.photo import Flag, Label, Skipped
from app.library.shown_path import shown_path
from app.library.xmp.merge import Word
from app.library.xmp.said import Field, Value
from app.library.xmp.wishes import Profile
from app.ui import wording
from app.ui.language import QT_TRANSLATE_NOOP, translate

PROGRAMS = {
    Profile.LIGHTROOM: QT_TRANSLATE_NOOP("SidecarWording", "Lightroom"),
    Profile.DARKTABLE: QT_TRANSLATE_NOOP("SidecarWording", "darktable and Bridge"),
    Profile.DIGIKAM: QT_TRANSLATE_NOOP("SidecarWording", "digiKam"),
    Profile.ALL: QT_TRANSLATE_NOOP("SidecarWording", "all of these programs"),
}
_AXES = {
    Field.STARS: QT_TRANSLATE_NOOP("SidecarWording", "Stars"),
    Field.FLAG: QT_TRANSLATE_NOOP("SidecarWording", "Pick or reject"),
    Field.LABEL: QT_TRANSLATE_NOOP("SidecarWording", "Colour label"),
}


def told_read(reading: SidecarReading, taken: int, unread: Collection[Skipped]) -> str:
    """What was taken and what stands against it, in one sentence; empty if there is nothing to say."""
    said = []
    if taken:
        text = translate("SidecarWording", "{marks} taken from sidecars")
        said.append(text.format(marks=wording.count(taken, "mark")))
    if reading.conflicts:
        said.append(wording.count(len(reading.conflicts), "conflict"))
    if unread:
        text = translate("SidecarWording", "the marks of {files} could not be read")
        said.append(text.format(files=wording.count(len(unread), "file")))
    return _sentence(said)


def told_rebuilt(reading: SidecarReading) -> str:
    """Of how many photos sidecars gave back what a damaged database had lost; empty if of none."""
    text = translate("SidecarWording", "The marks of {photos} were taken from sidecars in this folder.")
    return text.format(photos=wording.count(len(reading.changed), "photo")) if reading.changed else ""


def told_nothing(read: int) -> str:
    """That reading brought nothing new."""
    text = translate("SidecarWording", "The sidecars of {photos} say nothing new.")
    return text.format(photos=wording.count(read, "photo"))


def told_contradicted(photos: int) -> str:
    """Of how many photos a step that was taken back, or done again, leaves alone what somebody else said since."""
    if photos == 1:
        return translate("SidecarWording", "1 photo was changed elsewhere since and stays as it is.")
    text = translate("SidecarWording", "{photos} were changed elsewhere since and stay as they are.")
    return text.format(photos=wording.count(photos, "photo"))


def told_written(files: Collection[Written], reading: SidecarReading, taken: int) -> str:
    """How many files came out how, and what was read before, in one sentence."""
    if not files:
        said = [translate("SidecarWording", "No photo has a mark that a sidecar could say")]
    else:
        text = translate("SidecarWording", "Sidecars: {written} written, {unchanged} unchanged, {refused} refused")
        counts = {kind.value: f"{sum(one.outcome is kind for one in files):,}" for kind in Outcome}
        said = [text.format(**counts)]
    if taken or reading.conflicts:
        said.append(told_read(reading, taken, ()).rstrip("."))
    return _sentence(said)


def told_refused(files: Collection[Written]) -> str:
    """Which files could not be written."""
    first = min(files, key=lambda one: one.path)
    if len(files) == 1:
        text = translate("SidecarWording", "The marks of {name} could not be written: {reason}.")
        return text.format(name=shown_path(first.path.name), reason=first.reason)
    text = translate("SidecarWording", "Marks could not be written to {files}, such as {name}: {reason}.")
    return text.format(files=wording.count(len(files), "file"), name=shown_path(first.path.name), reason=first.reason)


def axis(field: Field) -> str:
    """What an axis is called."""
    return translate("SidecarWording", _AXES[field])


def word(one: Word) -> str:
    """A side's word with who said it and when: `4 stars – IMG_1.xmp, 2026-05-09 14:02:11`."""
    who = "Burstpick" if one.path is None else shown_path(one.path.name)
    when = f", {datetime.fromtimestamp(one.at):%Y-%m-%d %H:%M:%S}" if one.at > 0 else ""
    return f"{value(one.value)} – {who}{when}"


def value(said: Value) -> str:
    """A mark in words."""
    if isinstance(said, Flag):
        return {
            Flag.PICK: translate("SidecarWording", "picked"),
            Flag.REJECT: translate("SidecarWording", "rejected"),
            Flag.NONE: translate("SidecarWording", "neither"),
        }[said]
    if isinstance(said, Label):
        return wording.label_name(said) if said else translate("SidecarWording", "no label")
    return wording.count(said, "star") if said else translate("SidecarWording", "no stars")


def _sentence(parts: Collection[str]) -> str:
    text = "; ".join(parts)
    return f"{text[0].upper()}{text[1:]}." if text else ""
