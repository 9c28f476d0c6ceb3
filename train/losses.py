"""What a network is told about its answers, one number for each pair or picture."""

import torch
from torch import Tensor
from torch.nn import functional

_TINY = 1e-6


def fidelity(advantage: Tensor, probability: Tensor) -> Tensor:
    """RankReg by fidelity, shape (p,), 0 where the preference is met and 1 at most.

    `advantage` (p,) are differences of scores in units of the scale, whose logistic curve is the predicted preference
    (Bradley and Terry, Biometrika 39, 1952); `probability` (p,) is the annotators' one. The loss is that of Tsai et
    al., FRank, SIGIR 2007.
    """
    met = probability.sqrt() * (functional.logsigmoid(advantage) / 2).exp()
    unmet = (1 - probability).sqrt() * (functional.logsigmoid(-advantage) / 2).exp()
    return 1 - met - unmet


def cross_entropy(advantage: Tensor, probability: Tensor) -> Tensor:
    """RankReg by cross-entropy, shape (p,), of the same preferences (Burges et al., RankNet, ICML 2005)."""
    return functional.binary_cross_entropy_with_logits(advantage, probability, reduction="none")


def misalignment(differences: Tensor, texts: Tensor) -> Tensor:
    """CTAlign, shape (p,), 0 to 2: one less the cosine between differences of features and embeddings of sentences.

    Both have the shape (p, features) and any length (paper: arXiv 2603.03907).
    """
    return 1 - functional.cosine_similarity(differences, texts, eps=_TINY)


def earth_movers(predicted: Tensor, wanted: Tensor) -> Tensor:
    """Distance, shape (n,), 0 to 1, between distributions over scores in order, shape (n, bins) each.

    The root of the mean squared difference of the cumulated ones (Talebi and Milanfar, NIMA, IEEE Transactions on Image
    Processing 27, 2018).
    """
    apart = (predicted - wanted).cumsum(-1)
    # The slope of a root has no bound at zero.
    return (apart.square().mean(-1) + _TINY**2).sqrt()


def misjudged(predicted: Tensor, severities: Tensor) -> Tensor:
    """Cross-entropy, shape (n,), between logits and true severities of faults, shape (n, kinds) each, 0 to 1."""
    return functional.binary_cross_entropy_with_logits(predicted, severities, reduction="none").mean(-1)


def weighted(losses: Tensor, weights: Tensor) -> Tensor:
    """The sum of losses by their weights, shape () for (n,) each; 0 for none."""
    return torch.dot(losses, weights)
