from contextlib import closing

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from fgaesq_core.cells import CELL
from fgaesq_core.lineup import groups, reduced
from fgaesq_core.spool import Spool
from tests.fgaesq_core.bursts import burst
from tests.pictures import scene

CELLS = 24


def lined_up(images: list[Image.Image]) -> list[tuple[list[bytes], tuple[tuple[int, ...], ...], set[tuple[int, ...]]]]:
    """For each group the pixels of its frames, their owners, and the shapes its frames have."""
    with closing(Spool()) as spool:
        found = groups((reduced(image, CELLS) for image in images), spool, CELLS)
        return [
            ([frame.tobytes() for frame in group.frames], group.owners, {frame.shape for frame in group.frames})
            for group in found
        ]


MIXED = [*burst(2, (240, 160)), *burst(2, (160, 240)), scene(5, (239, 160)), scene(6, (100, 100))]


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(len(MIXED))), st.lists(st.integers(0, len(MIXED) - 1), max_size=3))
def test_groups_hang_on_no_order(order: list[int], twice: list[int]) -> None:
    plain = [*range(len(MIXED)), *twice]
    mixed = [*order, *twice]
    wanted, found = (lined_up([MIXED[number] for number in numbers]) for numbers in (plain, mixed))
    assert [frames for frames, _, _ in found] == [frames for frames, _, _ in wanted]
    for (_, owners, _), (_, others, _) in zip(wanted, found, strict=True):
        ours = [{plain[place] for place in own} for own in owners]
        assert ours == [{mixed[place] for place in own} for own in others]
        assert [len(own) for own in owners] == [len(own) for own in others]


def test_every_place_has_one_owner_and_equal_frames_are_one() -> None:
    images = [MIXED[0], MIXED[1], MIXED[0].copy(), MIXED[2], MIXED[0]]
    found = lined_up(images)
    owners = sorted(own for _, group, _ in found for own in group)
    assert owners == [(0, 2, 4), (1,), (3,)]


def test_the_frames_of_a_group_have_one_size() -> None:
    for frames, owners, shapes in lined_up(MIXED):
        assert len(shapes) == 1
        assert len(frames) == len(owners) == len(set(frames))
    together = {frozenset(place for own in owners for place in own) for _, owners, _ in lined_up(MIXED)}
    assert together == {frozenset({0, 1, 4}), frozenset({2, 3}), frozenset({5})}


def test_nearly_equal_shapes_share_a_group_even_when_each_alone_had_another_grid() -> None:
    sizes = [(200 + step, 160) for step in range(0, 6, 2)]
    (group,) = lined_up([scene(1, size) for size in sizes])
    assert len(group[1]) == 3


@pytest.mark.parametrize("size", [(1, 1), (20, 20), (4000, 10), (300, 200)])
def test_a_frame_is_kept_at_the_size_of_its_shape(size: tuple[int, int]) -> None:
    frame = reduced(Image.new("RGB", size), CELLS)
    assert frame.size == size
    assert frame.pixels.shape[0] * frame.pixels.shape[1] <= CELLS * CELL**2
    assert frame.pixels.dtype == np.uint8
