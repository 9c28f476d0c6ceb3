"""The class row behind a network's last block, which is all that is read of it, at a fraction of the block's work."""

from typing import Any

from torch import Tensor
from torch.nn import functional

from fgaesq_core.network import Network


def class_row(network: Network, rows: Tensor, bias: Tensor) -> Tensor:
    """What the last block makes of the first row of each picture, shape (b, 1, width), for `rows` (b, n, width).

    `bias` (b, n) is that of their batch. The other rows only lend their keys and values.
    """
    block: Any = network.visual.transformer.resblocks[-1]
    own, normed = rows[:, :1], block.ln_1(rows)
    own = own + _attended(block.attn, normed, bias)
    hidden = block.mlp["c_fc"](block.ln_2(own))
    widened: Tensor = own + block.mlp["c_proj"](hidden * (1.702 * hidden).sigmoid())
    return widened


def _attended(attention: Any, normed: Tensor, bias: Tensor) -> Tensor:
    width = normed.shape[-1]
    weight, offset = attention.in_proj_weight, attention.in_proj_bias
    query = functional.linear(normed[:, :1], weight[:width], offset[:width])
    key, value = functional.linear(normed, weight[width:], offset[width:]).chunk(2, -1)
    heads = (*normed.shape[:1], -1, attention.heads, width // attention.heads)
    queries, keys, values = (part.reshape(heads).transpose(1, 2) for part in (query, key, value))
    found = functional.scaled_dot_product_attention(queries, keys, values, attn_mask=bias[:, None, None, :])
    told: Tensor = attention.out_proj(found.transpose(1, 2).flatten(2))
    return told
