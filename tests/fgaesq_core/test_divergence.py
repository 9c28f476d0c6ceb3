"""Where frames differ: against a plain reference, and what it must and must not hang on."""

from collections.abc import Iterator, Sequence
from typing import overload

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from fgaesq_core.divergence import BLOCK, between, by_cell, from_rest, motions, registered
from fgaesq_core.registration import STILL, Motion, moved, reached
from tests.fgaesq_core.bursts import Pixels, burst, grey, held_differently, noisy, with_object
from tests.fgaesq_core.parity_cases import parity_picture
from tests.pictures import blurred

SIZE = (192, 128)
MOVES = st.builds(Motion, st.floats(-40, 40), st.floats(-30, 30), st.floats(-0.05, 0.05), st.floats(-0.05, 0.05))


def arrays(images: Sequence[Image.Image]) -> list[Pixels]:
    return [np.asarray(image) for image in images]


def tripod(count: int = 4) -> list[Image.Image]:
    """Frames of one scene that differ by their noise alone."""
    still = held_differently(parity_picture("coffee-01.png").resize((560, 400)), STILL, SIZE)
    return [noisy(still, number, 1) for number in range(count)]


def blocks(picture: np.ndarray) -> Iterator[tuple[int, int, np.ndarray]]:
    for row in range(picture.shape[0] // BLOCK):
        for column in range(picture.shape[1] // BLOCK):
            place = np.s_[row * BLOCK : (row + 1) * BLOCK, column * BLOCK : (column + 1) * BLOCK]
            yield row, column, picture[place]


def moments(own: np.ndarray, other: np.ndarray) -> tuple[float, float, float, float]:
    """The other's mean, squared mean and sample variance in a block, and the covariance of both."""
    return other.mean(), other.mean() ** 2, other.var(ddof=1), np.cov(own.ravel(), other.ravel())[0, 1]


def plainly(frames: Sequence[Pixels], moves: Sequence[Motion], index: int) -> np.ndarray:
    """The map of one frame as seen from the reference: block by block, frame by frame, in double precision."""
    seen = [moved(grey(Image.fromarray(frame)), move) / 255 for frame, move in zip(frames, moves, strict=True)]
    there = [reached(view.shape, move, BLOCK) for view, move in zip(seen, moves, strict=True)]
    answer = np.zeros(there[0].shape)
    for row, column, own in blocks(seen[index]):
        place = np.s_[row * BLOCK : (row + 1) * BLOCK, column * BLOCK : (column + 1) * BLOCK]
        others = [other for other in range(len(frames)) if other != index and there[other][row, column]]
        if not others or not there[index][row, column]:
            continue
        mean, square, variance, covariance = np.mean([moments(own, seen[other][place]) for other in others], axis=0)
        above = (2 * own.mean() * mean + 0.01**2) * (2 * covariance + 0.03**2)
        below = (own.mean() ** 2 + square + 0.01**2) * (own.var(ddof=1) + variance + 0.03**2)
        answer[row, column] = np.clip(1 - above / below, 0, 1)
    return answer


@settings(max_examples=8, deadline=None)
@given(st.integers(1, 5), st.integers(0, 99))
def test_maps_are_those_of_a_plain_reference(count: int, seed: int) -> None:
    frames = arrays([with_object(frame, (20, 30, 90, 80), seed) for frame in burst(count, (96, 64), seed)])
    frames[0] = frames[0][::-1].copy()
    moves = [STILL] * count
    for index, found in enumerate(from_rest(frames, moves)):
        assert found.dtype == np.float32
        assert found == pytest.approx(plainly(frames, moves, index), abs=2e-3)


@settings(max_examples=8, deadline=None)
@given(st.lists(MOVES, min_size=1, max_size=3))
def test_maps_of_moved_frames_are_those_of_a_plain_reference(others: list[Motion]) -> None:
    frames, moves = arrays(burst(len(others) + 1, (192, 128))), [*others, STILL]
    *_, found = from_rest(frames, moves)
    assert found == pytest.approx(plainly(frames, moves, len(others)), abs=2e-3)


@settings(max_examples=10, deadline=None)
@given(MOVES, MOVES)
def test_for_two_frames_the_rest_is_the_other(one: Motion, other: Motion) -> None:
    frames = arrays(burst(2, SIZE))
    for pair in ((STILL, STILL), (one, STILL), (one, other)):
        for rest, beside in zip(from_rest(frames, pair), between(frames[0], frames[1], pair), strict=True):
            assert rest == pytest.approx(beside, abs=1e-3)


def test_equal_frames_do_not_differ() -> None:
    frame = arrays(burst(1, SIZE))[0]
    assert all((found < 1e-3).all() for found in from_rest([frame] * 5, [STILL] * 5))
    assert all((found == 0).all() for found in between(frame, frame, (STILL, STILL)))


def test_a_frame_that_is_alone_differs_from_nothing() -> None:
    frame = arrays(burst(1, SIZE))[0]
    assert motions([frame]) == [STILL]
    (found,) = from_rest([frame], [STILL])
    assert found.shape == (SIZE[1] // BLOCK, SIZE[0] // BLOCK)
    assert (found == 0).all()


class Counted(Sequence[Pixels]):
    """Frames that count how often they are asked for."""

    def __init__(self, frames: Sequence[Pixels]) -> None:
        self.frames = frames
        self.asked = [0] * len(frames)

    def __len__(self) -> int:
        return len(self.frames)

    @overload
    def __getitem__(self, index: int) -> Pixels: ...
    @overload
    def __getitem__(self, index: slice) -> list[Pixels]: ...
    def __getitem__(self, index: int | slice) -> Pixels | list[Pixels]:
        chosen = range(len(self.frames))[index]
        for number in [chosen] if isinstance(chosen, int) else chosen:
            self.asked[number] += 1
        return self.frames[index]  # type: ignore[return-value]


@pytest.mark.parametrize("count", [2, 9, 40])
def test_the_work_grows_with_the_number_of_frames_and_no_faster(count: int) -> None:
    frames = Counted(arrays(burst(count, (96, 64))))
    moves = motions(frames)
    assert max(frames.asked) <= 3
    frames.asked = [0] * count
    assert len(list(from_rest(frames, moves))) == count
    # Of many frames none is kept, so that each is needed again.
    assert frames.asked == [2 if count > 24 else 1] * count


def test_what_registration_saw_need_not_be_laid_over_again() -> None:
    whole = blurred(parity_picture("coffee-01.png").resize((560, 400)), 1)
    frames = arrays([held_differently(whole, pose, (384, 256)) for pose in (STILL, Motion(9, 4, 0.02), Motion(-7))])
    found = registered(frames)
    assert found.moves == tuple(motions(frames))
    assert sum(move != STILL for move in found.moves) == 2
    for known, anew in zip(from_rest(frames, found.moves, found.views), from_rest(frames, found.moves), strict=True):
        assert np.array_equal(known, anew)


def test_long_series_stay_exact() -> None:
    frames = arrays(burst(3, (96, 64)))
    few = list(from_rest(frames, [STILL] * 3))
    many = list(from_rest([frames[0], *([frames[1], frames[2]] * 200)], [STILL] * 401))
    assert many[0] == pytest.approx(few[0], abs=2e-3)


def test_what_changed_in_one_frame_stands_out_in_it_and_less_in_the_others() -> None:
    box = (64, 32, 128, 96)
    images = tripod()
    images[2] = with_object(images[2], box)
    maps = [by_cell(found) for found in from_rest(arrays(images), motions(arrays(images)))]
    inside = np.zeros(maps[0].shape, bool)
    inside[box[1] // 32 : box[3] // 32, box[0] // 32 : box[2] // 32] = True
    for found in maps:
        assert found[inside].min() > 2 * found[~inside].max()
    assert all(maps[2][inside].mean() > found[inside].mean() for number, found in enumerate(maps) if number != 2)


def test_focus_stands_out() -> None:
    images = tripod()
    images[0] = noisy(blurred(images[0], 3), 8, 1)
    maps = [found.mean() for found in from_rest(arrays(images), motions(arrays(images)))]
    assert maps[0] > 1.5 * max(maps[1:])


@settings(max_examples=10, deadline=None)
@given(st.floats(-30, 30), st.floats(-20, 20), st.floats(-0.03, 0.03))
def test_a_camera_that_moved_leaves_little_where_frames_overlap(right: float, down: float, turn: float) -> None:
    whole = blurred(parity_picture("coffee-01.png").resize((560, 400)), 1)
    poses = [STILL, Motion(right, down, turn), STILL]
    frames = arrays([held_differently(whole, pose, (384, 256)) for pose in poses])
    frames[2] = np.asarray(noisy(Image.fromarray(frames[2]), 1, 0.5))
    registered = [found.mean() for found in from_rest(frames, motions(frames))]
    unregistered = [found.mean() for found in from_rest(frames, [STILL] * 3)]
    assert max(registered) < 0.12
    if max(abs(right), abs(down)) > 3:
        assert registered[1] < 0.4 * unregistered[1]


def test_the_map_of_a_frame_that_moved_lies_in_its_own_places() -> None:
    whole = blurred(parity_picture("coffee-01.png").resize((560, 400)), 1)
    pose, size = Motion(32, 16), (384, 256)
    still = held_differently(whole, STILL, size)
    frames = [noisy(still, number, 0.5) for number in range(3)]
    frames.append(with_object(held_differently(whole, pose, size), (192, 96, 256, 160)))
    *_, changed = from_rest(arrays(frames), motions(arrays(frames)))
    found = by_cell(changed)
    assert {(int(row), int(column)) for row, column in np.argwhere(found > 0.5)} == {(3, 6), (3, 7), (4, 6), (4, 7)}


def test_nothing_differs_where_no_other_frame_reaches() -> None:
    frames = arrays(burst(2, SIZE))
    moves = [STILL, Motion(48, 0)]
    first, second = from_rest(frames, moves)
    # The second shows what lies 48 pixels further left: the right of the first is seen by nobody else.
    assert (first[:, -6:] == 0).all()
    assert (first[:, :-6] > 0).any()
    assert (second[:, :6] == 0).all()
    assert (second[:, 7:] > 0).any()


def test_cells_have_the_mean_of_their_blocks() -> None:
    found = np.random.default_rng(0).random((8, 12)).astype(np.float32)
    assert by_cell(found).shape == (2, 3)
    assert by_cell(found)[1, 2] == pytest.approx(found[4:, 8:].mean())


@settings(max_examples=6, deadline=None)
@given(st.integers(2, 4), st.integers(0, 9))
def test_differences_lie_between_nothing_and_all(count: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    frames = [random.choice([0, 255], (64, 96, 3)).astype(np.uint8) for _ in range(count - 1)]
    frames.append(np.zeros((64, 96, 3), np.uint8))
    for found in from_rest(frames, motions(frames)):
        assert np.isfinite(found).all()
        assert found.min() >= 0
        assert found.max() <= 1
