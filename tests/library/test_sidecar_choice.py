"""How marks are written, in the settings and back."""

import tomllib
from pathlib import Path

import pytest
import tomlkit
from hypothesis import given, settings
from hypothesis import strategies as st

from app.library.photo import Label
from app.library.settings import SettingsFile
from app.library.sidecar_choice import Occasion, SidecarChoice, choice_in, say_choice
from app.library.xmp.label_texts import BRIDGE_WORDS, LIGHTROOM_WORDS, USUAL_TEXTS, LabelTexts, Words
from app.library.xmp.sidecar_names import Naming
from app.library.xmp.wishes import Profile

GERMAN: Words = ("Rot", "Gelb", "Grün", "Blau", "Lila")
SETS: list[Words] = [LIGHTROOM_WORDS, BRIDGE_WORDS, GERMAN, ("It's", '"so"', "a\\b", "ß", "#x")]


@st.composite
def choices(draw: st.DrawFn) -> SidecarChoice:
    texts = USUAL_TEXTS
    for words in draw(st.lists(st.sampled_from(SETS), max_size=4)):
        texts = texts.changed_to(words)
    return SidecarChoice(
        draw(st.sampled_from(Occasion)),
        draw(st.sampled_from(Profile)),
        draw(st.booleans()),
        draw(st.sampled_from([None, *Naming])),
        draw(st.booleans()),
        texts,
    )


@settings(max_examples=40)
@given(choices(), choices())
def test_every_choice_comes_back_as_it_was(before: SidecarChoice, choice: SidecarChoice) -> None:
    document = tomlkit.document()
    say_choice(before, document)
    say_choice(choice, document)
    read, told = choice_in(tomllib.loads(tomlkit.dumps(document)))
    assert (read, told) == (choice, "")


def test_the_usual_choice_says_nothing() -> None:
    document = tomlkit.document()
    say_choice(SidecarChoice(texts=LabelTexts(GERMAN)), document)
    assert tomlkit.dumps(document) == 'label_texts = ["Rot", "Gelb", "Grün", "Blau", "Lila"]\n'
    say_choice(SidecarChoice(), document)
    assert tomlkit.dumps(document) == ""


def test_as_somebody_writes_it_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(
        'sidecar_names = "both"\nsidecars_on_cards = true\n# Lightroom auf Deutsch\n'
        'label_texts = [" Rot", "Gelb", "Grün ", "Blau", "Lila"]\n[window]\nwidth = 3\n',
        encoding="utf-8",
    )
    read = SettingsFile(path).read()
    assert read.warning == ""
    assert read.sidecars == SidecarChoice(naming=Naming.BOTH, on_cards=True, texts=LabelTexts(GERMAN))
    texts = read.sidecars.texts.changed_to(BRIDGE_WORDS)
    SettingsFile(path).choose_sidecars(SidecarChoice(texts=texts))
    text = path.read_text(encoding="utf-8")
    assert "# Lightroom auf Deutsch" in text
    assert tomllib.loads(text)["window"] == {"width": 3}
    assert SettingsFile(path).read().sidecars.texts.label("grün") is Label.GREEN


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ('sidecar_names = "medium"', 'sidecar_names is one of "short", "long", "both"'),
        ("sidecar_names = ['short']", "sidecar_names is one of"),
        ('sidecars_on_cards = "yes"', "sidecars_on_cards is true or false"),
        ('label_texts = "german"', 'label_texts is one of "lightroom", "bridge", or five words in brackets'),
        ('label_texts = ["a", "b"]', "five words in brackets"),
        ("label_texts = [1, 2, 3, 4, 5]", "five words in brackets"),
        ('label_texts = ["a", "b", "c", "d", "A"]', "in label_texts no two colours may have the same word"),
        ('label_texts = ["a", "b", "c", "d", ""]', "in label_texts every colour needs a word"),
        ('label_texts_before = "a"', "label_texts_before is five lists"),
        ('label_texts_before = [["a"], [], []]', "label_texts_before is five lists"),
        ("label_texts_before = [[], [], [], [], [1]]", "label_texts_before is five lists"),
    ],
)
def test_what_cannot_be_is_told_and_the_rest_holds(tmp_path: Path, written: str, told: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(f'model = "mine"\nsidecars = "always"\n{written}\n', encoding="utf-8")
    read = SettingsFile(path).read()
    assert told in read.warning
    assert (read.model, read.sidecars) == ("mine", SidecarChoice(Occasion.ALWAYS))
