"""A comparison of two judges as a page of pictures to judge by eye."""

import base64
import hashlib
import io
from collections.abc import Iterator
from html import escape
from pathlib import Path

from fgaesq_core.ranking import Ranking
from train.comparison import Comparison, Disagreement
from train.manifest import SeriesRecord
from train.pictures import opened
from train.samples import SampleError

LARGE, SMALL = 800, 140
"""Long sides, in pixels, of the two frames that are in question and of the frames of the whole series."""

_MOST_SMALL = 24
_STYLE = """
body { background: #2b2b2b; color: #d0d0d0; font: 15px/1.5 sans-serif; margin: 2rem auto; max-width: 1700px;
  padding: 0 1rem; }
h1, h2 { font-weight: 600; }
section { border-top: 1px solid #555; margin-top: 2rem; }
.two { display: grid; gap: 1rem; grid-template-columns: 1fr 1fr; }
figure { margin: 0; }
.two img { width: 100%; }
.all { display: flex; flex-wrap: wrap; gap: .4rem; margin: 1rem 0; }
summary { cursor: pointer; }
"""


def page(comparison: Comparison, large: int = LARGE) -> str:
    """One file of HTML that holds all its pictures, as JPEG.

    Which judge chose which frame is hidden until it is asked for, and left and right are drawn by lot for each series,
    so that the eye does not know whom it judges.
    """
    return "".join(f"{line}\n" for line in _lines(comparison, large))


def _lines(comparison: Comparison, large: int) -> Iterator[str]:
    one, other = (escape(name) for name in comparison.judges)
    yield '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">'
    yield f"<title>{one} and {other}</title>\n<style>{_STYLE}</style>\n</head>\n<body>"
    yield f"<h1>{one} and {other}: where they disagree most</h1>"
    yield (
        f"<p>They name different best frames in {comparison.different} of {comparison.series} series. "
        f"Here are {len(comparison.greatest)} of them. Look first which frame you would keep, then who chose it.</p>"
    )
    for number, found in enumerate(comparison.greatest, 1):
        yield from _section(number, found, comparison.judges, large)
    if comparison.unjudged:
        yield f"<h2>Not judged: {len(comparison.unjudged)}</h2>\n<ul>"
        yield from (f"<li>{_text(one.name)}: {_text(one.reason)}</li>" for one in comparison.unjudged)
        yield "</ul>"
    yield "</body>\n</html>"


def _section(number: int, found: Disagreement, judges: tuple[str, str], large: int) -> Iterator[str]:
    frames = (found.first.best, found.second.best)
    left, right = frames[::-1] if _is_swapped(found.record) else frames
    yield f"<section>\n<h2>{number}. {_text(found.record.id)}</h2>"
    yield '<div class="two">'
    for side, frame in (("left", left), ("right", right)):
        yield f"<figure>{_image(found.record.images[frame], large, side)}<figcaption>{side}</figcaption></figure>"
    yield "</div>"
    yield '<div class="all">'
    shown = found.record.images[:_MOST_SMALL]
    yield from (_image(path, SMALL, f"frame {index}") for index, path in enumerate(shown, 1))
    yield "</div>"
    if len(found.record.images) > len(shown):
        yield f"<p>The first {len(shown)} of {len(found.record.images)} frames.</p>"
    yield "<details><summary>Who chose which</summary>\n<ul>"
    for judge, ranking in zip(judges, (found.first, found.second), strict=True):
        side = "left" if ranking.best == left else "right"
        yield f"<li>{escape(judge)}: the {side} one. {_said(found.record, ranking)}</li>"
    yield f"</ul>\n<p>Degree of disagreement: {found.degree:.3f}.</p>\n</details>\n</section>"


def _said(record: SeriesRecord, ranking: Ranking) -> str:
    best = ranking.best
    return (
        f"{_text(record.images[best].name)} has the score {ranking.scores[best]:.2f}, "
        f"and is the best of the series with a probability of {ranking.p_best[best]:.0%}."
    )


def _is_swapped(record: SeriesRecord) -> bool:
    return bool(hashlib.blake2b(_encodable(record.id), digest_size=1).digest()[0] % 2)


def _image(path: Path, longest: int, alternative: str) -> str:
    try:
        picture = opened(path, longest)
    except SampleError as error:
        return f"<p>{_text(str(error))}</p>"
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=88)
    data = base64.b64encode(file.getvalue()).decode("ascii")
    return f'<img src="data:image/jpeg;base64,{data}" alt="{alternative}">'


def _text(name: str) -> str:
    """A name as it can stand on a page; what is no text in it is shown as such."""
    return escape(_encodable(name).decode())


def _encodable(name: str) -> bytes:
    return name.encode("utf-8", "backslashreplace")
