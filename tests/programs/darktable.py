"""darktable, started on a folder with a new library and driven by its own scripting."""

import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.library.photo import Flag, Label, Marks
from tests.programs.running import Shown, is_soon, running, wait_for

_TRIES, _START = 3, 10.0
_SCRIPT = Path(__file__).with_suffix(".lua")


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody does to a photo there; `rating` is -1 for a reject, `style` a file with develop settings."""

    rating: int | None = None
    label: Label | None = None
    keywords: tuple[str, ...] = ()
    style: Path | None = None


@dataclass(frozen=True, slots=True)
class Darktable:
    """darktable on a screen; each import is into a library of its own below `home`."""

    home: Path
    display: str

    def is_version(self, start: str) -> bool:
        """Whether its version starts so."""
        done = subprocess.run(["darktable", "--version"], capture_output=True, text=True, check=False)
        return f"darktable {start}" in done.stdout

    def imported(self, folder: Path, orders: Mapping[str, Order] | None = None) -> dict[str, Shown]:
        """Import a folder, do what is ordered, and tell what darktable then has of each photo."""
        tries = (self._imported(folder, orders or {}) for _ in range(_TRIES))
        lines = next((found for found in tries if found is not None), None)
        assert lines is not None, "darktable did not start"
        return dict(_shown(line) for line in lines)

    def _imported(self, folder: Path, orders: Mapping[str, Order]) -> list[str] | None:
        """What it reports; None if it hangs before it reads its script, as this version sometimes does."""
        home = Path(tempfile.mkdtemp(prefix="darktable-", dir=self.home))
        report = home / "report"
        begun = Path(f"{report}.begun")
        places = {"library": home / "library.db", "configdir": home / "config", "cachedir": home / "cache"}
        command = ["darktable", "--disable-opencl", "-d", "lua"]
        for name, place in places.items():
            command += [f"--{name}", str(place)]
        script = f"folder, report, orders = {_text(folder)}, {_text(report)}, {_table(orders)}"
        command += ["--luacmd", f"{script} dofile({_text(_SCRIPT)})"]
        with running(command, home, self.display):
            if not is_soon(begun.exists, _START):
                return None
            wait_for(report.exists, "darktable's report")
        return report.read_text(encoding="utf-8").splitlines()


def _shown(line: str) -> tuple[str, Shown]:
    name, rating, labels, *keywords = line.split("\t")
    is_rejected = int(rating) < 0
    label = Label(int(labels[0])) if labels else Label.NONE
    marks = Marks(0 if is_rejected else int(rating), Flag.REJECT if is_rejected else Flag.NONE, label)
    return name, Shown(marks, tuple(sorted(keywords)))


def _table(orders: Mapping[str, Order]) -> str:
    return "{" + ", ".join(f"[{_text(name)}] = {_order(one)}" for name, one in orders.items()) + "}"


def _order(order: Order) -> str:
    words = ", ".join(map(_text, order.keywords))
    parts = [f"keywords = {{{words}}}"]
    if order.rating is not None:
        parts.append(f"rating = {order.rating}")
    if order.label is not None:
        parts.append(f"label = {int(order.label)}")
    if order.style is not None:
        parts.append(f"style = {_text(order.style)}")
    return "{" + ", ".join(parts) + "}"


def _text(value: str | Path) -> str:
    quoted = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}"'
