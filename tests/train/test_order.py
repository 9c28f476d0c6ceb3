from collections import Counter
from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from train.order import Order, seed_of

orders = st.builds(Order, st.integers(1, 30), st.integers(1, 12), st.integers(0, 2**40))


@given(orders, st.integers(1, 4))
def test_every_epoch_holds_every_sample_once(order: Order, epochs: int) -> None:
    turns = -(-order.count * epochs // order.batch)
    drawn = list(chain.from_iterable(order.samples(turn) for turn in range(turns)))[: order.count * epochs]
    assert Counter(drawn) == {(number, epoch): 1 for number in range(order.count) for epoch in range(epochs)}


@given(orders, st.integers(0, 1000))
def test_a_turn_does_not_hang_on_those_before(order: Order, turn: int) -> None:
    assert Order(order.count, order.batch, order.seed).samples(turn) == order.samples(turn)


def test_epochs_and_seeds_have_orders_of_their_own() -> None:
    def numbers(seed: int, turn: int) -> list[int]:
        return [number for number, _ in Order(20, 20, seed).samples(turn)]

    assert len({tuple(numbers(*which)) for which in ((0, 0), (0, 1), (1, 0))}) == 3


def test_seeds_differ_by_each_of_their_numbers() -> None:
    assert len({seed_of(*numbers) for numbers in ((0,), (1,), (0, 1), (1, 0), (0, 0, 1))}) == 5
    assert 0 <= seed_of(3, 4) < 2**63
