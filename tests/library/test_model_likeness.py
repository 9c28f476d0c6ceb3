from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.library.model_likeness import MeasuredLikeness, read_likeness, write_likeness

FOUND = MeasuredLikeness("clip-1-abc", -0.25, 0.875)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    assert read_likeness(tmp_path) is None
    write_likeness(tmp_path, FOUND)
    assert read_likeness(tmp_path) == FOUND
    assert read_likeness(tmp_path / "nowhere") is None


@pytest.mark.parametrize(
    "cosines",
    ['"low": NaN, "high": 0.9', '"low": 0.1, "high": Infinity', '"low": 0.5, "high": 0.5', '"low": "0", "high": 0.9'],
)
def test_numbers_that_make_no_sense_are_nothing(tmp_path: Path, cosines: str) -> None:
    (tmp_path / "likeness.json").write_text(f'{{"embedder": "clip-1-abc", {cosines}}}')
    assert read_likeness(tmp_path) is None


@given(st.binary(max_size=40))
def test_garbage_is_nothing(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("model")
    (folder / "likeness.json").write_bytes(content)
    assert read_likeness(folder) is None
