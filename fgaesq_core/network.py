"""FGAesQ's network: CLIP's image tower over a sequence of patches, and a head that answers a score.

Names and shapes below `visual` are those of open_clip's ViT-B-16-quickgelu image tower. The tower is built here because
a row that stands for many needs a bias in every attention, and because importing open_clip takes seconds at start.
"""

from collections.abc import Iterable

import torch
from torch import Tensor, nn
from torch.nn import functional

from fgaesq_core.batch import Batch
from fgaesq_core.cells import PATCH
from fgaesq_core.config import NetworkConfig
from fgaesq_core.craft import COUNT, OWN, RELATED
from fgaesq_core.tokens import FINE, PADDING, Tokeniser

_BINS = 10
_MEASURED, _RELATED = 128, 32
_FARTHEST = 5.0
_LEAST = -2.0
_LEFT_OUT = 0.5
_PARTS = [OWN, OWN, OWN, RELATED]


class Network(nn.Module):
    """Scores sequences of patches (paper: arXiv 2603.03907); in training every parameter in use gets its gradient."""

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        self.config = config
        self.visual = _Tower(config)
        self.scale_embedding = _noise(0.02, 1, 2, config.width)
        self.mask_token = _noise(0.02, 1, 1, config.width)
        self.measured = _Measured(config) if config.measures else None
        self.head = nn.Sequential(
            *(nn.Linear(config.features, 256), nn.ReLU(), nn.Dropout(0.2)),
            *(nn.Linear(256, 64), nn.ReLU(), nn.Dropout(0.1)),
            nn.Linear(64, _BINS),
        )

    def features(self, batch: Batch) -> Tensor:
        """Image features of b sequences, shape (b, features), not normalised; measures, where given, take part."""
        rows = self.through(self.entered(batch), batch.bias, range(self.config.layers))
        return self.left(rows, batch.measures)

    def entered(self, batch: Batch) -> Tensor:
        """The rows that the first block reads, shape (b, n + 1, width)."""
        padding = (batch.scale == PADDING).unsqueeze(-1)
        rows = torch.where(padding, self.mask_token, self.visual.patch_rows(batch.patches))
        rows = rows + self.scale_embedding[0, (batch.scale == FINE).long()]
        first = self.visual.class_embedding.expand(len(rows), 1, -1)
        return self.visual.ln_pre(torch.cat([first, rows], 1) + batch.positions)  # type: ignore[no-any-return]

    def through(self, rows: Tensor, bias: Tensor | None, blocks: Iterable[int]) -> Tensor:
        """Rows after some of the blocks, by their numbers; `bias` is that of their batch."""
        for block in blocks:
            rows = self.visual.transformer.resblocks[block](rows, bias)
        return rows

    def left(self, rows: Tensor, measures: Tensor | None = None) -> Tensor:
        """Image features, shape (b, features), of the rows that the last block left."""
        features: Tensor = self.visual.ln_post(rows[:, 0]) @ self.visual.proj
        if self.measured is None or measures is None:
            return features
        added: Tensor = self.measured(measures)
        return features + added

    def distribution(self, features: Tensor) -> Tensor:
        """Probabilities of the scores 1 to 10, shape (b, 10), for features of shape (b, features)."""
        return self.head(features).softmax(-1)  # type: ignore[no-any-return]

    def forward(self, batch: Batch) -> Tensor:
        """Scores between 1 and 10, shape (b,)."""
        return expected_score(self.distribution(self.features(batch)))

    def tokeniser(self) -> Tokeniser:
        """What turns pictures into rows for this network, with its positions as they are now."""
        table = self.visual.positional_embedding.detach().float().cpu().numpy()
        return Tokeniser(table, self.config.rows, measured=self.config.measures > 0)


def expected_score(distribution: Tensor) -> Tensor:
    """Mean score, shape (b,), of probabilities of the scores 1 to 10, shape (b, 10)."""
    return distribution @ torch.arange(1, _BINS + 1, dtype=distribution.dtype, device=distribution.device)


class _Tower(nn.Module):
    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        width = config.width
        self.class_embedding = _noise(width**-0.5, width)
        self.positional_embedding = _noise(width**-0.5, config.grid**2 + 1, width)
        self.proj = _noise(width**-0.5, width, config.features)
        self.conv1 = nn.Conv2d(3, config.stem or width, PATCH, PATCH, bias=False)
        self.stem = nn.Linear(config.stem, width) if config.stem else None
        self.ln_pre = nn.LayerNorm(width)
        self.transformer = _Transformer(config)
        self.ln_post = nn.LayerNorm(width)

    def patch_rows(self, patches: Tensor) -> Tensor:
        # A convolution whose window is the whole patch is a product of matrices.
        rows = functional.linear(patches.flatten(2), self.conv1.weight.flatten(1))
        return rows if self.stem is None else self.stem(functional.gelu(rows))


class _Measured(nn.Module):
    """What measures, brought to one scale by what is usual, add to the image features.

    How a frame differs from its series counts twice: by itself, and against how much that series differs at all, so
    that a small difference tells where it is the only one. How frames lie to each other has layers of its own beside
    the many measures of the frames themselves, among which it would be lost.
    """

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        self.register_buffer("usual", torch.zeros(config.measures))
        self.register_buffer("spread", torch.ones(config.measures))
        self.usual: Tensor
        self.spread: Tensor
        # Differences below this share of the usual ones, as a logarithm, are not made to count for more.
        self.least = nn.Parameter(torch.full((OWN,), _LEAST))
        self.layers = nn.Sequential(
            nn.Dropout(_LEFT_OUT), nn.Linear(COUNT, _MEASURED), nn.GELU(), nn.Linear(_MEASURED, config.features)
        )
        self.related = nn.Sequential(
            *(nn.Linear(RELATED, _RELATED), nn.GELU(), nn.Linear(_RELATED, _RELATED), nn.GELU()),
            nn.Linear(_RELATED, config.features),
        )

    def forward(self, measures: Tensor) -> Tensor:
        scaled = ((measures - self.usual) / self.spread).clamp(-_FARTHEST, _FARTHEST)
        own, apart, _, related = torch.split(scaled, _PARTS, -1)
        every = torch.cat([own, apart, self._relative(measures), related], -1)
        return self.layers(every) + self.related(related)  # type: ignore[no-any-return]

    def _relative(self, measures: Tensor) -> Tensor:
        """Differences from the series in units of how much it differs."""
        _, apart, deviation, _ = torch.split(measures, _PARTS, -1)
        least = self.least.exp() * torch.split(self.spread, _PARTS, -1)[1]
        return apart / torch.hypot(deviation, least)


class _Transformer(nn.Module):
    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        self.resblocks = nn.ModuleList(_Block(config.width, config.heads) for _ in range(config.layers))


class _Block(nn.Module):
    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.ln_1 = nn.LayerNorm(width)
        self.attn = _Attention(width, heads)
        self.ln_2 = nn.LayerNorm(width)
        self.mlp = nn.ModuleDict({"c_fc": nn.Linear(width, 4 * width), "c_proj": nn.Linear(4 * width, width)})

    def forward(self, rows: Tensor, bias: Tensor | None) -> Tensor:
        rows = rows + self.attn(self.ln_1(rows), bias)
        hidden = self.mlp["c_fc"](self.ln_2(rows))
        # CLIP was trained with this approximation of GELU ("QuickGELU").
        return rows + self.mlp["c_proj"](hidden * torch.sigmoid(1.702 * hidden))  # type: ignore[no-any-return]


class _Attention(nn.Module):
    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.in_proj_weight = _noise(width**-0.5, 3 * width, width)
        self.in_proj_bias = nn.Parameter(torch.zeros(3 * width))
        self.out_proj = nn.Linear(width, width)

    def forward(self, rows: Tensor, bias: Tensor | None) -> Tensor:
        projected = functional.linear(rows, self.in_proj_weight, self.in_proj_bias)
        query, key, value = projected.view(*rows.shape[:2], 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        mask = None if bias is None else bias.to(query.dtype)[:, None, None, :]
        attended = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        return self.out_proj(attended.transpose(1, 2).flatten(2))  # type: ignore[no-any-return]


def _noise(deviation: float, *shape: int) -> nn.Parameter:
    # Of torch's normal draws only this one leaves sympy unimported on the device without numbers, a second at start.
    return nn.Parameter(nn.init.trunc_normal_(torch.empty(shape), std=deviation, a=-2 * deviation, b=2 * deviation))
