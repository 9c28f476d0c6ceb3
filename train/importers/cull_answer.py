"""The answer of `burstpick cull --json` as a list of series."""

import json
from pathlib import Path

from train.importers import ImporterError


def series_in(answer: Path) -> tuple[tuple[Path, ...], ...]:
    """The files of each burst of two photos or more, in order of capture; raises ImporterError for any other file."""
    try:
        document = json.loads(answer.read_text("utf-8"))
        folder = Path(document["folder"])
        bursts = [one["photos"] for one in document["series"] if one["kind"] == "burst"]
        return tuple(tuple(folder / name for name in names) for names in bursts if len(names) > 1)
    except OSError as error:
        raise ImporterError(f"{answer} cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ImporterError(f"{answer} is no answer of “burstpick cull --json”.") from error
