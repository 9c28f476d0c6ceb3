import json
import os
from pathlib import Path

from app.analysis.culling import CulledFolder, CulledSeries
from app.analysis.grouping import GroupingSettings
from app.analysis.series import SeriesKind
from app.cli.report import Report
from app.library.photo import CaptureTime, ScannedPhoto, Skipped
from fgaesq_core import Ranking
from tests.analysis.known import ranking
from tests.library.captures import pair, scanned

FOLDER = Path("/photos/2026")
NINE = 1_767_258_000.0  # 2026-01-01 09:00


def taken(name: str, wall: float = NINE, **time: object) -> ScannedPhoto:
    return scanned(FOLDER / name, "content", time=CaptureTime(wall, **time))  # type: ignore[arg-type]


def report(*series: CulledSeries, skipped: tuple[Skipped, ...] = ()) -> Report:
    return Report(FOLDER, "technical", "technical-1", GroupingSettings(), CulledFolder(series, skipped))


def one(kind: SeriesKind, *photos: ScannedPhoto, said: Ranking | None = None) -> CulledSeries:
    return CulledSeries(kind, photos, said)


def single(photo: ScannedPhoto) -> CulledSeries:
    return one(SeriesKind.SINGLE, photo, said=ranking(5.0))


BURST = one(
    SeriesKind.BURST,
    taken("a.jpg", NINE, resolution=0.1),
    taken("b.jpg", NINE + 0.5, resolution=0.1),
    taken("c.jpg", NINE + 1.2, resolution=0.1),
    said=ranking(4.0, 6.5, 5.0),
)
BRACKET = one(SeriesKind.BRACKET, taken("d.jpg"), taken("e.jpg"))


def line(series: CulledSeries) -> str:
    (text,) = report(series).lines()
    return text


def test_the_document_is_version_1_to_the_letter() -> None:
    skipped = (Skipped(FOLDER / "x.jpg", "the picture data are damaged"),)
    said = BURST.ranking
    assert said is not None
    assert json.loads(report(BURST, BRACKET, single(taken("f.jpg")), skipped=skipped).as_json()) == {
        "version": 1,
        "folder": "/photos/2026",
        "model": {"name": "technical", "id": "technical-1"},
        "settings": {"gap": 2.0, "likeness": 0.8},
        "series": [
            {
                "kind": "burst",
                "photos": ["a.jpg", "b.jpg", "c.jpg"],
                "best": "b.jpg",
                "ranking": [
                    {"photo": "b.jpg", "score": 6.5, "p_best": said.p_best[1]},
                    {"photo": "c.jpg", "score": 5.0, "p_best": said.p_best[2]},
                    {"photo": "a.jpg", "score": 4.0, "p_best": said.p_best[0]},
                ],
            },
            {"kind": "bracket", "photos": ["d.jpg", "e.jpg"], "best": None, "ranking": []},
            {
                "kind": "single",
                "photos": ["f.jpg"],
                "best": "f.jpg",
                "ranking": [{"photo": "f.jpg", "score": 5.0, "p_best": 1.0}],
            },
        ],
        "pairs": [],
        "skipped": [{"path": "x.jpg", "reason": "the picture data are damaged"}],
    }


def test_pairs_name_the_files_behind_one_photo() -> None:
    document = json.loads(report(single(pair(FOLDER / "a.jpg", FOLDER / "a.cr3", "a"))).as_json())
    assert document["pairs"] == [{"photo": "a.jpg", "with": ["a.cr3"]}]
    assert document["series"][0]["photos"] == ["a.jpg"]


def test_photos_of_subfolders_are_named_from_the_folder() -> None:
    document = json.loads(report(single(taken("day 2/a.jpg"))).as_json())
    assert document["series"][0]["best"] == "day 2/a.jpg"


def test_the_document_is_ascii_and_gives_every_name_back() -> None:
    names = [b"\xe5\x86\x99\xe7\x9c\x9f.jpg", b"caf\xe9.jpg", b"a\nb\x1b.jpg"]
    text = report(*(single(taken(os.fsdecode(name))) for name in names)).as_json()
    assert text.isascii()
    assert [os.fsencode(series["best"]) for series in json.loads(text)["series"]] == names


def test_an_empty_folder() -> None:
    document = json.loads(report().as_json())
    assert document["series"] == document["pairs"] == document["skipped"] == []
    assert list(report().lines()) == []


def test_lines_tell_count_kind_time_best_and_how_sure() -> None:
    assert line(BURST) == "  3 burst   2026-01-01 09:00:00 +1.2 s  b.jpg  99 % sure"
    assert line(BRACKET) == "  2 bracket 2026-01-01 09:00:00 +0.0 s  d.jpg …  not ranked"
    assert line(single(taken("f.jpg"))) == "  1 single  2026-01-01 09:00:00 +0.0 s  f.jpg"


def test_a_line_says_when_it_is_too_close_and_when_the_time_is_unsure() -> None:
    close = one(SeriesKind.BURST, taken("a.jpg", sure=False), taken("b.jpg", sure=False), said=ranking(5.0, 5.01))
    assert line(close) == "  2 burst   2026-01-01 09:00:00? +0.0 s  b.jpg  too close to call"


def test_the_time_span_goes_by_the_instant_where_both_zones_are_known() -> None:
    def span(first: int | None, last: int | None) -> str:
        photos = taken("a.jpg", NINE, offset=first), taken("b.jpg", NINE + 3601.0, offset=last)
        return line(one(SeriesKind.BURST, *photos, said=ranking(5.0, 9.0))).split("+")[1].split(" s")[0]

    assert span(60, 120) == "1.0"
    assert span(None, None) == span(60, None) == span(None, 0) == "3601.0"


def test_a_time_before_or_beyond_all_calendars() -> None:
    assert "1969-12-31 23:59:59" in line(single(taken("a.jpg", -1.0)))
    assert "1838-01-01 00:00:00" in line(single(taken("a.jpg", -4_165_516_800.0)))
    assert "unknown time" in line(single(taken("a.jpg", 1e18)))


def test_a_name_never_breaks_a_line_or_commands_the_terminal() -> None:
    text = line(single(taken("a\nb\x1b[2J\x7f\x9b.jpg")))
    assert text.endswith(r"a\x0ab\x1b[2J\x7f\x9b.jpg")
    assert "\n" not in text


def test_what_was_skipped_is_counted_last() -> None:
    skipped = tuple(Skipped(FOLDER / name, "damaged") for name in ("x.jpg", "y.jpg"))
    *_, last = report(BURST, skipped=skipped).lines()
    assert last == "2 not read; --json lists each with its reason"
