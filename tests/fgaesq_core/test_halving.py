import numpy as np
import pytest

from fgaesq_core.cells import shrunk
from fgaesq_core.halving import halved


@pytest.mark.parametrize("shape", [(32, 32), (64, 96), (160, 32)])
def test_cells_are_halved_as_bicubic_interpolation_halves_each(shape: tuple[int, int]) -> None:
    pixels = np.random.default_rng(3).integers(0, 256, (*shape, 3), np.uint8)
    rows, columns = shape[0] // 32, shape[1] // 32
    cells = pixels.reshape(rows, 32, columns, 32, 3).transpose(0, 2, 4, 1, 3).reshape(-1, 3, 32, 32)
    wanted = shrunk(np.ascontiguousarray(cells, np.float32) / np.float32(255))
    assert halved(pixels) == pytest.approx(wanted, abs=1e-6)
    assert halved(pixels).dtype == np.float32


def test_black_and_white_stay_so() -> None:
    assert (halved(np.zeros((32, 64, 3), np.uint8)) == 0).all()
    assert halved(np.full((32, 64, 3), 255, np.uint8)) == pytest.approx(1, abs=1e-6)
