"""Batches, precision and want of memory; what the network answers is the matter of its own tests."""

import logging
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fgaesq_core.batch import Batch
from fgaesq_core.device import Device
from fgaesq_core.inference import Inference
from fgaesq_core.network import Network
from fgaesq_core.tokens import Tokens
from tests.fgaesq_core.bursts import SMALL, small_inference


def tokens(patches: int, seed: int) -> Tokens:
    random = np.random.default_rng(seed)
    return Tokens(
        random.normal(size=(patches, 3, 16, 16)).astype(np.float32),
        random.normal(size=(patches + 1, SMALL.width)).astype(np.float32),
        random.integers(0, 2, patches),
        SMALL.rows - 1 - patches,
    )


SEQUENCES = [tokens(10 + 9 * number, number) for number in range(11)]


def cramped(room: int, batch: int, error: Exception) -> Inference:
    """An inference on a device that has room for so many sequences at once."""
    import torch

    class Cramped(Network):
        tried: list[int] = []  # noqa: RUF012 - each call makes its own class

        def features(self, batch: Batch) -> torch.Tensor:
            self.tried.append(len(batch.patches))
            if len(batch.patches) > room:
                raise error
            return super().features(batch)

    torch.manual_seed(7)
    return Inference(Cramped(SMALL), Device("cpu", "float32", batch))


def tried(inference: Inference) -> list[int]:
    return inference._network.tried  # type: ignore[return-value]


def errors() -> list[Exception]:
    import torch

    return [
        torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB."),
        RuntimeError("[enforce fail at alloc_cpu.cpp] . DefaultCPUAllocator: can't allocate memory"),
        RuntimeError("MPS backend out of memory (MPS allocated: 17 GB)"),
        RuntimeError("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`"),
    ]


@pytest.mark.parametrize("error", errors(), ids=lambda error: str(error)[:20])
@pytest.mark.parametrize("room", [1, 3])
def test_want_of_memory_halves_the_batch_and_loses_nothing(
    error: Exception, room: int, plain: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    inference = cramped(room, 8, error)
    with caplog.at_level(logging.WARNING):
        found = list(inference.scores(SEQUENCES))
    assert found == pytest.approx(plain, abs=1e-5)
    assert max(tried(inference)[-3:]) <= room
    assert "Out of memory" in caplog.text
    before = len(tried(inference))
    list(inference.scores(SEQUENCES[:4]))
    assert max(tried(inference)[before:]) <= room


def test_no_room_for_a_single_picture_is_said() -> None:
    inference = cramped(0, 4, errors()[0])
    with pytest.raises(MemoryError, match="too small for a single picture"):
        list(inference.scores(SEQUENCES))
    assert tried(inference) == [4, 2, 1]


def test_other_errors_pass_through_at_once() -> None:
    inference = cramped(0, 4, RuntimeError("mat1 and mat2 shapes cannot be multiplied"))
    with pytest.raises(RuntimeError, match="cannot be multiplied"):
        list(inference.scores(SEQUENCES))
    assert tried(inference) == [4]


@pytest.fixture(scope="module")
def plain() -> list[float]:
    return list(small_inference(1).scores(SEQUENCES))


@settings(max_examples=6, deadline=None)
@given(st.permutations(range(len(SEQUENCES))), st.integers(1, 12))
def test_neither_order_nor_batch_changes_a_score(plain: list[float], order: list[int], batch: int) -> None:
    found = list(small_inference(batch).scores(SEQUENCES[number] for number in order))
    assert found == pytest.approx([plain[number] for number in order], abs=1e-5)


def test_the_number_of_torchs_threads_changes_no_score() -> None:
    import torch

    before = torch.get_num_threads()
    found = []
    try:
        for threads in (1, 2, 4):
            torch.set_num_threads(threads)
            found.append(list(small_inference(4).scores(SEQUENCES)))
    finally:
        torch.set_num_threads(before)
    assert found[1] == pytest.approx(found[0], abs=1e-6)
    assert found[2] == pytest.approx(found[0], abs=1e-6)


def test_bfloat16_keeps_clear_ranks() -> None:
    exact, reduced = (list(small_inference(4, precision).scores(SEQUENCES)) for precision in ("float32", "bfloat16"))
    assert reduced == pytest.approx(exact, abs=0.02)
    assert reduced != exact
    for one, other in zip(exact, reduced, strict=True):
        above = [number for number, score in enumerate(exact) if score > one + 0.04]
        assert all(reduced[number] > other for number in above)


def test_no_sequence_is_taken_before_its_batch() -> None:
    taken = []

    def counted() -> Iterator[Tokens]:
        for number, sequence in enumerate(SEQUENCES):
            taken.append(number)
            yield sequence

    scores = small_inference(3).scores(counted())
    next(scores)
    assert taken == [0, 1, 2]
    for _ in range(3):
        next(scores)
    assert taken == [0, 1, 2, 3, 4, 5]


def test_nothing_in_nothing_out() -> None:
    assert list(small_inference().scores([])) == []
    assert list(small_inference().features([])) == []


def test_features_are_those_that_scores_come_from() -> None:
    found = np.stack(list(small_inference(4).features(SEQUENCES)))
    assert found.shape == (len(SEQUENCES), SMALL.features)
    assert found.dtype == np.float32
    assert found == pytest.approx(np.stack(list(small_inference(1).features(SEQUENCES))), abs=1e-4)


@pytest.mark.parametrize(("width", "shared"), [(SMALL.width, False), (512, True)])
def test_only_a_wide_network_shares_a_pass_among_threads(width: int, shared: bool) -> None:
    import torch

    seen = []

    class Watched(Network):
        def features(self, batch: Batch) -> torch.Tensor:
            seen.append(torch.get_num_threads())
            return torch.zeros(len(batch.patches), self.config.features)

    before = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        list(Inference(Watched(replace(SMALL, width=width)), Device("cpu", "float32", 1)).scores(SEQUENCES[:1]))
        assert seen == [2 if shared else 1]
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)
