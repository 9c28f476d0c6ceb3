import pytest

from app.library.photo import Capture, CaptureTime, Flag, Label, Marks
from app.ui import wording

NOON = 1_400_000_000.0 - 1_400_000_000.0 % 86400 + 12 * 3600


def taken(after: float, *, resolution: float = 0.01, sure: bool = True) -> Capture:
    return Capture(CaptureTime(NOON + after, None, resolution, sure), 6000, 4000)


def test_the_clock_shows_what_the_camera_knows() -> None:
    assert wording.clock(taken(0.34)) == "12:00:00.34"
    assert wording.clock(taken(5.0, resolution=1.0)) == "12:00:05"


def test_a_share_that_was_counted_may_be_all_or_nothing() -> None:
    assert [wording.share(part) for part in (0.0, 0.004, 0.675, 1.0)] == ["0 %", "0 %", "68 %", "100 %"]


def test_a_span_repeats_nothing() -> None:
    assert wording.span(taken(0), taken(0)) == "12:00:00"
    assert wording.span(taken(0), taken(0.4)) == "12:00:00 · 0.4 s"
    assert wording.span(taken(0), taken(3)) == "12:00:00 · 3 s"
    assert wording.span(taken(0, sure=False), taken(3, sure=False)).endswith("(file time)")
    assert wording.span(taken(0), taken(86400)).count("-") == 4


@pytest.mark.parametrize(("chance", "text"), [(0.714, "71 %"), (0.0001, "1 %"), (0.9999, "99 %")])
def test_chances_have_two_digits_and_are_never_certain(chance: float, text: str) -> None:
    assert wording.percent(chance) == text


@pytest.mark.parametrize(
    ("seconds", "text"), [(10, "less than a minute"), (60, "about 1 min"), (1250, "about 21 min"), (9000, "about 2 h")]
)
def test_durations_are_said_as_people_say_them(seconds: float, text: str) -> None:
    assert wording.duration(seconds) == text


def test_marks_in_words() -> None:
    assert wording.describe(Marks()) == ""
    assert wording.describe(Marks(1, Flag.REJECT, Label.RED)) == "rejected, 1 star, red label"


def test_counts_have_their_noun() -> None:
    assert wording.count(1, "photo") == "1 photo"
    assert wording.count(1204, "photo") == "1,204 photos"
    assert wording.count(2, "series", "series") == "2 series"


@pytest.mark.parametrize(
    ("octets", "text"),
    [
        (0, "0 kB"),
        (499, "0 kB"),
        (12_300, "12 kB"),
        (999_400, "999 kB"),
        (999_500, "1.0 MB"),
        (3_140_000, "3.1 MB"),
        (9_949_999, "9.9 MB"),
        (9_950_000, "10 MB"),
        (613_400_000, "613 MB"),
        (999_499_999, "999 MB"),
        (999_500_000, "1.0 GB"),
        (1_400_000_000, "1.4 GB"),
        (16_000_000_000, "16 GB"),
    ],
)
def test_sizes_have_few_digits(octets: int, text: str) -> None:
    assert wording.size(octets) == text


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, ""), (0.01, "0.1 s"), (0.94, "0.9 s"), (0.96, "1 s"), (59.4, "59 s"), (59.6, "1 min"), (5000, "1 h 23 min")],
)
def test_a_length_is_said_in_one_unit_and_no_digit_too_many(seconds: float, said: str) -> None:
    assert wording.length(seconds) == said
