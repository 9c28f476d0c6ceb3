from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.analysis.embedder import APPEARANCE, Embedder, Vector
from app.analysis.grouping import GroupingSettings
from app.analysis.regrouping import Evidence, evidence, regroup
from app.analysis.series import SeriesKind
from app.analysis.shoot import PhotoSeries, Seen
from app.library.photo import Photo, PhotoId
from fgaesq_core import appearance
from fgaesq_core.appearance import LikenessScale
from tests.analysis.known import photo
from tests.pictures import scene

ONE, OTHER = (appearance.embed([scene(seed, (120, 80))])[0] for seed in (1, 3))
USUAL = GroupingSettings()
OWN = Embedder("own", LikenessScale(0.8, 1.0))
WHITE, BLACK = np.array([1, 0], np.float32), np.array([0, 1], np.float32)


def known_by_pixels(photos: list[Photo], vectors: list[Vector | None]) -> Evidence:
    return evidence(photos, [Seen(APPEARANCE, tuple(vectors))])


def sets(
    photos: list[Photo], vectors: list[Vector | None], settings: GroupingSettings = USUAL
) -> list[tuple[int, ...]]:
    return [one.frames for one in regroup(known_by_pixels(photos, vectors), settings)]


def test_no_photos_form_no_series() -> None:
    assert regroup(evidence([], []), USUAL) == regroup(known_by_pixels([], []), USUAL) == ()


def test_series_hold_ids_in_order_of_capture() -> None:
    photos = [photo(7, wall=0.0), photo(3, wall=100.0), photo(5, wall=0.5), photo(9, wall=300.0)]
    first, *rest = regroup(known_by_pixels(photos, [ONE, ONE, ONE, ONE]), USUAL)
    assert first == PhotoSeries(SeriesKind.BURST, (PhotoId(7), PhotoId(5)), first.reason)
    assert first.reason
    assert rest == [PhotoSeries(SeriesKind.SINGLE, (PhotoId(3),)), PhotoSeries(SeriesKind.SINGLE, (PhotoId(9),))]


def test_a_photo_without_embedding_goes_by_time_alone() -> None:
    photos = [photo(1, wall=0.0), photo(2, wall=0.5), photo(3, wall=1.0), photo(4, wall=9.0)]
    assert sets(photos, [None, None, None, None]) == [(1, 2, 3), (4,)]
    assert sets(photos, [ONE, None, ONE, None]) == [(1, 2, 3), (4,)]
    assert sets(photos, [ONE, ONE, OTHER, None]) == [(1, 2), (3,), (4,)]


def test_the_settings_count() -> None:
    photos = [photo(1, wall=0.0), photo(2, wall=5.0), photo(3, wall=10.0)]
    assert sets(photos, [ONE, ONE, OTHER]) == [(1, 2), (3,)]
    assert sets(photos, [None] * 3) == [(1,), (2,), (3,)]
    assert sets(photos, [None] * 3, GroupingSettings(gap=8.0)) == [(1, 2, 3)]


def test_where_the_models_own_eye_knows_both_photos_pixels_are_not_asked() -> None:
    photos = [photo(number, wall=5.0 * number) for number in range(1, 7)]
    pixels = (ONE, ONE, OTHER, OTHER, ONE, ONE)

    def joined(*own: Vector | None) -> list[tuple[int, ...]]:
        known = evidence(photos, [Seen(OWN, own), Seen(APPEARANCE, pixels)])
        return [one.frames for one in regroup(known, USUAL)]

    assert joined(*[None] * 6) == [(1, 2), (3, 4), (5, 6)]
    assert joined(WHITE, WHITE, WHITE, None, None, None) == [(1, 2, 3), (4,), (5, 6)]
    assert joined(WHITE, BLACK, BLACK, WHITE, None, None) == [(1,), (2, 3), (4,), (5, 6)]
    assert joined(WHITE, None, WHITE, None, WHITE, None) == [(1, 2), (3, 4), (5, 6)]
    assert joined(WHITE, WHITE, WHITE, BLACK, BLACK, BLACK) == [(1, 2, 3), (4, 5, 6)]


@given(st.lists(st.tuples(st.integers(0, 40), st.sampled_from((0, 1, 2))), max_size=12), st.randoms())
def test_the_order_in_which_photos_are_given_does_not_matter(shots: list[tuple[int, int]], random) -> None:
    known: list[tuple[Photo, Vector | None]] = [
        (photo(n, wall=float(wall), path=Path(f"/photos/{n:03d}.jpg")), (None, ONE, OTHER)[look])
        for n, (wall, look) in enumerate(shots)
    ]
    shuffled = random.sample(known, len(known))
    expected = regroup(known_by_pixels([one for one, _ in known], [vector for _, vector in known]), USUAL)
    assert regroup(known_by_pixels([one for one, _ in shuffled], [vector for _, vector in shuffled]), USUAL) == expected
    frames = [frame for one in expected for frame in one.frames]
    assert sorted(frames) == list(range(len(shots)))
    assert not any(np.isnan(vector).any() for _, vector in known if vector is not None)
