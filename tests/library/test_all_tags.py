from datetime import datetime
from pathlib import Path

import pytest

from app.library.all_tags import all_tags
from app.library.decode import UnreadableError
from tests.pictures import scene, write_photo


def test_every_tag_of_a_photo_is_listed(tmp_path: Path) -> None:
    path = write_photo(
        tmp_path / "a.jpg", scene(1, (64, 48)), datetime(2026, 5, 9, 10, 2, 11), subsec="34", serial="77"
    )
    said = {(tag.group, tag.name): tag.value for tag in all_tags(path)}
    assert said["EXIF", "DateTimeOriginal"] == "2026:05:09 10:02:11"
    assert said["EXIF", "SubSecTimeOriginal"] == "34"
    assert said["Image", "Model"] == "Test Camera"


def test_a_picture_without_tags_has_none(tmp_path: Path) -> None:
    scene(1, (64, 48)).save(tmp_path / "a.png")
    assert all_tags(tmp_path / "a.png") == ()


def test_a_file_that_is_gone_is_named_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError) as caught:
        all_tags(tmp_path / "a.jpg")
    assert caught.value.reason == "the file is gone"


def test_maker_notes_of_real_cameras_are_read_and_damaged_ones_refused(real_photos: Path) -> None:
    with_notes = 0
    reasons = []
    for path in sorted((real_photos / "formats" / "cameras").iterdir()) + sorted((real_photos / "broken").rglob("*.*")):
        try:
            with_notes += any(tag.group == "MakerNote" for tag in all_tags(path))
        except UnreadableError as error:
            reasons.append(error.reason)
    assert with_notes > 20
    assert reasons
    assert all(reasons)
