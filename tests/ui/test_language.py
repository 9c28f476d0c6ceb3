"""Every text that is to be translated can be found by the tool that gathers texts, and is put together rightly."""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, Qt, QTranslator
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.analysis.face_shelf import FaceShelf
from app.library.photo import Flag, Label, Marks
from app.paths import Places
from app.ui import wording
from app.ui.key_map import KeyMap
from app.ui.language import QT_TRANSLATE_NOOP, speak, translate
from tests.fakes import measuring_shelf
from tests.ui.conftest import Photographer

SOURCES = sorted((Path(__file__).parents[2] / "app" / "ui").glob("*.py"))
MARKED = {"QT_TRANSLATE_NOOP", "translate"}
# The tools of Qt stand beside the interpreter, be its environment activated or not.
TOOLS = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])


def calls(path: Path, names: set[str]) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield node


def counts(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "wording.count":
            yield node


@pytest.mark.parametrize("path", SOURCES, ids=[path.stem for path in SOURCES])
def test_contexts_are_written_out_and_no_text_is_put_together_before_it_is_looked_up(path: Path) -> None:
    for call in calls(path, MARKED):
        context = call.args[0]
        assert isinstance(context, ast.Constant), f"{path.name}:{call.lineno} hides its context"
        assert not isinstance(call.args[1], ast.JoinedStr | ast.BinOp), (
            f"{path.name}:{call.lineno} is put together before it is looked up; use format afterwards"
        )


def test_every_noun_that_is_counted_can_be_translated() -> None:
    for path in SOURCES:
        for call in counts(path):
            if len(call.args) >= 2 and isinstance(call.args[1], ast.Constant) and isinstance(call.args[1].value, str):
                assert call.args[1].value in wording._MORE, f"{path.name}:{call.lineno}"
                assert call.args[1].value in wording._ONE, f"{path.name}:{call.lineno}"


# What people read goes through one of these; of a command it is the third that is given, elsewhere the first or any.
SHOWING = {
    "setText",
    "setWindowTitle",
    "setTitle",
    "setToolTip",
    "setPlaceholderText",
    "setAccessibleName",
    "setAccessibleDescription",
    "setInformativeText",
    "setHeaderLabels",
    "addAction",
    "addMenu",
    "addItem",
    "addItems",
    "addButton",
    "drawText",
    "say",
    "tell",
    "AppError",
    "ChipFace",
    "Emptiness",
    "InlineNotice",
    "ModelQuestion",
    "QAction",
    "QCheckBox",
    "QLabel",
    "QListWidgetItem",
    "QMenu",
    "QMessageBox",
    "QPushButton",
    "button",
    "key_button",
}
# Whoever is handed a phrase by one of these never shows it: logs, names of threads, and steps that can be undone.
UNSEEN = {"warning", "error", "Thread", "_push", "_push_one", "_push_edit", "_edit", "_decide", "__init__", "Template"}


def is_english(node: ast.AST) -> bool:
    """Whether a person would read words here that no translator has seen."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and bool(re.search(r"[^\W\d_]{2}", node.value.replace("Burstpick", "")))
    if isinstance(node, ast.JoinedStr):
        return any(is_english(part) for part in node.values)
    if isinstance(node, ast.IfExp):
        return is_english(node.body) or is_english(node.orelse)
    if isinstance(node, ast.BinOp):
        return is_english(node.left) or is_english(node.right)
    if isinstance(node, ast.List | ast.Tuple):
        return any(map(is_english, node.elts))
    return False


def called(node: ast.AST) -> str:
    """The bare name of what a call calls; empty for anything else."""
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)


def shown_untranslated(tree: ast.AST) -> Iterator[int]:
    """The lines in which words are shown, or look as if they were, that are not marked for translation."""
    above = {below: node for node in ast.walk(tree) for below in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        name = called(node)
        if isinstance(node, ast.Call) and name in SHOWING:
            given = [*node.args, *(one.value for one in node.keywords if one.arg in ("text", "tip"))]
            yield from (node.lineno for one in given if is_english(one))
        elif isinstance(node, ast.Call) and name == "label":
            yield from (node.lineno for one in node.args[:1] if is_english(one))
        elif isinstance(node, ast.Call) and name == "Command":
            yield from (node.lineno for one in node.args[2:3] if is_english(one))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search(r"\w[,:;]? \w", node.value):
            around = list(ancestors(node, above))
            known = isinstance(around[0], ast.Expr) or any(called(one) in UNSEEN | MARKED for one in around)
            if not known and re.search(r"[^\W\d_]{2,} [^\W\d_]{2,}", node.value):
                yield node.lineno


def ancestors(node: ast.AST, above: dict[ast.AST, ast.AST]) -> Iterator[ast.AST]:
    while node in above:
        node = above[node]
        yield node


@pytest.mark.parametrize("path", SOURCES, ids=[path.stem for path in SOURCES])
def test_no_words_are_shown_that_a_translator_has_not_seen(path: Path) -> None:
    lines = sorted(set(shown_untranslated(ast.parse(path.read_text(encoding="utf-8")))))
    assert not lines, f"{path.name} shows words without translate() in the lines {lines}"


@pytest.mark.parametrize(
    "line",
    [
        'label("Not scored yet.", "quiet")',
        "self._text.setText(f'{name} is ready')",
        "QAction('Quit', window)",
        'key_button("Close", translate("Page", "Close this page"))',
        'Command("quit", "File", "Quit", ("Ctrl+Q",), leave)',
        'return "Nothing was found."',
        'self.setWindowTitle("Settings" if plain else "More")',
    ],
)
def test_words_that_no_translator_has_seen_are_found(line: str) -> None:
    assert list(shown_untranslated(ast.parse(line)))


@pytest.mark.parametrize(
    "line",
    [
        'label(translate("Page", "Not scored yet."), "quiet")',
        'setWindowTitle("Burstpick")',
        'self._text.setText(f"{name}: {number}")',
        'log.warning("No room for %s", path)',
    ],
)
def test_what_nobody_has_to_translate_is_left_in_peace(line: str) -> None:
    assert not list(shown_untranslated(ast.parse(line)))


@pytest.fixture(scope="module")
def gathered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every text of the window as the tool gathers it for translators."""
    if shutil.which("pyside6-lupdate", path=TOOLS) is None:
        pytest.skip("the tool that gathers texts is not here")
    target = tmp_path_factory.mktemp("texts") / "burstpick_de.ts"
    tool("pyside6-lupdate", *map(str, SOURCES), "-ts", str(target))
    return target


def test_what_is_counted_has_a_form_for_every_number_a_language_tells_apart(gathered: Path) -> None:
    messages = ElementTree.parse(gathered).iter("message")
    numbered = {one.findtext("source") for one in messages if one.get("numerus") == "yes"}
    assert numbered == {form(7).replace("7", "{n}") for form in wording._MORE.values()}


def tool(name: str, *arguments: str) -> None:
    found = shutil.which(name, path=TOOLS)
    assert found is not None
    subprocess.run([found, *arguments], check=True, capture_output=True, timeout=60)


def test_the_tool_finds_every_text_written_out(gathered: Path) -> None:
    found = {
        (context.findtext("name"), message.findtext("source"))
        for context in ElementTree.parse(gathered).iter("context")
        for message in context.iter("message")
    }
    for path in SOURCES:
        for call in calls(path, MARKED):
            context, text = call.args[:2]
            if isinstance(context, ast.Constant) and isinstance(text, ast.Constant):
                assert (context.value, text.value) in found, f"{path.name}:{call.lineno}"


class Backwards(QTranslator):
    """A language of its own, with a form of its own for each number."""

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str:
        del context, disambiguation
        form = f" #{n}" if n >= 0 else ""
        return "".join(part if part.startswith("{") else part[::-1] for part in re.split(r"(\{\w*\})", text)) + form


@pytest.fixture
def backwards(qapp: QApplication) -> Iterator[None]:
    translator = Backwards()
    QCoreApplication.installTranslator(translator)
    yield
    QCoreApplication.removeTranslator(translator)


def test_words_are_looked_up_where_they_are_shown(backwards: None) -> None:
    assert translate("any", "Stop") == "potS"
    assert QT_TRANSLATE_NOOP("any", "Stop") == "Stop"
    assert wording.count(1, "photo") == "otohp 1"
    assert wording.count(1204, "photo") == "1,204sotohp  #1204"
    assert wording.describe(Marks(2, Flag.PICK, Label.RED)) == "dekcip, 2srats  #2, lebal der"


@pytest.mark.parametrize(
    ("number", "noun", "said"),
    [(0, "photo", "0 photos"), (1, "series", "1 series"), (2, "series", "2 series"), (3, "mouse", "3 mice")],
)
def test_without_a_translation_all_is_english(qapp: QApplication, number: int, noun: str, said: str) -> None:
    assert wording.count(number, noun, "mice" if noun == "mouse" else "") == said


def test_a_window_in_another_language_says_all_in_it_and_keeps_its_keys(
    qtbot: QtBot, places: Places, tmp_path: Path, gathered: Path
) -> None:
    english = Photographer(qtbot, places).desk.window
    keys = {command.id: command.keys for command in english.table}
    english.close()
    with spoken_by(german(gathered, tmp_path)):
        someone = Photographer(qtbot, places)
        window = someone.desk.window
        assert {command.id: command.keys for command in window.table} == keys
        assert [action.text() for action in window.menuBar().actions()] == [
            f"DE {menu}" for menu in dict.fromkeys(command.menu for command in window.table)
        ]
        assert window.findChild(QAction, "pick").text() == "DE Pick"
        assert window.findChild(QAction, "pick").toolTip() == "DE Pick (P)"
        # What models tell of themselves comes with them.
        told = {text for one in measuring_shelf(places).entries() for text in (one.name, one.about, one.note)}
        told.add(FaceShelf(places.face_models, places.settings).state().sentence)
        assert not [text for text in seen_texts(window) if not text.startswith("DE ") and text not in told]
        someone.press(Qt.Key.Key_F1)
        overlay = window.findChild(KeyMap)
        assert overlay is not None
        assert "DE Next frame" in seen_texts(overlay)
        window.close()


def german(gathered: Path, folder: Path) -> Path:
    """A folder with a language in which every text is the English one with two letters before it."""
    tree = ElementTree.parse(gathered)
    for message in tree.iter("message"):
        translation = message.find("translation")
        assert translation is not None
        translation.attrib.pop("type", None)
        for form in list(translation) or [translation]:
            form.text = f"DE {message.findtext('source')}"
    tree.write(folder / "burstpick_de.ts", encoding="utf-8")
    tool("pyside6-lrelease", str(folder / "burstpick_de.ts"), "-qm", str(folder / "burstpick_de.qm"))
    return folder


@contextmanager
def spoken_by(folder: Path) -> Iterator[None]:
    application = QCoreApplication.instance()
    assert application is not None
    assert speak(application, folder, QLocale("de_CH"))
    try:
        yield
    finally:
        for translator in application.findChildren(QTranslator):
            application.removeTranslator(translator)
            translator.deleteLater()


def test_without_texts_of_the_language_all_stays_english(qapp: QApplication, tmp_path: Path) -> None:
    assert not speak(qapp, tmp_path, QLocale("de_CH"))
    assert translate("Commands", "Pick") == "Pick"


def seen_texts(root: QWidget) -> list[str]:
    """Every word on a label or button, but those of the program's name, of keys, numbers and letters alone."""
    texts = [one.text() for one in root.findChildren(QLabel) if one.objectName() != "keycap"]
    texts += [one.text() for one in root.findChildren(QAbstractButton)]
    return [text for text in texts if re.search(r"[^\W\d_]{3}", text.replace("Burstpick", ""))]
