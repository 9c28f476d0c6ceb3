from pathlib import Path

import numpy as np
import pytest

from app.analysis.embedder import APPEARANCE, vector_of, vectors_by
from app.analysis.models import load_model
from app.cancel import Cancelled, CancelToken
from app.library.thumbnails import encode_thumbnail
from tests.fakes import BrightnessScorer
from tests.networks import seeing_weights
from tests.pictures import scene, shifted

JPEGS = [encode_thumbnail(scene(seed, (120, 80))) for seed in (1, 2, 3)]


def test_vectors_are_what_the_database_gives_back(tmp_path: Path) -> None:
    scorer = load_model(seeing_weights(tmp_path / "seeing.safetensors"), "cpu")
    for vector in (vector_of(JPEGS[0]), *vectors_by(scorer, JPEGS, CancelToken())):
        assert vector.dtype == np.float32
        assert np.array_equal(vector, vector.astype(np.float16).astype(np.float32))
        assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-3)


def test_a_vector_hardly_depends_on_those_it_is_made_with(tmp_path: Path) -> None:
    scorer = load_model(seeing_weights(tmp_path / "seeing.safetensors"), "cpu")
    together = vectors_by(scorer, JPEGS, CancelToken())
    alone = [vectors_by(scorer, [jpeg], CancelToken())[0] for jpeg in JPEGS]
    assert np.allclose(together, alone, atol=2e-3)
    assert vectors_by(scorer, [], CancelToken()) == []


def test_likeness_from_pixels_tells_a_next_frame_from_another_scene() -> None:
    first = vector_of(JPEGS[0])
    again = vector_of(encode_thumbnail(shifted(scene(1, (120, 80)), 3, 2)))
    assert APPEARANCE.scale(float(first @ again)) > 0.8 > APPEARANCE.scale(float(first @ vector_of(JPEGS[1])))


def test_a_cancel_is_obeyed() -> None:
    class Decoding(BrightnessScorer):
        def embed(self, pictures):  # type: ignore[no-untyped-def]
            return [frame() for frame in pictures]

    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        vectors_by(Decoding(), JPEGS, token)
