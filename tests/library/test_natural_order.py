from hypothesis import given
from hypothesis import strategies as st

from app.library.natural_order import natural_key


def test_names_count_as_people_count() -> None:
    names = ["img_10.jpg", "IMG_9.jpg", "IMG_9.JPG", "a", "", "2.jpg", "IMG_009.jpg"]
    assert sorted(names, key=natural_key) == ["", "2.jpg", "a", "IMG_009.jpg", "IMG_9.JPG", "IMG_9.jpg", "img_10.jpg"]


@given(st.lists(st.text(alphabet="aB19٣0_- .é", min_size=1, max_size=12), max_size=8))
def test_natural_order_is_total_and_ignores_case(texts: list[str]) -> None:
    ordered = sorted(texts, key=natural_key)
    mixed = texts[::-1]
    mixed.sort(key=natural_key)
    assert mixed == ordered
    assert [natural_key(text)[0] for text in ordered] == sorted(natural_key(text.swapcase())[0] for text in texts)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_numbers_in_names_sort_by_value(one: int, other: int) -> None:
    assert (natural_key(f"IMG_{one}.jpg") < natural_key(f"IMG_{other}.jpg")) == (one < other)
