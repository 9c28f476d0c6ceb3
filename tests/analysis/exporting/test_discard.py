from pathlib import Path

import pytest

from app.analysis.exporting.discard import Side, carry_out, is_pair, plan_discard, take_back
from app.cancel import Cancelled, CancelToken
from app.library.photo import Photo
from app.library.transfer import system_bin
from app.library.transfer.parcel import Undelivered
from app.library.transfer.system_bin import Binned
from tests.analysis.exporting.shoots import photo
from tests.bins import own_bin
from tests.library.transfer.parcels import state, write


def names(paths: tuple[Path, ...]) -> set[str]:
    return {path.name for path in paths}


@pytest.fixture
def pair(tmp_path: Path) -> Photo:
    for name in ("A.JPG", "A.CR3", "A.MOV", "A.xmp", "A.JPG.xmp", "A.CR3.xmp", "A.CR3.pp3"):
        write(tmp_path / "shoot" / name, name.encode())
    return photo(1, "A.JPG", "A.CR3", "A.MOV", folder=tmp_path / "shoot")


@pytest.mark.parametrize(
    ("side", "files", "companions"),
    [
        (Side.BOTH, {"A.JPG", "A.CR3", "A.MOV"}, {"A.xmp", "A.JPG.xmp", "A.CR3.xmp", "A.CR3.pp3"}),
        (Side.RAW, {"A.CR3"}, {"A.CR3.xmp", "A.CR3.pp3"}),
        (Side.JPEG, {"A.JPG", "A.MOV"}, {"A.JPG.xmp"}),
    ],
)
def test_sidecars_go_with_the_last_file_that_needs_them(
    pair: Photo, side: Side, files: set[str], companions: set[str]
) -> None:
    made = plan_discard([pair], side, [])
    (one,) = made.discards
    assert (names(one.files), names(one.companions)) == (files, companions)
    assert made.files == len(files) + len(companions)
    assert made.size == sum(map(len, files | companions))


@pytest.mark.parametrize("side", list(Side))
def test_a_photo_that_is_no_pair_goes_whole(tmp_path: Path, side: Side) -> None:
    write(tmp_path / "A.CR3", b"raw")
    write(tmp_path / "A.xmp", b"x")
    lone = photo(1, "A.CR3", folder=tmp_path)
    (one,) = plan_discard([lone], side, []).discards
    assert not is_pair(lone)
    assert names(one.files) | names(one.companions) == {"A.CR3", "A.xmp"}


def test_a_sidecar_that_another_photo_needs_stays(pair: Photo, tmp_path: Path) -> None:
    first, other = (photo(n, name, folder=tmp_path / "shoot") for n, name in enumerate(("A.JPG", "A.PNG")))
    (one,) = plan_discard([first], Side.BOTH, [other]).discards
    assert names(one.companions) == {"A.JPG.xmp"}


def test_a_sidecar_of_the_raw_goes_with_it_and_says_nothing_of_another_photo(pair: Photo, tmp_path: Path) -> None:
    """Else the rejected RAW's marks would be those of the picture that is left beside its sidecar."""
    other = photo(2, "A.PNG", folder=tmp_path / "shoot")
    (one,) = plan_discard([pair], Side.BOTH, [other]).discards
    assert "A.xmp" in names(one.companions)
    (one,) = plan_discard([other], Side.BOTH, [pair]).discards
    assert one.companions == ()
    both = plan_discard([other, pair], Side.BOTH, [])
    assert [("A.xmp" in names(one.companions)) for one in both.discards] == [False, True]


def test_to_the_bin_and_back(pair: Photo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own_bin(monkeypatch, tmp_path / "data")
    before = state(tmp_path / "shoot")
    binned = list(carry_out(plan_discard([pair], Side.JPEG, []), CancelToken()))
    assert all(isinstance(one, Binned) for one in binned)
    assert set(state(tmp_path / "shoot")) == {"A.CR3", "A.xmp", "A.CR3.xmp", "A.CR3.pp3"}
    back = take_back([one for one in binned if isinstance(one, Binned)], CancelToken())
    assert all(isinstance(one, Path) for one in back)
    assert state(tmp_path / "shoot") == before


def test_sidecars_of_what_the_bin_does_not_take_stay(pair: Photo, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(system_bin, "_send", refuse)
    before = state(pair.path.parent)
    results = list(carry_out(plan_discard([pair], Side.BOTH, []), CancelToken()))
    assert [type(one) for one in results] == [Undelivered] * 3
    assert state(pair.path.parent) == before


def test_a_sidecar_of_two_photos_stays_with_the_one_the_bin_does_not_take(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_bin(monkeypatch, tmp_path / "data")
    for name in ("A.JPG", "A.PNG", "A.xmp", "A.JPG.xmp"):
        write(tmp_path / "shoot" / name, name.encode())
    send = system_bin._send

    def refuse_one(path: Path) -> None:
        if path.name == "A.PNG":
            raise OSError(5, "Input/output error")
        send(path)

    monkeypatch.setattr(system_bin, "_send", refuse_one)
    photos = [photo(1, "A.JPG", folder=tmp_path / "shoot"), photo(2, "A.PNG", folder=tmp_path / "shoot")]
    list(carry_out(plan_discard(photos, Side.BOTH, []), CancelToken()))
    assert set(state(tmp_path / "shoot")) == {"A.PNG", "A.xmp"}


def test_it_can_be_stopped_between_two_photos(pair: Photo) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        next(carry_out(plan_discard([pair], Side.BOTH, []), token))
