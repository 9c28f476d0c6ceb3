"""The marks that are learnt from: from this user's library, or from a database that was named."""

import os
from collections.abc import Sequence
from pathlib import Path

import platformdirs

from train.errors import TrainingError
from train.importers.cull_answer import series_in
from train.importers.library import UNDECIDED, MarkedLibrary, marked
from train.personal.events import Skipped
from train.personal.retraining import FEWEST, too_few

TRUST = 0.5
"""How much a mark says that was given beside scores, of what one says that was given blind."""


def user_library() -> Path:
    """Where Burstpick keeps the marks of this user; `BURSTPICK_HOME`, where it is set, holds all its files."""
    home = os.environ.get("BURSTPICK_HOME")
    data = Path(home).absolute() / "data" if home else platformdirs.user_data_path("burstpick", appauthor=False)
    return data / "library.db"


def gathered(database: Path | None, answers: Sequence[Path], folders: Sequence[Path]) -> MarkedLibrary:
    """The marked series of a library, as answers of `burstpick cull --json` list them where there are any.

    Raises TrainingError where this user has no library yet, ImporterError for what cannot be read.
    """
    database = database or user_library()
    if not database.is_file():
        raise TrainingError(
            f"There is no library at {database} yet; mark photos in Burstpick, or name one by --library."
        )
    series = [one for answer in answers for one in series_in(answer)] if answers else None
    absolute = [Path(os.path.abspath(one)) for one in folders]
    return marked(database, series, TRUST, [*absolute, *(one.resolve() for one in absolute)])


def skipped(found: MarkedLibrary) -> tuple[Skipped, ...]:
    """The files that are known and cannot be learnt from; series that nobody marked are no fault."""
    return tuple(Skipped(one.what, one.reason) for one in found.left_out if one.reason != UNDECIDED)


def missing(found: MarkedLibrary, *, listed: bool) -> str:
    """What is missing before anything can be learnt; empty where there is enough.

    `listed` says that series were listed, and not guessed from what the library knows.
    """
    if len(found.series) >= FEWEST:
        return ""
    sentence = too_few(len(found.series))
    if listed or not found.alone:
        return sentence
    whose = "1 marked photo is" if found.alone == 1 else f"{found.alone} marked photos are"
    return f"{sentence} {whose} in no series that the library knows: “burstpick cull --json” tells it, by --series."
