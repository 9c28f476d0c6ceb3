"""Programs killed at random moments, kind by kind: what they had acknowledged is there, and nothing is there by half.

A kind is a function from a folder of its own and a seed to a `Tally`; to add one, write it and name it in `KINDS`.
"""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.analysis.opening import open_folder
from app.analysis.sidecars import WriteOptions, write_sidecars
from app.cancel import CancelToken
from app.library.mending import mend
from app.library.own_folder import clear_leftovers
from app.library.photo import Flag, Label, Marks
from app.library.store import Store, StoredRanking
from app.library.xmp.dialects import said_by
from app.library.xmp.packet import read_packet
from app.library.xmp.sidecar_names import Naming
from app.library.xmp.wishes import Profile
from tests.accidents.library_at import differing, make, marks_in, nowhere
from tests.library.captures import scanned
from tests.library.transfer import kills
from tests.shoots import many_singles

if TYPE_CHECKING:
    from train.personal.source import MarkedSeries

ROOT = Path(__file__).parents[2]
_OLD = ROOT / "tests" / "library" / "version_1.sql"
_OLD_PHOTOS = 3


@dataclass(frozen=True, slots=True)
class Tally:
    """What one kill did: how much had been acknowledged, how much of it is lost, how many files are there by half."""

    acknowledged: int = 0
    lost: int = 0
    half: int = 0


Kind = Callable[[Path, int], Tally]


def killed(arguments: Sequence[str | Path], chance: random.Random, within: float, **environment: str) -> list[str]:
    """Run a victim and kill it within so many seconds of its `begin`; returns the whole lines it said after that."""
    command = [sys.executable, "-m", "tests.accidents.victims", *map(str, arguments)]
    surroundings = os.environ | {"QT_QPA_PLATFORM": "offscreen", **environment}
    with subprocess.Popen(
        command, cwd=ROOT, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as victim:
        assert victim.stdout is not None
        assert victim.stderr is not None
        first = victim.stdout.readline()
        assert first == "begin\n", victim.stderr.read()
        moment = chance.uniform(0, within)
        time.sleep(moment)
        victim.kill()
        return [line.rstrip("\n") for line in victim.stdout if line.endswith("\n")]


def marks(home: Path, seed: int) -> Tally:
    """Killed while it writes marks."""
    database = home / "library.db"
    if not database.exists():
        make(database)
    before = by_id(database)
    possible = {photo: [given] for photo, given in before.items()}
    kept = 0
    for line in killed(["marks", database, str(seed)], random.Random(seed), 0.4):
        what, photo, *words = line.split()
        given = marks_from(words)
        if what == "try":
            possible[int(photo)].append(given)
        else:
            possible[int(photo)] = [given]
            kept += 1
    unsound = int(mend(database) is not None)
    after = by_id(database)
    lost = sum(after.get(photo) not in given for photo, given in possible.items())
    return Tally(kept, lost, unsound + halves(home, {"library.db"}))


def scan(home: Path, seed: int) -> Tally:
    """Killed while it reads a folder, marked before, whose files are renamed meanwhile."""
    database, folder = home / "library.db", home / "photos"
    if not folder.exists():
        many_singles(folder, 120)
    lines = killed(["scan", database, folder], random.Random(seed), 0.5)
    kept = {int(line.split()[1]) for line in lines if line.startswith("kept")}
    unsound = int(mend(database) is not None)
    lost = len(kept - by_id(database).keys())
    return Tally(len(kept), lost, unsound + halves(home, {"library.db", "photos"}))


def sidecars(home: Path, seed: int) -> Tally:
    """Killed while it writes sidecars; each is as before or as it was to become."""
    database, folder = home / "library.db", home / "photos"
    if not folder.exists():
        many_singles(folder, 25)
        for _ in open_folder(CancelToken(), folder=folder, database=database, recursive=False):
            pass
    possible = {path.name: [stars_in(path)] for path in folder.glob("*.jpg")}
    kept = 0
    for line in killed(["sidecars", database, folder, str(seed)], random.Random(seed), 1.0):
        what, name, stars = line.split()
        if what == "try":
            possible[name].append(int(stars))
        else:
            possible[name] = [int(stars)]
            kept += 1
    lost = sum(stars_in(folder / name) not in stars for name, stars in possible.items())
    # What a killed run left is cleared away by the next.
    with Store(database) as store:
        options = WriteOptions(Profile.ALL, naming=Naming.LONG)
        write_sidecars(store, folder, recursive=False, options=options, token=CancelToken())
    return Tally(kept, lost, sum(path.suffix not in (".jpg", ".xmp") for path in folder.iterdir()))


def stars_in(photo: Path) -> int | None:
    """What the sidecar of a photo says; raises BadPacketError if it is there by half."""
    sidecar = photo.with_name(f"{photo.name}.xmp")
    return said_by(read_packet(sidecar.read_bytes())).stars if sidecar.exists() else None


def upgrade(home: Path, seed: int) -> Tally:
    """Killed while it copies a database of an old version and brings it up to date."""
    database = home / f"{seed}" / "library.db"
    database.parent.mkdir()
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript(_OLD.read_text(encoding="utf-8"))
    killed(["upgrade", database], random.Random(seed), 0.05)
    marked = by_id(database)
    copies = [path for path in database.parent.glob("library.db.before-*") if path.suffix != ".part"]
    whole = len(copies) == 1 and len(old_marks(copies[0])) == _OLD_PHOTOS
    return Tally(_OLD_PHOTOS, _OLD_PHOTOS - len(marked), int(not whole) + len(list(database.parent.glob("*.part"))))


def rescue(home: Path, seed: int) -> Tally:
    """Killed while it rescues marks from a damaged database."""
    database = home / f"{seed}" / "library.db"
    known = make(database)
    with database.open("r+b") as file:
        file.write(bytes(100))
    killed(["rescue", database], random.Random(seed), 0.15)
    mend(database)
    lost = len(differing(marks_in(database), known))
    broken = len(list(database.parent.glob("*.broken-*")))
    return Tally(len(known), lost, abs(broken - 1) + len(list(database.parent.glob("*.rescued*"))))


def add_model(home: Path, seed: int) -> Tally:
    """Killed while it takes up a model; what it prepared is cleared away by the next."""
    from app.analysis.model_shelf import ModelShelf
    from tests.networks import small_weights

    file = home / "file.safetensors"
    if not file.exists():
        small_weights(file)
    models, settings = home / "models", home / "settings.toml"
    lines = killed(["add_model", models, settings, file], random.Random(seed), 4.0)
    shelf = ModelShelf(models, settings)
    there = {entry.name for entry in shelf.entries() if entry.installed}
    kept = int("kept" in lines)
    lost = int(kept and "added" not in there)
    if "added" in there:
        shelf.load("added", "cpu")
        shelf.remove("added")
    shelf.add(file, "next")
    half = len([path for path in models.iterdir() if path.name.endswith(".new") or path.name == "added"])
    shelf.remove("next")
    return Tally(kept, lost, half)


def learning(home: Path, seed: int) -> Tally:
    """A window killed while a model learns; its temporary files go at the next start."""
    temporary = home / "temporary"
    temporary.mkdir(exist_ok=True)
    pid = home / "pid"
    program = f"import os, time; open({str(pid)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    killed(["learn", home / "own", program], random.Random(seed), 0.5, TMPDIR=str(temporary))
    left = list(temporary.glob("burstpick-learning-*"))
    assert left, "it was killed while it learnt"
    # What runs in it has lost its window, and nobody would stop it.
    if pid.exists():
        with suppress(ProcessLookupError, ValueError):
            os.kill(int(pid.read_text()), signal.SIGKILL)
        pid.unlink()
    before, tempfile.tempdir = tempfile.tempdir, str(temporary)
    try:
        clear_leftovers("burstpick-learning-")
    finally:
        tempfile.tempdir = before
    return Tally(0, 0, len(list(temporary.glob("burstpick-learning-*"))))


def window(home: Path, seed: int) -> Tally:
    """The real window killed while keys are pressed in it."""
    from tests.end2end.test_pulled_plug import Witness, lines_until_killed, on_disk
    from tests.shoots import small_shoot

    folder = home / "shoot"
    if not folder.exists():
        small_shoot(folder)
    own = home / "own"
    before = on_disk(own, folder) if own.exists() else {}
    witness = Witness({name: [given] for name, given in before.items()})
    for line in lines_until_killed(folder, own, seed):
        if line.endswith("\n"):
            witness.hear(line)
    unsound = int(mend(own / "data" / "library.db") is not None)
    stored = on_disk(own, folder)
    lost = sum(stored[name] not in possible for name, possible in witness.possible.items())
    return Tally(witness.kept, lost, unsound)


def retraining(home: Path, seed: int) -> Tally:
    """`burstpick-train personal` killed: the new model is whole or not there."""
    from fgaesq_core.weights import load, save
    from tests.train.personal.photographers import by_taste, tiny_weights
    from tests.train.sources import TINY

    library, weights, target = home / "library.db", home / "tiny.safetensors", home / f"learnt {seed}"
    if not library.exists():
        mark_by_taste(library, by_taste(home / "photos", 36))
        tiny = tiny_weights()
        save(TINY, tiny.network.state_dict(), weights, scale=tiny.scale)
    command = [*(sys.executable, "-m", "train", "personal", "--from-library"), "--library", str(library)]
    command += ["--model", str(weights), "--to", str(target), "--json"]
    chance = random.Random(seed)
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as program:
        assert program.stdout is not None
        program.stdout.readline()
        with suppress(subprocess.TimeoutExpired):
            program.wait(chance.uniform(0, 12))
        program.kill()
        said = program.stdout.read()
    kept = int('"event": "result"' in said and '"offered": true' in said)
    model = target / "personal.safetensors"
    is_whole = model.exists() and model.with_name(f"{model.name}.sha256").exists()
    if is_whole:
        load(model)
    unsound = int(mend(library) is not None)
    return Tally(kept, int(kept and not is_whole), unsound)


def mark_by_taste(library: Path, series: "Sequence[MarkedSeries]") -> None:
    """A library in which the best of every series is picked and the others are rejected."""
    with Store(library) as store:
        for number, one in enumerate(series):
            files = [scanned(path, f"{number}-{at}", wall=at) for at, path in enumerate(one.record.images)]
            photos = [photo for photo, _ in store.adopt(files, nowhere())]
            best = one.record.pairs[0].better
            store.set_marks({p.id: Marks(flag=Flag.PICK if n == best else Flag.REJECT) for n, p in enumerate(photos)})
            even = (1 / len(photos),) * len(photos)
            digests = [photo.digest for photo in photos]
            store.add_ranking("technical-1", digests, StoredRanking(even, even, 0.5, True))


def export(home: Path, seed: int) -> Tally:
    """Killed while it copies or moves photos."""
    return Tally(*kills.export(home, seed))


KINDS: dict[str, Kind] = {
    "marks": marks,
    "marks in the window": window,
    "retraining": retraining,
    "scan": scan,
    "sidecars": sidecars,
    "upgrade": upgrade,
    "rescue": rescue,
    "add_model": add_model,
    "learning": learning,
    "export": export,
}


def halves(home: Path, known: Iterable[str]) -> int:
    """How many files are there that nobody ought to find."""
    logs = {f"{name}{ending}" for name in known for ending in ("-wal", "-shm")}
    ours = {*known, *logs, *(f".{name}.lock" for name in known)}
    return sum(path.name not in ours for path in home.iterdir())


def by_id(database: Path) -> dict[int, Marks]:
    """The marks of every photo in a database."""
    with Store(database) as store:
        return {photo.id: given for photo, given in store.photos_under(Path("/"), recursive=True)}


def old_marks(database: Path) -> list[tuple[int, ...]]:
    """The marks in a database of whatever version."""
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute("SELECT id, stars, flag, label FROM photo").fetchall()


def marks_from(words: Sequence[str]) -> Marks:
    """Marks as a victim says them."""
    stars, flag, label = map(int, words)
    return Marks(stars, Flag(flag), Label(label))
