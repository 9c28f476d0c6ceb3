"""The answer of `burstpick cull`: lines for people, JSON for programs."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.analysis.culling import CulledFolder, CulledSeries
from app.analysis.grouping import GroupingSettings
from app.analysis.models import Ranking
from app.cli.output import visible
from app.library.photo import CaptureTime, ScannedPhoto

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Report:
    """What was culled, how, and by which model."""

    folder: Path
    model_name: str
    model_id: str
    settings: GroupingSettings
    result: CulledFolder

    def as_json(self) -> str:
        """The report as JSON, version 1; paths are relative to the folder, with forward slashes."""
        document = {
            "version": 1,
            "folder": str(self.folder),
            "model": {"name": self.model_name, "id": self.model_id},
            "settings": {"gap": self.settings.gap, "likeness": self.settings.likeness},
            "series": [self._series(series) for series in self.result.series],
            "pairs": [self._pair(photo) for series in self.result.series for photo in series.photos if photo.files[1:]],
            "skipped": [{"path": self._name(one.path), "reason": one.reason} for one in self.result.skipped],
        }
        return json.dumps(document, indent=1)

    def lines(self) -> Iterator[str]:
        """One line per series, then one about what was skipped, if anything was."""
        for series in self.result.series:
            yield visible(self._line(series))
        if self.result.skipped:
            yield f"{len(self.result.skipped)} not read; --json lists each with its reason"

    def _series(self, series: CulledSeries) -> dict[str, object]:
        names = [self._name(photo.files[0]) for photo in series.photos]
        ranking = series.ranking
        order = ranking.order if ranking is not None else ()
        return {
            "kind": series.kind.value,
            "photos": names,
            "best": names[order[0]] if order else None,
            "ranking": [
                {"photo": names[i], "score": ranking.scores[i], "p_best": ranking.p_best[i]} for i in order if ranking
            ],
        }

    def _pair(self, photo: ScannedPhoto) -> dict[str, object]:
        return {"photo": self._name(photo.files[0]), "with": [self._name(path) for path in photo.files[1:]]}

    def _line(self, series: CulledSeries) -> str:
        count = len(series.photos)
        head = f"{count:3d} {series.kind.value:8}{_span(series)}"
        if series.ranking is None:
            return f"{head}  {self._name(series.photos[0].files[0])} …  not ranked"
        best = self._name(series.photos[series.ranking.best].files[0])
        if count == 1:
            return f"{head}  {best}"
        return f"{head}  {best}  {verdict(series.ranking)}"

    def _name(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix() if path.is_relative_to(self.folder) else str(path)


def verdict(ranking: Ranking) -> str:
    """How sure it is which frame of a series of two or more is the best, in words; nobody knows for certain."""
    if ranking.too_close:
        return "too close to call"
    return f"{min(99, max(1, round(100 * ranking.p_best[ranking.best])))} % sure"


def _span(series: CulledSeries) -> str:
    first, last = series.photos[0].capture, series.photos[-1].capture
    unsure = "" if first.time.sure else "?"
    return f"{_clock(first.time)}{unsure} +{max(0.0, _seconds(first.time, last.time)):.1f} s"


def _clock(time: CaptureTime) -> str:
    try:
        return f"{_EPOCH + timedelta(seconds=time.wall):%Y-%m-%d %H:%M:%S}"
    except OverflowError:
        # A file's own time may be of any year.
        return "unknown time"


def _seconds(first: CaptureTime, last: CaptureTime) -> float:
    apart = last.wall - first.wall
    if first.offset is None or last.offset is None:
        return apart
    return apart - 60 * (last.offset - first.offset)
