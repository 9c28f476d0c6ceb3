"""One pass a frame: what its scores hang on, and what they do not."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from fgaesq_core.cells import CELL
from fgaesq_core.protocol import Question
from fgaesq_core.registration import Motion
from fgaesq_core.series import SeriesProtocol
from tests.fgaesq_core.bursts import TOKENISER, burst, held_differently, rated, small_inference, with_object
from tests.fgaesq_core.parity_cases import EXPECTED, parity_picture
from tests.pictures import scene

PROTOCOL = SeriesProtocol(TOKENISER)
FRAMES = [*burst(3), with_object(burst(1)[0], (64, 32, 128, 96)), scene(9, (160, 240)), scene(7, (20, 20))]
GREY = scene(3, (240, 160)).convert("L")


def asked(images: list[Image.Image]) -> list[Question]:
    return list(PROTOCOL.questions(PROTOCOL.kept(image) for image in images))


@settings(max_examples=12, deadline=None)
@given(st.permutations(range(len(FRAMES))))
def test_no_score_hangs_on_the_order_of_the_frames(order: list[int]) -> None:
    plain = rated(PROTOCOL, FRAMES).adjusted
    assert rated(PROTOCOL, [FRAMES[number] for number in order]).adjusted == tuple(plain[number] for number in order)


def test_no_score_of_a_network_hangs_on_the_order_to_its_last_bit() -> None:
    inference = small_inference()
    protocol = SeriesProtocol(inference.tokeniser)
    plain = rated(protocol, FRAMES, inference.scores).adjusted
    for order in ([5, 4, 3, 2, 1, 0], [2, 0, 5, 1, 3, 4]):
        mixed = rated(protocol, [FRAMES[number] for number in order], inference.scores).adjusted
        assert mixed == tuple(plain[number] for number in order)


@settings(max_examples=12, deadline=None)
@given(st.lists(st.integers(0, len(FRAMES) - 1), min_size=1, max_size=7))
def test_equal_frames_have_equal_scores_and_change_no_other(numbers: list[int]) -> None:
    frames = [FRAMES[number].copy() for number in numbers]
    scores = rated(PROTOCOL, frames).adjusted
    for one, first in zip(numbers, scores, strict=True):
        assert {score for other, score in zip(numbers, scores, strict=True) if other == one} == {first}
    once = sorted(set(numbers))
    assert rated(PROTOCOL, [FRAMES[number] for number in once]).adjusted == tuple(
        scores[numbers.index(number)] for number in once
    )


def test_every_different_frame_is_asked_about_once() -> None:
    questions = asked([*FRAMES, FRAMES[0], FRAMES[4]])
    assert sorted(question.frames for question in questions) == [(0, 6), (1,), (2,), (3,), (4, 7), (5,)]
    assert all(question.difference is not None for question in questions)


def test_what_changed_is_kept_sharp_in_its_frame_and_in_the_others() -> None:
    whole = parity_picture("coffee-01.png").resize((400, 300))
    frames = [np.asarray(whole.crop((80, 70, 320, 230)), np.float32)] * 3
    noise = np.random.default_rng(0)
    images = [
        Image.fromarray(np.clip(frame + noise.normal(0, 1, frame.shape), 0, 255).astype(np.uint8)) for frame in frames
    ]
    images[1] = with_object(images[1], (96, 64, 160, 128))
    for question in asked(images):
        rows, columns = (side * 8 // CELL for side in question.difference.shape)  # type: ignore[union-attr]
        changed = {
            row * columns + column
            for row in range(round(64 / 160 * rows), round(128 / 160 * rows))
            for column in range(round(96 / 240 * columns), round(160 / 240 * columns))
        }
        assert len(changed & set(question.tokens.fine_cells)) >= min(len(changed), len(question.tokens.fine_cells)) - 1


def test_a_frame_of_another_shape_changes_nothing_for_the_rest() -> None:
    tall, landscape = scene(9, (160, 240)), FRAMES[:4]
    alone = {question.frames: question.tokens for question in asked(landscape)}
    beside = {question.frames: question.tokens for question in asked([*landscape, tall])}
    for frames, tokens in alone.items():
        assert beside[frames].fine_cells == tokens.fine_cells
        assert (beside[frames].patches == tokens.patches).all()
    assert (beside[(4,)].patches == asked([tall])[0].tokens.patches).all()


def test_a_frame_alone_is_kept_sharp_where_it_has_detail() -> None:
    flat = Image.new("RGB", (320, 320), (90, 120, 90))
    size = PROTOCOL.kept(flat).pixels.shape
    at = (CELL * 320 // size[1], CELL * 320 // size[0])
    question = asked([with_object(flat, (0, 0, 2 * at[0], at[1]))])[0]
    assert {0, 1} <= set(question.tokens.fine_cells)
    assert question.difference is not None
    assert not question.difference.any()


def test_sizes_of_one_shape_are_laid_over_each_other() -> None:
    small, large = FRAMES[0], FRAMES[0].resize((1200, 800), Image.Resampling.LANCZOS)
    for question in asked([small, large]):
        assert question.difference is not None
        assert question.difference.mean() < 0.2


def test_a_camera_that_moved_draws_no_sharp_cells_to_its_border() -> None:
    whole = parity_picture("coffee-01.png").resize((700, 500))
    poses = [Motion(), Motion(9, -6, 0.01), Motion(-7, 5)]
    for question in asked([held_differently(whole, pose, (480, 320)) for pose in poses]):
        assert question.difference is not None
        assert question.difference.mean() < 0.15


@pytest.mark.parametrize(
    "odd",
    [
        Image.new("RGB", (1, 1)),
        scene(1, (20, 20)),
        GREY,
        GREY.convert("CMYK"),
        GREY.convert("RGBA"),
        Image.fromarray(np.asarray(GREY).astype(np.uint16) * 257),
        Image.new("RGB", (3000, 4)),
    ],
    ids=["pixel", "20x20", "grey", "CMYK", "transparent", "16 bits", "strip"],
)
def test_odd_frames_are_scored_beside_others(odd: Image.Image) -> None:
    scores = rated(PROTOCOL, [*FRAMES[:2], odd]).adjusted
    assert len(scores) == 3
    assert all(1 <= score <= 10 for score in scores)


def test_modes_that_show_the_same_have_the_same_score() -> None:
    same = [GREY, GREY.convert("RGB"), GREY.convert("RGBA"), Image.fromarray(np.asarray(GREY).astype(np.uint16) * 257)]
    assert len(set(rated(PROTOCOL, same).adjusted)) == 1


def test_a_large_frame_is_scored() -> None:
    large = Image.new("RGB", (7300, 5500), (60, 90, 120))
    large.paste(scene(2, (900, 600)), (3000, 2000))
    assert len(rated(PROTOCOL, [large, large.resize((1460, 1100))]).adjusted) == 2


@pytest.mark.parametrize("key", ["series", "series_of_three"])
def test_bfloat16_keeps_the_ranks_of_the_parity_series(key: str) -> None:
    case = EXPECTED[key]
    frames = [parity_picture(f"{case['folder']}/{file}") for file in case["raw"]]
    ranks = []
    for precision in ("float32", "bfloat16"):
        inference = small_inference(4, precision)
        scores = rated(SeriesProtocol(inference.tokeniser), frames, inference.scores).adjusted
        ranks.append(sorted(range(len(frames)), key=scores.__getitem__))
    assert ranks[0] == ranks[1]
