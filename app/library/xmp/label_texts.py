"""The texts of colour labels, which are free words: those that are written, and those that were before."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from app.library.photo import Label

Words = tuple[str, str, str, str, str]

LABELS = tuple(label for label in Label if label)
# The sets that Lightroom and Bridge come with, red to purple.
LIGHTROOM_WORDS: Words = ("Red", "Yellow", "Green", "Blue", "Purple")
BRIDGE_WORDS: Words = ("Select", "Second", "Approved", "Review", "To Do")
LONGEST = 64
# Some programs write this for a photo without a label, so no label can be called so.
_NOTHING = "none"
# Of each colour.
_MOST_FORMER = 8


class Fault(Enum):
    """Why five words cannot be the texts of labels; the values are fragments of sentences for people."""

    EMPTY = "every colour needs a word"
    SAME = "no two colours may have the same word"
    NOTHING = f"“{_NOTHING}” is what other programs write where there is no label"
    ODD = f"a word has {LONGEST} characters at most, all of them visible"


@dataclass(frozen=True, slots=True)
class LabelTexts:
    """The words for red, yellow, green, blue and purple, and words that stood for a colour before, the newest first.

    Former words are still understood, and written anew as they are now; those of Lightroom always count among them,
    as they are what is written at first.
    """

    words: Words = LIGHTROOM_WORDS
    former: tuple[tuple[str, Label], ...] = ()

    def of(self, label: Label) -> str:
        """What is written for a colour."""
        return self.words[LABELS.index(label)]

    def label(self, text: str) -> Label | None:
        """The colour that a text stands for by these words; None for another text."""
        known = [*zip(self.words, LABELS, strict=True), *self.former]
        return next((label for word, label in known if folded(word) == folded(text)), None)

    def is_former(self, text: str, label: Label) -> bool:
        """Whether a text was written for a colour before, and is not any more."""
        before = {folded(word) for word, one in self.former if one is label}
        before.add(folded(LIGHTROOM_WORDS[LABELS.index(label)]))
        return folded(text) in before - {folded(self.of(label))}

    def changed_to(self, words: Words) -> "LabelTexts":
        """Other words from now on; those that they replace are former ones."""
        seen = {folded(word) for word in words}
        kept: dict[Label, list[str]] = {label: [] for label in LABELS}
        for word, label in (*zip(self.words, LABELS, strict=True), *self.former):
            if folded(word) not in seen and folded(word) != folded(LIGHTROOM_WORDS[LABELS.index(label)]):
                kept[label].append(word)
            seen.add(folded(word))
        former = [(word, label) for label in LABELS for word in kept[label][:_MOST_FORMER]]
        return replace(self, words=words, former=tuple(former))


USUAL_TEXTS = LabelTexts()


def folded(text: str) -> str:
    """The same for texts that programs take for one."""
    return text.strip().lower()


def as_words(texts: Sequence[str]) -> Words:
    """Five texts as words, without the space around them; raises ValueError for another number of them."""
    red, yellow, green, blue, purple = (text.strip() for text in texts)
    return red, yellow, green, blue, purple


def fault_of(words: Words) -> Fault | None:
    """What is wrong with words, if anything is."""
    seen = {folded(word) for word in words}
    if "" in seen:
        return Fault.EMPTY
    if len(seen) < len(words):
        return Fault.SAME
    if _NOTHING in seen:
        return Fault.NOTHING
    # What XML has no place for is not printable either.
    is_sound = all(word.isprintable() and len(word) <= LONGEST for word in words)
    return None if is_sound else Fault.ODD
