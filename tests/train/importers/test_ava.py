from pathlib import Path

import pytest

from train.importers import ImporterError
from train.importers.ava import imported
from train.manifest import SingleRecord

LINES = """\
1 953619 0 1 5 17 38 36 15 6 5 1 1 22 1396
2 953958 10 7 15 26 26 21 10 8 1 2 1 21 1396
3 954184 0 0 4 8 41 56 10 3 0 4 0 0 1396
"""


def folder(tmp_path: Path, *names: str) -> Path:
    images = tmp_path / "images"
    images.mkdir()
    for name in names:
        (images / name).touch()
    return images


def test_votes_become_distributions(tmp_path: Path) -> None:
    images = folder(tmp_path, "953619.jpg", "953958.jpg", "954184.jpg", "unknown.jpg")
    (tmp_path / "AVA.txt").write_text(LINES)
    found = imported(tmp_path / "AVA.txt", images)
    assert found.left_out == ()
    first, second, _ = found.records
    assert isinstance(first, SingleRecord)
    assert isinstance(second, SingleRecord)
    assert first.image == images / "953619.jpg"
    assert first.distribution == tuple(votes / 124 for votes in (0, 1, 5, 17, 38, 36, 15, 6, 5, 1))
    assert second.mean == pytest.approx(sum(s * v for s, v in enumerate((10, 7, 15, 26, 26, 21, 10, 8, 1, 2), 1)) / 126)


def test_what_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "AVA.txt").write_text(
        LINES + "\n4 12 0 0 0 0 0 0 0 0 0 0 0 0 1\n5 13 1 2 3\n6 14 -1 1 1 1 1 1 1 1 1 1\n"
    )
    found = imported(tmp_path / "AVA.txt", folder(tmp_path, "953619.jpg", "954184.jpg", "12.jpg", "14.jpg"))
    assert [one.image.name for one in found.records] == ["953619.jpg", "954184.jpg"]  # type: ignore[union-attr]
    assert [(one.what.split(":")[0], one.reason) for one in found.left_out] == [
        ("line 2", "there is no such file"),
        ("line 5", "a distribution needs at least one judge"),
        ("line 6", "a line starts with two numbers and ten counts of votes"),
        ("line 7", "a line starts with two numbers and ten counts of votes"),
    ]


def test_without_list_or_folder_there_is_nothing(tmp_path: Path) -> None:
    with pytest.raises(ImporterError, match=r"AVA\.txt cannot be read: No such file or directory\."):
        imported(tmp_path / "AVA.txt", folder(tmp_path))
    (tmp_path / "AVA.txt").write_bytes(b"\xff\xd8")
    with pytest.raises(ImporterError, match="it holds more than numbers"):
        imported(tmp_path / "AVA.txt", tmp_path / "images")
    with pytest.raises(ImporterError, match=r"The folder .* cannot be read"):
        imported(tmp_path / "AVA.txt", tmp_path / "gone")
