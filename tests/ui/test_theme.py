import re
from dataclasses import fields

import pytest
from PySide6.QtGui import QColor

from app.ui.band_painter import _QUIETER
from app.ui.picture_pane import _INK
from app.ui.theme import DARK, GROUNDS, LIGHT, Theme, palette, style_sheet

MEANS_SOMETHING = {"best", "pick", "reject", "labels"}


def luminance(colour: QColor) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = (colour.redF(), colour.greenF(), colour.blueF())
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str | QColor, other: str | QColor) -> float:
    """Contrast ratio, WCAG 2.2."""
    lighter, darker = sorted((luminance(QColor(one)), luminance(QColor(other))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def over(colour: str, ground: str, opacity: float) -> QColor:
    front, back = QColor(colour), QColor(ground)
    return QColor.fromRgbF(
        *(f * opacity + b * (1 - opacity) for f, b in zip(front.getRgbF()[:3], back.getRgbF()[:3], strict=True))
    )


def test_the_formula() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_every_grey_is_without_a_cast(theme: Theme) -> None:
    for field in fields(theme):
        if field.name not in MEANS_SOMETHING:
            red, green, blue, _ = QColor(getattr(theme, field.name)).getRgb()
            assert red == green == blue, field.name
    for ground in GROUNDS:
        assert len(set(QColor(ground).getRgb()[:3])) == 1


GROUND_OF_TEXT = {
    "text": ("window", "panel", "band", "ground", "raised", "line"),
    "quiet": ("window", "panel", "band", "raised"),
}


@pytest.mark.parametrize("theme", [DARK, LIGHT])
@pytest.mark.parametrize(
    ("text", "ground"), [(text, ground) for text, grounds in GROUND_OF_TEXT.items() for ground in grounds]
)
def test_text_can_be_read(theme: Theme, text: str, ground: str) -> None:
    assert contrast(getattr(theme, text), getattr(theme, ground)) >= 4.5


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_every_pair_the_style_sheet_makes_can_be_read(theme: Theme) -> None:
    """A rule's text on its own ground; one that leaves either to what is around it, on every surface."""
    surfaces = {theme.window, theme.panel, theme.band}
    checked = 0
    for selector, rule in re.findall(r"([^{}]+)\{([^{}]*)\}", style_sheet(theme, 10)):
        said = dict(
            re.findall(r"(?:^|[; \n])(color|background|placeholder-text-color): (#[0-9a-f]{6}|transparent)", rule)
        )
        inks = [said[name] for name in ("color", "placeholder-text-color") if name in said] or [theme.text]
        if not said or "handle" in selector or "groove" in selector or "chunk" in selector or "indicator" in selector:
            continue
        ground = said.get("background", "transparent")
        for ink in inks if "colour" not in selector else []:
            for place in surfaces if ground == "transparent" else {ground}:
                assert contrast(ink, place) >= 4.5, (selector.strip(), ink, place)
                checked += 1
    assert checked > 30


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_letters_on_the_colours_of_labels_can_be_read(theme: Theme) -> None:
    for label in theme.labels:
        assert contrast("#000000", label) >= 4.5


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_text_can_be_read_where_series_step_back(theme: Theme) -> None:
    assert contrast(over(theme.quiet, theme.band, _QUIETER), theme.band) >= 4.5


@pytest.mark.parametrize("theme", [DARK, LIGHT])
@pytest.mark.parametrize("sign", ["best", "pick", "reject", "focus"])
def test_signs_stand_out(theme: Theme, sign: str) -> None:
    assert contrast(getattr(theme, sign), theme.band) >= 3.0
    assert contrast(getattr(theme, sign), theme.panel) >= 3.0


def test_signs_stand_out_on_their_chips_over_any_picture() -> None:
    chip = over("#000000", "#ffffff", 190 / 255)
    for sign in (DARK.best, DARK.pick, DARK.reject):
        assert contrast(sign, chip) >= 3.0


def test_sentences_can_be_read_on_every_ground() -> None:
    assert len(_INK) == len(GROUNDS)
    for ink, ground in zip(_INK, GROUNDS, strict=True):
        assert contrast(ink, ground) >= 4.5


def test_the_style_follows_the_systems_font_size() -> None:
    small, large = style_sheet(DARK, 9), style_sheet(DARK, 13)
    assert "18pt" in small
    assert "26pt" in large
    assert "$" not in large


def test_the_palette_has_no_colour() -> None:
    for theme in (DARK, LIGHT):
        assert palette(theme).text().color() == QColor(theme.text)
