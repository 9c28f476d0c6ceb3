"""The models Burstpick knows by name, as `resources/models.toml` describes them."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path


@dataclass(frozen=True, slots=True)
class KnownModel:
    """A model with a name of its own; without a `repository` on the hub it is built in.

    `file` names its weights among the models that ship, "" if it needs none. `about` is a sentence, `note` a few words
    beside scores, `licence` what people must know before they use it, `page` where they get it, `size` the bytes it
    takes here, `sha256` that of the published file, or "" where nobody has published one.
    """

    name: str
    about: str
    note: str
    file: str = ""
    licence: str = ""
    page: str = ""
    size: int = 0
    repository: str = ""
    sha256: str = ""

    @property
    def built_in(self) -> bool:
        """Whether nothing has to be fetched for the model."""
        return not self.repository


def shipped_models() -> Path:
    """The folder of the weights that ship with the program; it may lack any of them."""
    return Path(str(files("resources").joinpath("models")))


def known_models() -> tuple[KnownModel, ...]:
    """The models in the order of the registry; the first that is here is used unless another is chosen."""
    table = tomllib.loads(files("resources").joinpath("models.toml").read_text(encoding="utf-8"))
    return tuple(KnownModel(name=name, **row) for name, row in table.items())
