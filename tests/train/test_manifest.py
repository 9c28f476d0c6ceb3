import json
import os
import re
import sys
from math import fsum
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import train.manifest
from tests.train.records import series
from train.manifest import ManifestError, Record, SeriesRecord, SingleRecord, around, read, shares, write
from train.samples import Pair

texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
names = st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=8).filter(
    lambda name: name not in (".", "..")
)


@st.composite
def all_series(draw: st.DrawFn) -> SeriesRecord:
    images = draw(st.lists(names, min_size=2, max_size=5, unique=True))
    frames = st.lists(st.integers(0, len(images) - 1), min_size=2, max_size=2, unique=True)
    pairs = st.builds(lambda two, p, said: Pair(*two, p, said), frames, st.floats(0.5, 1), st.just("") | texts)
    return SeriesRecord(draw(texts), tuple(Path("/set") / one for one in images), tuple(draw(st.lists(pairs))))


counts = st.lists(st.integers(0, 500), min_size=10, max_size=10).filter(any)
singles = st.builds(lambda name, votes: SingleRecord(Path("/set") / name, shares(votes)), names, counts)


@given(st.lists(all_series() | singles, max_size=5))
def test_what_is_written_is_read_again(tmp_path_factory: pytest.TempPathFactory, records: list[Record]) -> None:
    manifest = tmp_path_factory.mktemp("set") / "manifest.jsonl"
    write(manifest, records)
    for back, record in zip(read(manifest), records, strict=True):
        if isinstance(record, SeriesRecord):
            assert back == record
        else:
            assert isinstance(back, SingleRecord)
            assert back.image == record.image
            assert back.distribution == pytest.approx(record.distribution, abs=1e-15)


def test_the_records_of_the_description_are_records(tmp_path: Path) -> None:
    described = re.findall(r"^    (\{.*?\})$", str(train.manifest.__doc__), re.MULTILINE | re.DOTALL)
    lines = [json.dumps(json.loads(one)) for one in described]
    (tmp_path / "m.jsonl").write_text("\n\n".join(lines) + "\n")
    beach, voted, meant = read(tmp_path / "m.jsonl")
    assert beach == SeriesRecord(
        "beach-07",
        (tmp_path / "7" / "a.jpg", tmp_path / "7" / "b.jpg"),
        (Pair(0, 1, 0.9, "the horizon is level"),),
    )
    assert isinstance(voted, SingleRecord)
    assert isinstance(meant, SingleRecord)
    assert (voted.image, meant.image) == (tmp_path / "953.jpg", tmp_path / "954.jpg")
    assert voted.distribution[4] == 38 / 124
    assert meant.mean == pytest.approx(5.3)


def test_images_beside_a_manifest_move_with_it(tmp_path: Path) -> None:
    near, far = tmp_path / "here" / "a.jpg", tmp_path / "elsewhere" / "b.jpg"
    (tmp_path / "here").mkdir()
    write(tmp_path / "here" / "m.jsonl", [SeriesRecord("x", (near, far))])
    (tmp_path / "here").rename(tmp_path / "there")
    assert read(tmp_path / "there" / "m.jsonl") == (SeriesRecord("x", (tmp_path / "there" / "a.jpg", far)),)


@pytest.mark.skipif(sys.platform != "linux", reason="needs names that are no text")
def test_names_that_are_no_text(tmp_path: Path) -> None:
    record = SeriesRecord("x", (tmp_path / os.fsdecode(b"caf\xe9.jpg"), tmp_path / "café.jpg"))
    write(tmp_path / "m.jsonl", [record])
    assert read(tmp_path / "m.jsonl") == (record,)


GOOD = '{"series": "x", "images": ["a", "b"], "pairs": []}'


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "this is no JSON"),
        ("[" * 100_000, "this is no JSON"),
        ("[]", "a record is a JSON object"),
        ("{}", "a record is one of a “series” or of an “image”"),
        ('{"series": "", "images": ["a", "b"]}', "a series needs a name"),
        ('{"series": 7, "images": ["a", "b"]}', "names, paths and sentences are texts"),
        ('{"series": "x", "images": "a"}', "a series has a list of images, and one of pairs"),
        ('{"series": "x", "images": ["a"]}', "a series needs two images or more, each of them once"),
        ('{"series": "x", "images": ["a", "a"]}', "a series needs two images or more, each of them once"),
        (GOOD.replace("[]", "[[0, 1, 0.5]]"), "a pair has the numbers “better”, “worse” and “probability”"),
        (
            GOOD.replace("[]", '[{"better": 0, "worse": 2, "probability": 0.9}]'),
            "a pair needs two different images by their place and a probability of 0.5 to 1",
        ),
        (
            GOOD.replace("[]", '[{"better": 0, "worse": 1, "probability": NaN}]'),
            "a pair needs two different images by their place and a probability of 0.5 to 1",
        ),
        ('{"image": "a"}', "an image needs a “distribution” of ten numbers or a “mean”"),
        ('{"image": "a", "mean": 10.1}', "a mean lies between 1 and 10"),
        ('{"image": "a", "distribution": [1, 2]}', "a distribution has ten numbers, none below 0"),
        ('{"image": "a", "distribution": [0,0,0,0,0,0,0,0,0,0]}', "a distribution needs at least one judge"),
        ('{"image": "a", "distribution": [-1,0,0,0,0,0,0,0,0,9]}', "a distribution has ten numbers, none below 0"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str, reason: str) -> None:
    manifest = tmp_path / "m.jsonl"
    manifest.write_text(f"{GOOD}\n\n{line}\n{GOOD}\n")
    with pytest.raises(ManifestError) as caught:
        read(manifest)
    assert str(caught.value) == f"{manifest}, line 3: {reason}."


def test_a_number_without_end_is_named_too(tmp_path: Path) -> None:
    (tmp_path / "m.jsonl").write_text(f'{{"image": "a", "mean": 1{"0" * 400}}}')
    with pytest.raises(ManifestError, match="line 1"):
        read(tmp_path / "m.jsonl")


def test_a_manifest_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match=r"gone\.jsonl cannot be read: No such file"):
        read(tmp_path / "gone.jsonl")
    (tmp_path / "m.jsonl").write_bytes(b"\xff\xfe")
    with pytest.raises(ManifestError, match="it is not in UTF-8"):
        read(tmp_path / "m.jsonl")


def test_a_manifest_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "m.jsonl").mkdir()
    with pytest.raises(ManifestError, match="cannot be written"):
        write(tmp_path / "m.jsonl", [series("x", 2)])
    assert list(tmp_path.iterdir()) == [tmp_path / "m.jsonl"]


@given(st.floats(1, 10))
def test_a_distribution_around_a_mean_has_that_mean(mean: float) -> None:
    distribution = around(mean)
    assert SingleRecord(Path("a"), distribution).mean == pytest.approx(mean)
    variance = fsum((score - mean) ** 2 * share for score, share in enumerate(distribution, 1))
    assert variance == pytest.approx((mean - 1) * (10 - mean) / 9, abs=1e-9)
