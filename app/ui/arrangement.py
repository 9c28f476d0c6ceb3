"""How a person has arranged the window, from one day to the next."""

from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QSettings


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What the window looked like when it was left; `geometry` is None where none was kept."""

    geometry: QByteArray | None = None
    light: bool = False
    frame_size: int | None = None
    left: bool = True
    right: bool = True


def read_arrangement(kept: QSettings) -> Arrangement:
    """The arrangement of the last time; what is missing or damaged is as on the first day."""
    geometry = kept.value("geometry")
    size = str(kept.value("frame_size", ""))
    return Arrangement(
        geometry if isinstance(geometry, QByteArray) else None,
        _is_set(kept, "light", otherwise=False),
        int(size) if size.isdecimal() else None,
        _is_set(kept, "left", otherwise=True),
        _is_set(kept, "right", otherwise=True),
    )


def keep_arrangement(arrangement: Arrangement, kept: QSettings) -> None:
    """Keep the arrangement for the next time."""
    kept.setValue("geometry", arrangement.geometry)
    kept.setValue("frame_size", arrangement.frame_size)
    for name in ("light", "left", "right"):
        kept.setValue(name, "yes" if getattr(arrangement, name) else "no")


def _is_set(kept: QSettings, name: str, *, otherwise: bool) -> bool:
    said = kept.value(name)
    return said == "yes" if said in {"yes", "no"} else otherwise
