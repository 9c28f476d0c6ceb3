"""The sizes of a network, kept with its weights so that a file says what it holds."""

import json
from dataclasses import asdict, dataclass, fields

_FEWEST_ROWS = 16
_LARGEST = 8192
_MAY_LACK = frozenset(("stem", "measures"))


@dataclass(frozen=True, slots=True)
class NetworkConfig:
    """Sizes of an FGAesQ network; the defaults are the published ones, CLIP's ViT-B/16.

    `rows` counts the class row and the patches of one picture, `grid` is the side of the table of learned positions.
    `stem` is the width of a hidden layer each patch goes through, `measures` how many measures of `fgaesq_core.craft`
    join the image features; the published network has neither. Raises ValueError for sizes that no network can have.
    """

    width: int = 768
    layers: int = 12
    heads: int = 12
    features: int = 512
    rows: int = 512
    grid: int = 14
    stem: int = 0
    measures: int = 0

    def __post_init__(self) -> None:
        sizes = asdict(self)
        if not all(type(size) is int and _least(name) <= size <= _LARGEST for name, size in sizes.items()):
            raise ValueError(f"the sizes of a network must be whole numbers from 1 to {_LARGEST}, not {sizes}")
        if self.width % self.heads:
            raise ValueError(f"a width of {self.width} cannot be shared by {self.heads} heads")
        if self.rows < _FEWEST_ROWS:
            raise ValueError(f"a network needs at least {_FEWEST_ROWS} rows, not {self.rows}")

    def to_json(self) -> str:
        """The sizes as one JSON object."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "NetworkConfig":
        """The sizes `to_json` wrote; raises ValueError for anything else."""
        sizes = json.loads(text)
        if not isinstance(sizes, dict) or set(sizes) | _MAY_LACK != {field.name for field in fields(cls)}:
            raise ValueError("the sizes of a network are incomplete or not known")
        return cls(**sizes)


def _least(name: str) -> int:
    return 0 if name in _MAY_LACK else 1
