"""A database with marks, as somebody left it, and what it says when it is opened again."""

from pathlib import Path

from app.library.comparisons import Comparison
from app.library.hand_made import HandEdit, HandMade
from app.library.identity import Presence
from app.library.keywords import SaidKeywords
from app.library.photo import Flag, Label, Marks
from app.library.store import FolderState, Store
from tests.library.captures import scanned

SHOOT = Path("/shoot")


def marks_of(number: int) -> Marks:
    """Marks that differ from photo to photo; every third has none."""
    return Marks(number % 6, Flag((number % 3) - 1), Label(number % 5)) if number % 3 else Marks()


def make(path: Path, photos: int = 300) -> dict[str, Marks]:
    """Make a database of a folder of photos; returns the marks by file name."""
    with Store(path) as store:
        names = [f"P{n:05d}.jpg" for n in range(photos)]
        adopted = store.adopt([scanned(SHOOT / name, name, wall=n) for n, name in enumerate(names)], nowhere())
        ids = [photo.id for photo, _ in adopted]
        marks = {photo: marks_of(n) for n, photo in enumerate(ids)}
        store.set_marks({photo: given for photo, given in marks.items() if given != Marks()})
        store.edit_hand_made(HandEdit(HandMade(), HandMade(joined=frozenset({frozenset(ids[:3])}))))
        store.add_comparison(Comparison(ids[0], ids[1], 12.5, shown=False))
        store.take_marks([], [], [SaidKeywords(ids[5], ".xmp", ("sea", "Place|Ulm"), 12.0)])
        store.set_folder_state(SHOOT, FolderState(2.0, 0.5, ids[7]))
        return {photo.path.name: marks[photo.id] for photo, _ in adopted}


def nowhere() -> Presence:
    """A disk on which there is nothing."""
    return Presence(lambda *_: False)


def marks_in(path: Path, folder: Path = SHOOT) -> dict[str, Marks]:
    """The marks by file name."""
    with Store(path) as store:
        return {photo.path.name: marks for photo, marks in store.photos_under(folder, recursive=True)}


def differing(found: dict[str, Marks], known: dict[str, Marks]) -> set[str]:
    """The names whose marks are other ones; those that are missing have none."""
    return {name for name in known if found.get(name, Marks()) != known[name]}
