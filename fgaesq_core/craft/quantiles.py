"""Quantiles of the few thousand values that a measure has, for which NumPy's own take longer than sorting does."""

from collections.abc import Sequence

import numpy as np

from fgaesq_core.cells import Floats


def quantiles(values: Floats, shares: Sequence[float]) -> Floats:
    """The values below which such shares of n >= 1 values lie, between neighbours as `numpy.quantile` has them."""
    ordered = np.sort(values, axis=None)
    places = np.asarray(shares) * (len(ordered) - 1)
    below = places.astype(np.intp)
    low, high = ordered[below], ordered[np.minimum(below + 1, len(ordered) - 1)]
    part = places - below
    # From the nearer one, so that what lies at a value is that value.
    found = np.where(part < 0.5, low + (high - low) * part, high - (high - low) * (1 - part))
    return found.astype(np.float32)
