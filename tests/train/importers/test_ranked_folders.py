from pathlib import Path

import pytest

from train.importers import ImporterError
from train.importers.ranked_folders import imported, pairs_by_rank
from train.manifest import SeriesRecord
from train.samples import Pair


def folder(path: Path, *names: str, ranking: str | None = None) -> Path:
    path.mkdir(parents=True)
    for name in names:
        (path / name).touch()
    if ranking is not None:
        (path / "ranking.csv").write_text(ranking, "utf-8")
    return path


def test_each_step_trebles_the_odds() -> None:
    first, second, third = pairs_by_rank([3, 1, 2])
    assert first == Pair(1, 0, pytest.approx(0.9))  # type: ignore[arg-type]
    assert second == Pair(2, 0, pytest.approx(0.75))  # type: ignore[arg-type]
    assert third == Pair(1, 2, pytest.approx(0.75))  # type: ignore[arg-type]


def test_gaps_in_ranks_are_no_steps_and_equal_ranks_no_pairs() -> None:
    assert pairs_by_rank([10, 10, 70]) == pairs_by_rank([1, 1, 2])
    assert [(pair.better, pair.worse) for pair in pairs_by_rank([1, 1, 2])] == [(0, 2), (1, 2)]


def test_a_list_of_ranks(tmp_path: Path) -> None:
    place = folder(
        tmp_path / "day 1" / "beach", "a.jpg", "b.jpg", "c.jpg", ranking="\ufefffile,rank,note\nb.jpg,1,x\na.jpg,2,\n"
    )
    found = imported(tmp_path)
    (record,) = found.records
    assert isinstance(record, SeriesRecord)
    assert (record.id, record.images) == ("day 1/beach", (place / "a.jpg", place / "b.jpg"))
    assert record.pairs == (Pair(1, 0, 0.75),)
    assert found.left_out == ()


def test_ranks_in_names(tmp_path: Path) -> None:
    names = ("rank2-IMG_7.jpg", "Rank 10.PNG", "rank1_b.jpeg", "IMG_9.jpg", "ranking.txt", "rank3.txt")
    folder(tmp_path / "hill", *names)
    (record,) = imported(tmp_path).records
    assert isinstance(record, SeriesRecord)
    assert [image.name for image in record.images] == ["Rank 10.PNG", "rank1_b.jpeg", "rank2-IMG_7.jpg"]
    assert {(pair.better, pair.worse) for pair in record.pairs} == {(1, 0), (2, 0), (1, 2)}


def test_the_folder_itself_may_be_a_series(tmp_path: Path) -> None:
    place = folder(tmp_path / "alone", "rank1.jpg", "rank2.jpg")
    assert [getattr(one, "id", "") for one in imported(place).records] == ["alone"]


@pytest.mark.parametrize(
    ("ranking", "reason"),
    [
        ("", "the first line of ranking.csv names no columns “file” and “rank”"),
        ("name,rank\na.jpg,1\n", "the first line of ranking.csv names no columns “file” and “rank”"),
        ("file,rank\na.jpg,1\nb.jpg,best\n", "line 3 of ranking.csv has no number as rank"),
        ("file,rank\na.jpg\nb.jpg,2\n", "line 2 of ranking.csv has no number as rank"),
        ("file,rank\na.jpg,1\na.jpg,2\n", "ranking.csv lists a.jpg twice"),
        ("file,rank\na.jpg,1\nb.jpg,1\n", "all frames have the same rank"),
        ("file,rank\na.jpg,1\n", "fewer than two frames are left of the series"),
    ],
)
def test_a_folder_that_cannot_be_used_is_named_and_stops_no_other(tmp_path: Path, ranking: str, reason: str) -> None:
    bad = folder(tmp_path / "bad", "a.jpg", "b.jpg", ranking=ranking)
    folder(tmp_path / "good", "rank1.jpg", "rank2.jpg")
    found = imported(tmp_path)
    assert [getattr(one, "id", "") for one in found.records] == ["good"]
    assert [(one.what, one.reason) for one in found.left_out] == [(str(bad), reason)]


def test_a_list_that_is_no_text(tmp_path: Path) -> None:
    (folder(tmp_path / "bad") / "ranking.csv").write_bytes(b"file,rank\n\xff.jpg,1\n")
    assert [one.reason for one in imported(tmp_path).left_out] == ["ranking.csv is not in UTF-8"]


def test_missing_files_are_named(tmp_path: Path) -> None:
    place = folder(tmp_path / "x", "a.jpg", "b.jpg", ranking="file,rank\na.jpg,1\nb.jpg,2\ngone.jpg,3\n")
    found = imported(tmp_path)
    assert [len(getattr(one, "images", ())) for one in found.records] == [2]
    assert [(one.what, one.reason) for one in found.left_out] == [(str(place / "gone.jpg"), "there is no such file")]


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(ImporterError, match="There is no folder"):
        imported(tmp_path / "gone")
