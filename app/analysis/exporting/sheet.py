"""A printable contact sheet: every series concerned, its frames side by side, the chosen ones marked."""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from app.analysis.exporting.lists import taken
from app.analysis.exporting.selection import SelectedFrame, SelectedSeries, Selection
from app.analysis.exporting.sheet_font import drawable, sheet_font
from app.analysis.series import SeriesKind
from app.cancel import CancelToken
from app.library.photo import Flag, Label, Photo

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

# A4 in points of 1/72 inch.
_WIDTH, _HEIGHT, _MARGIN = 595.0, 842.0, 34.0
_COLUMNS, _GAP = 5, 8.0
_CELL = (_WIDTH - 2 * _MARGIN - (_COLUMNS - 1) * _GAP) / _COLUMNS
_PICTURE = _CELL * 0.75
_SMALL, _NORMAL = 6.5, 8.5
_ROW = _PICTURE + 2 * _SMALL + 12
_HEAD = 18.0
# 190 dots per inch of paper. The PDF library keeps all pictures until it writes them, so they had better be small.
_PIXELS, _QUALITY = 256, 70

Thumbnail = Callable[[Photo], bytes | None]


@dataclass(frozen=True, slots=True)
class _Row:
    """Some frames side by side, below a line of text where they begin a series."""

    frames: tuple[SelectedFrame, ...]
    head: str = ""


def write_sheet(
    selection: Selection, title: str, thumbnail: Thumbnail, target: Path, token: CancelToken
) -> Iterator[int]:
    """Write the sheet as PDF, A4, with text that can be searched; yields the number of frames drawn so far.

    `thumbnail` gives a photo as JPEG or None. Raises OSError, Cancelled.
    """
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(target), pagesize=(_WIDTH, _HEIGHT), pageCompression=1)
    canvas.setTitle(title)
    canvas.setCreator("Burstpick")
    sheet = _Sheet(canvas, sheet_font(), title, thumbnail)
    drawn = 0
    for row in _rows(selection.series):
        token.check()
        sheet.draw(row)
        drawn += len(row.frames)
        yield drawn
    sheet.end()


def _rows(series: Sequence[SelectedSeries]) -> Iterator[_Row]:
    """The rows of the sheet; single frames that follow each other share theirs."""
    for is_single, some in groupby(series, key=lambda one: one.kind is SeriesKind.SINGLE):
        if is_single:
            singles = list(some)
            head = f"Single frames · {_when(singles[0])}"
            yield from _in_columns([one.frames[0] for one in singles], head)
        else:
            for one in some:
                yield from _in_columns(one.frames, _heading(one))


def _in_columns(frames: Sequence[SelectedFrame], head: str) -> Iterator[_Row]:
    for start in range(0, len(frames), _COLUMNS):
        yield _Row(tuple(frames[start : start + _COLUMNS]), "" if start else head)


class _Sheet:
    def __init__(self, canvas: "Canvas", font: str, title: str, thumbnail: Thumbnail) -> None:
        self._canvas, self._font, self._title, self._thumbnail = canvas, font, title, thumbnail
        self._y = _HEIGHT - _MARGIN
        self._page = 1

    def draw(self, row: _Row) -> None:
        """Draw a row below the last one, on a new page where there is no room."""
        needed = _ROW + (_HEAD if row.head else 0)
        if self._y - needed < _MARGIN + _HEAD:
            self._turn()
        if row.head:
            self._y -= _HEAD
            self._text(_MARGIN, self._y + 5, row.head, _NORMAL, _WIDTH - 2 * _MARGIN)
        self._y -= _ROW
        for column, frame in enumerate(row.frames):
            self._cell(_MARGIN + column * (_CELL + _GAP), frame)

    def end(self) -> None:
        """Finish the last page and write everything."""
        self._foot()
        self._canvas.save()

    def _turn(self) -> None:
        self._foot()
        self._canvas.showPage()
        self._page += 1
        self._y = _HEIGHT - _MARGIN

    def _foot(self) -> None:
        self._text(_MARGIN, _MARGIN - 8, f"{self._title} · {self._page}", _SMALL, _WIDTH - 2 * _MARGIN)

    def _cell(self, left: float, frame: SelectedFrame) -> None:
        canvas, bottom = self._canvas, self._y + 2 * _SMALL + 8
        self._picture(left, bottom, frame)
        if frame.is_chosen:
            canvas.setLineWidth(2.2)
            canvas.rect(left, bottom, _CELL, _PICTURE)
            self._tick(left + _CELL - 15, bottom + _PICTURE - 15)
        self._text(left, bottom - _SMALL - 3, frame.photo.path.name, _SMALL, _CELL)
        self._text(left, bottom - 2 * _SMALL - 5, _facts(frame), _SMALL, _CELL)

    def _picture(self, left: float, bottom: float, frame: SelectedFrame) -> None:
        from reportlab.lib.utils import ImageReader

        jpeg = self._thumbnail(frame.photo)
        if jpeg is None:
            self._text(left + 4, bottom + _PICTURE / 2, "cannot be shown", _SMALL, _CELL - 8)
            return
        with Image.open(io.BytesIO(jpeg)) as picture:
            smaller = io.BytesIO()
            small = picture.convert("RGB")
            small.thumbnail((_PIXELS, _PIXELS))
            small.save(smaller, "JPEG", quality=_QUALITY)
            width, height = small.size
        inset = 2.5
        scale = min((_CELL - 2 * inset) / width, (_PICTURE - 2 * inset) / height)
        across, up = width * scale, height * scale
        x, y = left + (_CELL - across) / 2, bottom + (_PICTURE - up) / 2
        self._canvas.drawImage(ImageReader(smaller), x, y, across, up)

    def _tick(self, x: float, y: float) -> None:
        """A tick on a white disc, which a font need not have."""
        canvas = self._canvas
        canvas.setLineWidth(0.8)
        canvas.setFillGray(1)
        canvas.circle(x + 6, y + 6, 6.5, fill=1)
        canvas.setFillGray(0)
        canvas.setLineWidth(1.6)
        canvas.lines([(x + 2.8, y + 6.2, x + 5.2, y + 3.6), (x + 5.2, y + 3.6, x + 9.4, y + 9)])

    def _text(self, x: float, y: float, text: str, size: float, room: float) -> None:
        shown = drawable(text, self._font)
        canvas = self._canvas
        canvas.setFont(self._font, size)
        if canvas.stringWidth(shown, self._font, size) > room:
            while shown and canvas.stringWidth(f"{shown}…", self._font, size) > room:
                shown = shown[:-1]
            shown = f"{shown}…"
        canvas.drawString(x, y, shown)


def _heading(series: SelectedSeries) -> str:
    first, last = series.frames[0].photo.capture.time, series.frames[-1].photo.capture.time
    what = f"Series {series.number} · {len(series.frames)} frames · {series.kind.value} · {_when(series)}"
    what += f" · {max(0.0, last.wall - first.wall):.1f} s"
    return f"{what} · too close to call" if series.too_close else what


def _when(series: SelectedSeries) -> str:
    return taken(series.frames[0].photo.capture.time) or "unknown time"


def _facts(frame: SelectedFrame) -> str:
    facts = []
    if frame.rank is not None and frame.p_best is not None and frame.p_best < 1:
        facts.append(f"{frame.rank}. {min(99, max(1, round(frame.p_best * 100)))} %")
    if frame.marks.flag is not Flag.NONE:
        facts.append("pick" if frame.marks.flag is Flag.PICK else "reject")
    if frame.marks.stars:
        facts.append(f"{frame.marks.stars} {'star' if frame.marks.stars == 1 else 'stars'}")
    if frame.marks.label is not Label.NONE:
        facts.append(frame.marks.label.name.lower())
    return " · ".join(facts)
