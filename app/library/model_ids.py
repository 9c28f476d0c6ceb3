"""Which id the scores of a model were kept under when it was last loaded here, so that they are found without it."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class _Kept:
    """An id, and the versions of the programs that gave it."""

    id: str
    given_by: str


class ModelIds:
    """Ids by the SHA-256 of weights, in one file.

    An id names the precision of a device too, which only the loaded model knows. What was noted by other versions of
    the programs, `given_by`, does not count.
    """

    def __init__(self, file: Path, given_by: str) -> None:
        self._file, self._given_by = file, given_by

    def of(self, sha256: str) -> str:
        """The id of weights, or "" if it is not known."""
        kept = self._read().get(sha256)
        return kept.id if kept is not None and kept.given_by == self._given_by else ""

    def keep(self, sha256: str, id_: str) -> None:
        """Note the id of weights; raises OSError."""
        kept = self._read() | {sha256: _Kept(id_, self._given_by)}
        fresh = self._file.with_suffix(".new")
        self._file.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(json.dumps({name: asdict(one) for name, one in kept.items()}), encoding="utf-8")
        os.replace(fresh, self._file)

    def _read(self) -> dict[str, _Kept]:
        """Everything noted; nothing where the file is not there or makes no sense."""
        try:
            rows = json.loads(self._file.read_text(encoding="utf-8"))
            found = {str(name): _Kept(**row) for name, row in rows.items()}
        except (OSError, ValueError, TypeError, AttributeError, RecursionError):
            return {}
        return {name: one for name, one in found.items() if isinstance(one.id, str)}
