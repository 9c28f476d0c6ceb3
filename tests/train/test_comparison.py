import base64
import io
import re
from pathlib import Path

import pytest
from PIL import Image

from fgaesq_core.choice import choose
from fgaesq_core.ranking import Ranking
from tests.pictures import scene
from tests.train.judges import ByBrightness, Told
from tests.train.records import series
from train.comparison import compare, disagreement
from train.comparison_page import page
from train.manifest import SeriesRecord
from train.samples import SampleError


def says(*p_best: float) -> Ranking:
    return Ranking(p_best, p_best, 1.0, False)


def shoot(folder: Path, name: str, count: int = 2) -> SeriesRecord:
    images = tuple(folder / f"{name}-{number}.png" for number in range(count))
    for number, image in enumerate(images):
        Image.eval(scene(3, (120, 90)), lambda value, number=number: value * (number + 1) // (count + 1)).save(image)
    return SeriesRecord(name, images)


def test_the_degree_is_how_sure_both_are_of_the_opposite() -> None:
    assert disagreement(says(0.9, 0.1), says(0.2, 0.8)) == pytest.approx(0.9 * 0.8)
    assert disagreement(says(0.9, 0.1), says(0.8, 0.2)) == 0
    # A third frame takes from both and changes nothing.
    assert disagreement(says(0.45, 0.05, 0.5 - 1e-9), says(0.1, 0.4, 0.5)) == 0
    assert disagreement(says(0.6, 0.1, 0.3), says(0.1, 0.5, 0.4)) == pytest.approx(6 / 7 * 5 / 6)


def test_the_greatest_disagreement_comes_first() -> None:
    records = [series(name, 2) for name in ("agree", "mild", "wild", "odd", "gone")]
    one = Told("one", (says(0.9, 0.1), says(0.6, 0.4), says(0.9, 0.1), says(0.7, 0.3), says(0.9, 0.1)))
    other = Told("other", (*(says(0.8, 0.2), says(0.3, 0.7), says(0.05, 0.95), says(0.3, 0.7)), SampleError("Gone.")))
    found = compare(one, other, records, most=2)
    assert [each.record.id for each in found.greatest] == ["wild", "odd"]
    assert [each.degree for each in found.greatest] == pytest.approx([0.9 * 0.95, 0.7 * 0.7])
    assert (found.judges, found.different, found.series) == (("one", "other"), 3, 4)
    assert [(each.name, each.reason) for each in found.unjudged] == [("gone", "Gone.")]


def test_a_page_holds_its_pictures(tmp_path: Path) -> None:
    records = [shoot(tmp_path, "beach"), shoot(tmp_path, "hill", 3)]
    found = compare(ByBrightness("light"), ByBrightness("dark", -1.0), records)
    text = page(found, large=60)
    pictures = [Image.open(io.BytesIO(base64.b64decode(data))) for data in re.findall(r"base64,([^\"]+)", text)]
    assert len(pictures) == 2 + 2 + 2 + 3
    assert [picture.size for picture in pictures[:2]] == [(60, 45)] * 2
    assert "http" not in text
    assert text.count("<section>") == text.count("<details>") == text.count("</section>") == 2
    assert "They name different best frames in 2 of 2 series." in text
    assert page(found, large=60) == text


def test_who_chose_which_is_hidden_and_true(tmp_path: Path) -> None:
    records = [shoot(tmp_path, f"s{number}") for number in range(12)]
    text = page(compare(ByBrightness("light"), ByBrightness("dark", -1.0), records), large=40)
    sides = set()
    for section in text.split("<section>")[1:]:
        shown, hidden = section.split("<details>")
        assert "light" not in shown
        left, right = (
            Image.open(io.BytesIO(base64.b64decode(data))).convert("L")
            for data in re.findall(r"base64,([^\"]+)", shown)[:2]
        )
        brighter = "left" if sum(left.histogram()[128:]) > sum(right.histogram()[128:]) else "right"
        assert f"light: the {brighter} one" in hidden
        assert "dark: the " in hidden
        sides.add(brighter)
    assert sides == {"left", "right"}


def test_names_cannot_become_markup(tmp_path: Path) -> None:
    record = shoot(tmp_path, "beach")
    renamed = SeriesRecord("<script>\udcff", record.images)
    one, other = ByBrightness("<b>light</b>"), ByBrightness("dark & dim", -1.0)
    gone = SeriesRecord("gone", (tmp_path / "<i>.png", tmp_path / "x.png"))
    text = page(compare(one, other, [renamed, gone]), large=40)
    assert "<script>" not in text
    assert "<b>" not in text
    assert "<i>" not in text
    assert "&lt;script&gt;\\udcff" in text
    assert "Not judged: 1" in text
    text.encode()


def test_a_file_that_went_meanwhile_is_named(tmp_path: Path) -> None:
    record = shoot(tmp_path, "beach")
    found = compare(ByBrightness(), ByBrightness("dark", -1.0), [record])
    record.images[0].unlink()
    assert "beach-0.png cannot be read: No such file or directory." in page(found, large=40)


def test_of_a_long_series_the_first_frames_are_shown(tmp_path: Path) -> None:
    record = shoot(tmp_path, "long", 30)
    text = page(compare(ByBrightness(), ByBrightness("dark", -1.0), [record]), large=40)
    assert text.count("<img") == 2 + 24
    assert "The first 24 of 30 frames." in text


def test_judges_of_one_mind_leave_an_empty_page() -> None:
    found = compare(Told("a", (choose((1, 2), 1),)), Told("b", (choose((1, 3), 1),)), [series("x", 2)])
    assert "different best frames in 0 of 1 series" in page(found)
