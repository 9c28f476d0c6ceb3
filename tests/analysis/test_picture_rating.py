import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image

from app.analysis.models import Scorer, load_model
from app.analysis.picture_rating import PictureRater, Rated
from app.cancel import Cancelled, CancelToken
from app.errors import AppError
from app.library.photo import Skipped
from fgaesq_core import Frame, ModelError
from fgaesq_core.frames import picture
from fgaesq_core.names import Names
from fgaesq_core.ranking import SeriesScores
from tests.fakes import BrightnessScorer
from tests.library.exif_blocks import small_dng
from tests.networks import small_weights
from tests.pictures import scene, write_photo
from tests.shoots import START

Pictures = list[tuple[Path, ...]]


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Scorer:
    return load_model(small_weights(tmp_path_factory.mktemp("weights") / "small.safetensors"), "cpu")


@pytest.fixture
def pictures(tmp_path: Path) -> Pictures:
    return [(write_photo(tmp_path / f"{n}.png", scene(n, (160, 120))),) for n in range(5)]


def rater(
    scorer: Scorer, seed: int = 0, token: CancelToken | None = None, seen: list[Path] | None = None
) -> PictureRater:
    seen = [] if seen is None else seen
    return PictureRater(scorer, seed, token or CancelToken(), seen.append)


def opened(pictures: Pictures) -> list[Image.Image]:
    return [Image.open(files[0]) for files in pictures]


def strip(pictures: Pictures, name: str) -> tuple[Path]:
    """A picture that is too narrow to have a cell at the size the published code gives it."""
    return (write_photo(pictures[0][0].with_name(f"{name}.png"), Image.new("RGB", (9000, 8))),)


def adjusted(rated: Rated) -> Sequence[float]:
    assert rated.scores is not None
    return rated.scores.adjusted


class Noting(BrightnessScorer):
    """Remembers what it was asked."""

    protocols = ("series", "pairs", "published", "single")
    longest = 100

    def __init__(self) -> None:
        super().__init__()
        self.asks: list[tuple[str, Names | None, int]] = []
        self.sizes: list[tuple[int, int]] = []

    def rate(
        self, frames: Sequence[Frame], protocol: str = "series", *, names: Names | None = None, seed: int = 0
    ) -> SeriesScores:
        self.asks.append((protocol, names, seed))
        self.sizes += [picture(frame).size for frame in frames]
        return super().rate(frames, protocol)


@pytest.mark.parametrize("protocol", ["series", "pairs"])
def test_a_series_is_scored_as_the_model_scores_it(network: Scorer, pictures: Pictures, protocol: str) -> None:
    rated = rater(network).rate(pictures, protocol, "shoot")
    assert rated == Rated(tuple(files[0] for files in pictures), network.rate(opened(pictures), protocol), ())


def test_published_draws_hang_on_the_names_of_folder_and_files(network: Scorer, pictures: Pictures) -> None:
    for number, (path,) in enumerate(pictures[:2]):
        write_photo(path, scene(number, (320, 240)))
    one, other = (rater(network).rate(pictures[:2], "published", folder) for folder in ("007", "8"))
    assert adjusted(one) == network.rate(opened(pictures[:2]), "published", names=Names("7", (1, 2))).adjusted
    assert adjusted(one) != adjusted(other)


@pytest.mark.parametrize(
    ("protocol", "size"),
    [("series", (100, 75)), ("pairs", (100, 75)), ("published", (160, 120)), ("single", (160, 120))],
)
def test_pictures_are_as_large_as_the_protocol_wants_them(
    pictures: Pictures, protocol: str, size: tuple[int, int]
) -> None:
    scorer = Noting()
    rater(scorer).rate(pictures[:2], protocol)
    assert scorer.sizes == [size, size]


@pytest.mark.parametrize("size", [(2049, 30), (30, 2600), (2500, 1500)])
def test_large_pictures_come_as_the_published_code_reduces_them(
    network: Scorer, tmp_path: Path, size: tuple[int, int]
) -> None:
    large = write_photo(tmp_path / "large.png", scene(1, size))
    with Image.open(large) as whole:
        whole.load()
    assert adjusted(rater(network).rate([(large,)], "single")) == network.rate([whole], "single").adjusted


def test_pictures_stand_upright(tmp_path: Path) -> None:
    scorer = Noting()
    turned = write_photo(tmp_path / "a.jpg", scene(1, (160, 120)), orientation=6)
    rater(scorer).rate([(turned,)], "single")
    assert scorer.sizes == [(120, 160)]


def test_a_published_series_of_one_is_a_single_picture_with_the_seed(network: Scorer, pictures: Pictures) -> None:
    large = [(write_photo(pictures[0][0].with_name("large.png"), scene(1, (640, 480))),)]
    by_seed = {seed: adjusted(rater(network, seed).rate(large, "published")) for seed in (0, 1)}
    for seed, scores in by_seed.items():
        assert scores == network.rate(opened(large), "single", seed=seed).adjusted
    assert by_seed[0] != by_seed[1]


def test_unreadable_pictures_are_left_out_in_one_go_and_keep_their_numbers(pictures: Pictures) -> None:
    scorer = Noting()
    pictures[1][0].write_bytes(b"")
    pictures[3][0].unlink()
    rated = rater(scorer).rate(pictures, "published", "7")
    assert rated.files == (pictures[0][0], pictures[2][0], pictures[4][0])
    assert rated.skipped == (Skipped(pictures[1][0], "the file is empty"), Skipped(pictures[3][0], "the file is gone"))
    assert [names for _, names, _ in scorer.asks] == [Names("7", (1, 2, 3, 4, 5)), Names("7", (1, 3, 5))]


@pytest.mark.parametrize("chosen", [1, 2, 3])
def test_a_network_scores_what_is_left_as_if_the_rest_were_not_there(
    network: Scorer, pictures: Pictures, chosen: int
) -> None:
    broken = random.Random(chosen).sample(pictures, chosen)
    for files in broken:
        files[0].write_bytes(files[0].read_bytes()[:700])
    left = [files for files in pictures if files not in broken]
    rated = rater(network).rate(pictures, "series")
    assert adjusted(rated) == network.rate(opened(left), "series").adjusted
    assert sorted(one.path for one in rated.skipped) == sorted(files[0] for files in broken)


def test_nothing_readable(network: Scorer, tmp_path: Path) -> None:
    gone = (tmp_path / "gone.jpg",)
    assert rater(network).rate([gone], "series") == Rated((), None, (Skipped(gone[0], "the file is gone"),))
    assert rater(network).rate([], "series") == rater(network).rate_alone([], "series") == Rated((), None, ())
    assert rater(network).rate_alone([], "single") == Rated((), None, ())


def test_the_raw_takes_the_place_of_a_jpeg_that_fails(tmp_path: Path, network: Scorer) -> None:
    jpeg = write_photo(tmp_path / "a.jpg", scene(1), START)
    raw = small_dng(tmp_path / "a.DNG", START.strftime("%Y:%m:%d %H:%M:%S"))
    jpeg.write_bytes(jpeg.read_bytes()[:2000])
    rated = rater(network).rate([(jpeg, raw)], "series")
    assert rated.files == (raw,)
    assert [one.path for one in rated.skipped] == [jpeg]


def test_a_picture_the_protocol_refuses_is_found_and_left_out(network: Scorer, pictures: Pictures) -> None:
    rated = rater(network).rate([pictures[0], strip(pictures, "a"), pictures[1]], "single")
    assert rated.files == (pictures[0][0], pictures[1][0])
    ((path, reason),) = ((one.path.name, one.reason) for one in rated.skipped)
    assert path == "a.png"
    assert "too narrow" in reason


def test_a_series_of_pictures_the_protocol_refuses_is_named_in_full(network: Scorer, pictures: Pictures) -> None:
    rated = rater(network).rate([strip(pictures, "a"), strip(pictures, "b")], "published")
    assert (rated.files, rated.scores) == ((), None)
    assert [one.path.name for one in rated.skipped] == ["a.png", "b.png"]


@pytest.mark.parametrize("protocol", ["series", "pairs", "published", "single"])
def test_single_pictures_stop_each_other_by_nothing(network: Scorer, pictures: Pictures, protocol: str) -> None:
    pictures[2][0].write_bytes(b"")
    rated = rater(network, 3).rate_alone(pictures, protocol)
    left = [files for files in pictures if files != pictures[2]]
    used = protocol if protocol in ("series", "pairs") else "single"
    expected = [network.rate(opened([one]), used, seed=3).adjusted[0] for one in left]
    assert adjusted(rated) == pytest.approx(expected, abs=1e-5)
    assert rated.files == tuple(files[0] for files in left)
    assert rated.skipped == (Skipped(pictures[2][0], "the file is empty"),)


def test_every_file_that_was_decoded_is_told(network: Scorer, pictures: Pictures) -> None:
    for protocol in ("series", "single"):
        seen: list[Path] = []
        rater(network, seen=seen).rate(pictures, protocol)
        assert sorted(seen) == [files[0] for files in pictures]
    seen = []
    rater(network, seen=seen).rate_alone(pictures, "series")
    assert seen == [files[0] for files in pictures]


@pytest.mark.parametrize("protocol", ["series", "published", "single"])
def test_a_cancel_is_obeyed(network: Scorer, pictures: Pictures, protocol: str) -> None:
    token = CancelToken()
    rating = PictureRater(network, 0, token, lambda _: token.cancel())
    with pytest.raises(Cancelled):
        rating.rate(pictures * 20, protocol)


def test_an_unknown_protocol_is_refused(network: Scorer, pictures: Pictures) -> None:
    with pytest.raises(ModelError, match="no protocol called “guess”"):
        rater(network).rate(pictures, "guess")


def test_want_of_memory_is_a_sentence(pictures: Pictures) -> None:
    class Full(BrightnessScorer):
        def rate(
            self, frames: Sequence[Frame], protocol: str = "series", *, names: Names | None = None, seed: int = 0
        ) -> SeriesScores:
            raise MemoryError

    with pytest.raises(AppError, match="not enough memory"):
        rater(Full()).rate(pictures, "series")
