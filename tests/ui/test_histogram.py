"""The histogram beside the photo, counted from what is decoded, by a real loader."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.analysis.filters import Filter
from app.analysis.tones import tones
from app.ui.histogram import Histogram, described
from app.ui.theme import DARK, LIGHT, palette
from app.ui.tone_counter import ToneCounter
from tests.shoots import small_shoot
from tests.ui.conftest import Photographer
from tests.ui.loupe_bench import RED_OVER_BLUE, Bench, pixels


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(qtbot, tmp_path)
    yield bench
    bench.close()


def test_it_counts_the_picture_that_is_decoded(bench: Bench, qtbot: QtBot) -> None:
    photo = bench.write(RED_OVER_BLUE.resize((1200, 800)))
    counter, pane = ToneCounter(bench.loader, bench.jobs, bench.loader), bench.pane()
    counter.look_at(bench.shoot.photo(photo))
    assert counter.tones is None
    pane.show_photo(photo)
    with qtbot.waitSignal(counter.counted, timeout=10_000):
        bench.loader.want(pane.wishes())
    found = counter.tones
    assert found is not None
    assert found.red[215:225].sum() == pytest.approx(0.5, abs=0.03)
    assert found.blue[215:225].sum() == pytest.approx(0.5, abs=0.03)
    assert found.green[15:25].sum() == pytest.approx(1, abs=0.05)
    counter.look_at(None)
    assert counter.tones is None
    counter.look_at(bench.shoot.photo(photo))
    assert counter.tones is found


def test_it_says_what_is_clipped_and_what_is_black(qtbot: QtBot) -> None:
    half = np.zeros((10, 10, 3), np.uint8)
    half[:5] = 255
    shown = Histogram()
    qtbot.addWidget(shown)
    shown.show_tones(tones(half))
    assert shown.accessibleName() == "Histogram: 50 % of the picture is clipped, 50 % is black"
    assert described(tones(half)) == shown.toolTip()
    shown.show_tones(None)
    assert (shown.accessibleName(), shown.toolTip()) == ("Histogram", "")


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_dark_pictures_stand_on_the_left_and_their_colour_is_seen(qtbot: QtBot, theme: object) -> None:
    shown = Histogram()
    qtbot.addWidget(shown)
    shown.setPalette(palette(theme))
    shown.resize(216, 72)
    empty = pixels(shown).astype(int)
    dark = np.asarray(Image.effect_noise((200, 200), 40).convert("RGB")) // 3
    shown.show_tones(tones(dark.astype(np.uint8)))
    changed = np.abs(pixels(shown).astype(int) - empty).sum(2) > 20
    assert changed[:, :108].mean() > 5 * changed[:, 120:214].mean()
    seen = pixels(shown).astype(int)[changed]
    assert (seen.max(axis=1) - seen.min(axis=1)).max() > 60


def test_the_details_show_it_for_each_photo(photographer: Photographer, tmp_path: Path) -> None:
    photographer.open(small_shoot(tmp_path / "shoot"))
    found = photographer.desk.window.findChild(Histogram)
    photographer.press(Qt.Key.Key_Home)
    photographer.wait_for(lambda: "clipped" in found.accessibleName())
    assert found.isVisible()
    photographer.press(Qt.Key.Key_E, Qt.Key.Key_Right)
    photographer.wait_for(lambda: "clipped" in found.accessibleName())


def test_a_filter_for_closed_eyes_follows_what_is_found(photographer: Photographer, tmp_path: Path) -> None:
    photographer.open(small_shoot(tmp_path / "shoot"))
    session, finder = photographer.desk.session, photographer.desk._finder
    asleep = set()
    session.ask_for_closed_eyes(lambda: asleep)
    session.set_filter(Filter(eyes_closed=True))
    assert session.shown == []
    asleep.add(photographer.id_of("IMG_0012.jpg"))
    finder.looked.emit(b"")
    photographer.wait_for(lambda: len(session.shown) == 1)
    photographer.press("x")
    asleep.clear()
    finder.looked.emit(b"")
    session.look_again_for_closed_eyes()
    assert len(session.shown) == 1
