"""Series after series: one that fails stops no other, and nothing is called twice or left running."""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from fgaesq_core.errors import PictureError
from fgaesq_core.frames import Frame
from fgaesq_core.pairs import PairsProtocol
from fgaesq_core.protocol import Question
from fgaesq_core.published import PublishedProtocol, SingleProtocol
from fgaesq_core.ranking import SeriesScores
from fgaesq_core.rating import Rating
from fgaesq_core.series import SeriesProtocol
from fgaesq_core.tokens import Tokens
from tests.fgaesq_core.bursts import TOKENISER, burst, by_content, small_inference

PROTOCOL = SeriesProtocol(TOKENISER)
FRAMES = burst(4)


@pytest.fixture(autouse=True)
def no_thread_stays() -> Iterator[None]:
    yield
    assert [thread.name for thread in threading.enumerate() if thread.name.startswith("ahead")] == []


class Promise:
    """A picture that is decoded when asked for, or is not."""

    def __init__(self, picture: Image.Image | Exception) -> None:
        self.calls = 0
        self._picture = picture

    def __call__(self) -> Image.Image:
        self.calls += 1
        if isinstance(self._picture, Exception):
            raise self._picture
        return self._picture


def rating(threads: int = 2, scores: Callable[[Iterable[Tokens]], Iterator[float]] = by_content) -> Rating[Any]:
    return Rating(PROTOCOL, scores, threads=threads)


def outcome(found: SeriesScores | Exception) -> object:
    return found.adjusted if isinstance(found, SeriesScores) else (type(found), str(found))


KINDS = {
    "broken": [FRAMES[0], Promise(OSError("cut short")), FRAMES[1]],
    "empty": [],
    "no pixels": [FRAMES[0], Image.new("RGB", (0, 4))],
    "one": FRAMES[:1],
    "some": FRAMES[:3],
    "promised": [lambda: FRAMES[2], lambda: FRAMES[3]],
}
ALONE = {
    "broken": (OSError, "cut short"),
    "empty": (ValueError, "a series needs at least one frame"),
    "no pixels": (PictureError, "The picture has no pixels; leave it out of the series."),
}


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from(sorted(KINDS)), max_size=7), st.integers(1, 4))
def test_what_one_series_suffers_changes_no_other(kinds: list[str], threads: int) -> None:
    series: list[Sequence[Frame]] = [KINDS[kind] for kind in kinds]  # type: ignore[misc]
    found = [outcome(one) for one in rating(threads).rated(series)]
    wanted = [
        ALONE[kind] if kind in ALONE else outcome(next(rating(1).rated([KINDS[kind]])))  # type: ignore[list-item]
        for kind in kinds
    ]
    assert found == wanted


def test_every_callable_is_called_once() -> None:
    promises = [
        [Promise(frame) for frame in FRAMES],
        [Promise(OSError("cut")), Promise(FRAMES[0])],
        [Promise(FRAMES[1])],
    ]
    list(rating().rated(promises))
    assert [[promise.calls for promise in series] for series in promises] == [[1] * 4, [1] * 2, [1]]


def test_a_series_is_taken_when_it_is_near_and_not_before() -> None:
    taken = []

    def series() -> Iterator[list[Image.Image]]:
        for number in range(200):
            taken.append(number)
            yield [FRAMES[0]]

    found = rating(1).rated(series())
    next(found)
    found.close()
    assert len(taken) < 30


def test_closing_early_ends_all_threads_and_calls_nothing_more() -> None:
    promises = [Promise(frame) for frame in FRAMES * 20]
    found = rating().rated([[promise] for promise in promises])
    next(found)
    found.close()
    called = sum(promise.calls for promise in promises)
    assert called < len(promises)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("ahead")]
    assert sum(promise.calls for promise in promises) == called


def test_an_error_of_the_network_ends_everything() -> None:
    def failing(sequences: Iterable[Tokens]) -> Iterator[float]:
        for number, _ in enumerate(sequences):
            if number == 2:
                raise MemoryError("too small")
            yield 5.0

    found = rating(scores=failing).rated([FRAMES, FRAMES])
    with pytest.raises(MemoryError, match="too small"):
        list(found)


def test_an_error_of_the_iterable_comes_after_what_was_rated() -> None:
    def series() -> Iterator[list[Image.Image]]:
        yield FRAMES[:2]
        raise OSError("the folder is gone")

    found = rating().rated(series())
    with pytest.raises(OSError, match="the folder is gone"):
        list(found)


class Refusing(SeriesProtocol):
    """Asks a question and then refuses the series."""

    def questions(self, frames: Iterable[object]) -> Iterator[Question]:
        yield from super().questions(frames)  # type: ignore[arg-type]
        raise PictureError("too narrow")


def test_a_series_that_is_refused_late_has_no_scores_at_all() -> None:
    found = list(Rating(Refusing(TOKENISER), by_content, threads=2).rated([FRAMES, FRAMES[:1]]))
    assert [outcome(one) for one in found] == [(PictureError, "too narrow")] * 2


@pytest.mark.parametrize(("threads", "batch"), [(1, 3), (2, 1), (5, 4)])
def test_neither_threads_nor_batches_change_a_score(threads: int, batch: int) -> None:
    inference = small_inference(batch)
    series = [FRAMES, FRAMES[1:], FRAMES[:1], [Image.new("RGB", (90, 200))]]
    found = list(Rating(SeriesProtocol(inference.tokeniser), inference.scores, threads=threads).rated(series))
    plain = small_inference(1)
    for one, frames in zip(found, series, strict=True):
        (wanted,) = Rating(SeriesProtocol(plain.tokeniser), plain.scores, threads=1).rated([frames])
        assert isinstance(one, SeriesScores)
        assert isinstance(wanted, SeriesScores)
        assert one.adjusted == pytest.approx(wanted.adjusted, abs=1e-5)


def test_threads_change_no_bit() -> None:
    found = []
    for threads in (1, 4):
        inference = small_inference()
        one = Rating(SeriesProtocol(inference.tokeniser), inference.scores, threads=threads)
        found.append([outcome(scores) for scores in one.rated([FRAMES, FRAMES[1:3]])])
    assert found[0] == found[1]


def test_maps_are_kept_for_every_frame_if_asked_for() -> None:
    frames = [FRAMES[0], FRAMES[1], FRAMES[0].copy(), FRAMES[2]]
    (found,) = Rating(PROTOCOL, by_content, maps=True, threads=2).rated([frames])
    assert isinstance(found, SeriesScores)
    assert len(found.maps) == 4
    assert (found.maps[0] == found.maps[2]).all()
    assert (found.maps[0] != found.maps[1]).any()
    (plain,) = rating().rated([frames])
    assert isinstance(plain, SeriesScores)
    assert plain.maps == ()
    assert plain == found


@pytest.mark.parametrize("protocol", [PairsProtocol, PublishedProtocol, SingleProtocol])
def test_other_protocols_have_no_maps_and_the_same_manners(protocol: Callable[..., object]) -> None:
    made: Rating[Any] = Rating(protocol(TOKENISER), by_content, maps=True, threads=2)  # type: ignore[arg-type]
    found = list(made.rated([FRAMES[:3], [], [Promise(OSError("cut short"))], FRAMES[:1]]))
    assert [type(one) for one in found] == [SeriesScores, ValueError, OSError, SeriesScores]
    assert isinstance(found[0], SeriesScores)
    assert len(found[0].adjusted) == 3
    assert found[0].maps == ()
