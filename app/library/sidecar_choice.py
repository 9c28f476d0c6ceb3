"""How marks are written for other programs, as the user chose it; in the settings and as values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, TypeVar

from app.library.photo import Label
from app.library.xmp.label_texts import (
    BRIDGE_WORDS,
    LABELS,
    LIGHTROOM_WORDS,
    USUAL_TEXTS,
    LabelTexts,
    Words,
    as_words,
    fault_of,
)
from app.library.xmp.sidecar_names import Naming
from app.library.xmp.wishes import Profile

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

# Sets of label texts by the names that people type.
KNOWN_WORDS: Mapping[str, Words] = {"lightroom": LIGHTROOM_WORDS, "bridge": BRIDGE_WORDS}

E = TypeVar("E", bound=Enum)


class Occasion(Enum):
    """When marks are written to sidecars; the values are what people type."""

    NEVER = "never"
    ASKED = "asked"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class SidecarChoice:
    """When, for whom and how marks are written to sidecars; `into_jpegs` is the user's word that JPEGs may change.

    `naming` is for sidecars that are not there yet, that of the profile if None; `on_cards` lets them be put on memory
    cards.
    """

    occasion: Occasion = Occasion.ASKED
    profile: Profile = Profile.LIGHTROOM
    into_jpegs: bool = False
    naming: Naming | None = None
    on_cards: bool = False
    texts: LabelTexts = USUAL_TEXTS


def choice_in(table: Mapping[str, object]) -> tuple[SidecarChoice, str]:
    """What settings say of sidecars, and what is wrong with it; what cannot be used is as usual."""
    usual, told = SidecarChoice(), list[str]()
    choice = SidecarChoice(
        _one_of(Occasion, table, "sidecars", told) or usual.occasion,
        _one_of(Profile, table, "sidecars_for", told) or usual.profile,
        _is_said(table, "write_into_jpegs", told),
        _one_of(Naming, table, "sidecar_names", told),
        _is_said(table, "sidecars_on_cards", told),
        _texts(table, told),
    )
    return choice, told[-1] if told else ""


def say_choice(choice: SidecarChoice, document: "TOMLDocument") -> None:
    """Put a choice into settings, what is not as usual and nothing else."""
    usual = SidecarChoice()
    put(document, "sidecars", choice.occasion.value, usual.occasion.value)
    put(document, "sidecars_for", choice.profile.value, usual.profile.value)
    put(document, "write_into_jpegs", choice.into_jpegs, usual.into_jpegs)
    put(document, "sidecar_names", choice.naming and choice.naming.value, None)
    put(document, "sidecars_on_cards", choice.on_cards, usual.on_cards)
    put(document, "label_texts", words_as_said(choice.texts.words), "lightroom")
    former = [[word for word, label in choice.texts.former if label is one] for one in LABELS]
    put(document, "label_texts_before", former, [[] for _ in LABELS])


def put(document: "TOMLDocument", key: str, value: object, usual: object) -> None:
    """Say what is not as usual, and nothing else."""
    if value != usual:
        document[key] = value
    else:
        document.pop(key, None)


def words_as_said(words: Words) -> str | list[str]:
    """Label texts by the name of their set, or each of them."""
    return next((name for name, known in KNOWN_WORDS.items() if known == words), list(words))


def _one_of(kind: type[E], table: Mapping[str, object], key: str, told: list[str]) -> E | None:
    if key not in table:
        return None
    try:
        return kind(table[key])
    except ValueError:
        told.append(f"{key} is one of {_quoted(one.value for one in kind)}")
        return None


def _is_said(table: Mapping[str, object], key: str, told: list[str]) -> bool:
    value = table.get(key, False)
    if not isinstance(value, bool):
        told.append(f"{key} is true or false")
        return False
    return value


def _texts(table: Mapping[str, object], told: list[str]) -> LabelTexts:
    said, words = table.get("label_texts", "lightroom"), LIGHTROOM_WORDS
    listed = _strings(said)
    if isinstance(said, str) and said in KNOWN_WORDS:
        words = KNOWN_WORDS[said]
    elif listed is None or len(listed) != len(LABELS):
        told.append(
            f"label_texts is one of {_quoted(KNOWN_WORDS)}, or five words in brackets, for red, yellow, green, blue "
            "and purple"
        )
    elif (fault := fault_of(as_words(listed))) is not None:
        told.append(f"in label_texts {fault.value}")
    else:
        words = as_words(listed)
    return LabelTexts(words, _former(table, told))


def _former(table: Mapping[str, object], told: list[str]) -> tuple[tuple[str, Label], ...]:
    said = table.get("label_texts_before", [[]] * len(LABELS))
    rows = [_strings(row) for row in said] if isinstance(said, list) else []
    if len(rows) != len(LABELS) or None in rows:
        told.append("label_texts_before is five lists of words in brackets, for red, yellow, green, blue and purple")
        return ()
    return tuple((word, label) for row, label in zip(rows, LABELS, strict=True) for word in row or ())


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f'"{word}"' for word in words)


def _strings(said: object) -> list[str] | None:
    if isinstance(said, list) and all(isinstance(one, str) for one in said):
        return said
    return None
