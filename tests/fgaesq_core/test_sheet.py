import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from fgaesq_core.cells import CELL, PATCH, normalised, unit
from fgaesq_core.sheet import Sheet, overview, room, sharpest
from fgaesq_core.tokens import COARSE, FINE, Tokeniser
from fgaesq_core.working import brought_to, grid
from tests.fgaesq_core.bursts import TABLE, TOKENISER
from tests.pictures import blurred, scene

GRIDS = st.tuples(st.integers(1, 7), st.integers(1, 7))


def pixels(rows: int, columns: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (rows * CELL, columns * CELL, 3)).astype(np.uint8)


def positions(places: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """The learned table interpolated by torch to a grid of `size`, at some of its places."""
    import torch

    table = torch.from_numpy(TABLE[1:].T.reshape(1, TABLE.shape[1], 4, 4).copy())
    scale = tuple((side + 0.1) / 4 for side in size)
    whole = torch.nn.functional.interpolate(table, scale_factor=scale, mode="bicubic")[0].numpy()
    assert whole.shape[1:] == size
    return whole[:, places[:, 0], places[:, 1]].T


@given(st.integers(16, 1024), st.floats(0.02, 50))
def test_no_row_is_ever_dropped(rows: int, shape: float) -> None:
    cells, fine = room(rows)
    assert fine == min(14, rows // 8)
    down, across = grid(shape, cells)
    assert down * across + 3 * min(fine, down * across) + 1 <= rows


def test_the_published_room() -> None:
    assert room(512) == (16 * 24, 14)


@pytest.mark.parametrize("size", [(20, 20), (600, 400), (400, 600), (3000, 30), (1, 900)])
@pytest.mark.parametrize("rows", [64, 512])
def test_every_picture_has_all_its_rows_and_sharp_cells(size: tuple[int, int], rows: int) -> None:
    cells, fine = room(rows)
    frame = brought_to(scene(1, size), grid(size[0] / size[1], cells))
    count = frame.shape[0] * frame.shape[1] // CELL**2
    chosen = sharpest(np.zeros((frame.shape[0] // CELL, frame.shape[1] // CELL), np.float32), frame, fine)
    tokens = Sheet(frame, Tokeniser(TABLE, rows)).tokens(chosen)
    assert tokens.fine_cells == chosen
    assert len(chosen) == fine
    assert tokens.count(COARSE) == count - fine
    assert tokens.count(FINE) == 4 * fine
    assert len(tokens.patches) + 1 == len(tokens.positions) <= rows
    assert tokens.padding == 0
    assert tokens.patches.dtype == tokens.positions.dtype == np.float32


@settings(max_examples=30, deadline=None)
@given(GRIDS, st.data())
def test_every_row_holds_the_pixels_and_the_position_of_its_place(size: tuple[int, int], data: st.DataObject) -> None:
    rows, columns = size
    frame = pixels(rows, columns)
    fine = data.draw(st.sets(st.integers(0, rows * columns - 1), max_size=8))
    tokens = Sheet(frame, TOKENISER).tokens(fine)
    whole = normalised(unit(Image.fromarray(frame)))
    coarse_places = [divmod(cell, columns) for cell in range(rows * columns) if cell not in fine]
    fine_places = [
        (2 * (cell // columns) + down, 2 * (cell % columns) + right)
        for cell in sorted(fine)
        for down in (0, 1)
        for right in (0, 1)
    ]
    assert tokens.scale.tolist() == [COARSE] * len(coarse_places) + [FINE] * len(fine_places)
    assert (tokens.positions[0] == TABLE[0]).all()
    count = len(coarse_places)
    for patch, (row, column) in zip(tokens.patches[count:], fine_places, strict=True):
        place = np.s_[:, row * PATCH : (row + 1) * PATCH, column * PATCH : (column + 1) * PATCH]
        assert patch == pytest.approx(whole[place], abs=1e-6)
    for patch, (row, column) in zip(tokens.patches[:count], coarse_places, strict=True):
        cell = whole[:, row * CELL : (row + 1) * CELL, column * CELL : (column + 1) * CELL]
        assert patch.mean() == pytest.approx(cell.mean(), abs=0.05)
    if coarse_places:
        wanted = positions(np.array(coarse_places), (rows, columns))
        assert tokens.positions[1 : count + 1] == pytest.approx(wanted, abs=1e-5)
    if fine_places:
        wanted = positions(np.array(fine_places), (2 * rows, 2 * columns))
        assert tokens.positions[count + 1 :] == pytest.approx(wanted, abs=1e-5)


def test_a_sheet_answers_the_same_however_often_it_is_asked() -> None:
    sheet = Sheet(pixels(3, 4), TOKENISER)
    first, other, again = sheet.tokens((1, 5)), sheet.tokens({7}), sheet.tokens([5, 1])
    assert (first.patches == again.patches).all()
    assert (first.positions == again.positions).all()
    assert first.fine_cells == again.fine_cells == (1, 5)
    assert other.fine_cells == (7,)


@given(st.integers(1, 12), st.randoms(use_true_random=False))
def test_the_cells_that_differ_most_are_kept_sharp(count: int, random: object) -> None:
    order = list(range(12))
    random.shuffle(order)  # type: ignore[attr-defined]
    different = np.array(order, np.float32).reshape(3, 4) / np.float32(12)
    wanted = sorted(sorted(range(12), key=lambda cell: -order[cell])[:count])
    assert list(sharpest(different, pixels(3, 4), count)) == wanted


def test_cells_that_differ_alike_are_chosen_by_what_shrinking_would_lose() -> None:
    frame = np.full((3 * CELL, 4 * CELL, 3), 90, np.uint8)
    frame[CELL : 2 * CELL, 2 * CELL : 3 * CELL : 2] = 160
    frame[0:CELL, 0:CELL] = np.asarray(blurred(scene(1, (CELL, CELL)), 4))
    different = np.random.default_rng(0).random((3, 4)).astype(np.float32) * np.float32(1e-3)
    assert sharpest(different, frame, 1) == (6,)
    assert sharpest(np.zeros((3, 4), np.float32), frame, 2) == (0, 6)
    assert sharpest(np.zeros((3, 4), np.float32), np.zeros_like(frame), 3) == (0, 1, 2)


@pytest.mark.parametrize("size", [(20, 20), (900, 30), (640, 480)])
def test_an_overview_is_one_patch_for_each_learned_position(size: tuple[int, int]) -> None:
    tokens = overview(Image.new("RGB", size, (200, 10, 10)), TOKENISER)
    assert tokens.patches.shape == (16, 3, PATCH, PATCH)
    assert (tokens.positions == TABLE).all()
    assert tokens.count(COARSE) == 16
    assert np.ptp(tokens.patches, axis=(0, 2, 3)) == pytest.approx(0, abs=1e-6)
