"""Questions that need a yes before anything is done."""

import sys

from app.cli.arguments import BadArgumentError
from app.errors import AppError


def ask(matter: str, question: str, *, yes: bool) -> None:
    """Go on only after a yes; raises AppError after a no, BadArgumentError where nobody can be asked.

    `yes` is an agreement given beforehand.
    """
    if yes:
        print(matter, file=sys.stderr)
        return
    if sys.stdin is None or not sys.stdin.isatty() or sys.stderr is None:
        raise BadArgumentError(f"{matter} Nobody can be asked here: add --yes if you agree.")
    print(matter, file=sys.stderr)
    print(f"{question} [y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise AppError("Nothing was done.")
