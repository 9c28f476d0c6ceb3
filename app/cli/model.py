"""List the models that can judge photos, add or download one, choose the one in use, remove one."""

import argparse
import json
import shutil
import sys
import textwrap
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Never

from tqdm import tqdm

from app.analysis.model_shelf import ModelEntry, ModelNameError, ModelShelf
from app.cancel import CancelToken
from app.cli import output
from app.cli.arguments import BadArgumentError
from app.cli.question import ask
from app.errors import AppError
from app.paths import user_places

_VERSION = 1
# Longer lines are hard to read, however wide the terminal is.
_WIDEST, _NARROWEST = 100, 30


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command, which are commands themselves."""
    parser.epilog = (
        "Models are kept in your data folder. A downloaded model is converted once; until that is done the published "
        "file and the converted one are both on the disk, which for fgaesq is about 1.3 GB at most, and 0.35 GB after."
    )
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    listing = _action(actions, "list", _list, "show all models; * marks the one in use")
    listing.add_argument("--json", action="store_true", help="print the list as JSON")
    adding = _action(actions, "add", _add, "check a file of weights and keep a copy of what is needed of it")
    adding.add_argument(
        "file", type=_existing_file, metavar="FILE", help="the published checkpoint, or a file of this program"
    )
    adding.add_argument("--name", help="what to call the model (default: as the file)")
    _asking(_named(_action(actions, "download", _download, "fetch a model, going on where an earlier try ended")))
    _named(_action(actions, "use", _use, "judge photos with this model from now on"))
    _asking(_named(_action(actions, "remove", _remove, "delete a model's files")))


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked; 0 if it is done, 1 if it failed, 2 (raised as BadArgumentError) for a name nobody knows."""
    places = user_places()
    shelf = ModelShelf(places.models, places.settings)
    if shelf.warning:
        output.problem(shelf.warning)
    act: Callable[[ModelShelf, argparse.Namespace], None] = arguments.act
    try:
        act(shelf, arguments)
    except ModelNameError as error:
        raise BadArgumentError(error.sentence, error.detail) from error
    except BadArgumentError:
        raise
    except AppError as error:
        output.problem(error.sentence)
        return 1
    return 0


def _list(shelf: ModelShelf, arguments: argparse.Namespace) -> None:
    entries = shelf.entries()
    if arguments.json:
        document = {"version": _VERSION, "models": [_told(entry) for entry in entries]}
        output.lines([json.dumps(document, indent=2, ensure_ascii=False)])
        return
    width = max(len(entry.name) for entry in entries)
    columns = min(_WIDEST, shutil.get_terminal_size((_WIDEST, 0)).columns)
    for entry in entries:
        head = f"{'*' if entry.in_use else ' '} {entry.name:{width}}  {_state(entry):17}  "
        about = textwrap.wrap(entry.about, max(_NARROWEST, columns - len(head))) or [""]
        output.lines([head + about[0], *(" " * len(head) + line for line in about[1:])])


def _told(entry: ModelEntry) -> dict[str, object]:
    told = asdict(entry)
    # It says something to this program only.
    del told["embedder"]
    return told


def _add(shelf: ModelShelf, arguments: argparse.Namespace) -> None:
    entry = shelf.add(arguments.file, arguments.name)
    output.lines([f"{entry.about} burstpick model use {entry.name} chooses it."])


def _download(shelf: ModelShelf, arguments: argparse.Namespace) -> None:
    entry = shelf.entry(arguments.name)
    if not entry.downloadable:
        raise AppError(f"The model “{entry.name}” is here already; there is nothing to download.")
    ask(f"{entry.licence} It comes from {entry.page}.", "Download it?", yes=arguments.yes)
    with _Bar() as bar:
        done = shelf.download(entry.name, bar.show, CancelToken())
    if done.warning:
        output.problem(done.warning)
    output.lines([f"{done.entry.about} burstpick model use {entry.name} chooses it."])


def _use(shelf: ModelShelf, arguments: argparse.Namespace) -> None:
    shelf.use(arguments.name)


def _remove(shelf: ModelShelf, arguments: argparse.Namespace) -> None:
    entry = shelf.entry(arguments.name)
    if entry.removable:
        what = f"the model “{entry.name}”" if entry.installed else f"what has arrived of the model “{entry.name}”"
        ask(f"This deletes {what}.", "Remove it?", yes=arguments.yes)
    shelf.remove(entry.name)


def _state(entry: ModelEntry) -> str:
    if entry.downloadable:
        return "in part here" if entry.removable else "not downloaded"
    if entry.removable:
        return f"{(entry.size or 0) / 1e6:.1f} MB"
    return "built in" if entry.size is None else f"built in, {entry.size / 1e6:.1f} MB"


def _existing_file(text: str) -> Path:
    path = Path(text).expanduser()
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"the file {text} is not there")
    return path


def _action(
    actions: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    act: Callable[[ModelShelf, argparse.Namespace], None],
    what: str,
) -> argparse.ArgumentParser:
    parser = actions.add_parser(name, help=what, description=f"{what[0].upper()}{what[1:]}.")
    parser.set_defaults(act=act)
    return parser


def _named(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("name", metavar="NAME", help="a name from burstpick model list")
    return parser


def _asking(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--yes", action="store_true", help="agree beforehand to what would be asked")


class _Bar:
    """Progress of a download at a terminal."""

    def __init__(self) -> None:
        hidden = sys.stderr is None or not sys.stderr.isatty()
        self._bar: tqdm[Never] = tqdm(
            unit="B", unit_scale=True, miniters=1, leave=False, disable=hidden, file=sys.stderr
        )

    def __enter__(self) -> "_Bar":
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()

    def show(self, done: int, total: int | None) -> None:
        self._bar.total = total
        self._bar.update(done - self._bar.n)
