"""What independent readers find in what is written: exiftool; exiv2, with which darktable and digiKam read; and exempi,
which is the XMP toolkit of Adobe's own programs."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from xml.etree import ElementTree

import pytest

from app.library.photo import Flag, Label, Marks
from app.library.xmp.dialects import said_by
from app.library.xmp.edit import new_packet, with_marks
from app.library.xmp.embedded import embedded_packet
from app.library.xmp.embedding import jpeg_with_marks
from app.library.xmp.label_texts import USUAL_TEXTS
from app.library.xmp.packet import BadPacketError, read_packet
from app.library.xmp.said import Said
from app.library.xmp.wishes import Profile, Wish
from tests.library.xmp.packets import SPACES, corpus, needs_corpus, packet
from tests.library.xmp.test_embedding import PADDED, jpeg

NOW = 1_750_000_000.0
needs_exiftool = pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool is not installed")
needs_exiv2 = pytest.mark.skipif(shutil.which("exiv2") is None, reason="exiv2 is not installed")
needs_exempi = pytest.mark.skipif(shutil.which("exempi") is None, reason="exempi is not installed")
ALL_MARKS = [Marks(stars, flag, label) for stars, flag, label in product((0, 3, 5), Flag, Label)]


def wanted(wish: Wish) -> dict[str, str]:
    """The properties a new packet must have by the write matrix, as `prefix:name`."""
    marks, profile = wish.marks, wish.profile
    found: dict[str, str] = {}
    if profile in (Profile.DARKTABLE, Profile.ALL) and marks.flag is Flag.REJECT:
        found["xmp:Rating"] = "-1"
        if marks.stars and profile is Profile.ALL:
            found["MicrosoftPhoto:Rating"] = {3: "50", 4: "75", 5: "99"}[marks.stars]
    elif marks.stars:
        found["xmp:Rating"] = str(marks.stars)
    if marks.flag and profile in (Profile.LIGHTROOM, Profile.ALL):
        found |= {"xmpDM:pick": str(int(marks.flag)), "xmpDM:good": "true" if marks.flag is Flag.PICK else "false"}
    if marks.flag and profile in (Profile.DIGIKAM, Profile.ALL):
        found["digiKam:PickLabel"] = "3" if marks.flag is Flag.PICK else "1"
    if marks.label:
        found["xmp:Label"] = USUAL_TEXTS.of(marks.label)
        if profile in (Profile.DARKTABLE, Profile.ALL):
            found["photoshop:LabelColor"] = marks.label.name.lower()
        if profile in (Profile.DIGIKAM, Profile.ALL):
            found["digiKam:ColorLabel"] = {1: "1", 2: "3", 3: "4", 4: "5", 5: "6"}[marks.label]
    return found


def by_exiftool(paths: Sequence[Path]) -> list[dict[str, str]]:
    """All XMP of some files as `prefix:name`, each value as text."""
    arguments = ["exiftool", "-json", "-G1", "-n", "-XMP:all", "-charset", "filename=utf8", *map(str, paths)]
    done = subprocess.run(arguments, capture_output=True, check=False)
    names = {"XMP-microsoft:RatingPercent": "XMP-MicrosoftPhoto:Rating"}
    texts = [{names.get(name, name): told(value) for name, value in one.items()} for one in json.loads(done.stdout)]
    return [{name.removeprefix("XMP-"): text for name, text in one.items() if name.startswith("XMP-")} for one in texts]


def told(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def by_exiv2(path: Path) -> dict[str, str]:
    done = subprocess.run(["exiv2", "-PXkv", str(path)], capture_output=True, check=False)
    rows = [
        line.split(None, 1) for line in done.stdout.decode(errors="replace").splitlines() if line.startswith("Xmp.")
    ]
    return {row[0].removeprefix("Xmp.").replace(".", ":", 1): row[1].rstrip() if row[1:] else "" for row in rows}


def by_exempi(path: Path, *options: str) -> dict[str, str]:
    """The simple properties of the photo, as Adobe's toolkit writes them anew."""
    done = subprocess.run(["exempi", "-x", "-R", *options, str(path)], capture_output=True, check=True)
    text = done.stdout.decode().split("\n", 1)[1]
    rdf = ElementTree.fromstring(text[text.index("<x:xmpmeta") :])[0]
    prefixes = {uri: prefix for prefix, uri in SPACES.items()}
    found = {}
    for one in (child for description in rdf for child in description):
        one.tail = None
        space, _, name = one.tag.removeprefix("{").partition("}")
        found[f"{prefixes.get(space, space)}:{name}"] = (one.text or "").strip() or ElementTree.tostring(one).decode()
    return found


def capitalised(found: dict[str, str]) -> dict[str, str]:
    """Names as exiftool gives them."""
    prefix_and_name = (name.split(":") for name in found)
    return {
        f"{prefix}:{name[0].upper()}{name[1:]}": text
        for (prefix, name), text in zip(prefix_and_name, found.values(), strict=True)
    }


def without_date(found: dict[str, str]) -> dict[str, str]:
    dull = ("xmp:MetadataDate", "x:XMPToolkit")
    return {name: text for name, text in found.items() if name not in dull}


def new_files(folder: Path) -> list[tuple[Path, Wish]]:
    found = []
    for number, (marks, profile) in enumerate(product(ALL_MARKS, Profile)):
        wish = Wish(marks, profile)
        made = new_packet(wish, NOW)
        if made is not None:
            path = folder / f"{number:03}.xmp"
            path.write_bytes(made)
            found.append((path, wish))
    return found


@needs_exiftool
def test_exiftool_reads_exactly_what_was_set(tmp_path: Path) -> None:
    files = new_files(tmp_path)
    for (path, wish), found in zip(files, by_exiftool([path for path, _ in files]), strict=True):
        assert without_date(found) == capitalised(wanted(wish)), path
        assert found["xmp:MetadataDate"] == "2025:06:15 15:06:40.000+00:00"


@needs_exiv2
def test_exiv2_reads_exactly_what_was_set(tmp_path: Path) -> None:
    for path, wish in new_files(tmp_path)[::7]:
        assert without_date(by_exiv2(path)) == wanted(wish), path


@needs_exempi
def test_adobes_toolkit_reads_exactly_what_was_set(tmp_path: Path) -> None:
    for path, wish in new_files(tmp_path)[::7]:
        assert without_date(by_exempi(path, "-X")) == wanted(wish), path


@needs_exempi
def test_adobes_toolkit_reads_exactly_what_was_set_in_a_jpeg(tmp_path: Path) -> None:
    wish = Wish(Marks(4, Flag.REJECT, Label.GREEN))
    for data in (jpeg(), jpeg(xmp=PADDED)):
        path = tmp_path / "a.jpg"
        path.write_bytes(jpeg_with_marks(data, wish, NOW) or b"")
        found = {
            name: text for name, text in by_exempi(path).items() if not name.startswith("http://ns.adobe.com/tiff/")
        }
        assert without_date(found) == wanted(wish)


@needs_exiftool
@pytest.mark.parametrize("profile", Profile)
def test_what_others_change_in_our_sidecars_is_read(tmp_path: Path, profile: Profile) -> None:
    path = tmp_path / "a.xmp"
    path.write_bytes(new_packet(Wish(Marks(4, Flag.PICK, Label.GREEN), profile), NOW) or b"")
    said = said_by(read_packet(path.read_bytes()))
    change = ["-q", "-overwrite_original", "-XMP-xmp:Rating=2", "-XMP-xmp:Label=Blue", "-XMP-dc:Subject=Ulm"]
    subprocess.run(["exiftool", *change, path], capture_output=True, check=True)
    found = read_packet(path.read_bytes())
    assert (said_by(found), found.keywords) == (replace(said, stars=2, label=Label.BLUE), ("Ulm",))
    after = read_packet(with_marks(path.read_bytes(), Wish(Marks(5), profile), NOW))
    assert (said_by(after).stars, after.keywords) == (5, ("Ulm",))


@needs_exempi
def test_what_adobes_toolkit_changes_in_our_jpeg_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(jpeg_with_marks(jpeg(), Wish(Marks(4, Flag.PICK, Label.GREEN)), NOW) or b"")
    subprocess.run(["exempi", "-w", "-s", "xmp:Rating", "-v", "2", path], capture_output=True, check=True)
    found = embedded_packet(path)
    assert found is not None
    assert said_by(found) == Said(2, Flag.PICK, Label.GREEN)
    assert jpeg_with_marks(path.read_bytes(), Wish(Marks(2, Flag.PICK, Label.GREEN)), NOW) is None


@needs_exiftool
@needs_exiv2
@pytest.mark.parametrize("data", [jpeg(), jpeg(xmp=PADDED), jpeg(xmp=packet('crs:Exposure2012="+1.0"'))])
def test_both_read_exactly_what_was_set_in_a_jpeg(tmp_path: Path, data: bytes) -> None:
    wish = Wish(Marks(4, Flag.REJECT, Label.GREEN), Profile.ALL)
    made = jpeg_with_marks(data, wish, NOW)
    assert made is not None
    path = tmp_path / "a.jpg"
    path.write_bytes(made)
    foreign = {"crs:Exposure2012": "+1.0"} if b"Exposure2012" in data else {}
    assert without_date(by_exiv2(path)) == wanted(wish) | foreign
    [found] = by_exiftool([path])
    assert without_date(found) == capitalised(wanted(wish)) | foreign


def without_ours(found: dict[str, str]) -> dict[str, str]:
    ours = capitalised(dict.fromkeys(wanted(Wish(Marks(4, Flag.REJECT, Label.GREEN), Profile.ALL)), "")).keys()
    names = {name.lower() for name in ours} | {"xmp:metadatadate"}
    return {name: text for name, text in found.items() if name.lower() not in names}


def edited(folder: Path, profile: Profile) -> list[tuple[Path, Path]]:
    """The corpus and the same with marks, as far as it can be edited."""
    pairs = []
    for number, path in enumerate(corpus()):
        try:
            after = with_marks(path.read_bytes(), Wish(Marks(4, Flag.REJECT, Label.GREEN), profile), NOW)
        except BadPacketError:
            continue
        target = folder / f"{number:02}-{path.name}"
        target.write_bytes(after)
        pairs.append((path, target))
    return pairs


@needs_corpus
@needs_exiftool
def test_exiftool_finds_all_else_in_real_sidecars_unchanged(tmp_path: Path) -> None:
    pairs = edited(tmp_path, Profile.ALL)
    before, after = (by_exiftool(paths) for paths in zip(*pairs, strict=True))
    unread = []
    for (path, _), old, new in zip(pairs, before, after, strict=True):
        assert without_ours(new) == without_ours(old), path
        if not old:
            # It reads nothing there, before as after: spaces before the packet, or a mark of UTF-8 inside UTF-16.
            unread.append(path.name)
            continue
        assert (new["xmp:Rating"], new["xmpDM:Pick"], new["digiKam:PickLabel"]) == ("-1", "-1", "1"), path
        assert new["xmp:Label"] == "Green", path
    assert unread == ["xmpsdk.xmp", "2000.xmp", "2010.xmp", "2020.xmp"]


@needs_corpus
@needs_exiv2
def test_darktables_reader_finds_its_history_unchanged(tmp_path: Path) -> None:
    pairs = [pair for pair in edited(tmp_path, Profile.DARKTABLE) if pair[0].parent.name == "darktable"]
    assert len(pairs) == 24
    for path, target in pairs:
        old, new = by_exiv2(path), by_exiv2(target)
        history = [name for name in old if name.startswith("darktable:")]
        assert len(history) > 5
        assert {name: new[name] for name in history} == {name: old[name] for name in history}
        assert without_ours(new) == without_ours(old)
        assert (new["xmp:Rating"], new["xmp:Label"]) == ("-1", "Green")


@needs_corpus
@needs_exempi
def test_adobes_toolkit_finds_all_else_in_real_sidecars_unchanged(tmp_path: Path) -> None:
    unread = []
    for path, target in edited(tmp_path, Profile.LIGHTROOM):
        old, new = by_exempi(path, "-X"), by_exempi(target, "-X")
        assert without_ours(new) == without_ours(old), path
        if not old:
            # A packet without its usual envelope, which it takes for empty.
            unread.append(path.name)
            continue
        assert (new["xmp:Rating"], new["xmpDM:pick"], new["xmp:Label"]) == ("4", "-1", "Green"), path
    assert unread == ["xmpsdk.xmp"]
