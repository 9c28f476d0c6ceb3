import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.analysis import face_strip
from app.analysis.eyes import Eyes
from app.analysis.faces import CLOSE_UP, Face, SeenFaces
from tests.analysis.made_faces import face

shares = st.floats(-0.5, 1.5)
chances = st.none() | st.floats(0, 1)
faces = st.builds(
    Face,
    shares,
    shares,
    shares,
    shares,
    shares,
    shares,
    st.builds(Eyes, chances, chances),
    st.binary(min_size=64, max_size=64),
)


def seen(*found: Face) -> SeenFaces:
    greys = range(40, 40 + 20 * len(found), 20)
    return SeenFaces(found, tuple(Image.new("RGB", (CLOSE_UP, CLOSE_UP), (grey,) * 3) for grey in greys))


def jpeg_with(comment: bytes, height: int = CLOSE_UP) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (CLOSE_UP, height)).save(buffer, "JPEG", comment=comment)
    return buffer.getvalue()


@given(st.lists(faces, max_size=4), st.floats(0.2, 5))
def test_what_is_written_is_read_again(found: list[Face], aspect: float) -> None:
    made = face_strip.written(seen(*found), aspect)
    assert (made.faces, made.aspect) == (tuple(found), aspect)
    assert face_strip.read(made.jpeg) == made


def test_the_close_ups_are_below_each_other() -> None:
    made = face_strip.written(seen(face(0.2), face(0.5), face(0.8)), 1.5)
    with Image.open(io.BytesIO(made.jpeg)) as strip:
        assert strip.size == (CLOSE_UP, 3 * CLOSE_UP)
        greys = [strip.getpixel((80, 80 + CLOSE_UP * at)) for at in range(3)]
    assert [pixel[0] for pixel in greys if isinstance(pixel, tuple)] == pytest.approx([40, 60, 80], abs=2)


def test_sixty_faces_fit() -> None:
    made = face_strip.written(seen(*(face(n / 60, certainty=0.123456789012345) for n in range(60))), 1.5)
    assert face_strip.read(made.jpeg) == made


@pytest.mark.parametrize(
    "known",
    [
        {"version": 0, "aspect": 1.5, "faces": []},
        {"version": 1, "aspect": 1.5, "faces": [[0.1] * 9]},
        {"version": 1, "aspect": 1.5, "faces": [["x"] * 8 + ["00"]]},
        {"version": 1, "aspect": 1.5, "faces": [[0.1] * 8 + ["zz"]]},
        {"version": 1, "aspect": 1.5, "faces": 3},
        {"version": 1, "faces": []},
        [],
        None,
    ],
)
def test_what_is_damaged_counts_as_not_known(known: object) -> None:
    assert face_strip.read(jpeg_with(json.dumps(known).encode())) is None


def test_a_jpeg_of_something_else_counts_as_not_known() -> None:
    whole = face_strip.written(seen(face(0.2), face(0.5)), 1.5).jpeg
    for jpeg in (b"", b"no jpeg", whole[:100], jpeg_with(b"a holiday"), jpeg_with(b"[" * 60000)):
        assert face_strip.read(jpeg) is None
    two = {"version": 1, "aspect": 1.5, "faces": [face_strip._row(face(0.2))] * 2}
    assert face_strip.read(jpeg_with(json.dumps(two).encode())) is None
