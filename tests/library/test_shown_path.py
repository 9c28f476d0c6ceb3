from pathlib import Path

import pytest

from app.library.shown_path import shown_path


@pytest.mark.parametrize(("path", "shown"), [(Path("a/Grüße.jpg"), "a/Grüße.jpg"), ("IMG\udcff.jpg", "IMG?.jpg")])
def test_a_path_can_always_be_printed(path: Path | str, shown: str) -> None:
    assert shown_path(path) == shown
    shown_path(path).encode()
