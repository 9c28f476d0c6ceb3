from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from app.errors import AppError
from app.library.monitor import to_monitor


def written(path: Path, name: str) -> Path:
    path.write_bytes(ImageCms.ImageCmsProfile(ImageCms.createProfile(name)).tobytes())  # type: ignore[arg-type]
    return path


def test_an_srgb_monitor_changes_nothing(tmp_path: Path) -> None:
    picture = Image.fromarray(np.random.default_rng(1).integers(0, 256, (9, 7, 3), np.uint8))
    before = np.asarray(picture).astype(int)
    to_monitor(written(tmp_path / "srgb.icc", "sRGB"))(picture)
    assert np.abs(np.asarray(picture).astype(int) - before).max() <= 1


@pytest.mark.parametrize("content", [b"", b"no profile at all"])
def test_a_profile_that_is_none_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.icc").write_bytes(content)
    with pytest.raises(AppError, match=r"bad\.icc cannot be used"):
        to_monitor(tmp_path / "bad.icc")


def test_a_profile_of_another_kind_and_one_that_is_gone_are_named(tmp_path: Path) -> None:
    for path in (written(tmp_path / "lab.icc", "LAB"), tmp_path / "gone.icc"):
        with pytest.raises(AppError, match="cannot be used"):
            to_monitor(path)


def test_a_monitor_of_other_primaries_gets_other_numbers(tmp_path: Path) -> None:
    """A profile as calibration writes it: matrix and curves, here with red and blue changed places."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, blue = profile.index(b"rXYZ") + 4, profile.index(b"bXYZ") + 4
    profile[red : red + 4], profile[blue : blue + 4] = profile[blue : blue + 4], profile[red : red + 4]
    (tmp_path / "swapped.icc").write_bytes(profile)
    picture = Image.new("RGB", (4, 4), (200, 100, 20))
    to_monitor(tmp_path / "swapped.icc")(picture)
    assert picture.getpixel((1, 1)) == pytest.approx((20, 100, 200), abs=2)
