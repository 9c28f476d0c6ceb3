"""Where every series and every frame stands in the grid: plain geometry, without Qt.

Series are bands that flow from left to right; a series too long for one line wraps inside a band of its own. A folded
series has one cell, with the edges of a stack beside it, as wide as its widest frame: whichever comes to stand for it.
Nothing depends on marks, so that nothing moves when a photo is marked.
"""

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import chain


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in logical pixels."""

    x: int
    y: int
    width: int
    height: int

    def contains(self, x: int, y: int) -> bool:
        """Whether a point lies inside."""
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height

    def distance(self, x: int, y: int) -> int:
        """How far a point lies outside, in pixels along both axes; 0 inside."""
        across = max(self.x - x, 0, x - (self.x + self.width - 1))
        return across + max(self.y - y, 0, y - (self.y + self.height - 1))


@dataclass(frozen=True, slots=True)
class Metrics:
    """Sizes in logical pixels; `frame` is the height of a picture."""

    frame: int = 136
    gap: int = 8
    pad: int = 8
    header: int = 28
    between: int = 16
    least_band: int = 168
    stack: int = 12

    def frame_width(self, aspect: float) -> int:
        """The width of a frame; extreme panoramas and columns are shown whole inside a bounded cell."""
        return round(self.frame * min(2.4, max(0.45, aspect)))


@dataclass(frozen=True, slots=True)
class Hit:
    """What lies under a point: a series, and the cell of a frame within it if the point is on one; or its badge."""

    series: int
    frame: int | None
    badge: bool = False


class BandLayout:
    """The geometry of series, given the width / height of each of their frames, and the places of the folded ones."""

    def __init__(
        self,
        aspects: Sequence[Sequence[float]],
        width: int,
        metrics: Metrics,
        folded: Collection[int] = frozenset(),
    ) -> None:
        self.metrics = metrics
        self._inner = max(metrics.frame, width - 2 * metrics.between - 2 * metrics.pad)
        width_of = {aspect: metrics.frame_width(aspect) for aspect in set(chain.from_iterable(aspects))}
        self._folded = folded
        self._widths = [[width_of[aspect] for aspect in series] for series in aspects]
        for place in folded:
            self._widths[place] = [max(self._widths[place])]
        self._boxes: list[tuple[int, int, int, int]] = []
        self._row_tops: list[int] = []
        self._row_starts: list[int] = []
        self.height = self._flow()

    def __len__(self) -> int:
        return len(self._boxes)

    def band(self, series: int) -> Box:
        """The band of a series."""
        return Box(*self._boxes[series])

    def frames(self, series: int) -> list[Box]:
        """The cells of a series' frames, in order; of a folded one its only cell."""
        metrics, band = self.metrics, self.band(series)
        left, y = band.x + metrics.pad, band.y + metrics.header
        x, cells = left, []
        for width in self._widths[series]:
            if x > left and x + width > left + self._inner:
                x, y = left, y + metrics.frame + metrics.gap
            cells.append(Box(x, y, width, metrics.frame))
            x += width + metrics.gap
        return cells

    def visible(self, top: int, bottom: int) -> range:
        """The series whose rows meet the lines from `top` to `bottom`."""
        if not self._boxes:
            return range(0)
        first = max(0, bisect_right(self._row_tops, top) - 1)
        last = max(first, bisect_right(self._row_tops, bottom) - 1)
        end = self._row_starts[last + 1] if last + 1 < len(self._row_starts) else len(self._boxes)
        return range(self._row_starts[first], end)

    def at(self, x: int, y: int) -> Hit | None:
        """What lies under a point, or None for the space between the bands."""
        for series in self.visible(y, y):
            band = self.band(series)
            if band.contains(x, y):
                cells = self.frames(series)
                frame = next((i for i, cell in enumerate(cells) if cell.contains(x, y)), None)
                return Hit(series, frame, badge=badge_room(band, self.metrics).contains(x, y))
        return None

    def _flow(self) -> int:
        space = self.metrics.between
        x = y = space
        right = space + self._inner + 2 * self.metrics.pad
        row_height = 0
        for series, widths in enumerate(self._widths):
            band_width, band_height = self._band_size(widths, series in self._folded)
            if series and x + band_width > right:
                x, y, row_height = space, y + row_height + space, 0
            if x == space:
                self._row_tops.append(y)
                self._row_starts.append(series)
            # Fifty thousand boxes would take most of the time.
            self._boxes.append((x, y, band_width, band_height))
            x += band_width + space
            row_height = max(row_height, band_height)
        return y + row_height + space

    def _band_size(self, widths: Sequence[int], folded: bool) -> tuple[int, int]:
        metrics = self.metrics
        total = sum(widths) + metrics.gap * (len(widths) - 1) + (metrics.stack if folded else 0)
        lines = 1
        if total > self._inner:
            lines, x = 1, 0
            for width in widths:
                if x and x + width > self._inner:
                    lines, x = lines + 1, 0
                x += width + metrics.gap
            total = self._inner
        height = metrics.header + lines * metrics.frame + (lines - 1) * metrics.gap + metrics.pad
        return max(metrics.least_band, total + 2 * metrics.pad), height


def badge_room(band: Box, metrics: Metrics) -> Box:
    """Where the badge of a band is pressed: around it, as it is small."""
    return Box(band.x, band.y, 7 * metrics.gap, metrics.header)
