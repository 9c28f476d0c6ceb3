"""Every file of the collections of odd and of hostile photos, opened as the program does, with what must come of it.

`outcomes.csv` names each file with the size in pixels at which it is shown, or the reason why it is not.
"""

import csv
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import pytest

from app.cancel import CancelToken
from app.library.decode import UnreadableError, open_picture
from app.library.photo import ScannedPhoto, Skipped
from app.library.scan import list_shots, read_shots

SAMPLES = Path(__file__).parents[2].parent / "shared" / "photos"
pytestmark = [
    pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample photos are not beside the checkout"),
    # Outside pytest the filter that decoding installs keeps these remarks away.
    pytest.mark.filterwarnings("ignore::UserWarning:PIL", "ignore::RuntimeWarning:PIL"),
]


def expected(folder: str) -> dict[str, str]:
    with Path(__file__).with_name("outcomes.csv").open(encoding="utf-8", newline="") as table:
        return {row["file"]: row["outcome"] for row in csv.DictReader(table) if row["file"].startswith(f"{folder}/")}


def outcome(one: ScannedPhoto | Skipped) -> tuple[str, str]:
    if isinstance(one, Skipped):
        return one.path.relative_to(SAMPLES).as_posix(), one.reason
    (path,) = one.files
    name = path.relative_to(SAMPLES).as_posix()
    try:
        picture = open_picture(path)
    except UnreadableError as error:
        return name, error.reason
    assert picture.mode == "RGB"
    return name, f"{picture.width}x{picture.height}"


@pytest.mark.parametrize("folder", ["formats", "broken"])
def test_each_file_comes_out_as_stated(folder: str) -> None:
    listing = list_shots(SAMPLES / folder, recursive=True, token=CancelToken())
    found = [*read_shots(listing, {}, CancelToken()), *listing.skipped]
    with ThreadPoolExecutor(2) as pool:
        outcomes = dict(pool.map(outcome, found))
    stated = expected(folder)
    if find_spec("pillow_jxl"):
        # With that package they are shown, or damaged as they are.
        of_jpeg_xl = {name for name in stated if name.endswith(".jxl")}
        assert not any("pillow-jxl-plugin" in outcomes.pop(name) for name in of_jpeg_xl)
        stated = {name: reason for name, reason in stated.items() if name not in of_jpeg_xl}
    assert outcomes == stated
    assert len(found) == len(expected(folder))
