"""`burstpick xmp`."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from app.library.photo import Flag, Label, Marks
from app.library.settings import SettingsFile
from app.library.sidecar_choice import Occasion, SidecarChoice
from app.library.store import Store
from app.library.xmp.edit import new_packet
from app.library.xmp.embedded import embedded_packet
from app.library.xmp.label_texts import BRIDGE_WORDS, LabelTexts
from app.library.xmp.packet import Packet, read_packet
from app.library.xmp.sidecar_names import Naming
from app.library.xmp.wishes import Profile, Wish
from app.main import main
from tests.commands import run
from tests.library.xmp.packets import packet
from tests.pictures import scene, write_photo

GERMAN = LabelTexts(("Rot", "Gelb", "Grün", "Blau", "Lila"))


class Command:
    """Runs the command in this process, on a folder of two photos."""

    def __init__(self, root: Path, captured: pytest.CaptureFixture[str]) -> None:
        self.folder = root / "shoot"
        self.library = root / "home" / "data" / "library.db"
        self._captured = captured
        self.err = self.out = ""
        for number, name in enumerate(("a.jpg", "b.jpg")):
            write_photo(self.folder / name, scene(number, (48, 32)))

    def run(self, *arguments: str | Path) -> int:
        try:
            code = main(["xmp", str(self.folder), *map(str, arguments)])
        except SystemExit as left:
            code = int(str(left.code))
        self.out, self.err = self._captured.readouterr()
        return code

    def document(self, *arguments: str | Path) -> Any:
        assert self.run(*arguments, "--json", "-") == 0
        return json.loads(self.out)

    def mark(self, **marks: Marks) -> None:
        with Store(self.library) as store:
            photos = store.photos_under(self.folder, recursive=False)
            store.set_marks({photo.id: marks[photo.path.stem] for photo, _ in photos if photo.path.stem in marks})

    def marks(self) -> dict[str, Marks]:
        with Store(self.library) as store:
            return {photo.path.stem: marks for photo, marks in store.photos_under(self.folder, recursive=False)}

    def sidecars(self) -> list[str]:
        return sorted(name for name in os.listdir(self.folder) if not name.endswith(".jpg"))


@pytest.fixture
def xmp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    monkeypatch.setenv("BURSTPICK_HOME", str(tmp_path / "home"))
    made = Command(tmp_path, capsys)
    assert made.run() == 0
    return made


def test_marks_are_written_counted_and_found_unchanged(xmp: Command) -> None:
    xmp.mark(a=Marks(4, Flag.PICK))
    assert xmp.run() == 0
    assert xmp.out.splitlines() == [
        "0 of 2 photos given marks from their files",
        "1 file written, 0 unchanged, 0 refused",
    ]
    assert read_packet((xmp.folder / "a.xmp").read_bytes()).pick == 1
    assert xmp.run() == 0
    assert "0 files written, 1 unchanged, 0 refused" in xmp.out


def test_profile_and_names(xmp: Command) -> None:
    xmp.mark(a=Marks(4, Flag.REJECT))
    assert xmp.run("--profile", "darktable", "--names", "short") == 0
    assert xmp.sidecars() == ["a.xmp"]
    assert read_packet((xmp.folder / "a.xmp").read_bytes()).rating == -1


def test_labels_are_called_as_is_said_and_words_used_once_are_understood_ever_after(xmp: Command) -> None:
    (xmp.folder / "b.xmp").write_bytes(new_packet(Wish(Marks(label=Label.GREEN), texts=GERMAN), 1e9) or b"")
    assert xmp.document("--read")["changed"] == [], "nobody knows that word yet"
    xmp.mark(a=Marks(label=Label.RED))
    german = "Rot, Gelb, Grün, Blau, Lila"
    expected = [{"path": "b.jpg", "stars": 0, "flag": 0, "label": "green"}]
    assert xmp.document("--dry-run", "--label-texts", german)["changed"] == expected
    assert xmp.document("--label-texts", german)["changed"] == expected
    assert read_packet((xmp.folder / "a.xmp").read_bytes()).label == "Rot"
    (xmp.folder / "b.xmp").write_bytes(packet('xmp:Rating="3" xmp:Label="GRÜN"'))
    assert xmp.document("--read")["changed"] == [{"path": "b.jpg", "stars": 3, "flag": 0, "label": "green"}]
    assert xmp.run("--label-texts", "bridge") == 0
    labels = [read_packet((xmp.folder / name).read_bytes()).label for name in xmp.sidecars()]
    assert labels == ["Select", "Approved"]


def test_what_is_not_said_is_as_in_the_settings(xmp: Command) -> None:
    texts = LabelTexts().changed_to(BRIDGE_WORDS)
    choice = SidecarChoice(Occasion.NEVER, Profile.DARKTABLE, True, Naming.BOTH, False, texts)
    SettingsFile(xmp.library.with_name("settings.toml")).choose_sidecars(choice)
    xmp.mark(a=Marks(4, Flag.REJECT, Label.RED))
    assert xmp.run() == 0
    assert xmp.sidecars() == ["a.jpg.xmp", "a.xmp"]
    said = [read_packet((xmp.folder / name).read_bytes()) for name in xmp.sidecars()]
    assert [(one.rating, one.label) for one in said] == [(-1, "Select")] * 2
    assert (embedded_packet(xmp.folder / "a.jpg") or Packet()).label == "Select"
    xmp.mark(b=Marks(2))
    assert xmp.run("--profile", "lightroom", "--names", "usual", "--no-embed", "--label-texts", "lightroom") == 0
    assert xmp.sidecars() == ["a.jpg.xmp", "a.xmp", "b.xmp"]
    assert embedded_packet(xmp.folder / "b.jpg") is None
    assert xmp.run("--read") == 0, "what is written anyway stands in nobody's way"


def test_settings_that_cannot_be_used_are_told_and_the_usual_ones_hold(xmp: Command) -> None:
    xmp.library.with_name("settings.toml").write_text('sidecar_names = "medium"', encoding="utf-8")
    xmp.mark(a=Marks(4))
    assert xmp.run() == 0
    assert 'sidecar_names is one of "short", "long", "both"' in xmp.err
    assert xmp.sidecars() == ["a.xmp"]


def test_a_memory_card_is_written_on_only_after_a_word(xmp: Command) -> None:
    xmp.folder = write_photo(xmp.folder.parent / "DCIM" / "a.jpg", scene(1, (48, 32))).parent
    assert xmp.run() == 0
    xmp.mark(a=Marks(4))
    assert xmp.run() == 1
    assert ("lies on a memory card" in xmp.err, xmp.sidecars()) == (True, [])
    assert xmp.run("--on-card") == 0
    assert xmp.sidecars() == ["a.xmp"]
    SettingsFile(xmp.library.with_name("settings.toml")).choose_sidecars(SidecarChoice(on_cards=True))
    xmp.mark(a=Marks(5))
    assert xmp.run("--no-on-card") == 1
    assert xmp.run() == 0
    assert read_packet((xmp.folder / "a.xmp").read_bytes()).rating == 5


def test_a_rehearsal_writes_nothing(xmp: Command) -> None:
    xmp.mark(a=Marks(4))
    (xmp.folder / "b.xmp").write_bytes(new_packet(Wish(Marks(2)), 2e9) or b"")
    assert xmp.run("--dry-run", "--profile", "all") == 0
    assert "1 of 2 photos would be given marks from their files" in xmp.out
    assert "3 files would be written" in xmp.out
    assert (xmp.sidecars(), xmp.marks()["b"]) == (["b.xmp"], Marks())


def test_reading_takes_marks_and_writes_nothing(xmp: Command) -> None:
    xmp.mark(a=Marks(4))
    (xmp.folder / "b.xmp").write_bytes(new_packet(Wish(Marks(2, Flag.PICK, Label.BLUE), Profile.ALL), 1e9) or b"")
    document = xmp.document("--read")
    assert document["changed"] == [{"path": "b.jpg", "stars": 2, "flag": 1, "label": "blue"}]
    assert (document["photos"], document["dry_run"], "files" in document) == (2, False, False)
    assert (xmp.sidecars(), xmp.marks()["b"]) == (["b.xmp"], Marks(2, Flag.PICK, Label.BLUE))


def test_conflicts_are_told(xmp: Command) -> None:
    xmp.mark(a=Marks(4, label=Label.RED))
    (xmp.folder / "a.xmp").write_bytes(new_packet(Wish(Marks(2, label=Label.BLUE)), 1e9) or b"")
    assert xmp.run("--dry-run") == 0
    assert "a.jpg: stars 4 by Burstpick counts as the newest, not 2 by a.xmp" in xmp.out
    assert "a.jpg: label red by Burstpick counts as the newest, not blue by a.xmp" in xmp.out
    document = xmp.document()
    assert document["conflicts"][0]["words"][0]["by"] == "Burstpick"
    assert document["files"] == [{"path": "a.xmp", "outcome": "written", "reason": ""}]


def test_where_every_file_is_refused_the_code_says_so(xmp: Command) -> None:
    xmp.mark(a=Marks(4))
    (xmp.folder / "a.xmp").write_bytes(b"<broken")
    assert xmp.run() == 1
    assert xmp.err.count("a.xmp") == 1
    assert "not well-formed" in xmp.err
    xmp.mark(b=Marks(1))
    assert xmp.run() == 0
    assert xmp.sidecars() == ["a.xmp", "b.xmp"]


def test_a_folder_without_photos(xmp: Command) -> None:
    for path in xmp.folder.iterdir():
        path.unlink()
    assert xmp.run() == 1
    assert "no photo in" in xmp.err


def test_into_jpegs_only_after_a_yes(xmp: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    xmp.mark(a=Marks(4))
    before = (xmp.folder / "a.jpg").read_bytes()
    assert xmp.run("--embed") == 2
    assert "add --yes if you agree" in xmp.err
    assert (xmp.folder / "a.jpg").read_bytes() == before
    assert xmp.run("--embed", "--yes") == 0
    assert (xmp.folder / "a.jpg").read_bytes() != before
    assert (xmp.sidecars(), xmp.marks()["a"]) == ([], Marks(4))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--read", "--embed"), "--read writes nothing"),
        (("--profile", "bridge"), "--profile"),
        (("--names", "none"), "--names"),
        (("--label-texts", "german"), "5 words with commas between"),
        (("--label-texts", "a,b,c,d"), "5 words with commas between"),
        (("--label-texts", "a,b,c,d,A"), "no two colours may have the same word"),
        (("--label-texts", "a,b,c,d, "), "every colour needs a word"),
        (("--label-texts", "a,b,c,d,none"), "where there is no label"),
        (("--label-texts", "a,b,c,d,\x01"), "all of them visible"),
    ],
)
def test_bad_arguments(xmp: Command, arguments: tuple[str, ...], told: str) -> None:
    assert xmp.run(*arguments) == 2
    assert xmp.err.startswith("usage: ")
    assert told in xmp.err


def test_keywords_are_read_and_told(xmp: Command) -> None:
    keywords = "<dc:subject><rdf:Bag><rdf:li>sea</rdf:li></rdf:Bag></dc:subject>"
    hierarchy = "<lr:hierarchicalSubject><rdf:Bag><rdf:li>Place|Ulm</rdf:li></rdf:Bag></lr:hierarchicalSubject>"
    (xmp.folder / "a.xmp").write_bytes(packet("", keywords + hierarchy))
    assert xmp.run("--read", "--dry-run") == 0
    assert xmp.out.splitlines()[1:] == ["1 of 2 photos would be given keywords from their files"]
    document = xmp.document("--read")
    assert document["keywords"] == [{"path": "a.jpg", "keywords": ["sea", "Place|Ulm"]}]
    assert document["changed"] == []
    assert xmp.document("--read")["keywords"] == []


def test_the_real_program(tmp_path: Path) -> None:
    write_photo(tmp_path / "shoot" / "a.jpg", scene(1, (48, 32)))
    home = {"BURSTPICK_HOME": str(tmp_path / "home")}
    (tmp_path / "shoot" / "a.xmp").write_bytes(new_packet(Wish(Marks(2)), 1e9) or b"")
    done = run(["xmp", tmp_path / "shoot", "--read"], tmp_path, home)
    assert (done.code, done.out, done.err) == (0, "1 of 1 photo given marks from their files\n", "")
