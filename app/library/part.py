"""A file that has arrived in part, with what is needed to go on with it another day."""

import json
import re
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Self

from app.library.model_names import safe_name
from app.library.remote import RemoteFile

_STATE = "part.json"


@dataclass(frozen=True, slots=True)
class _State:
    """Which file the bytes are of, and the validator the server gave them (RFC 9110, section 8.8.3)."""

    address: str
    sha256: str
    size: int | None
    etag: str


class Part:
    """The bytes of one remote file so far, in a folder of their own; to be used as a context. Raises OSError."""

    def __init__(self, folder: Path, wanted: RemoteFile) -> None:
        self._folder = folder
        self._wanted = wanted
        self.path = folder / safe_name(PurePosixPath(wanted.name).name)
        self._state = self._read_state()

    def __enter__(self) -> Self:
        self._folder.mkdir(exist_ok=True)
        if not self._is_of_wanted():
            self._clear()
        # Unbuffered, so that a killed program loses nothing that has arrived.
        self._file = self.path.open("ab", buffering=0)
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()

    @property
    def length(self) -> int:
        """How many bytes have arrived."""
        return self._file.tell()

    @property
    def size(self) -> int | None:
        """How many there will be, as far as anybody said."""
        return self._wanted.size or (self._state.size if self._state else None)

    @property
    def whole(self) -> bool:
        """Whether as many bytes have arrived as were announced."""
        return self.length == self.size

    @property
    def provable(self) -> bool:
        """Whether it will show if the rest comes from another file."""
        return bool(self._wanted.sha256 or self.etag)

    @property
    def etag(self) -> str:
        """The strong validator of the bytes so far, or ""."""
        etag = self._state.etag if self._state else ""
        return etag if is_strong(etag) else ""

    def begin(self, etag: str, size: int | None) -> None:
        """Start anew with a file of that validator and size."""
        self._file.truncate(0)
        self._file.seek(0)
        self._note(etag, size)

    def append(self, piece: bytes) -> None:
        """Add bytes that have arrived."""
        rest = memoryview(piece)
        while rest:
            rest = rest[self._file.write(rest) :]

    def end(self) -> None:
        """Take what has arrived as the whole file, where nobody said how large it is."""
        self._note(self.etag, self.length)

    def discard(self) -> None:
        """Forget the bytes so far."""
        self.begin("", None)

    def _note(self, etag: str, size: int | None) -> None:
        self._state = _State(self._wanted.address, self._wanted.sha256, size, etag)
        (self._folder / _STATE).write_text(json.dumps(asdict(self._state)), encoding="utf-8")

    def _is_of_wanted(self) -> bool:
        """Whether the bytes so far belong to the wanted file and it can be proved when the rest comes."""
        state = self._state
        if state is None:
            return False
        if self._wanted.sha256:
            return state.sha256 == self._wanted.sha256
        return state.address == self._wanted.address and is_strong(state.etag)

    def _read_state(self) -> _State | None:
        try:
            state = _State(**json.loads((self._folder / _STATE).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        return state if isinstance(state.etag, str) and isinstance(state.size, int | None) else None

    def _clear(self) -> None:
        shutil.rmtree(self._folder)
        self._folder.mkdir()
        self._state = None


def is_strong(etag: str) -> bool:
    """Whether a validator vouches for every byte (RFC 9110, section 8.8.1)."""
    return re.fullmatch(r'"[!#-~\x80-\xff]*"', etag) is not None
