import json
import os
from pathlib import Path

from app.analysis.score_paths import ScoredPaths, ScoredSeries, ScoredSingle
from app.cli.score_report import ScoreReport
from app.library.photo import Skipped
from tests.analysis.known import ranking

FOLDER = Path("/photos/2026")


def series(*named: tuple[str, float], folder: Path = FOLDER) -> ScoredSeries:
    names, scores = zip(*named, strict=True)
    return ScoredSeries(folder, names, tuple((score - 1, score + 1) for score in scores), ranking(*scores))


def report(
    *found: ScoredSeries, singles: tuple[ScoredSingle, ...] = (), skipped: tuple[Skipped, ...] = ()
) -> ScoreReport:
    return ScoreReport("mine", "fgaesq-1-float32-abc", "published", ScoredPaths(found, singles, skipped))


def test_the_document_is_version_1_to_the_letter() -> None:
    single = ScoredSingle(Path("/photos/d.png"), 4.2)
    skipped = Skipped(FOLDER / "x.jpg", "the file is empty")
    one = report(series(("a.png", 6.18819312345), ("b.png", 7.0)), singles=(single,), skipped=(skipped,))
    assert json.loads(one.as_json()) == {
        "version": 1,
        "model": {"name": "mine", "id": "fgaesq-1-float32-abc"},
        "protocol": "published",
        "series": [
            {
                "folder": "/photos/2026",
                "scores": {"a.png": 6.188193, "b.png": 7.0},
                "raw": {"a.png": [5.188193, 7.188193], "b.png": [6.0, 8.0]},
                "ranking": ["b.png", "a.png"],
            }
        ],
        "singles": [{"file": "/photos/d.png", "score": 4.2}],
        "skipped": [{"file": "/photos/2026/x.jpg", "reason": "the file is empty"}],
    }


def test_scores_that_are_equal_as_written_rank_by_file_name() -> None:
    one = report(series(("a", 5.00000001), ("b", 5.00000002), ("c", 5.0)))
    assert json.loads(one.as_json())["series"][0]["ranking"] == ["a", "b", "c"]


def test_a_line_for_each_picture_from_the_best_on() -> None:
    found = series(("a.png", 5.0), ("b.png", 6.0), ("c.png", 2.0))
    single = ScoredSingle(Path("/photos/d.png"), 10.0)
    assert list(report(found, singles=(single,)).lines()) == [
        " 6.0000   98%  /photos/2026/b.png",
        " 5.0000    2%  /photos/2026/a.png",
        " 2.0000    0%  /photos/2026/c.png",
        "10.0000        /photos/d.png",
    ]


def test_a_line_says_when_it_is_too_close() -> None:
    first, second = report(series(("a", 5.0), ("b", 5.01))).lines()
    assert first.endswith("/b  too close to call")
    assert second.endswith("/a")


def test_a_series_of_one_has_no_opponent() -> None:
    assert list(report(series(("a", 5.0))).lines()) == [" 5.0000  100%  /photos/2026/a"]


def test_names_never_break_a_line_and_come_back_from_the_document() -> None:
    name = os.fsdecode(b"a\nb\x1b[2J\xe9.jpg")
    one = report(series((name, 5.0), folder=Path("/x\ty")), singles=(ScoredSingle(Path(f"/{name}"), 5.0),))
    assert all(line.count("\n") == 0 and r"a\x0ab\x1b[2J" in line for line in one.lines())
    text = one.as_json()
    assert text.isascii()
    assert list(json.loads(text)["series"][0]["scores"]) == [name]
