"""Brings a folder of photos to another; started to be killed. Arguments: from, to, mode, way."""

import sys
from pathlib import Path, PurePosixPath

from app.cancel import CancelToken
from app.library.transfer import same_place
from app.library.transfer.delivery import deliver
from app.library.transfer.parcel import Delivered, Mode, Parcel
from app.library.transfer.same_place import Way


def main(source: str, to: str, mode: str, way: str) -> None:
    """Say that it begins, bring everything, say that it is done."""
    same_place._way = lambda *_: Way(way)
    stems = sorted({path.stem for path in Path(source).glob("*.*") if not path.name.startswith(".")})
    parcels = []
    for stem in stems:
        files = tuple(sorted(Path(source).glob(f"{stem}.[jc]*")))
        if files:
            parcels.append(Parcel(files, tuple(Path(source).glob(f"{stem}.xmp")), PurePosixPath(stem)))
    print("begun", flush=True)
    for event in deliver(parcels, Path(to), Mode(mode), CancelToken()):
        if isinstance(event, Delivered):
            for target in event.targets:
                print(target.name, flush=True)
    print("done", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
