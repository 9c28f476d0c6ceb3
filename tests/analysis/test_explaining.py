"""Pairs of photo files, explained from both sides."""

import subprocess
import sys
from pathlib import Path

import pytest

from app.analysis.explaining import Explanation, Looks, Unexplained, explain
from app.analysis.reason import Cause, Verdict
from app.cancel import Cancelled, CancelToken
from app.library.photo import Photo
from tests.analysis.known import photo
from tests.analysis.made_pairs import landscape, seen
from tests.pictures import blurred, write_photo

VIEW = landscape(2)


@pytest.fixture
def photos(tmp_path: Path) -> list[Photo]:
    pictures = [seen(VIEW), blurred(seen(VIEW), 2), seen(VIEW).rotate(90, expand=True)]
    return [photo(n, path=write_photo(tmp_path / f"{n}.jpg", picture)) for n, picture in enumerate(pictures)]


def explained(*pairs: tuple[Photo, Photo], looks: Looks | None = None) -> list[Explanation]:
    found = list(explain(CancelToken(), pairs=pairs, looks=looks or Looks()))
    assert all(isinstance(one, Explanation) for one in found)
    return [one for one in found if isinstance(one, Explanation)]


def test_a_pair_is_explained_from_both_sides(photos: list[Photo]) -> None:
    sharp, soft, _ = photos
    found = {one.key: one for one in explained((sharp, soft))}
    assert found.keys() == {(sharp.digest, soft.digest), (soft.digest, sharp.digest)}
    for key, verdict in ((sharp, soft), Verdict.BETTER), ((soft, sharp), Verdict.WORSE):
        (reason,) = found[key[0].digest, key[1].digest].reasons
        assert (reason.cause, reason.verdict) == (Cause.SHARPNESS, verdict)


def test_the_order_of_asking_changes_nothing(photos: list[Photo]) -> None:
    one, other = photos[:2]
    there, back = ({each.key: each.reasons for each in explained(asked)} for asked in ((one, other), (other, one)))
    assert there == back


def test_different_shapes_have_no_difference_to_show(photos: list[Photo]) -> None:
    assert [one.difference for one in explained((photos[0], photos[2]))] == [None, None]


def test_a_file_that_cannot_be_read_is_named_and_the_rest_goes_on(photos: list[Photo], tmp_path: Path) -> None:
    gone = photo(7, path=tmp_path / "7.jpg")
    found = list(explain(CancelToken(), pairs=[(photos[0], gone), (photos[0], photos[1])], looks=Looks()))
    assert isinstance(found[0], Unexplained)
    assert found[0].path == gone.path
    assert found[0].reason
    assert [type(one) for one in found[1:]] == [Explanation, Explanation]


def test_each_photo_is_looked_at_once_and_few_are_kept(photos: list[Photo]) -> None:
    looks = Looks(at_most=2)
    first = looks.of(photos[0])
    looks.of(photos[1])
    assert looks.of(photos[0]) is first
    looks.of(photos[2])
    assert len(looks) == 2
    assert looks.of(photos[0]) is first


def test_it_stops_when_told_to(photos: list[Photo]) -> None:
    token = CancelToken()
    work = explain(token, pairs=[(photos[0], photos[1]), (photos[0], photos[2])], looks=Looks())
    next(work)
    token.cancel()
    next(work)
    with pytest.raises(Cancelled):
        next(work)


def test_nothing_of_it_needs_torch() -> None:
    program = "import sys, app.ui.explainer, app.ui.difference_overlay; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
