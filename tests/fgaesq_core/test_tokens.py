import pickle
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fgaesq_core.cells import normalised, to_cells
from fgaesq_core.errors import PictureError
from fgaesq_core.tokens import COARSE, FINE, Tokeniser

TABLE = np.random.default_rng(5).normal(size=(1 + 14 * 14, 6)).astype(np.float32)
TOKENISER = Tokeniser(TABLE, 512)
SIZES = st.tuples(st.integers(32, 900), st.integers(32, 900))


def noise(size: tuple[int, int]) -> np.ndarray:
    return np.random.default_rng(0).random((3, *size), dtype=np.float32)


@settings(max_examples=40, deadline=None)
@given(SIZES, st.integers(16, 600), st.integers(0, 3), st.randoms(use_true_random=False))
def test_rows_and_padding_fill_the_sequence(size: tuple[int, int], rows: int, unknown: int, random: Random) -> None:
    pixels = noise(size)
    count = len(to_cells(pixels).reshape(-1, 3, 32, 32))
    known: list[float | None] = [random.random() for _ in range(max(0, count - 2 * unknown))]
    tokeniser = Tokeniser(TABLE, rows)
    for tokens in (tokeniser.compared(pixels, known + [None] * unknown, random), tokeniser.alone(pixels, random)):
        patches = len(tokens.patches)
        assert patches + 1 + tokens.padding == rows
        assert tokens.patches.shape == (patches, 3, 16, 16)
        assert tokens.positions.shape == (patches + 1, 6)
        assert tokens.count(COARSE) + tokens.count(FINE) == patches
        assert (tokens.positions[0] == TABLE[0]).all()
        assert tokens.patches.dtype == tokens.positions.dtype == np.float32


@settings(max_examples=40, deadline=None)
@given(SIZES, st.randoms(use_true_random=False))
def test_sharp_cells_lie_in_the_half_that_differs_most(size: tuple[int, int], random: Random) -> None:
    pixels = noise(size)
    count = len(to_cells(pixels).reshape(-1, 3, 32, 32))
    differences = [random.random() for _ in range(count)]
    fine = TOKENISER.compared(pixels, list(differences), random).fine_cells
    candidates = max(1, count // 2)
    assert len(set(fine)) == len(fine) == min(14, candidates)
    assert list(fine) == sorted(fine)
    assert min(differences[cell] for cell in fine) >= sorted(differences, reverse=True)[candidates - 1]


def test_coarse_patches_come_first_and_sharp_ones_in_quarters() -> None:
    pixels = noise((64, 96))
    differences: list[float | None] = [0.0, 0.1, 0.2, 0.9, 0.8, 0.7]
    tokens = TOKENISER.compared(pixels, differences, Random(0))
    assert tokens.fine_cells == (3, 4, 5)
    assert tokens.scale.tolist() == [COARSE] * 3 + [FINE] * 12
    lower_left = normalised(pixels)[:, 32:, :32]
    quarters = [lower_left[:, down : down + 16, across : across + 16] for down in (0, 16) for across in (0, 16)]
    assert (tokens.patches[3:7] == np.array(quarters)).all()


def test_a_shrunk_patch_is_the_bicubic_half() -> None:
    flat = np.full((3, 32, 64), 0.5, np.float32)
    tokens = TOKENISER.compared(flat, [0.0, 1.0], Random(0))
    assert tokens.fine_cells == (1,)
    assert tokens.patches[0] == pytest.approx(normalised(flat)[:, :16, :16], abs=1e-6)


def test_a_picture_as_large_as_the_table_has_nearly_the_tables_positions() -> None:
    positions = TOKENISER.alone(noise((224, 224)), Random(0)).positions
    assert np.abs(positions - TABLE).mean() < 0.1
    constant = Tokeniser(np.ones_like(TABLE), 512).alone(noise((100, 300)), Random(0)).positions
    assert constant == pytest.approx(1, abs=1e-5)


def test_a_constant_table_gives_constant_positions_to_sharp_patches_too() -> None:
    tokens = Tokeniser(np.ones_like(TABLE), 512).compared(noise((400, 300)), [], Random(0))
    assert tokens.positions == pytest.approx(1, abs=1e-5)


def test_positions_are_those_torch_interpolates() -> None:
    import torch

    grid = torch.from_numpy(TABLE[1:].T.reshape(1, 6, 14, 14).copy())
    scale = ((7 + 0.1) / 14, (19 + 0.1) / 14)
    wanted = torch.nn.functional.interpolate(grid, scale_factor=scale, mode="bicubic").flatten(2)[0].T.numpy()
    assert TOKENISER.alone(noise((112, 304)), Random(0)).positions[1:] == pytest.approx(wanted, abs=1e-5)


def test_small_pictures_keep_every_pixel() -> None:
    pixels = noise((48, 32))
    tokens = TOKENISER.alone(pixels, Random(0))
    assert tokens.fine_cells == ()
    assert np.sort(tokens.patches, axis=None) == pytest.approx(np.sort(normalised(pixels), axis=None))


def test_a_picture_without_a_cell_is_refused() -> None:
    with pytest.raises(PictureError, match="too narrow"):
        TOKENISER.compared(noise((8, 4000)), [], Random(0))


def test_positions_are_the_same_kept_or_not_and_in_another_process() -> None:
    tokeniser = Tokeniser(np.random.default_rng(2).normal(size=(17, 8)).astype(np.float32), 512)
    places = np.array([[0, 0], [3, 5], [2, 7]])
    first, again = (tokeniser.positions(places, (4, 9)) for _ in range(2))
    assert np.array_equal(first, again)
    assert np.array_equal(first, pickle.loads(pickle.dumps(tokeniser)).positions(places, (4, 9)))
    shifted = np.array([[row, column] for row in range(3) for column in range(700)])
    large = tokeniser.positions(shifted, (3, 700))
    assert np.allclose(large[::350], tokeniser.positions(shifted[::350], (3, 700)), atol=1e-6)
