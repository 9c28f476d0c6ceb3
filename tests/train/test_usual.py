import pytest
import torch

from fgaesq_core import craft
from fgaesq_core.config import NetworkConfig
from fgaesq_core.network import Network
from tests.train.sources import Blurs, tiny_network
from train.errors import TrainingError
from train.tokenising import Cutter
from train.usual import adapt

MEASURED = NetworkConfig(width=32, layers=1, heads=2, features=16, rows=32, grid=4, measures=craft.COUNT)


def cutter(network: Network) -> Cutter:
    return Cutter(network.tokeniser())


def test_a_network_learns_what_is_usual_of_measures() -> None:
    network = Network(MEASURED)
    adapt(network, cutter(network), Blurs(), 0)
    assert network.measured is not None
    assert torch.isfinite(network.measured.usual).all()
    assert network.measured.usual.abs().sum() > 0
    assert (network.measured.spread > 0).all()


def test_a_network_without_measures_stays_as_it_is() -> None:
    network = tiny_network()
    before = {name: tensor.clone() for name, tensor in network.state_dict().items()}
    adapt(network, cutter(network), Blurs(), 0)
    assert all(torch.equal(before[name], tensor) for name, tensor in network.state_dict().items())


def test_data_without_any_usable_series_are_refused() -> None:
    network = Network(MEASURED)
    with pytest.raises(TrainingError, match="None of the first series"):
        adapt(network, cutter(network), Blurs(2, frozenset({0, 1})), 0)
