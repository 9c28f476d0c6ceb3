from pathlib import Path

import pytest

from tests.train.records import blurred_series
from train.manifest import SeriesRecord, SingleRecord, around
from train.manifest_source import ManifestSeries, ManifestSingles
from train.samples import CoarseSource, FineSource, Pair, SampleError


def test_a_series_of_files(tmp_path: Path) -> None:
    record = blurred_series(tmp_path, "a", (2, 0, 4), seed=1)
    source: FineSource = ManifestSeries([record], longest=100)
    sample = source.sample(0, epoch=3)
    assert len(source) == 1
    assert [picture.size for picture in sample.pictures] == [(100, 75)] * 3
    assert (sample.pairs, sample.severities) == (record.pairs, ())


def test_a_single_picture(tmp_path: Path) -> None:
    image = blurred_series(tmp_path, "a", (0, 1), seed=1).images[0]
    source: CoarseSource = ManifestSingles([SingleRecord(image, around(4))], longest=100)
    sample = source.sample(0)
    assert (len(source), sample.picture.size, sample.distribution) == (1, (100, 75), around(4))


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    gone = tmp_path / "gone.jpg"
    with pytest.raises(SampleError, match=r"gone\.jpg"):
        ManifestSeries([SeriesRecord("a", (gone, tmp_path / "b.jpg"))]).sample(0, 0)
    with pytest.raises(SampleError, match=r"gone\.jpg"):
        ManifestSingles([SingleRecord(gone, around(4))]).sample(0)


def test_of_a_long_series_each_epoch_shows_other_frames(tmp_path: Path) -> None:
    record = blurred_series(tmp_path, "a", (0, 1, 2, 3, 4, 5), seed=1)
    one_pair = SeriesRecord("a", record.images, (Pair(4, 1, 0.9, "it is sharper"),))
    source = ManifestSeries([record, one_pair], longest=60, most_frames=3)
    shown = {tuple(picture.tobytes() for picture in source.sample(0, epoch).pictures) for epoch in range(8)}
    assert len(shown) > 1
    assert {len(frames) for frames in shown} == {3}
    assert source.sample(0, 5) == ManifestSeries([record], longest=60, most_frames=3).sample(0, 5)
    for epoch in range(8):
        sample = source.sample(1, epoch)
        (pair,) = sample.pairs
        assert (pair.probability, pair.sentence) == (0.9, "it is sharper")
        whole = ManifestSeries([record], longest=60).sample(0, 0).pictures
        assert (sample.pictures[pair.better], sample.pictures[pair.worse]) == (whole[4], whole[1])
