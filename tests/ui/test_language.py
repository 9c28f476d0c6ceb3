"""Every text that is to be translated can be found by the tool that gathers texts, and is put together rightly."""

import ast
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QApplication

from app.library.photo import Flag, Label, Marks
from app.ui import wording
from app.ui.language import QT_TRANSLATE_NOOP, translate

SOURCES = sorted((Path(__file__).parents[2] / "app" / "ui").glob("*.py"))
MARKED = {"QT_TRANSLATE_NOOP", "translate"}


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
        assert not isinstance(call.args[1], ast.JoinedStr | ast.BinOp) or context.value == "count", (
            f"{path.name}:{call.lineno} is put together before it is looked up; use format afterwards"
        )


def test_every_noun_that_is_counted_can_be_translated() -> None:
    for path in SOURCES:
        for call in counts(path):
            if len(call.args) >= 2 and isinstance(call.args[1], ast.Constant) and isinstance(call.args[1].value, str):
                assert call.args[1].value in wording._MORE, f"{path.name}:{call.lineno}"
                assert call.args[1].value in wording._ONE, f"{path.name}:{call.lineno}"


@pytest.mark.skipif(shutil.which("pyside6-lupdate") is None, reason="the tool that gathers texts is not on the path")
def test_the_tool_finds_every_text_written_out(tmp_path: Path) -> None:
    gathered = tmp_path / "burstpick_xx.ts"
    command = ["pyside6-lupdate", *map(str, SOURCES), "-ts", str(gathered)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
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
