"""The colours and the style sheet: greys without a cast, and few colours that each mean something."""

from dataclasses import dataclass, fields
from string import Template

from PySide6.QtGui import QColor, QPalette


@dataclass(frozen=True, slots=True)
class Theme:
    """Named colours; every grey has equal red, green and blue, as a cast beside a picture falsifies it."""

    window: str
    panel: str
    band: str
    ground: str
    line: str
    raised: str
    text: str
    quiet: str
    focus: str
    best: str
    pick: str
    reject: str
    labels: tuple[str, str, str, str, str] = ("#e5484d", "#e2c541", "#46a758", "#4a8fe7", "#9a6ae0")


DARK = Theme(
    window="#1b1b1b",
    panel="#222222",
    band="#262626",
    ground="#0f0f0f",
    line="#363636",
    raised="#3a3a3a",
    text="#e6e6e6",
    quiet="#a4a4a4",
    focus="#f2f2f2",
    best="#f5a623",
    pick="#4cc26a",
    reject="#f0605f",
)

LIGHT = Theme(
    window="#ececec",
    panel="#e2e2e2",
    band="#f6f6f6",
    ground="#d0d0d0",
    line="#c4c4c4",
    raised="#cfcfcf",
    text="#1c1c1c",
    quiet="#565656",
    focus="#101010",
    best="#b06a00",
    pick="#1f7a37",
    reject="#b3261e",
)

# The ground a picture is judged on: black, dark, middle grey, white.
GROUNDS = ("#000000", "#0f0f0f", "#777777", "#ffffff")

_SHEET = Template("""
QWidget { background: $window; color: $text; }
QLabel, QSlider, #bare { background: transparent; }
#panel, #topbar, #statusbar { background: $panel; }
#topbar { border-bottom: 1px solid $line; }
#statusbar { border-top: 1px solid $line; }
#quiet { color: $quiet; }
#heading { color: $quiet; font-size: ${small}pt; letter-spacing: 1px; }
#figure { font-size: ${large}pt; }
#keycap { border: 1px solid $line; border-radius: 4px; padding: 0 5px; }
#strong { font-weight: 600; }
QToolTip { background: $raised; color: $text; border: 1px solid $line; padding: 4px; }
QPushButton, QToolButton {
    background: $raised; border: 1px solid transparent; border-radius: 4px; padding: 3px 9px;
}
QPushButton:hover, QToolButton:hover { background: $line; }
QPushButton:focus { border-color: $focus; }
QPushButton:disabled, QToolButton:disabled { color: $quiet; }
#flat { background: transparent; color: $quiet; text-align: left; padding: 3px 7px; }
#flat:hover { color: $text; }
#flat:checked { background: $raised; color: $text; }
#chip, #choice { background: transparent; border: 1px solid $line; color: $quiet; padding: 2px 5px; }
#chip:hover, #choice:hover { color: $text; border-color: $quiet; }
#chip:checked { background: $raised; color: $text; border-color: $quiet; }
#choice { text-align: left; }
#star { background: transparent; border: 0; padding: 2px 1px; }
#colour { color: #000000; border: 2px solid transparent; border-radius: 9px; padding: 0; min-width: 16px;
    max-width: 16px; min-height: 16px; max-height: 16px; font-size: ${small}pt; }
#colour:checked { border-color: $focus; font-weight: 600; }
#link { background: transparent; color: $text; text-decoration: underline; padding: 0; }
#card { background: $band; border: 1px solid $band; border-radius: 4px; }
#card[chosen="true"] { border-color: $quiet; }
#facts { color: $quiet; }
#card[chosen="true"] #facts { color: $text; }
#overlay { background: $panel; border: 1px solid $line; border-radius: 8px; }
#overlay QListWidget { border: 0; }
QMenu { background: $panel; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 4px 24px; border-radius: 4px; }
QMenu::item:selected { background: $raised; }
QMenuBar { background: $panel; }
QMenuBar::item { padding: 4px 8px; }
QMenuBar::item:selected { background: $raised; }
QSlider { min-height: 22px; }
QSlider::groove:horizontal { height: 3px; background: $raised; border-radius: 1px; }
QSlider::handle:horizontal { width: 14px; margin: -6px 0; border-radius: 7px; background: $text; }
QProgressBar { background: $raised; border: 0; border-radius: 2px; max-height: 4px; min-height: 4px; }
QProgressBar::chunk { background: $quiet; border-radius: 2px; }
QLineEdit { background: $panel; border: 1px solid $line; border-radius: 4px; padding: 3px 7px; }
QLineEdit, QListWidget { placeholder-text-color: $quiet; }
QLineEdit:focus { border-color: $focus; }
QComboBox { background: $panel; border: 1px solid $line; border-radius: 4px; padding: 3px 7px; }
QComboBox:focus { border-color: $focus; }
QComboBox::drop-down { border: 0; width: 20px; }
QComboBox:disabled, QLineEdit:disabled, QCheckBox:disabled, QRadioButton:disabled { color: $quiet; }
QHeaderView::section { background: $panel; color: $quiet; border: 0; border-bottom: 1px solid $line; padding: 3px; }
QTreeWidget { background: $panel; border: 1px solid $line; border-radius: 4px; }
QComboBox QAbstractItemView { background: $panel; border: 1px solid $line; selection-background-color: $raised; }
QRadioButton { background: transparent; spacing: 8px; }
QRadioButton::indicator { width: 12px; height: 12px; border: 1px solid $quiet; border-radius: 7px; background: $panel; }
QRadioButton::indicator:checked { background: $text; border: 3px solid $panel; width: 10px; height: 10px;
    border-radius: 8px; }
QRadioButton:focus { text-decoration: underline; }
QScrollBar:vertical { background: transparent; width: 12px; }
QScrollBar::handle:vertical { background: $raised; border-radius: 4px; min-height: 40px; margin: 2px; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page { height: 0; background: none; }
QListWidget { background: $panel; border: 1px solid $line; border-radius: 4px; }
QCheckBox { background: transparent; spacing: 8px; }
QCheckBox::indicator { width: 12px; height: 12px; border: 1px solid $quiet; border-radius: 2px; background: $panel; }
QCheckBox::indicator:checked { background: $text; border: 3px solid $panel; width: 8px; height: 8px; }
QCheckBox:focus { text-decoration: underline; }
""")


def style_sheet(theme: Theme, points: float) -> str:
    """The Qt style sheet in the colours of a theme; `points` is the size of the system's interface font."""
    colours = {f.name: getattr(theme, f.name) for f in fields(theme)}
    return _SHEET.substitute(colours, small=round(points * 0.85, 1), large=round(points * 2, 1))


def palette(theme: Theme) -> QPalette:
    """A palette for what style sheets do not reach."""
    made = QPalette()
    roles = QPalette.ColorRole
    for role, colour in (
        (roles.Window, theme.window),
        (roles.Base, theme.panel),
        (roles.AlternateBase, theme.band),
        (roles.Button, theme.raised),
        (roles.Text, theme.text),
        (roles.WindowText, theme.text),
        (roles.ButtonText, theme.text),
        (roles.PlaceholderText, theme.quiet),
        (roles.Highlight, theme.raised),
        (roles.HighlightedText, theme.text),
    ):
        made.setColor(role, QColor(colour))
    return made
