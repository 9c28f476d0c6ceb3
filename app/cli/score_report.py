"""The answer of `burstpick score`: lines for people, JSON for programs."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.analysis.score_paths import ScoredPaths, ScoredSeries
from app.cli.output import visible

_VERSION = 1
# What single precision leaves of a score between 1 and 10.
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class ScoreReport:
    """What was scored, by which protocol of which model; scores are rounded to six digits and ranked as rounded."""

    model_name: str
    model_id: str
    protocol: str
    result: ScoredPaths

    def as_json(self) -> str:
        """The report as JSON, version 1; a folder's pictures are called by their file names, all else by full paths."""
        document = {
            "version": _VERSION,
            "model": {"name": self.model_name, "id": self.model_id},
            "protocol": self.protocol,
            "series": [_series(series) for series in self.result.series],
            "singles": [{"file": str(one.path), "score": _rounded(one.score)} for one in self.result.singles],
            "skipped": [{"file": str(one.path), "reason": one.reason} for one in self.result.skipped],
        }
        return json.dumps(document, indent=1)

    def lines(self) -> Iterator[str]:
        """One line per picture: score, probability to be the best of its series, file; each series from its best on."""
        for series in self.result.series:
            ranking = series.ranking
            for place, index in enumerate(_order(series)):
                more = "  too close to call" if place == 0 and ranking.too_close else ""
                file = visible(str(series.folder / series.files[index]))
                yield f"{ranking.scores[index]:7.4f}  {ranking.p_best[index]:4.0%}  {file}{more}"
        for one in self.result.singles:
            yield f"{one.score:7.4f}        {visible(str(one.path))}"


def _series(series: ScoredSeries) -> dict[str, object]:
    scores = map(_rounded, series.ranking.scores)
    raw = ([_rounded(score) for score in own] for own in series.raw)
    return {
        "folder": str(series.folder),
        "scores": dict(zip(series.files, scores, strict=True)),
        "raw": dict(zip(series.files, raw, strict=True)),
        "ranking": [series.files[index] for index in _order(series)],
    }


def _order(series: ScoredSeries) -> Sequence[int]:
    """Frames from the best on, equal scores in order of file names."""
    scores = series.ranking.scores
    return sorted(range(len(scores)), key=lambda index: (-_rounded(scores[index]), index))


def _rounded(score: float) -> float:
    return round(score, _DIGITS)
