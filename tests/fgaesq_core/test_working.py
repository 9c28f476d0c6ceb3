import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from fgaesq_core.cells import CELL
from fgaesq_core.working import brought_to, grid, grids
from tests.pictures import scene

SIDES = st.integers(1, 9000)
SIZES = st.lists(st.tuples(SIDES, SIDES), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("size", "wanted"),
    [
        ((6000, 4000), (16, 24)),
        ((4000, 6000), (24, 16)),
        ((4032, 3024), (16, 21)),
        ((3024, 4032), (21, 16)),
        ((1920, 1080), (14, 25)),
        ((20, 20), (19, 19)),
        ((1, 1), (19, 19)),
    ],
)
def test_usual_shapes_have_their_usual_grid(size: tuple[int, int], wanted: tuple[int, int]) -> None:
    assert grids([size], 384) == (wanted,)


@given(st.floats(0.3, 3.3))
def test_usual_shapes_are_hardly_stretched_and_use_the_room_there_is(shape: float) -> None:
    rows, columns = grid(shape, 384)
    assert abs(math.log(columns / rows / shape)) <= math.log(1.03) + 1e-9
    assert 384 * 0.8 <= rows * columns <= 384


@given(st.floats(1e-5, 1e5), st.integers(1, 600))
def test_any_shape_has_a_grid_within_its_room(shape: float, cells: int) -> None:
    rows, columns = grid(shape, cells)
    assert rows >= 1
    assert columns >= 1
    assert rows * columns <= cells


@given(SIZES, st.randoms(use_true_random=False))
def test_grids_hang_on_neither_the_order_nor_the_number_of_pixels(sizes: list[tuple[int, int]], random: object) -> None:
    order = list(range(len(sizes)))
    random.shuffle(order)  # type: ignore[attr-defined]
    found = grids(sizes, 384)
    assert [grids([sizes[place] for place in order], 384)[order.index(place)] for place in range(len(sizes))] == list(
        found
    )
    assert grids([(3 * width, 3 * height) for width, height in sizes], 384) == found
    assert all(rows * columns <= 384 for rows, columns in found)


@given(st.integers(300, 9000))
def test_nearly_equal_shapes_share_a_grid(width: int) -> None:
    height = round(width / 1.5)
    first, second, third = grids([(width, height), (width, height - 2), (2 * width, 2 * height)], 384)
    assert first == second == third


def test_a_frame_of_another_shape_leaves_the_grids_of_the_others_alone() -> None:
    landscape = [(6000, 4000), (6000, 3990), (3000, 2000)]
    assert grids([*landscape, (4000, 6000)], 384)[:3] == grids(landscape, 384)
    assert grids([], 384) == ()


def test_a_picture_of_the_right_size_keeps_its_pixels() -> None:
    image = scene(1, (3 * CELL, 2 * CELL))
    assert (brought_to(image, (2, 3)) == np.asarray(image)).all()


@pytest.mark.parametrize("size", [(1, 1), (20, 20), (5000, 1), (1, 5000), (7000, 6000)])
def test_pictures_are_brought_to_any_grid(size: tuple[int, int]) -> None:
    pixels = brought_to(Image.new("RGB", size, (10, 200, 90)), (4, 5))
    assert pixels.shape == (4 * CELL, 5 * CELL, 3)
    assert (pixels == (10, 200, 90)).all()
