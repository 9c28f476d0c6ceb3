import io

import pytest
from PIL import Image

from app.analysis.face_places import Placing, placings
from app.cancel import Cancelled, CancelToken
from app.library.thumbnails import encode_thumbnail
from tests.pictures import scene, shifted

SIZE = (320, 213)


def thumbnails(*shifts: tuple[int, int]) -> list[bytes]:
    large = scene(5, (960, 639))
    return [encode_thumbnail(shifted(large, *shift).resize(SIZE, Image.Resampling.LANCZOS)) for shift in shifts]


def test_the_same_thing_lies_at_the_same_place_wherever_the_camera_points() -> None:
    shifts = [(-36, 15), (0, 0), (0, 0), (45, -24), (60, 30)]
    found = placings(thumbnails(*shifts), CancelToken())
    width, height = 960, 639
    at = [place.place(0.5 - dx / width, 0.4 - dy / height) for place, (dx, dy) in zip(found, shifts, strict=True)]
    for place in at:
        assert place == pytest.approx(at[1], abs=0.012)


def test_frames_that_have_nothing_in_common_lie_at_the_same_place() -> None:
    jpegs = [encode_thumbnail(scene(seed, SIZE)) for seed in (1, 2, 3)]
    for place in placings(jpegs, CancelToken()):
        assert place.place(0.5, 0.5) == pytest.approx((0, 0), abs=0.05)


def test_upright_frames_among_others_are_left_where_they_are() -> None:
    jpegs = [*thumbnails((0, 0), (30, 0)), encode_thumbnail(scene(5, (213, 320)))]
    assert placings(jpegs, CancelToken())[2] == Placing(213 / 320)


def test_one_frame_and_none() -> None:
    assert placings([], CancelToken()) == ()
    (only,) = placings(thumbnails((0, 0)), CancelToken())
    assert only == Placing(320 / 213)


def test_it_can_be_stopped() -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        placings(thumbnails((0, 0), (9, 0)), token)


def test_places_are_told_from_the_middle_in_heights() -> None:
    assert Placing(1.5).place(0.5, 0.5) == (0, 0)
    assert Placing(1.5).place(1.0, 0.0) == (0.75, -0.5)
    assert Placing(1.5, right=0.1, zoom=0.1).place(1.0, 0.5) == pytest.approx((0.925, 0.0))


def test_a_thumbnail_may_be_grey() -> None:
    buffer = io.BytesIO()
    scene(1, SIZE).convert("L").save(buffer, "JPEG")
    assert len(placings([buffer.getvalue()] * 2, CancelToken())) == 2
