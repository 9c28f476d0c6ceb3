"""Lists of the chosen photos and of those they were chosen from: for spreadsheets, for programs, for other editors."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from pathlib import Path

from app.analysis.exporting.selection import SelectedFrame, SelectedSeries, Selection
from app.library.photo import CaptureTime, Flag, Label, PhotoId

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_COLUMNS = (
    *("photo", "other files", "exported as", "chosen", "taken", "camera", "stars", "flag", "label", "keywords"),
    *("series", "kind", "frames", "rank", "score", "chance to be best", "margin", "too close to call"),
    *("model", "model id"),
)


class ListKind(Enum):
    """The lists there are; the value is what people write."""

    CSV = "csv"
    JSON = "json"
    PDF = "pdf"
    NAMES = "names"


@dataclass(frozen=True, slots=True)
class Listed:
    """What is written down: a selection of a folder, and the files each photo arrived as, below `to`."""

    selection: Selection
    folder: Path
    to: Path
    arrived: Mapping[PhotoId, tuple[Path, ...]]


def as_csv(listed: Listed) -> str:
    """A table with a row for each frame of the series concerned; numbers have points, whatever the country."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for series, frame in _rows(listed.selection):
        writer.writerow(_cells(listed, series, frame))
    return text.getvalue()


def as_json(listed: Listed) -> str:
    """The same, version 1; paths are relative to the folder and to the destination, with forward slashes."""
    selection = listed.selection
    outside = [frame for series, frame in _rows(selection) if series is None]
    document = {
        "version": 1,
        "folder": str(listed.folder),
        "to": str(listed.to),
        "model": {"name": selection.model_name, "id": selection.model_id},
        "series": [
            {
                "number": series.number,
                "kind": series.kind.value,
                "margin": series.margin,
                "too_close": series.too_close,
                "photos": [_entry(listed, frame) for frame in series.frames],
            }
            for series in selection.series
        ],
        "photos_of_no_series": [_entry(listed, frame) for frame in outside],
    }
    return json.dumps(document, indent=1)


def as_names(selection: Selection, separator: str) -> str:
    """The names of the chosen photos without endings, each once, so that they find RAW and JPEG alike."""
    return separator.join(dict.fromkeys(frame.photo.path.stem for frame in selection.chosen))


def _rows(selection: Selection) -> Iterator[tuple[SelectedSeries | None, SelectedFrame]]:
    grouped = {frame.photo.id for series in selection.series for frame in series.frames}
    yield from ((series, frame) for series in selection.series for frame in series.frames)
    yield from ((None, frame) for frame in selection.chosen if frame.photo.id not in grouped)


def _cells(listed: Listed, series: SelectedSeries | None, frame: SelectedFrame) -> Sequence[object]:
    photo, marks, selection = frame.photo, frame.marks, listed.selection
    first, *others = (_below(path, listed.folder) for path in photo.files)
    arrived = [_below(path, listed.to) for path in listed.arrived.get(photo.id, ())]
    of_series: Sequence[object] = ("", "", "", "", "", "", "", "")
    if series is not None:
        numbers = (frame.rank, _rounded(frame.score), _rounded(frame.p_best), _rounded(series.margin))
        is_close = "" if series.margin is None else _yes(series.too_close)
        of_series = (series.number, series.kind.value, len(series.frames), *numbers, is_close)
    return (
        *(first, "; ".join(others), "; ".join(arrived), _yes(frame.is_chosen)),
        *(taken(photo.capture.time), photo.capture.camera, marks.stars, _flag(marks.flag), _label(marks.label)),
        "; ".join(frame.keywords),
        *("" if cell is None else cell for cell in of_series),
        *(selection.model_name, selection.model_id),
    )


def _entry(listed: Listed, frame: SelectedFrame) -> dict[str, object]:
    photo, marks = frame.photo, frame.marks
    return {
        "files": [_below(path, listed.folder) for path in photo.files],
        "exported": [_below(path, listed.to) for path in listed.arrived.get(photo.id, ())],
        "chosen": frame.is_chosen,
        "taken": taken(photo.capture.time),
        "camera": photo.capture.camera,
        "stars": marks.stars,
        "flag": _flag(marks.flag),
        "label": _label(marks.label),
        "keywords": list(frame.keywords),
        "rank": frame.rank,
        "score": frame.score,
        "p_best": frame.p_best,
    }


def _below(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)


def taken(time: CaptureTime) -> str:
    """When a photo was taken by the camera's clock, or nothing for a time no calendar has."""
    try:
        return (_EPOCH + timedelta(seconds=time.wall)).strftime("%Y-%m-%d %H:%M:%S")
    except OverflowError:
        # A file's own time may be of any year.
        return ""


def _flag(flag: Flag) -> str:
    return "" if flag is Flag.NONE else flag.name.lower()


def _label(label: Label) -> str:
    return "" if label is Label.NONE else label.name.lower()


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 4)
