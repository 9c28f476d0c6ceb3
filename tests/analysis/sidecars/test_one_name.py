"""Photos that share a name but for the extension: the marks of each come back from files alone."""

from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from app.analysis.opening import open_folder
from app.analysis.sidecars import WriteOptions, read_sidecars, write_sidecars
from app.cancel import CancelToken
from app.library.photo import Flag, Label, Marks, PhotoId
from app.library.store import Store
from app.library.xmp.sidecar_names import Naming
from app.library.xmp.wishes import Profile
from tests.pictures import scene, write_photo

TOKEN = CancelToken()
OURS = {"IMG.JPG": Marks(4, Flag.NONE, Label.RED), "IMG.PNG": Marks(2, Flag.NONE, Label.BLUE)}
ALONE = Marks(3, Flag.NONE, Label.GREEN)


class Library:
    """A folder in a database that knows nothing of it yet."""

    def __init__(self, path: Path, folder: Path) -> None:
        self.path, self.folder = path, folder

    def marks(self, *, read: bool = False) -> dict[str, tuple[PhotoId, Marks]]:
        for _ in open_folder(TOKEN, folder=self.folder, database=self.path, recursive=False, embedders=()):
            pass
        with Store(self.path) as store:
            if read:
                read_sidecars(store, self.folder, recursive=False, token=TOKEN)
            photos = store.photos_under(self.folder, recursive=False)
            return {photo.path.name: (photo.id, marks) for photo, marks in photos}

    def write(self, marks: dict[str, Marks], options: WriteOptions) -> None:
        ids = self.marks()
        with Store(self.path) as store:
            store.set_marks({ids[name][0]: one for name, one in marks.items()})
            write_sidecars(store, self.folder, recursive=False, options=options, token=TOKEN)


@pytest.fixture
def library(tmp_path: Path) -> Callable[[str], Library]:
    folder = tmp_path / "shoot"
    write_photo(folder / "IMG.jpg", scene(1, (48, 32))).rename(folder / "IMG.JPG")
    return lambda name: Library(tmp_path / name, folder)


@pytest.mark.parametrize(
    ("profile", "naming", "embed"), [*product(Profile, (None, *Naming), (False,)), (Profile.LIGHTROOM, None, True)]
)
def test_the_marks_of_a_jpeg_and_its_png_come_back(
    library: Callable[[str], Library], profile: Profile, naming: Naming | None, embed: bool
) -> None:
    options = WriteOptions(profile, naming=naming, embed=embed)
    first = library("first.db")
    first.write({"IMG.JPG": ALONE}, options)
    scene(2, (48, 32)).save(first.folder / "IMG.PNG")
    # Before anything is written anew, what was said of the JPEG alone is still its own.
    found = {name: marks for name, (_, marks) in library("second.db").marks(read=True).items()}
    assert found == {"IMG.JPG": ALONE, "IMG.PNG": Marks()}
    first.write(OURS, options)
    assert {name: marks for name, (_, marks) in library("third.db").marks(read=True).items()} == OURS
