import shutil
from pathlib import Path

import pytest

from app.analysis.models import Scorer, load_model
from app.analysis.score_paths import ProtocolError, ScoredPaths, check_protocol, score_paths
from app.cancel import CancelToken
from tests.fakes import BrightnessScorer
from tests.networks import small_weights
from tests.pictures import scene, write_photo


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Scorer:
    return load_model(small_weights(tmp_path_factory.mktemp("weights") / "small.safetensors"), "cpu")


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    for folder, count in (("one", 3), ("two", 2)):
        for number in range(count):
            write_photo(tmp_path / folder / f"{number}.png", scene(10 * count + number, (96, 64)))
    return tmp_path / "one", tmp_path / "two"


def scored(
    *paths: Path, scorer: Scorer, protocol: str = "series", seen: list[tuple[str, int, int]] | None = None
) -> ScoredPaths:
    def report(stage: str, done: int, total: int) -> None:
        if seen is not None:
            seen.append((stage, done, total))

    return score_paths(paths, scorer=scorer, protocol=protocol, seed=0, report=report, token=CancelToken())


def test_each_folder_is_a_series_and_each_file_a_single_picture(network: Scorer, folders: tuple[Path, Path]) -> None:
    one, two = folders
    found = scored(one, two / "1.png", two, scorer=network)
    assert [(series.folder, series.files) for series in found.series] == [
        (one, ("0.png", "1.png", "2.png")),
        (two, ("0.png", "1.png")),
    ]
    assert [single.path for single in found.singles] == [two / "1.png"]
    assert found.singles[0].score == pytest.approx(network.score(scene(21, (96, 64))), abs=1e-5)
    assert found.skipped == ()
    for series in found.series:
        assert tuple(own for (own,) in series.raw) == series.ranking.scores
        assert sum(series.ranking.p_best) == pytest.approx(1)


def test_the_ranking_of_a_series_is_the_models(network: Scorer, folders: tuple[Path, Path]) -> None:
    (series,) = scored(folders[0], scorer=network).series
    assert series.ranking == network.rank([scene(30 + number, (96, 64)) for number in range(3)])


def test_by_single_every_picture_is_one_in_the_order_given(network: Scorer, folders: tuple[Path, Path]) -> None:
    one, two = folders
    found = scored(two, one / "2.png", one, scorer=network, protocol="single")
    assert found.series == ()
    wanted = [two / "0.png", two / "1.png", one / "2.png", one / "0.png", one / "1.png", one / "2.png"]
    assert [single.path for single in found.singles] == wanted
    assert found.singles[2].score == found.singles[5].score


def test_a_path_given_twice_is_scored_once(network: Scorer, folders: tuple[Path, Path]) -> None:
    one, _ = folders
    found = scored(one, one / "0.png", one, one / "0.png", scorer=network)
    assert (len(found.series), len(found.singles)) == (1, 1)


def test_what_cannot_be_scored_is_named_and_stops_nothing(network: Scorer, folders: tuple[Path, Path]) -> None:
    one, two = folders
    (one / "1.png").write_bytes(b"")
    (one / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 not much")
    shutil.rmtree(two)
    empty = one.with_name("empty")
    empty.mkdir()
    note = one / "note.txt"
    note.write_text("named by itself, so it is told of")
    found = scored(empty, one, two, note, scorer=network)
    assert [series.files for series in found.series] == [("0.png", "2.png")]
    assert {one.path for one in found.skipped} == {empty, one / "1.png", one / "broken.jpg", two, note}
    assert all(one.reason for one in found.skipped)


def test_a_protocol_the_model_lacks_is_refused_before_anything_is_read(tmp_path: Path, network: Scorer) -> None:
    technical = load_model()
    for scorer, protocol in ((technical, "published"), (network, "guess")):
        with pytest.raises(ProtocolError, match=f"no protocol called “{protocol}”"):
            scored(tmp_path / "gone", scorer=scorer, protocol=protocol)
    for protocol in network.protocols:
        check_protocol(network, protocol)


@pytest.mark.parametrize("protocol", ["series", "published", "single"])
def test_progress_goes_up_to_its_end(network: Scorer, folders: tuple[Path, Path], protocol: str) -> None:
    one, two = folders
    (one / "1.png").write_bytes((one / "1.png").read_bytes()[:400])
    seen: list[tuple[str, int, int]] = []
    scored(one, two, one / "0.png", scorer=network, protocol=protocol, seen=seen)
    assert {(stage, total) for stage, _, total in seen} == {("Scoring", 12)}
    done = [done for _, done, _ in seen]
    assert done == sorted(done)
    assert done[-1] == 12


def test_the_models_own_names_for_nothing_to_score(tmp_path: Path) -> None:
    assert scored(scorer=BrightnessScorer()) == ScoredPaths((), (), ())
