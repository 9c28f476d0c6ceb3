import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from fgaesq_core.craft.quantiles import quantiles

SHARES = (0.0, 0.01, 0.1, 0.5, 0.7, 0.98, 1.0)
NUMBERS = st.floats(-100, 100, width=32)


@settings(deadline=None)
@given(arrays(np.float32, st.integers(1, 60), elements=NUMBERS))
def test_quantiles_are_those_of_numpy(values: np.ndarray) -> None:
    assert quantiles(values, SHARES) == pytest.approx(np.quantile(values, SHARES), rel=1e-5, abs=1e-4)


def test_a_quantile_that_is_a_value_is_exactly_it() -> None:
    values = np.random.default_rng(0).random((11, 1), np.float32)
    assert quantiles(values, (0.7,))[0] == np.sort(values.ravel())[7]
