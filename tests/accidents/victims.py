"""Programs that do one thing until they are killed: `python -m tests.accidents.victims THING ARGUMENTS`.

Each prints `begin` once it is ready, and a line for everything that it takes to be on the disk.
"""

import random
import sys
from pathlib import Path

from app.analysis.opening import Read, open_folder
from app.analysis.sidecars import WriteOptions, write_sidecars
from app.cancel import CancelToken
from app.library.mending import mend
from app.library.photo import Flag, Label, Marks
from app.library.store import Store
from app.library.xmp.sidecar_names import Naming
from app.library.xmp.wishes import Profile
from tests.accidents.library_at import SHOOT


def marks(database: str, seed: str) -> None:
    """Mark photos at random, one to a hundred at once: `try` before, `kept` after."""
    chance = random.Random(seed)
    with Store(Path(database)) as store:
        ids = [photo.id for photo, _ in store.photos_under(SHOOT, recursive=False)]
        say("begin")
        while True:
            some = chance.sample(ids, chance.choice((1, 1, 1, 10, 100)))
            given = {
                photo: Marks(chance.randrange(6), Flag(chance.randrange(-1, 2)), Label(chance.randrange(6)))
                for photo in some
            }
            for photo, one in given.items():
                say("try", photo, one.stars, int(one.flag), int(one.label))
            store.set_marks(given)
            for photo, one in given.items():
                say("kept", photo, one.stars, int(one.flag), int(one.label))


def scan(database: str, folder: str) -> None:
    """Read a folder into the database again and again: `kept` with the id and name of each photo adopted."""
    say("begin")
    while True:
        for event in open_folder(CancelToken(), folder=Path(folder), database=Path(database), recursive=False):
            if isinstance(event, Read):
                for photo, _ in event.photos:
                    say("kept", photo.id, photo.path.name)
        for path in list(Path(folder).iterdir())[:5]:
            path.rename(path.with_name(f"{random.getrandbits(60):x}.jpg"))


def sidecars(database: str, folder: str, seed: str) -> None:
    """Mark photos and write their sidecars: `try` before, `kept` once all are written, with a name and stars."""
    chance, token = random.Random(seed), CancelToken()
    options = WriteOptions(Profile.ALL, naming=Naming.LONG)
    with Store(Path(database)) as store:
        photos = [photo for photo, _ in store.photos_under(Path(folder), recursive=False)]
        say("begin")
        while True:
            stars = {photo: chance.randrange(1, 6) for photo in photos}
            for photo in photos:
                say("try", photo.path.name, stars[photo])
            store.set_marks({photo.id: Marks(stars[photo]) for photo in photos})
            write_sidecars(store, Path(folder), recursive=False, options=options, token=token)
            for photo in photos:
                say("kept", photo.path.name, stars[photo])


def upgrade(database: str) -> None:
    """Open a database of an old version."""
    say("begin")
    Store(Path(database)).close()
    say("kept")


def rescue(database: str) -> None:
    """Mend a damaged database."""
    say("begin")
    mend(Path(database))
    say("kept")


def add_model(models: str, settings: str, file: str) -> None:
    """Take up a model from a file: `kept` once it is on the shelf."""
    from app.analysis.model_shelf import ModelShelf

    shelf = ModelShelf(Path(models), Path(settings))
    say("begin")
    shelf.add(Path(file), "added")
    say("kept")


def learn(home: str, program: str) -> None:
    """A window that has another program learn, which never ends."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from app.paths import Places
    from app.ui.application import Desk
    from tests.fakes import FakeShelf

    application = QApplication([])
    root = Path(home)
    shelf = FakeShelf()
    places = Places(root / "data", root / "cache", root / "logs")
    desk = Desk(places, shelf, (sys.executable, "-c", program))
    timer = QTimer(interval=5)

    def look() -> None:
        if desk.learning._trainer is not None:
            timer.stop()
            say("begin")

    timer.timeout.connect(look)
    timer.start()
    desk.learning.start()
    application.exec()


def say(*words: object) -> None:
    """Print a line at once."""
    print(*words, flush=True)


if __name__ == "__main__":
    things = (marks, scan, sidecars, upgrade, rescue, add_model, learn)
    {thing.__name__: thing for thing in things}[sys.argv[1]](*sys.argv[2:])
