"""digiKam, started on a folder with a new library; marks are given there by its own keys."""

import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from app.library.photo import Flag, Label, Marks
from tests.programs.running import Shown, running, surroundings, wait_for, wait_for_quiet

_SETTINGS = """[General Settings]
Version=7.9.0

[Album Settings]
Scan At Start=true
Show Splash=false

[Database Settings]
Database Type=QSQLITE
Database Name={library}/
Database Name Face={library}/
Database Name Similarity={library}/
Database Name Thumbnails={library}/
Internal Database Server=false

[Metadata Settings]
Metadata Writing Mode=1
Save Pick Label=true
Save Color Label=true
Save Rating=true
Save Tags=true
"""
_DATABASE = "digikam4.db"
_FLAGS = {"Pick Label Rejected": Flag.REJECT, "Pick Label Accepted": Flag.PICK}
_LABELS = {
    "Color Label Red": Label.RED,
    "Color Label Yellow": Label.YELLOW,
    "Color Label Green": Label.GREEN,
    "Color Label Blue": Label.BLUE,
    "Color Label Magenta": Label.PURPLE,
}
_FLAG_KEYS = {Flag.REJECT: "alt+1", Flag.PICK: "alt+3", Flag.NONE: "alt+0"}
_LABEL_KEYS = dict(zip(Label, ("ctrl+alt+0", *(f"ctrl+alt+{n}" for n in (1, 3, 4, 5, 6))), strict=True))
_ALBUM, _FIRST_PHOTO, _SECOND_PHOTO = (85, 120), (525, 200), (693, 200)


@dataclass(frozen=True, slots=True)
class Digikam:
    """digiKam on a screen; each scan is into a copy of the `empty` library below `home`."""

    home: Path
    display: str
    empty: Path
    reads_sidecars: bool = True
    has_short_names: bool = False

    def scanned(self, folder: Path) -> dict[str, Shown]:
        """Let digiKam find a folder, and tell what it then has of each photo."""
        home = self._new_home(folder)
        with running(_command(home), home, self.display):
            wait_for(lambda: _is_scanned(home), "digiKam's scan")
            return _shown(home)

    def marked(self, folder: Path, marks: Mapping[str, Marks], *, keyword: str | None = None) -> dict[str, Shown]:
        """Let somebody mark photos of a folder there by keys, and tell what digiKam then has of each.

        The first photo also gets the `keyword`.
        """
        home = self._new_home(folder)
        with running(_command(home), home, self.display):
            wait_for(lambda: _is_scanned(home), "digiKam's scan")
            hands, before = _Hands(home, self.display), _sidecars(folder)
            hands.open_album()
            for name in sorted(_shown(home)):
                if name in marks:
                    hands.mark(_shown(home)[name].marks, marks[name])
                    wait_for(partial(_has, home, name, marks[name]), f"the marks of {name}")
                hands.press("Right")
            if keyword is not None:
                hands.tag_first(keyword)
                wait_for(lambda: any(one.keywords for one in _shown(home).values()), "the keyword")
            wait_for(
                lambda: len(_sidecars(folder).items() - before.items()) >= len(marks), "as many sidecars as were marked"
            )
            wait_for_quiet(lambda: _sidecars(folder), "digiKam's last sidecar")
            return _shown(home)

    def _new_home(self, folder: Path) -> Path:
        home = Path(tempfile.mkdtemp(prefix="digikam-", dir=self.home))
        for file in self.empty.glob("*.db"):
            shutil.copyfile(file, home / file.name)
        _write_settings(home, reads_sidecars=self.reads_sidecars, has_short_names=self.has_short_names)
        with closing(sqlite3.connect(home / _DATABASE)) as connection, connection:
            connection.execute(
                "INSERT INTO AlbumRoots (label, status, type, identifier, specificPath) VALUES ('t', 0, 1, ?, '/')",
                (f"volumeid:?path={folder}",),
            )
        return home


class _Hands:
    """Somebody's hands on digiKam's keyboard and mouse."""

    def __init__(self, home: Path, display: str) -> None:
        self._environment = surroundings(home, display)
        # digiKam offers to fetch what faces are found by.
        wait_for(lambda: len(self._windows()) > 1, "digiKam's question")
        self.press("Escape")
        wait_for(lambda: len(self._windows()) == 1, "the end of digiKam's question")
        [window] = self._windows()
        self._do("windowsize", "--sync", window, "1280", "800")
        self._do("windowfocus", "--sync", window)

    def open_album(self) -> None:
        """Show the photos, the first of them chosen."""
        self._click(_ALBUM)
        self._click(_FIRST_PHOTO)

    def mark(self, before: Marks, after: Marks) -> None:
        """Give the chosen photo marks, by no key that would take off what is there."""
        if after.stars != before.stars:
            self.press(f"ctrl+{after.stars}")
        if after.flag != before.flag:
            self.press(_FLAG_KEYS[after.flag])
        if after.label != before.label:
            self.press(_LABEL_KEYS[after.label])

    def tag_first(self, word: str) -> None:
        """Give the first photo a keyword."""
        self._click(_FIRST_PHOTO)
        self.press("t")
        self._do("type", "--delay", "60", word)
        self.press("Return")
        # It asks whether that is meant when another photo is chosen.
        self._click(_SECOND_PHOTO)
        wait_for(lambda: len(self._windows()) > 1, "digiKam's second question")
        self.press("alt+y")

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        self._do("key", "--delay", "60", *keys)

    def _click(self, at: tuple[int, int]) -> None:
        self._do("mousemove", *map(str, at), "click", "1")

    def _windows(self) -> list[str]:
        return self._do("search", "--onlyvisible", "--class", "digikam").split()

    def _do(self, *what: str) -> str:
        done = subprocess.run(["xdotool", *what], env=self._environment, capture_output=True, text=True, check=False)
        return done.stdout


def empty_library(home: Path, display: str) -> Path:
    """A library as digiKam makes it when it is started for the first time."""
    _write_settings(home)
    with running(_command(home), home, display):
        wait_for(lambda: _is_made(home), "digiKam's new library")
    return home


def _write_settings(home: Path, *, reads_sidecars: bool = True, has_short_names: bool = False) -> None:
    (home / ".config").mkdir(parents=True, exist_ok=True)
    lines = _SETTINGS.format(library=home)
    if reads_sidecars:
        lines += "Use XMP Sidecar For Reading=true\n"
    if has_short_names:
        lines += "Use Compatible File Name=true\n"
    (home / ".config" / "digikamrc").write_text(lines, encoding="utf-8")


def _command(home: Path) -> list[str]:
    return ["digikam", "--database-directory", str(home)]


def _sidecars(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.xmp")}


def _is_made(home: Path) -> bool:
    return bool(_rows(home, "SELECT 1 FROM Settings WHERE keyword = 'Locale'"))


def _is_scanned(home: Path) -> bool:
    return bool(_rows(home, "SELECT 1 FROM Settings WHERE keyword = 'Scanned'"))


def _shown(home: Path) -> dict[str, Shown]:
    rated = _rows(
        home,
        "SELECT name, rating FROM Images LEFT JOIN ImageInformation ON imageid = Images.id WHERE status < 3",
    )
    tagged = _rows(
        home,
        "SELECT Images.name, Tags.name, Parents.name FROM ImageTags JOIN Images ON Images.id = imageid "
        "JOIN Tags ON Tags.id = tagid LEFT JOIN Tags AS Parents ON Parents.id = Tags.pid",
    )
    tags: dict[str, list[tuple[str, str | None]]] = {str(name): [] for name, _ in rated}
    for name, tag, parent in tagged:
        tags.setdefault(str(name), []).append((str(tag), None if parent is None else str(parent)))
    return {str(name): _one(max(int(rating or 0), 0), tags[str(name)]) for name, rating in rated}


def _has(home: Path, name: str, marks: Marks) -> bool:
    return _shown(home)[name].marks == marks


def _one(stars: int, tags: Iterable[tuple[str, str | None]]) -> Shown:
    names = [tag for tag, _ in tags]
    flag = next((_FLAGS[name] for name in names if name in _FLAGS), Flag.NONE)
    label = next((_LABELS[name] for name in names if name in _LABELS), Label.NONE)
    words = [tag if parent in (None, "") else f"{parent}|{tag}" for tag, parent in tags if not _is_own(tag, parent)]
    return Shown(Marks(stars, flag, label), tuple(sorted(words)))


def _is_own(tag: str, parent: str | None) -> bool:
    """Whether digiKam keeps something else than a keyword in a tag."""
    return "_Digikam_Internal_Tags_" in (tag, parent) or tag.startswith(("Pick Label", "Color Label"))


def _rows(home: Path, query: str) -> list[tuple[object, ...]]:
    """What its library answers; nothing while there is none."""
    try:
        with closing(sqlite3.connect(f"file:{home / _DATABASE}?mode=ro", uri=True, timeout=5)) as connection:
            return connection.execute(query).fetchall()
    except sqlite3.Error:
        return []
