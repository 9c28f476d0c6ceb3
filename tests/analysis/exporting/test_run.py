import csv
import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from app.analysis.exporting import sheet_font
from app.analysis.exporting.choice import What, what_from
from app.analysis.exporting.lists import ListKind
from app.analysis.exporting.plan import Plan, Request, plan
from app.analysis.exporting.run import Drawing, Written, run
from app.analysis.exporting.selection import select
from app.analysis.exporting.tally import Tally
from app.analysis.exporting.thumbnails import thumbnails_from
from app.analysis.series import SeriesKind
from app.cancel import Cancelled, CancelToken
from app.errors import AppError
from app.library.photo import Flag, Label, Marks, PhotoId
from app.library.transfer.parcel import Mode
from tests.analysis.exporting.shoots import photo, shoot_of
from tests.library.transfer.parcels import state
from tests.pictures import scene, write_photo

MARKS = {2: Marks(4, Flag.PICK, Label.RED), 3: Marks(0, Flag.REJECT), 4: Marks(0, Flag.PICK)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "shoot"
    for number in range(1, 5):
        write_photo(folder / f"IMG_{number}.jpg", scene(number, (96, 64)))
    (folder / "IMG_2.cr3").write_bytes(b"raw")
    return folder


def planned(folder: Path, what: What, mode: Mode | None = Mode.COPY, template: str = "{name}") -> Plan:
    burst = [
        photo(1, folder=folder),
        photo(2, "IMG_2.jpg", "IMG_2.cr3", folder=folder),
        photo(3, folder=folder),
    ]
    series = [(SeriesKind.BURST, burst), (SeriesKind.SINGLE, [photo(4, folder=folder)])]
    shoot = shoot_of(series, MARKS, {0: (5.0, 8.0, 6.0)})
    shoot.set_keywords({PhotoId(2): ("sea", "Place|Ulm")})
    selection = select(shoot, what, (), "technical", "technical-1")
    return plan(Request(selection, folder, folder.parent / "to", mode, template))


def carry_out(made: Plan, lists: Sequence[ListKind] = tuple(ListKind)) -> Tally:
    tally = Tally()
    for event in run(made, frozenset(lists), thumbnails_from(made.request.folder / "none"), CancelToken()):
        tally = tally.after(event)
    return tally


def test_photos_and_every_list_arrive(folder: Path) -> None:
    tally = carry_out(planned(folder, what_from("picks")))
    assert (tally.arrived, tally.there, tally.failed, tally.halted) == (2, 0, (), "")
    assert set(state(folder.parent / "to")) == {
        *("IMG_2.jpg", "IMG_2.cr3", "IMG_4.jpg"),
        *("burstpick.csv", "burstpick.json", "burstpick-contact-sheet.pdf"),
        *("burstpick-names-commas.txt", "burstpick-names-spaces.txt"),
    }
    assert len(tally.written) == 5
    again = carry_out(planned(folder, what_from("picks")))
    assert (again.arrived, again.there, len(again.written)) == (2, 2, 5)


def test_the_table_holds_scores_ranks_margins_marks_and_model(folder: Path) -> None:
    carry_out(planned(folder, what_from("picks"), template="{seq}"), [ListKind.CSV])
    text = (folder.parent / "to" / "burstpick.csv").read_text("utf-8-sig")
    rows = {row["photo"]: row for row in csv.DictReader(StringIO(text))}
    assert list(rows) == ["IMG_1.jpg", "IMG_2.jpg", "IMG_3.jpg", "IMG_4.jpg"]
    assert rows["IMG_2.jpg"] == {
        "photo": "IMG_2.jpg",
        "other files": "IMG_2.cr3",
        "exported as": "0001.jpg; 0001.cr3",
        "chosen": "yes",
        "taken": "2026-05-09 10:02:13",
        "camera": "X-T5",
        "stars": "4",
        "flag": "pick",
        "label": "red",
        "keywords": "sea; Place|Ulm",
        "series": "1",
        "kind": "burst",
        "frames": "3",
        "rank": "1",
        "score": "8.0",
        "chance to be best": "0.4211",
        "margin": "0.9",
        "too close to call": "no",
        "model": "technical",
        "model id": "technical-1",
    }
    assert (rows["IMG_3.jpg"]["rank"], rows["IMG_3.jpg"]["chosen"], rows["IMG_3.jpg"]["flag"]) == ("2", "no", "reject")
    assert (rows["IMG_4.jpg"]["rank"], rows["IMG_4.jpg"]["margin"]) == ("", "")


def test_json_holds_the_same_for_programs(folder: Path) -> None:
    carry_out(planned(folder, what_from("colour=red")), [ListKind.JSON])
    document = json.loads((folder.parent / "to" / "burstpick.json").read_text("utf-8"))
    assert (document["version"], document["model"]) == (1, {"name": "technical", "id": "technical-1"})
    (series,) = document["series"]
    assert (series["number"], series["kind"], series["margin"], series["too_close"]) == (1, "burst", 0.9, False)
    chosen = next(one for one in series["photos"] if one["chosen"])
    assert (chosen["files"], chosen["exported"]) == (["IMG_2.jpg", "IMG_2.cr3"], ["IMG_2.jpg", "IMG_2.cr3"])
    assert (chosen["rank"], chosen["score"], chosen["stars"], chosen["label"]) == (1, 8.0, 4, "red")
    assert [one["keywords"] for one in series["photos"]] == [[], ["sea", "Place|Ulm"], []]


def test_names_for_other_programs(folder: Path) -> None:
    carry_out(planned(folder, what_from("picks"), None), [ListKind.NAMES])
    to = state(folder.parent / "to")
    assert to == {"burstpick-names-commas.txt": b"IMG_2, IMG_4\n", "burstpick-names-spaces.txt": b"IMG_2 IMG_4\n"}


@pytest.mark.parametrize("has_font", [True, False])
def test_the_contact_sheet_can_be_searched(folder: Path, has_font: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not has_font:
        monkeypatch.setattr(sheet_font, "_files", tuple)
    carry_out(planned(folder, what_from("picks"), None), [ListKind.PDF])
    sheet = folder.parent / "to" / "burstpick-contact-sheet.pdf"
    assert sheet.read_bytes().startswith(b"%PDF")
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    text = subprocess.run(["pdftotext", sheet, "-"], capture_output=True, check=True, text=True).stdout
    for said in (
        "Series 1 · 3 frames · burst · 2026-05-09 10:02:12 · 2.0 s",
        "IMG_2.jpg",
        "1. 42 % · pick · 4 stars · red",
    ):
        assert said in text
    assert "Single frames" in text


def test_a_sheet_shows_what_cannot_be_decoded_as_such(folder: Path) -> None:
    (folder / "IMG_3.jpg").write_bytes(b"broken")
    tally = carry_out(planned(folder, what_from("picks"), None), [ListKind.PDF])
    assert len(tally.written) == 1


def test_a_large_sheet_has_many_pages_and_may_be_cancelled(folder: Path) -> None:
    many = [(SeriesKind.SINGLE, [photo(n, "IMG_1.jpg", folder=folder)]) for n in range(1, 200)]
    selection = select(shoot_of(many), what_from("all"))
    made = plan(Request(selection, folder, folder.parent / "to", None, "{name}"))
    token = CancelToken()
    drawn = []

    def give_up() -> None:
        for event in run(made, frozenset({ListKind.PDF}), lambda _: None, token):
            assert isinstance(event, Drawing | Written)
            drawn.append(event)
            if len(drawn) == 20:
                token.cancel()

    with pytest.raises(Cancelled):
        give_up()
    assert state(folder.parent / "to") == {}
    assert carry_out(made, [ListKind.PDF]).written


def test_too_little_room_is_said_before_anything_is_done(folder: Path) -> None:
    made = replace(planned(folder, what_from("picks")), needed=10**18)
    with pytest.raises(AppError, match="not enough room"):
        carry_out(made)
    assert state(folder.parent / "to") == {}


def test_a_list_that_cannot_be_written_is_a_sentence(folder: Path) -> None:
    (folder.parent / "to" / "burstpick.csv").mkdir(parents=True)
    with pytest.raises(AppError, match=r"burstpick.csv could not be written: Is a directory|denied"):
        carry_out(planned(folder, what_from("picks")), [ListKind.CSV])
    assert not [name for name in state(folder.parent / "to") if name.startswith(".")]
