from hypothesis import given
from hypothesis import strategies as st

from train.echo import APART, Echo, original


@given(st.integers(0, 10**6), st.integers(1, 5))
def test_each_batch_is_learnt_from_as_often_as_told(block: int, echoes: int) -> None:
    first = block * APART * echoes
    taken = [original(step, echoes) for step in range(first, first + APART * echoes)]
    assert sorted(taken) == sorted(list(range(block * APART, (block + 1) * APART)) * echoes)
    assert taken[:APART] == list(range(block * APART, (block + 1) * APART))


def test_a_batch_is_made_once_and_given_again() -> None:
    made: list[int] = []

    def make(number: int) -> list[int]:
        made.append(number)
        return [number]

    echo = Echo(make, 3)
    given_out = [echo(step)[0] for step in range(6 * APART)]
    assert made == list(range(2 * APART))
    assert given_out == [original(step, 3) for step in range(6 * APART)]


def test_a_run_that_goes_on_gets_what_an_unbroken_one_gets() -> None:
    begun, resumed = Echo(str, 2), Echo(str, 2)
    unbroken = [begun(step) for step in range(3 * APART)]
    assert [resumed(step) for step in range(APART + 5, 3 * APART)] == unbroken[APART + 5 :]


def test_without_echoes_nothing_is_kept() -> None:
    made: list[int] = []
    echo = Echo(made.append, 1)
    for step in (0, 0, 1):
        echo(step)
    assert made == [0, 0, 1]
