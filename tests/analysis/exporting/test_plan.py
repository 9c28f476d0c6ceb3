from pathlib import Path

import pytest

from app.analysis.exporting.choice import Kind, What
from app.analysis.exporting.plan import Request, plan
from app.analysis.exporting.selection import select
from app.analysis.series import SeriesKind
from app.errors import AppError
from app.library.photo import Flag, Marks, Photo
from app.library.transfer.parcel import Mode
from tests.analysis.exporting.shoots import photo, shoot_of
from tests.library.transfer.parcels import write

PICK = Marks(flag=Flag.PICK)


def on_disk(number: int, folder: Path, *names: str) -> Photo:
    for name in names:
        write(folder / name, bytes(100))
    return photo(number, *names, folder=folder)


def request(photos: list[Photo], picked: set[int], folder: Path, to: Path, mode: Mode | None = Mode.COPY) -> Request:
    shoot = shoot_of([(SeriesKind.SINGLE, [one]) for one in photos], dict.fromkeys(picked, PICK))
    return Request(select(shoot, What(Kind.PICKS)), folder, to, mode, "{seq}")


def test_sizes_files_and_names(tmp_path: Path) -> None:
    shoot = tmp_path / "shoot"
    photos = [on_disk(1, shoot, "a.jpg", "a.cr3"), on_disk(2, shoot, "b.jpg"), on_disk(3, shoot, "c.jpg")]
    write(shoot / "a.xmp", bytes(10))
    made = plan(request(photos, {1, 3}, shoot, tmp_path / "to"))
    assert [str(parcel.name) for parcel in made.parcels] == ["0001", "0002"]
    assert (made.files, made.size, made.needed, made.inside) == (4, 310, 310, 0)
    assert made.free is not None
    assert not (tmp_path / "to").exists()


def test_numbers_follow_the_time_of_capture(tmp_path: Path) -> None:
    late, early = photo(1, wall=100.0), photo(2, wall=50.0)
    made = plan(request([late, early], {1, 2}, tmp_path, tmp_path / "to"))
    assert [frame.photo.id for frame in made.frames] == [2, 1]


def test_a_sidecar_goes_with_the_last_photo_that_needs_it(tmp_path: Path) -> None:
    write(tmp_path / "a.xmp", b"x")
    photos = [on_disk(1, tmp_path, "a.jpg"), on_disk(2, tmp_path, "a.png"), on_disk(3, tmp_path, "a.tif")]
    some = plan(request(photos, {1, 2}, tmp_path, tmp_path / "to"))
    assert [len(parcel.shared) for parcel in some.parcels] == [1, 1]
    every = plan(request(photos, {1, 2, 3}, tmp_path, tmp_path / "to"))
    assert [len(parcel.shared) for parcel in every.parcels] == [1, 1, 0]


@pytest.mark.parametrize(
    ("picked", "names"), [({1}, {1: set()}), ({1, 2}, {1: set(), 2: {"a.xmp"}}), ({2}, {2: {"a.xmp"}})]
)
def test_the_sidecar_of_a_raw_goes_with_no_other_photo_of_that_name(
    tmp_path: Path, picked: set[int], names: dict[int, set[str]]
) -> None:
    write(tmp_path / "a.xmp", b"x")
    photos = [on_disk(1, tmp_path, "a.jpg"), on_disk(2, tmp_path, "a.cr3")]
    made = plan(request(photos, picked, tmp_path, tmp_path / "to", Mode.MOVE))
    found = {f.photo.id: {c.name for c in p.companions} for f, p in zip(made.frames, made.parcels, strict=True)}
    assert found == names
    assert not any(parcel.shared for parcel in made.parcels)


def test_what_was_brought_within_the_shoot_before_stays(tmp_path: Path) -> None:
    photos = [on_disk(1, tmp_path, "a.jpg"), on_disk(2, tmp_path / "selected", "a.jpg")]
    made = plan(request(photos, {1, 2}, tmp_path, tmp_path / "selected"))
    assert ([frame.photo.id for frame in made.frames], made.inside) == ([1], 1)
    for to in (tmp_path, tmp_path.parent):
        assert plan(request(photos, {1, 2}, tmp_path, to)).inside == 0


def test_lists_alone_bring_nothing(tmp_path: Path) -> None:
    made = plan(request([on_disk(1, tmp_path, "a.jpg")], {1}, tmp_path, tmp_path / "to", None))
    assert (made.parcels, made.needed, len(made.frames)) == ((), 0, 1)


def test_a_bad_template_is_said(tmp_path: Path) -> None:
    wanted = request([on_disk(1, tmp_path, "a.jpg")], {1}, tmp_path, tmp_path / "to")
    with pytest.raises(AppError, match="no field"):
        plan(Request(wanted.selection, wanted.folder, wanted.to, wanted.mode, "{oops}"))
