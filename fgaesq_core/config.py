"""The sizes of a network, kept with its weights so that a file says what it holds."""

import json
from dataclasses import asdict, dataclass, fields

_FEWEST_ROWS = 16
_LARGEST = 8192


@dataclass(frozen=True, slots=True)
class NetworkConfig:
    """Sizes of an FGAesQ network; the defaults are the published ones, CLIP's ViT-B/16.

    `rows` counts the class row and the patches of one picture, `grid` is the side of the table of learned positions.
    Raises ValueError for sizes that no network can have.
    """

    width: int = 768
    layers: int = 12
    heads: int = 12
    features: int = 512
    rows: int = 512
    grid: int = 14

    def __post_init__(self) -> None:
        sizes = asdict(self)
        if not all(type(size) is int and 1 <= size <= _LARGEST for size in sizes.values()):
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
        if not isinstance(sizes, dict) or set(sizes) != {field.name for field in fields(cls)}:
            raise ValueError("the sizes of a network are incomplete or not known")
        return cls(**sizes)
