import hashlib
import os
import random
import shutil
import threading
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from app.analysis.culling import CulledFolder, CulledSeries, cull
from app.analysis.embedder import APPEARANCE, Embedder
from app.analysis.grouping import GroupingSettings
from app.analysis.models import Scorer, load_model
from app.analysis.series import SeriesKind
from app.cancel import Cancelled, CancelToken
from app.errors import AppError
from fgaesq_core import Frame, Ranking
from fgaesq_core.appearance import LikenessScale
from tests.fakes import BrightnessScorer, ColourScorer
from tests.library.exif_blocks import small_dng
from tests.pictures import scene, write_photo
from tests.shoots import BY_LIGHT, BY_PIXELS, START, burst, dark_and_light, single, small_shoot

Seen = Callable[[str, int, int], None]


def ignore(_stage: str, _done: int, _total: int) -> None:
    pass


def culled(
    folder: Path,
    *,
    recursive: bool = False,
    scorer: Scorer | None = None,
    report: Seen = ignore,
    settings: GroupingSettings | None = None,
    token: CancelToken | None = None,
    embedder: Embedder = APPEARANCE,
) -> CulledFolder:
    return cull(
        folder,
        recursive=recursive,
        settings=settings or GroupingSettings(),
        scorer=scorer or load_model(),
        report=report,
        token=token or CancelToken(),
        embedder=embedder,
    )


def names(series: CulledSeries) -> list[str]:
    return [photo.files[0].name for photo in series.photos]


def all_names(result: CulledFolder) -> list[list[str]]:
    return [names(series) for series in result.series]


def skipped(result: CulledFolder) -> dict[str, str]:
    return {one.path.name: one.reason for one in result.skipped}


def cut(path: Path) -> None:
    """Leave the header and a third of the picture."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])


def apart(folder: Path, number: int) -> Path:
    """A folder of tiny photos, each a series of its own."""
    picture = Image.new("RGB", (48, 32))
    for n in range(number):
        write_photo(folder / f"{n}.jpg", picture, START + timedelta(minutes=2 * n))
    return folder


def by_content(result: CulledFolder) -> list[tuple[str, list[bytes], Ranking | None]]:
    return [
        (one.kind, [hashlib.sha256(photo.files[0].read_bytes()).digest() for photo in one.photos], one.ranking)
        for one in result.series
    ]


def test_a_small_shoot(tmp_path: Path) -> None:
    result = culled(small_shoot(tmp_path))
    assert [one.kind for one in result.series] == ["burst", "single", "burst", "bracket"]
    assert all_names(result) == [
        [f"IMG_000{n}.jpg" for n in (1, 2, 3, 4)],
        ["IMG_0005.jpg"],
        [f"IMG_001{n}.jpg" for n in (1, 2, 3, 4)],
        [f"IMG_002{n}.jpg" for n in (1, 2, 3)],
    ]
    one, alone, two, bracket = (series.ranking for series in result.series)
    assert one is not None
    assert two is not None
    assert (one.best, two.best) == (1, 2)
    assert alone is not None
    assert alone.p_best == (1.0,)
    assert bracket is None
    assert list(skipped(result)) == ["broken.jpg"]


def test_series_by_the_eye_of_the_model(tmp_path: Path) -> None:
    dark_and_light(tmp_path)
    (tmp_path / "broken.jpg").write_bytes((tmp_path / "1.jpg").read_bytes()[:1500])
    scorer, own = ColourScorer(), Embedder("own", LikenessScale(0.5, 0.99))
    assert all_names(culled(tmp_path, scorer=scorer)) == BY_PIXELS
    assert scorer.saw == 0
    result = culled(tmp_path, scorer=scorer, embedder=own)
    assert all_names(result) == BY_LIGHT
    assert scorer.saw == 4
    assert list(skipped(result)) == ["broken.jpg"]
    assert all(one.ranking is not None for one in result.series)


def test_more_photos_than_a_model_looks_at_at_once(tmp_path: Path) -> None:
    apart(tmp_path, 70)
    seen: list[tuple[str, int, int]] = []
    scorer = ColourScorer()
    embedder = Embedder("own", LikenessScale(0.5, 0.99))
    result = culled(tmp_path, scorer=scorer, embedder=embedder, report=lambda *step: seen.append(step))
    assert len(result.series) == scorer.saw == 70
    assert [step for step in seen if step[0] == "Preparing"] == [("Preparing", n, 70) for n in range(1, 71)]


def test_a_model_without_room_to_look_is_a_sentence(tmp_path: Path) -> None:
    class Crammed(ColourScorer):
        def embed(self, pictures: Sequence[Frame]) -> NDArray[np.float32]:
            raise MemoryError

    apart(tmp_path, 2)
    with pytest.raises(AppError, match="not enough memory"):
        culled(tmp_path, scorer=Crammed(), embedder=Embedder("own", LikenessScale(0.5, 0.99)))


def test_no_photos(tmp_path: Path) -> None:
    assert culled(tmp_path) == CulledFolder((), ())


def test_one_photo(tmp_path: Path) -> None:
    single(tmp_path, 1, seed=1, at=0)
    (only,) = culled(tmp_path).series
    assert only.kind is SeriesKind.SINGLE
    assert only.ranking is not None
    assert only.ranking.p_best == (1.0,)


def test_three_hundred_photos_in_one_second(tmp_path: Path) -> None:
    picture = scene(1, (48, 32))
    for n in range(300):
        write_photo(tmp_path / f"IMG_{n}.jpg", picture, START, subsec=f"{n // 3:02d}")
    (whole,) = culled(tmp_path).series
    assert names(whole) == [f"IMG_{n}.jpg" for n in range(300)]
    assert whole.ranking is not None
    assert sum(whole.ranking.p_best) == pytest.approx(1)
    assert whole.ranking.too_close
    assert whole.ranking.best == 0


def test_a_photo_that_fails_to_decode_leaves_its_series_ranked(tmp_path: Path) -> None:
    burst(tmp_path, 1, seed=1, at=0, best=1)
    cut(tmp_path / "IMG_0003.jpg")
    result = culled(tmp_path)
    assert all_names(result) == [["IMG_0001.jpg", "IMG_0002.jpg", "IMG_0004.jpg"]]
    assert result.series[0].ranking is not None
    assert result.series[0].ranking.best == 1
    assert skipped(result) == {"IMG_0003.jpg": "the file ends in the middle of the picture"}


class Removing(BrightnessScorer):
    """While it ranks, some files vanish."""

    def __init__(self, paths: Sequence[Path]) -> None:
        super().__init__()
        self._paths = paths

    def rank(self, frames: Sequence[Frame], protocol: str = "series") -> Ranking:
        for path in self._paths:
            path.unlink(missing_ok=True)
        return super().rank(frames, protocol)


def test_a_photo_that_fails_only_when_ranked_leaves_its_series_ranked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    burst(tmp_path, 1, seed=1, at=0)
    burst(tmp_path, 11, seed=3, at=60)
    gone = [tmp_path / "IMG_0002.jpg", tmp_path / "IMG_0004.jpg"]
    scorer = Removing(gone)
    result = culled(tmp_path, scorer=scorer)
    assert all_names(result) == [["IMG_0001.jpg", "IMG_0003.jpg"], [f"IMG_001{n}.jpg" for n in (1, 2, 3, 4)]]
    assert all(one.ranking is not None and len(one.ranking.scores) == len(one.photos) for one in result.series)
    assert skipped(result) == dict.fromkeys(("IMG_0002.jpg", "IMG_0004.jpg"), "the file is gone")
    assert sorted(scorer.ranked) == [2, 4], "a series that was ranked is not ranked again"


def test_a_raw_and_its_jpeg_are_one_photo(tmp_path: Path) -> None:
    single(tmp_path, 1, seed=1, at=0)
    small_dng(tmp_path / "IMG_0001.DNG", START.strftime("%Y:%m:%d %H:%M:%S"))
    (only,) = culled(tmp_path).series
    assert [[path.name for path in photo.files] for photo in only.photos] == [["IMG_0001.jpg", "IMG_0001.DNG"]]


def test_the_raw_takes_the_place_of_a_jpeg_that_fails(tmp_path: Path) -> None:
    cut(single(tmp_path, 1, seed=1, at=0))
    small_dng(tmp_path / "IMG_0001.DNG", START.strftime("%Y:%m:%d %H:%M:%S"))
    result = culled(tmp_path)
    assert all_names(result) == [["IMG_0001.DNG"]]
    assert list(skipped(result)) == ["IMG_0001.jpg"]


def test_a_pair_of_which_both_fail_is_skipped_by_both_names(tmp_path: Path) -> None:
    cut(single(tmp_path, 1, seed=1, at=0))
    raw = small_dng(tmp_path / "IMG_0001.DNG", START.strftime("%Y:%m:%d %H:%M:%S"))
    raw.write_bytes(raw.read_bytes()[:70_000])
    result = culled(tmp_path)
    assert result.series == ()
    assert list(skipped(result)) == ["IMG_0001.DNG", "IMG_0001.jpg"]


def test_subfolders_only_when_asked(tmp_path: Path) -> None:
    single(tmp_path, 1, seed=1, at=0)
    single(tmp_path / "more", 2, seed=2, at=100)
    assert all_names(culled(tmp_path)) == [["IMG_0001.jpg"]]
    assert all_names(culled(tmp_path, recursive=True)) == [["IMG_0001.jpg"], ["IMG_0002.jpg"]]


def test_settings_reach_the_grouping(tmp_path: Path) -> None:
    single(tmp_path, 1, seed=1, at=0)
    single(tmp_path, 2, seed=1, at=30)
    assert len(culled(tmp_path).series) == 1
    assert len(culled(tmp_path, settings=GroupingSettings(window=20.0)).series) == 2


@pytest.mark.parametrize("threads", [1, 2, 9])
def test_the_number_of_threads_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, threads: int) -> None:
    small_shoot(tmp_path)
    cut(tmp_path / "IMG_0012.jpg")
    expected = culled(tmp_path)
    monkeypatch.setattr(os, "cpu_count", lambda: threads)
    assert culled(tmp_path) == expected


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_renamed_copy_gives_the_same_series(tmp_path: Path, seed: int) -> None:
    original = small_shoot(tmp_path / "original")
    renamed = tmp_path / "renamed"
    renamed.mkdir()
    paths = sorted(original.iterdir())
    stems = random.Random(seed).sample(range(1000), len(paths))
    for path, stem in zip(random.Random(seed).sample(paths, len(paths)), stems, strict=True):
        shutil.copyfile(path, renamed / f"{stem}{path.suffix}")
    assert by_content(culled(renamed)) == by_content(culled(original))


def test_the_photos_are_left_as_they_were(tmp_path: Path) -> None:
    def state() -> dict[Path, tuple[bytes, int, int]]:
        return {
            path: (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_mode) for path in tmp_path.rglob("*.*")
        }

    small_shoot(tmp_path)
    before = state()
    culled(tmp_path)
    assert state() == before


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(AppError) as refused:
        culled(tmp_path / "gone")
    assert "is not there" in refused.value.sentence


@pytest.mark.parametrize("stage", ["Reading", "Preparing", "Scoring"])
def test_a_folder_that_vanishes_on_the_way_names_every_photo_it_lost(tmp_path: Path, stage: str) -> None:
    folder = apart(tmp_path / "shoot", 40)

    def vanish(at: str, done: int, _total: int) -> None:
        if at == stage and done == 1:
            shutil.rmtree(folder)

    result = culled(folder, report=vanish)
    read = [name for series in all_names(result) for name in series]
    assert len(read) + len(result.skipped) == 40
    assert len(result.skipped) > 0
    assert set(skipped(result).values()) == {"the file is gone"}
    assert not set(read) & set(skipped(result))


def test_progress_counts_every_stage_to_its_end_on_the_callers_thread(tmp_path: Path) -> None:
    small_shoot(tmp_path)
    seen: list[tuple[str, int, int]] = []
    threads = set()

    def report(stage: str, done: int, total: int) -> None:
        seen.append((stage, done, total))
        threads.add(threading.get_ident())

    culled(tmp_path, report=report)
    expected = [("Reading", 13), ("Preparing", 12), ("Scoring", 4)]
    assert seen == [(stage, done, total) for stage, total in expected for done in range(1, total + 1)]
    assert threads == {threading.get_ident()}


@pytest.mark.parametrize("stage", ["Reading", "Preparing", "Scoring"])
def test_a_cancel_is_obeyed_in_every_stage(tmp_path: Path, stage: str) -> None:
    small_shoot(tmp_path)
    token = CancelToken()
    seen: list[str] = []

    def report(at: str, _done: int, _total: int) -> None:
        seen.append(at)
        if at == stage:
            token.cancel()

    with pytest.raises(Cancelled):
        culled(tmp_path, report=report, token=token)
    assert seen.count(stage) == 1
    assert seen[-1] == stage


def test_an_interruption_stops_the_work_under_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    apart(tmp_path, 60)
    scorer, token = BrightnessScorer(), CancelToken()

    def interrupt(stage: str, _done: int, _total: int) -> None:
        if stage == "Scoring":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        culled(tmp_path, scorer=scorer, report=interrupt, token=token)
    assert token.cancelled
    assert len(scorer.ranked) < 10
