"""Which series are folded into one frame; kept by photo, so that it outlives any regrouping."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.analysis.shoot import PhotoSeries
from app.library.photo import PhotoId


@dataclass(frozen=True, slots=True)
class FoldState:
    """Whether all series are folded, and the frames of those that are turned the other way."""

    all_folded: bool = False
    turned: frozenset[PhotoId] = frozenset()

    def written(self) -> str:
        """The state as a line of text."""
        return " ".join(["all" if self.all_folded else "none", *map(str, sorted(self.turned))])

    @classmethod
    def read(cls, line: str) -> "FoldState":
        """The state that was written so; what makes no sense is left out."""
        first, *rest = line.split() or [""]
        return cls(first == "all", frozenset(PhotoId(int(one)) for one in rest if one.isdecimal()))


class Folding:
    """All series are as `all_folded` says, but for those turned the other way one by one."""

    def __init__(self) -> None:
        self.all_folded = False
        self._turned: set[PhotoId] = set()

    @property
    def state(self) -> FoldState:
        """How everything is folded, to be kept."""
        return FoldState(self.all_folded, frozenset(self._turned))

    @state.setter
    def state(self, state: FoldState) -> None:
        self.all_folded, self._turned = state.all_folded, set(state.turned)

    def is_folded(self, series: PhotoSeries) -> bool:
        """Whether a series shows one frame only; a single photo has nothing to fold.

        Of a series that came to hold folded and unfolded ones nothing is hidden.
        """
        if len(series.frames) < 2:
            return False
        if self.all_folded:
            return self._turned.isdisjoint(series.frames)
        return bool(self._turned) and self._turned.issuperset(series.frames)

    def set_folded(self, series: Iterable[PhotoSeries], *, folded: bool) -> None:
        """Fold or unfold some series."""
        frames = {photo for one in series for photo in one.frames}
        if folded is self.all_folded:
            self._turned -= frames
        else:
            self._turned |= frames

    def set_all(self, *, folded: bool) -> None:
        """Fold or unfold all series, those to come as well."""
        self.all_folded = folded
        self._turned.clear()
