from hypothesis import given
from hypothesis import strategies as st

from app.ui.band_layout import BandLayout, Box, Hit, Metrics

METRICS = Metrics(frame=100, gap=8, pad=8, header=28, between=16, least_band=168)
SERIES = st.lists(st.lists(st.floats(0.2, 4.0), min_size=1, max_size=40), max_size=30)
WIDTHS = st.integers(200, 2400)


def overlap(one: Box, other: Box) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


@given(SERIES, WIDTHS)
def test_nothing_overlaps_and_every_frame_lies_in_its_band(aspects: list[list[float]], width: int) -> None:
    layout = BandLayout(aspects, width, METRICS)
    bands = [layout.band(i) for i in range(len(aspects))]
    for i, band in enumerate(bands):
        assert not any(overlap(band, other) for other in bands[i + 1 :])
        cells = layout.frames(i)
        assert len(cells) == len(aspects[i])
        for j, cell in enumerate(cells):
            assert not any(overlap(cell, other) for other in cells[j + 1 :])
            assert band.y <= cell.y
            assert cell.y + cell.height < band.y + band.height
            assert band.x < cell.x
    assert all(band.y + band.height < layout.height for band in bands)


@given(SERIES, WIDTHS)
def test_every_frame_is_found_where_it_stands(aspects: list[list[float]], width: int) -> None:
    layout = BandLayout(aspects, width, METRICS)
    for i in range(len(aspects)):
        for j, cell in enumerate(layout.frames(i)):
            assert layout.at(cell.x + cell.width // 2, cell.y + cell.height // 2) == Hit(i, j)
        band = layout.band(i)
        assert layout.at(band.x + 2, band.y + 2) == Hit(i, None, badge=True)
    assert layout.at(-5, 50) is None


@given(SERIES, WIDTHS, st.data())
def test_a_folded_series_has_one_cell_as_wide_as_its_widest(
    aspects: list[list[float]], width: int, data: st.DataObject
) -> None:
    folded = frozenset(data.draw(st.sets(st.sampled_from(range(len(aspects))))) if aspects else ())
    # A panorama must find room in the narrowest window.
    layout = BandLayout(aspects, max(width, 320), METRICS, folded)
    for i in folded:
        (cell,), band = layout.frames(i), layout.band(i)
        assert cell.width == max(METRICS.frame_width(aspect) for aspect in aspects[i])
        assert cell.x + cell.width + METRICS.stack <= band.x + band.width
        assert layout.at(cell.x, cell.y) == Hit(i, 0)
    for i in set(range(len(aspects))) - folded:
        assert len(layout.frames(i)) == len(aspects[i])


@given(SERIES, WIDTHS, st.integers(0, 5000), st.integers(0, 2000))
def test_what_can_be_seen_is_painted(aspects: list[list[float]], width: int, top: int, height: int) -> None:
    layout = BandLayout(aspects, width, METRICS)
    visible = layout.visible(top, top + height)
    for i in range(len(aspects)):
        band = layout.band(i)
        if band.y <= top + height and band.y + band.height > top:
            assert i in visible


def test_a_long_series_wraps_inside_one_band() -> None:
    layout = BandLayout([[1.5] * 300], 1000, METRICS)
    cells = layout.frames(0)
    assert len({cell.y for cell in cells}) > 30
    assert max(cell.x + cell.width for cell in cells) <= 1000


def test_only_rows_near_the_view_are_visible() -> None:
    layout = BandLayout([[1.5]] * 10_000, 1400, METRICS)
    assert len(layout.visible(30_000, 30_900)) < 100
