from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from fgaesq_core.alignment import aligned, limited
from fgaesq_core.errors import PictureError

SIZES = st.tuples(st.integers(60, 200), st.integers(60, 200))


@settings(max_examples=50, deadline=None)
@given(SIZES, SIZES, st.randoms(use_true_random=False))
def test_the_pictures_end_with_a_side_in_common(
    first: tuple[int, int], second: tuple[int, int], random: Random
) -> None:
    ours, theirs = aligned(Image.new("RGB", first), Image.new("RGB", second), 512, random)
    assert min(abs(ours.width - theirs.width), abs(ours.height - theirs.height)) <= 1 + 0.01 * max(ours.size)
    for before, after in ((first, ours.size), (second, theirs.size)):
        assert after[0] >= before[0]
        assert after[1] >= before[1]
        assert after[0] / after[1] == pytest.approx(before[0] / before[1], rel=0.12)


def test_pictures_that_fill_the_rows_keep_their_size() -> None:
    ours, theirs = aligned(Image.new("RGB", (800, 600)), Image.new("RGB", (800, 500)), 512, Random(0))
    assert (ours.size, theirs.size) in [((800, 600), (800, 500)), ((800, 600), (960, 600))]


@pytest.mark.parametrize(
    ("size", "small"), [((4096, 1000), (2048, 500)), ((10, 3000), (6, 2048)), ((2048, 2048), (2048, 2048))]
)
def test_the_longer_side_is_limited(size: tuple[int, int], small: tuple[int, int]) -> None:
    assert limited(Image.new("RGB", size)).size == small


def test_shapes_that_would_fill_the_memory_are_refused() -> None:
    with pytest.raises(PictureError, match="long and narrow"):
        aligned(Image.new("RGB", (2048, 2)), Image.new("RGB", (2, 2048)), 512, Random(0))
