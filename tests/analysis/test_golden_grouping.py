"""Series of real photos, frame by frame, by the very vectors the product uses.

At the defaults they were looked at and found as a photographer would have them; the looser setting pins behaviour.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from app.analysis.embedder import APPEARANCE, vector_of
from app.analysis.grouping import GroupingSettings, Look, Timeline, group, timeline
from app.analysis.series import SeriesKind
from app.cancel import CancelToken
from app.library.photo import ScannedPhoto
from app.library.scan import list_shots, read_shots
from app.library.thumbnails import encode_thumbnail, make_thumbnail

SEQUENCES = Path(__file__).parents[2].parent / "shared" / "photos" / "sequences"
DEFAULT = GroupingSettings()
LOOSE = GroupingSettings(gap=5.0, likeness=0.7)

pytestmark = pytest.mark.skipif(not SEQUENCES.is_dir(), reason=f"the real sequences are not at {SEQUENCES}")


@dataclass(frozen=True, slots=True)
class Golden:
    """What is joined, from first to last file name; every other photo of the folder is a single."""

    folder: str
    settings: GroupingSettings
    photos: int
    bursts: str
    brackets: str = ""


GOLDEN = [
    Golden(
        "brackets",
        DEFAULT,
        15,
        "DSC08191-DSC08192",
        "DSC08194-DSC08195 DSC08196-DSC08200 DSC08201-DSC08205",
    ),
    Golden(
        "brackets",
        LOOSE,
        15,
        "DSC08191-DSC08192",
        "DSC08194-DSC08195 DSC08196-DSC08200 DSC08201-DSC08205",
    ),
    Golden(
        "focus-depthmap",
        DEFAULT,
        10,
        "pcb_000-pcb_009",
    ),
    Golden(
        "focus-depthmap",
        LOOSE,
        10,
        "pcb_000-pcb_009",
    ),
    Golden(
        "focus-pcb",
        DEFAULT,
        8,
        "pcb_001-pcb_007",
    ),
    Golden(
        "focus-pcb",
        LOOSE,
        8,
        "pcb_001-pcb_007",
    ),
    Golden(
        "caliterra",
        DEFAULT,
        27,
        ("IMG_9354-IMG_9360 IMG_9363-IMG_9366 IMG_9367-IMG_9369 IMG_9372-IMG_9373 IMG_9374-IMG_9377 IMG_9378-IMG_9379"),
    ),
    Golden(
        "caliterra",
        LOOSE,
        27,
        "IMG_9354-IMG_9361 IMG_9363-IMG_9366 IMG_9367-IMG_9370 IMG_9371-IMG_9373 IMG_9374-IMG_9378",
    ),
    Golden(
        "kite",
        DEFAULT,
        41,
        (
            "IMG_0022-IMG_0025 IMG_0046-IMG_0052 IMG_0055-IMG_0076 IMG_0079-IMG_0088 IMG_0091-IMG_0094 "
            "IMG_0100-IMG_0103 IMG_0118-IMG_0127 IMG_0130-IMG_0136 IMG_0139-IMG_0142"
        ),
    ),
    Golden(
        "kite",
        LOOSE,
        41,
        (
            "IMG_0022-IMG_0028 IMG_0031-IMG_0034 IMG_0046-IMG_0076 IMG_0079-IMG_0097 IMG_0100-IMG_0112 "
            "IMG_0118-IMG_0127 IMG_0130-IMG_0136 IMG_0139-IMG_0142"
        ),
    ),
    Golden(
        "seneca",
        DEFAULT,
        50,
        "IMG_0481-IMG_0482 IMG_0487-IMG_0489",
    ),
    Golden(
        "seneca",
        LOOSE,
        50,
        (
            "IMG_0446-IMG_0447 IMG_0448-IMG_0449 IMG_0452-IMG_0453 IMG_0460-IMG_0462 IMG_0464-IMG_0465 "
            "IMG_0468-IMG_0469 IMG_0474-IMG_0475 IMG_0476-IMG_0477 IMG_0481-IMG_0482 IMG_0484-IMG_0485 "
            "IMG_0487-IMG_0489"
        ),
    ),
]


@cache
def known(folder: str) -> tuple[list[str], Timeline]:
    token = CancelToken()
    found = list(read_shots(list_shots(SEQUENCES / folder, recursive=False, token=token), {}, token))
    photos = [photo for photo in found if isinstance(photo, ScannedPhoto)]
    names = [photo.files[0].name for photo in photos]
    vectors = np.stack([vector_of(encode_thumbnail(make_thumbnail(photo.files[0]))) for photo in photos])
    return names, timeline([photo.capture for photo in photos], names, [Look(vectors, APPEARANCE.scale)])


@pytest.mark.parametrize(
    "golden", GOLDEN, ids=lambda golden: f"{golden.folder}, {golden.settings.gap:g} s, {golden.settings.likeness}"
)
def test_real_photos_fall_into_these_series(golden: Golden) -> None:
    names, line = known(golden.folder)
    series = group(line, golden.settings)
    assert sum(len(each.frames) for each in series) == len(names) == golden.photos
    for kind, expected in ((SeriesKind.BURST, golden.bursts), (SeriesKind.BRACKET, golden.brackets)):
        found = [[names[frame] for frame in each.frames] for each in series if each.kind is kind]
        assert found == [spelled_out(span, names) for span in expected.split()]


def spelled_out(span: str, names: list[str]) -> list[str]:
    """All names from the first to the last of a span such as IMG_1-IMG_4."""
    stems = [name.partition(".")[0] for name in names]
    first, _, last = span.partition("-")
    return names[stems.index(first) : stems.index(last) + 1]
