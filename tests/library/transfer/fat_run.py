"""Moves a folder as on FAT, killed after each of its file operations in turn; started as a program of its own.

Argument: a folder with `from`, which is brought to `to`. Prints one line of JSON for each kill: what was left in both
folders then, and after a second run.
"""

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any

from app.cancel import CancelToken
from app.library.transfer.delivery import deliver
from app.library.transfer.parcel import Mode, Parcel
from tests.library.transfer.parcels import state

_PHOTOS = (".jpg", ".cr3")
_COUNTED = ("rename", "replace", "unlink", "mkdir", "fsync", "open", "write", "utime", "chmod", "link")


def main(home: Path) -> None:
    """Kill after the first operation, after the second, and so on, until a run comes to its end."""
    _forbid_links()
    after = 1
    while True:
        folder = home / str(after)
        shutil.copytree(home / "from", folder / "from")
        was_killed = _killed(folder, after)
        left = _states(folder)
        _move(folder)
        print(json.dumps([after, left, _states(folder)]))
        if not was_killed:
            return
        after += 1


def _states(folder: Path) -> list[dict[str, str]]:
    return [{name: data.decode() for name, data in state(folder / side).items()} for side in ("from", "to")]


def _killed(folder: Path, after: int) -> bool:
    child = os.fork()
    if child == 0:
        _count_down(after)
        _move(folder)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert not os.WIFEXITED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def _move(folder: Path) -> None:
    """What a person does, then and again: all photos that are in the folder, with what belongs to them."""
    (folder / "to").mkdir(exist_ok=True)
    source = folder / "from"
    parcels = []
    for stem in sorted({path.stem for path in source.iterdir() if path.suffix in _PHOTOS}):
        files = [path for path in sorted(source.glob(f"{stem}.*")) if not path.name.startswith(".")]
        photos = tuple(path for path in files if path.suffix in _PHOTOS)
        others = tuple(path for path in files if path.suffix not in _PHOTOS)
        parcels.append(Parcel(photos, others, PurePosixPath("day", stem)))
    for _ in deliver(parcels, folder / "to", Mode.MOVE, CancelToken()):
        pass


def _forbid_links() -> None:
    def link(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    os.link = link


def _count_down(left: int) -> None:
    """Kill this process as soon as so many operations have been done."""
    remaining = [left]

    def counted(do: Callable[..., Any]) -> Callable[..., Any]:
        def then_perhaps_die(*given: Any, **more: Any) -> Any:
            try:
                return do(*given, **more)
            finally:
                remaining[0] -= 1
                if remaining[0] == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        return then_perhaps_die

    for name in _COUNTED:
        setattr(os, name, counted(getattr(os, name)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
