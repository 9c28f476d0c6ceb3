import os
from pathlib import Path

import pytest

from tests.pictures import scene
from tests.train.sources import write_manifest
from train.data import Part, from_manifest, from_photos, hash_of, photos
from train.errors import TrainingError
from train.samples import SampleError
from train.synthetic_series import SyntheticSeries


def test_photos_are_found_below_by_name(tmp_path: Path) -> None:
    for name in ("b.JPG", "a/c.png", "a/notes.txt", "a/x/d.webp"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert [path.relative_to(tmp_path).as_posix() for path in photos([tmp_path])] == ["a/c.png", "a/x/d.webp", "b.JPG"]


def test_the_hash_tells_content_and_names_and_not_the_place(tmp_path: Path) -> None:
    for folder, content in (("one", b"1"), ("same", b"1"), ("other", b"2")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a").write_bytes(content)
    one, same, other = (hash_of([tmp_path / folder / "a"]) for folder in ("one", "same", "other"))
    assert one == same != other
    os.rename(tmp_path / "same" / "a", tmp_path / "same" / "b")
    assert hash_of([tmp_path / "same" / "b"]) != one
    assert hash_of([tmp_path / "absent"]) != hash_of([])


def test_a_manifest_gives_both_kinds(tmp_path: Path) -> None:
    data = from_manifest(write_manifest(tmp_path), Part.ALL, 0)
    assert data.fine is not None
    assert data.coarse is not None
    assert (len(data.fine), len(data.coarse)) == (3, 3)
    assert data.described == "manifest.jsonl: 3 series and 3 single pictures"
    assert len(data.fine.sample(0, 0).pictures) == 3


def test_an_empty_part_is_said(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").touch()
    with pytest.raises(TrainingError, match="holds nothing to learn from"):
        from_manifest(tmp_path / "empty.jsonl", Part.TRAIN, 0)


def test_series_are_made_by_number_and_epoch(tmp_path: Path) -> None:
    scene(1, (300, 200)).save(tmp_path / "photo.png")
    source = from_photos([tmp_path], 15000, 3).fine
    assert source is not None
    one, same, other = (source.sample(0, epoch) for epoch in (0, 0, 1))
    assert one.pictures == same.pictures
    assert one.pairs == same.pairs != other.pairs
    width, height = one.pictures[0].size
    assert 1000 < width * height < 15000 * 1.03


def test_photos_that_cannot_serve_are_named(tmp_path: Path) -> None:
    scene(1, (30, 20)).save(tmp_path / "small.png")
    (tmp_path / "damaged.png").write_bytes(b"no picture")
    source = SyntheticSeries((tmp_path / "small.png", tmp_path / "damaged.png"), 15000)
    with pytest.raises(SampleError, match=r"small\.png is too small"):
        source.sample(0, 0)
    with pytest.raises(SampleError, match=r"damaged\.png cannot be read"):
        source.sample(1, 0)
