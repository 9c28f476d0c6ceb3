"""What the cosines of a model mean, measured on the demo shoot that ships."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from app.analysis.embedder import APPEARANCE
from app.analysis.model_likeness import measured_scale
from app.analysis.models import load_model
from app.cancel import Cancelled, CancelToken
from app.library.thumbnails import make_thumbnail
from fgaesq_core import Frame
from tests.demo_shoot import truth
from tests.fakes import BrightnessScorer
from tests.networks import blind_weights, seeing_weights, small_weights

DEMO = Path(__file__).parents[2] / "resources" / "demo"


def test_pixels_measured_by_the_demo_shoot_mean_about_what_they_are_known_to_mean() -> None:
    scale = measured_scale(load_model(), CancelToken())
    assert scale is not None
    assert scale.low == pytest.approx(APPEARANCE.scale.low, abs=0.2)
    assert scale.high == pytest.approx(APPEARANCE.scale.high, abs=0.1)


def test_a_network_that_sees_has_a_scale_on_which_the_demo_series_are_alike(tmp_path: Path) -> None:
    scorer = load_model(seeing_weights(tmp_path / "seeing.safetensors"), "cpu")
    scale = measured_scale(scorer, CancelToken())
    assert scale is not None
    files, series = zip(*((file, series) for file, series, *_ in truth()[1:]), strict=True)
    vectors = scorer.embed([make_thumbnail(DEMO / file) for file in files])
    alike = scale(vectors @ vectors.T)
    same = np.array(series)[:, None] == np.array(series)
    assert np.median(alike[same & ~np.eye(len(same), dtype=bool)]) > 0.7
    assert np.median(alike[~same]) < 0.3


@pytest.mark.parametrize("make", [blind_weights, small_weights])
def test_a_network_that_cannot_tell_scenes_apart_has_none(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    scorer = load_model(make(tmp_path / "weights.safetensors"), "cpu")
    assert measured_scale(scorer, CancelToken()) is None


def test_to_a_blind_network_pictures_are_nothing(tmp_path: Path) -> None:
    scorer = load_model(blind_weights(tmp_path / "blind.safetensors"), "cpu")
    assert not scorer.embed([make_thumbnail(file) for file in sorted(DEMO.glob("*.JPG"))[:2]]).any()


def test_without_the_demo_shoot_nothing_is_known(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert measured_scale(load_model(), CancelToken(), tmp_path) is None
    assert "0 scenes are too few" in caplog.text
    assert measured_scale(load_model(), CancelToken(), tmp_path / "nowhere") is None
    assert "is not there" in caplog.text


def test_a_device_without_room_measures_nothing(caplog: pytest.LogCaptureFixture) -> None:
    class Crammed(BrightnessScorer):
        def embed(self, pictures: Sequence[Frame]) -> NDArray[np.float32]:
            raise MemoryError("no room")

    assert measured_scale(Crammed(), CancelToken()) is None
    assert "no room" in caplog.text


def test_a_cancel_is_obeyed_between_two_pictures() -> None:
    token = CancelToken()
    seen: list[Frame] = []

    class Slow(BrightnessScorer):
        def embed(self, pictures: Sequence[Frame]) -> NDArray[np.float32]:
            for frame in pictures:
                assert callable(frame)
                frame()
                seen.append(frame)
                token.cancel()
            return super().embed(pictures)

    with pytest.raises(Cancelled):
        measured_scale(Slow(), token)
    assert len(seen) == 1
