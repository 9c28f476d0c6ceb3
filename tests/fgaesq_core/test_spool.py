from contextlib import closing

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fgaesq_core import spool as module
from fgaesq_core.spool import Frames, Spool

SHAPES = st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), min_size=1, max_size=12)


def pictures(shapes: list[tuple[int, int]]) -> list[np.ndarray]:
    random = np.random.default_rng(len(shapes))
    return [random.integers(0, 256, (*shape, 3)).astype(np.uint8) for shape in shapes]


@settings(max_examples=40, deadline=None)
@given(SHAPES, st.booleans(), st.data())
def test_frames_come_back_in_any_order(shapes: list[tuple[int, int]], on_disk: bool, data: st.DataObject) -> None:
    frames = pictures(shapes)
    asked = data.draw(st.permutations(range(len(frames))))
    with pytest.MonkeyPatch.context() as patch, closing(spooled(patch, 40 if on_disk else 1 << 20)) as spool:
        assert [spool.add(frame) for frame in frames] == list(range(len(frames)))
        for number in [*asked, *asked]:
            assert (spool.frame(number) == frames[number]).all()
        again = spool.add(frames[0])
        assert (spool.frame(again) == frames[0]).all()


def spooled(patch: pytest.MonkeyPatch, in_memory: int) -> Spool:
    patch.setattr(module, "_IN_MEMORY", in_memory)
    return Spool()


def test_frames_are_read_when_asked_for() -> None:
    spool, frames = Spool(), pictures([(2, 3), (4, 5), (6, 7)])
    for frame in frames:
        spool.add(frame)
    chosen = Frames(spool, [2, 0])
    assert [frame.shape for frame in chosen] == [(6, 7, 3), (2, 3, 3)]
    assert len(chosen) == 2
    assert chosen[-1].shape == (2, 3, 3)
    assert [frame.shape for frame in chosen[:1]] == [(6, 7, 3)]
    with pytest.raises(IndexError):
        chosen[2]
    spool.close()
    with pytest.raises(ValueError, match="closed"):
        chosen[0]
