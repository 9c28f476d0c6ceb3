from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QImage

from app.library.photo import Capture, CaptureTime, Photo
from app.ui.picture_shelf import THUMBNAIL, PictureShelf, Wish, stages
from tests.ui.made_up import photo

MOST = 100_000


def one(number: int = 1, size: tuple[int, int] = (6000, 4000), name: str = "a.jpg") -> Photo:
    made = photo(number)
    return Photo(made.id, (Path(name),), made.stamps, Capture(CaptureTime(0.0), *size))


def image(side: int) -> QImage:
    return QImage(side, max(1, side * 2 // 3), QImage.Format.Format_RGB32)


def test_a_jpeg_comes_by_way_of_its_thumbnail_and_the_largest_draft_that_is_quick() -> None:
    assert [(wish.side, wish.rough) for wish in stages(one(), 1100)] == [(0, True), (750, True), (1100, False)]
    assert [wish.side for wish in stages(one(), 1600)] == [THUMBNAIL, 1500, 1600]
    assert [wish.side for wish in stages(one(name="a.heic"), 1600)] == [THUMBNAIL, 1600]
    assert [wish.side for wish in stages(one(size=(300, 200)), 300)] == [THUMBNAIL, 300]


def test_the_smallest_picture_that_is_large_enough_is_shown() -> None:
    shelf, photo_ = PictureShelf(10**9), one()
    for side in (THUMBNAIL, 750, 1100, 6000):
        shelf.put(Wish(photo_, side), image(side or 320))
    found = [shelf.image(photo_.digest, side) for side in (100, 700, 1100, 1110, 3000, 9000)]
    assert [picture.width() for picture in found if picture] == [320, 750, 1100, 1100, 6000, 6000]
    assert shelf.image(b"nobody", 100) is None


def test_a_thumbnail_is_never_sharp_however_small_the_photo() -> None:
    shelf, small = PictureShelf(10**9), one(size=(300, 200))
    shelf.put(Wish(small, THUMBNAIL, rough=True), image(300))
    assert not shelf.meets(Wish(small, 300))
    shelf.put(Wish(small, 300), image(300))
    assert shelf.meets(Wish(small, 300))


def test_what_is_rough_is_met_by_anything_larger_and_what_is_sharp_by_about_its_size() -> None:
    shelf, big = PictureShelf(10**9), one()
    shelf.put(Wish(big, 6000), image(6000))
    assert shelf.meets(Wish(big, 750, rough=True))
    assert shelf.meets(Wish(big, THUMBNAIL, rough=True))
    assert not shelf.meets(Wish(big, 1100))
    assert shelf.meets(Wish(big, 3000))


def test_a_picture_that_came_smaller_than_asked_for_is_not_asked_for_again() -> None:
    """As the preview of a RAW does."""
    shelf, raw = PictureShelf(10**9), one(name="a.nef")
    shelf.put(Wish(raw, 6000), image(1600))
    assert shelf.meets(Wish(raw, 6000))


actions = st.lists(st.tuples(st.integers(1, 6), st.sampled_from((40, 80, 120, 160)), st.booleans()), max_size=40)


@given(actions)
def test_the_bound_is_kept_and_what_is_looked_at_stays(steps: list[tuple[int, int, bool]]) -> None:
    shelf, at_hand = PictureShelf(MOST), one(99, (160, 107))
    shelf.keep_for([Wish(at_hand, 160)])
    shelf.put(Wish(at_hand, 160), image(160))
    for number, side, wanted in steps:
        wish = Wish(one(number, (160, 107)), side)
        shelf.keep_for([Wish(at_hand, 160), *([wish] if wanted else [])])
        shelf.put(wish, image(side))
        assert shelf.held_bytes <= MOST
        assert shelf.meets(Wish(at_hand, 160))


@given(actions)
def test_what_is_wanted_outlasts_what_is_not(steps: list[tuple[int, int, bool]]) -> None:
    shelf = PictureShelf(MOST)
    first, second = Wish(one(98, (120, 80)), 120), Wish(one(99, (120, 80)), 120)
    shelf.put(first, image(120))
    shelf.put(second, image(120))
    shelf.keep_for([first, second])
    for number, _, _ in steps:
        shelf.put(Wish(one(number, (40, 26)), 40), image(40))
    assert shelf.meets(first)
    assert shelf.meets(second)


def test_the_picture_looked_at_may_exceed_the_bound_alone() -> None:
    shelf, huge = PictureShelf(MOST), Wish(one(1, (900, 600)), 900)
    other = Wish(one(2, (120, 80)), 120)
    shelf.put(other, image(120))
    shelf.keep_for([huge])
    shelf.put(huge, image(900))
    assert shelf.meets(huge)
    assert not shelf.meets(other)
