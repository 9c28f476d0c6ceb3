"""Every frame beside every other: how many passes, and what their scores do not hang on."""

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from fgaesq_core.divergence import between, by_cell
from fgaesq_core.pairs import PairsProtocol
from fgaesq_core.protocol import Question
from fgaesq_core.registration import STILL
from fgaesq_core.sheet import room, sharpest
from tests.fgaesq_core.bursts import SMALL, TOKENISER, burst, rated, small_inference, with_object
from tests.pictures import scene

PROTOCOL = PairsProtocol(TOKENISER)
FRAMES = [*burst(3), with_object(burst(1)[0], (64, 32, 128, 96)), scene(9, (160, 240)), scene(7, (20, 20))]


def asked(images: list[Image.Image]) -> list[Question]:
    return list(PROTOCOL.questions(PROTOCOL.kept(image) for image in images))


@settings(max_examples=10, deadline=None)
@given(st.permutations(range(len(FRAMES))))
def test_no_score_hangs_on_the_order_of_the_frames(order: list[int]) -> None:
    plain = rated(PROTOCOL, FRAMES).adjusted
    mixed = rated(PROTOCOL, [FRAMES[number] for number in order]).adjusted
    assert mixed == tuple(plain[number] for number in order)


def test_no_score_of_a_network_hangs_on_the_order_to_its_last_bit() -> None:
    inference = small_inference()
    protocol = PairsProtocol(inference.tokeniser)
    plain = rated(protocol, FRAMES[:5], inference.scores)
    mixed = rated(protocol, FRAMES[4::-1], inference.scores)
    assert [sorted(own) for own in mixed.raw] == [sorted(own) for own in plain.raw[::-1]]
    assert mixed.adjusted == plain.adjusted[::-1]


@settings(max_examples=12, deadline=None)
@given(st.lists(st.integers(0, len(FRAMES) - 1), min_size=1, max_size=6))
def test_every_frame_collects_a_score_beside_each_other_one(numbers: list[int]) -> None:
    found = rated(PROTOCOL, [FRAMES[number].copy() for number in numbers])
    assert [len(own) for own in found.raw] == [max(1, len(numbers) - 1)] * len(numbers)
    for one, score in zip(numbers, found.adjusted, strict=True):
        equal = [other for number, other in zip(numbers, found.adjusted, strict=True) if number == one]
        assert equal == [score] * len(equal)


def test_different_frames_of_one_shape_take_two_passes_a_pair() -> None:
    assert len(asked(FRAMES[:4])) == 4 * 3
    assert sorted(question.frames for question in asked(FRAMES[:3])) == [(0,), (0,), (1,), (1,), (2,), (2,)]


def test_corresponding_cells_are_kept_sharp_where_the_two_differ() -> None:
    frames = [PROTOCOL.kept(frame).pixels for frame in FRAMES[:2]]
    fine = room(SMALL.rows)[1]
    wanted = set()
    for one, other in combinations(frames, 2):
        for own, difference in zip((one, other), between(one, other, (STILL, STILL)), strict=True):
            wanted.add(sharpest(by_cell(difference), own, fine))
    assert {question.tokens.fine_cells for question in asked(FRAMES[:2])} == wanted


def test_beside_an_equal_frame_or_one_of_another_shape_detail_counts() -> None:
    alone = asked(FRAMES[:1])
    assert [question.frames for question in alone] == [(0,)]
    twice = asked([FRAMES[0], FRAMES[0].copy()])
    assert [question.frames for question in twice] == [(0, 1)]
    beside = asked([FRAMES[0], FRAMES[4]])
    assert sorted(question.frames for question in beside) == [(0,), (1,)]
    for question in (*twice, next(question for question in beside if question.frames == (0,))):
        assert (question.tokens.patches == alone[0].tokens.patches).all()


def test_rows_are_the_same_each_time() -> None:
    first, again = asked(FRAMES), asked(FRAMES)
    assert len(first) == len(again)
    for one, other in zip(first, again, strict=True):
        assert one.frames == other.frames
        assert (one.tokens.patches == other.tokens.patches).all()
        assert (one.tokens.positions == other.tokens.positions).all()


def test_it_has_no_maps() -> None:
    assert all(question.difference is None for question in asked(FRAMES))
    assert np.isfinite(rated(PROTOCOL, FRAMES[:1]).adjusted[0])
