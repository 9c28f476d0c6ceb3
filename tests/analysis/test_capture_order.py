from app.analysis.capture_order import streams
from app.library.photo import Capture
from tests.analysis.captures import frame_names, shot


def order(captures: list[Capture], names: list[str] | None = None) -> list[list[int]]:
    given = names or frame_names(len(captures))
    return [[frame.photo for frame in stream] for stream in streams(captures, given)]


def test_hundredths_of_a_second_order_a_burst() -> None:
    assert order([shot(0.31), shot(0.1), shot(0.2)]) == [[1, 2, 0]]


def test_the_cameras_count_settles_equal_times_before_the_name_does() -> None:
    captures = [shot(0, step=1.0, index=number) for number in (3, 1, 2)]
    assert order(captures) == [[1, 2, 0]]


def test_names_settle_what_is_left() -> None:
    captures = [shot(0, step=1.0)] * 3
    assert order(captures, ["IMG_10.JPG", "IMG_9.JPG", "IMG_100.JPG"]) == [[1, 0, 2]]


def test_a_burst_ending_in_the_second_in_which_the_next_begins_is_not_mixed_with_it() -> None:
    counts = [(0, 6), (0, 7), (1, 8), (1, 9), (1, 1), (1, 2), (2, 3)]
    captures = [shot(second, step=1.0, index=count) for second, count in counts]
    assert order(captures[::-1]) == [[6, 5, 4, 3, 2, 1, 0]]


def test_a_bracket_begun_anew_is_in_order_although_the_last_one_broke_off() -> None:
    captures = [shot(0, step=1.0, index=1), shot(0, step=1.0, index=2)]
    captures += [shot(8, step=1.0, index=count) for count in (1, 2, 3, 4)]
    assert order(captures) == [[0, 1, 2, 3, 4, 5]]


def test_two_bursts_in_one_second_go_by_name() -> None:
    captures = [shot(0, step=1.0, index=count) for count in (1, 2, 3, 1, 2, 3)]
    assert order(captures) == [[0, 1, 2, 3, 4, 5]]


def test_bodies_of_one_model_are_told_apart_by_serial_number() -> None:
    captures = [shot(second, serial=str(second % 2)) for second in range(4)]
    assert order(captures) == [[0, 2], [1, 3]]


def test_time_zones_are_brought_to_one_clock() -> None:
    captures = [shot(7200, offset=120), shot(-3600 + 1, offset=-60), shot(2, offset=0)]
    assert order(captures) == [[0, 1, 2]]


def test_a_clock_without_zone_runs_on_the_commonest_one() -> None:
    captures = [shot(7200, offset=120), shot(7203, offset=120), shot(3601, offset=60), shot(7202)]
    assert order(captures) == [[0, 2, 3, 1]]


def test_the_zone_of_a_file_time_says_nothing_about_the_cameras() -> None:
    captures = [shot(0, offset=600, sure=False), shot(3600, offset=60), shot(3601)]
    (stream,) = streams(captures, frame_names(3))
    times = {frame.photo: frame.instant for frame in stream}
    assert times[2] - times[1] == 1


def test_photos_of_one_burst_stand_together_even_where_another_lies_between() -> None:
    captures = [shot(0, key="a"), shot(0.1), shot(0.2, key="a"), shot(0.3)]
    assert order(captures) == [[0, 2, 1, 3]]


def test_a_key_that_one_photo_has_alone_proves_nothing() -> None:
    (stream,) = streams([shot(0, key="a"), shot(1, key="b")], frame_names(2))
    assert [frame.key for frame in stream] == ["", ""]


def test_a_key_used_again_after_hours_is_another_burst() -> None:
    captures = [shot(second, key="100/0001") for second in (0, 1, 90_000, 90_001)]
    (stream,) = streams(captures, frame_names(4))
    keys = [frame.key for frame in stream]
    assert keys[0] == keys[1] != keys[2] == keys[3]
