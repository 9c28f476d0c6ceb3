"""How `burstpick xmp` writes: the arguments that say it, and the settings where they do not."""

import argparse
from dataclasses import replace

from app.library.settings import SettingsFile
from app.library.sidecar_choice import KNOWN_WORDS, SidecarChoice
from app.library.xmp.label_texts import LABELS, Words, as_words, fault_of
from app.library.xmp.sidecar_names import Naming
from app.library.xmp.wishes import Profile

_USUAL = "usual"
_PROFILES = tuple(profile.value for profile in Profile)
_NAMES = (_USUAL, *(naming.value for naming in Naming))


def add_choice_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare --profile, --names, --label-texts, --embed and --on-card; what is left out is as in the settings."""
    parser.add_argument(
        "--profile", choices=_PROFILES, help="for which program (default: as in the settings, at first lightroom)"
    )
    parser.add_argument(
        "--names",
        choices=_NAMES,
        help="how new sidecars are called: short is IMG.xmp, long IMG.EXT.xmp, usual what the program looks for "
        "(default: as in the settings, at first usual)",
    )
    parser.add_argument(
        "--label-texts",
        type=_words,
        metavar="SET",
        help="what colour labels are called: lightroom, bridge, or your own words for red, yellow, green, blue and "
        "purple with commas between, which are understood ever after (default: as in the settings, at first lightroom)",
    )
    parser.add_argument(
        "--embed",
        action=argparse.BooleanOptionalAction,
        help="also write into the JPEGs themselves, after a question unless the settings agreed to it (default: as in "
        "the settings, at first not)",
    )
    parser.add_argument(
        "--on-card",
        action=argparse.BooleanOptionalAction,
        help="write on memory cards too, that is below a DCIM folder (default: as in the settings, at first not)",
    )


def chosen(arguments: argparse.Namespace, settled: SidecarChoice) -> SidecarChoice:
    """What the arguments say, and the settings where they say nothing."""
    choice = settled
    if arguments.profile is not None:
        choice = replace(choice, profile=Profile(arguments.profile))
    if arguments.names is not None:
        choice = replace(choice, naming=None if arguments.names == _USUAL else Naming(arguments.names))
    if arguments.label_texts is not None:
        choice = replace(choice, texts=choice.texts.changed_to(arguments.label_texts))
    if arguments.embed is not None:
        choice = replace(choice, into_jpegs=arguments.embed)
    if arguments.on_card is not None:
        choice = replace(choice, on_cards=arguments.on_card)
    return choice


def remember_words(file: SettingsFile, settled: SidecarChoice, choice: SidecarChoice) -> None:
    """See to it that label texts used once are understood ever after; raises AppError.

    Otherwise the label of a sidecar that another program changed later would be taken for gone.
    """
    texts = choice.texts.changed_to(settled.texts.words)
    if choice.texts.words != settled.texts.words and texts != settled.texts:
        file.choose_sidecars(replace(settled, texts=texts))


def _words(text: str) -> Words:
    if text in KNOWN_WORDS:
        return KNOWN_WORDS[text]
    parts = text.split(",")
    if len(parts) != len(LABELS):
        known = ", ".join(KNOWN_WORDS)
        raise argparse.ArgumentTypeError(f"{text!r} is neither {known} nor {len(LABELS)} words with commas between")
    words = as_words(parts)
    if (fault := fault_of(words)) is not None:
        raise argparse.ArgumentTypeError(fault.value)
    return words
