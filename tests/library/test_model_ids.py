from pathlib import Path

from app.library.model_ids import ModelIds


def test_what_was_noted_by_other_versions_does_not_count(tmp_path: Path) -> None:
    file = tmp_path / "models" / "ids.json"
    ids = ModelIds(file, "torch 1")
    assert ids.of("abc") == ""
    ids.keep("abc", "net-1")
    ids.keep("def", "net-2")
    assert (ids.of("abc"), ids.of("def"), ids.of("ghi")) == ("net-1", "net-2", "")
    newer = ModelIds(file, "torch 2")
    assert newer.of("abc") == ""
    newer.keep("abc", "net-3")
    assert (newer.of("abc"), ids.of("abc"), ids.of("def")) == ("net-3", "", "net-2")
    assert [path.name for path in file.parent.iterdir()] == ["ids.json"]
