import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fgaesq_core.batch import collate
from fgaesq_core.config import NetworkConfig
from fgaesq_core.device import Device
from fgaesq_core.inference import Inference
from fgaesq_core.network import Network
from fgaesq_core.tokens import COARSE, FINE, Tokens

SMALL = NetworkConfig(width=32, layers=3, heads=4, features=16, rows=64, grid=4)


def small_network(config: NetworkConfig = SMALL) -> Network:
    import torch

    torch.manual_seed(7)
    return Network(config).eval()


def noise(patches: int, config: NetworkConfig = SMALL, seed: int = 0) -> Tokens:
    random = np.random.default_rng(seed)
    return Tokens(
        random.normal(size=(patches, 3, 16, 16)).astype(np.float32),
        random.normal(size=(patches + 1, config.width)).astype(np.float32),
        random.choice([COARSE, FINE], patches),
        config.rows - 1 - patches,
    )


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, SMALL.rows - 1), min_size=1, max_size=4))
def test_collapsed_padding_scores_as_all_padding_does(lengths: list[int]) -> None:
    import torch

    network, sequences = small_network(), [noise(length, seed=length) for length in lengths]
    with torch.no_grad():
        short = network(collate(sequences))
        full = network(collate(sequences, collapse=False))
    assert short.numpy() == pytest.approx(full.numpy(), abs=1e-5)


def test_collapsed_padding_scores_as_all_padding_does_at_the_published_size() -> None:
    import torch

    config = NetworkConfig(layers=4)
    network, sequences = small_network(config), [noise(168, config)]
    with torch.no_grad():
        assert collate(sequences).patches.shape[1] == 169
        short, full = (network.features(collate(sequences, collapse=collapse)) for collapse in (True, False))
    assert short.numpy() == pytest.approx(full.numpy(), abs=1e-5)


def test_a_sequence_without_padding_needs_no_bias() -> None:
    assert collate([noise(SMALL.rows - 1)]).bias is None
    assert collate([noise(SMALL.rows - 2)]).bias is None
    assert collate([noise(SMALL.rows - 3)]).bias is not None


def test_padding_takes_part() -> None:
    sequence = noise(20)
    scores = list(
        Inference(small_network(), Device("cpu", "float32", 1)).scores([sequence, replace(sequence, padding=0)])
    )
    assert scores[0] != pytest.approx(scores[1], abs=1e-6)


@pytest.mark.parametrize("batch", [1, 2, 5])
def test_scores_hang_neither_on_the_batch_nor_on_the_company(batch: int) -> None:
    sequences = [noise(length, seed=length) for length in (5, 63, 20, 0, 62)]
    alone = [next(Inference(small_network(), Device("cpu", "float32", 1)).scores([one])) for one in sequences]
    together = list(Inference(small_network(), Device("cpu", "float32", batch)).scores(sequences))
    assert together == pytest.approx(alone, abs=1e-5)
    assert all(1 <= score <= 10 for score in together)


def test_features_come_one_for_each_sequence() -> None:
    features = list(Inference(small_network(), Device("cpu", "float32", 2)).features([noise(9), noise(3), noise(9)]))
    assert [row.shape for row in features] == [(SMALL.features,)] * 3
    assert features[0] == pytest.approx(features[2], abs=1e-5)
    assert features[0] != pytest.approx(features[1], abs=1e-2)


def test_inference_leaves_the_callers_gradients_alone() -> None:
    import torch

    answers = Inference(small_network(), Device("cpu", "bfloat16", 1)).scores([noise(9), noise(3)])
    next(answers)
    assert torch.is_grad_enabled()
    assert not torch.is_inference_mode_enabled()
    assert not torch.is_autocast_enabled("cpu")


def test_the_tower_is_open_clips() -> None:
    import torch
    from open_clip.transformer import QuickGELU, VisionTransformer  # type: ignore[import-untyped]

    tower = VisionTransformer(224, 16, 64, 3, 4, 4.0, output_dim=24, act_layer=QuickGELU).eval()
    network = small_network(NetworkConfig(width=64, layers=3, heads=4, features=24, rows=197))
    network.visual.load_state_dict(tower.state_dict(), strict=True)
    torch.nn.init.zeros_(network.scale_embedding)
    picture = torch.randn(1, 3, 224, 224, generator=torch.Generator().manual_seed(1))
    patches = picture.unfold(2, 16, 16).unfold(3, 16, 16).permute(0, 2, 3, 1, 4, 5).reshape(196, 3, 16, 16)
    tokens = Tokens(patches.numpy(), tower.positional_embedding.detach().numpy(), np.zeros(196, np.int64))
    with torch.no_grad():
        assert network.features(collate([tokens])).numpy() == pytest.approx(tower(picture).numpy(), abs=1e-5)


def test_every_parameter_in_use_learns() -> None:
    network = small_network().train()
    network(collate([noise(20), noise(50)])).sum().backward()
    idle = {name for name, parameter in network.named_parameters() if parameter.grad is None}
    assert idle == {"visual.positional_embedding"}
    assert network.scale_embedding.grad is not None
    assert (network.scale_embedding.grad != 0).all()


def test_the_published_network_has_its_size() -> None:
    import torch

    with torch.device("meta"):
        network = Network(NetworkConfig())
    assert sum(parameter.numel() for parameter in network.parameters()) == pytest.approx(86.3e6, rel=0.001)
    assert len(network.visual.state_dict()) == 152


def test_importing_the_core_imports_no_torch() -> None:
    code = "import fgaesq_core, fgaesq_core.published, sys; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("sizes", [{"width": 0}, {"width": 10, "heads": 3}, {"rows": 15}, {"layers": 10**9}])
def test_impossible_sizes_are_refused(sizes: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"sizes|rows|width"):
        NetworkConfig(**sizes)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"width": 8}', SMALL.to_json().replace("32", '"32"')])
def test_text_that_is_no_config_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        NetworkConfig.from_json(text)


def test_a_config_survives_json() -> None:
    assert NetworkConfig.from_json(SMALL.to_json()) == SMALL
