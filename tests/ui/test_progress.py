from app.ui.progress import Stage, Stopwatch


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_the_time_left_follows_the_average_speed() -> None:
    clock = Clock()
    watch = Stopwatch(clock)
    assert watch.progress(Stage.READING, 0, 100).seconds_left is None
    clock.now += 1
    assert watch.progress(Stage.READING, 10, 100).seconds_left is None
    clock.now += 4
    assert watch.progress(Stage.READING, 20, 100).seconds_left == 20.0


def test_each_stage_has_its_own_clock() -> None:
    clock = Clock()
    watch = Stopwatch(clock)
    watch.progress(Stage.READING, 0, 10)
    clock.now += 100
    assert watch.progress(Stage.PREPARING, 0, 10).seconds_left is None
    clock.now += 3
    assert watch.progress(Stage.PREPARING, 3, 10).seconds_left == 7.0


def test_work_already_done_does_not_count_as_speed() -> None:
    clock = Clock()
    watch = Stopwatch(clock)
    watch.progress(Stage.SCORING, 90, 100)
    clock.now += 5
    assert watch.progress(Stage.SCORING, 95, 100).seconds_left == 5.0


def test_without_a_total_nobody_knows_how_long() -> None:
    clock = Clock()
    watch = Stopwatch(clock)
    watch.progress(Stage.DOWNLOADING, 0, 0)
    clock.now += 10
    assert watch.progress(Stage.DOWNLOADING, 500, 0).seconds_left is None
    assert watch.progress(Stage.DOWNLOADING, 1000, 3000).seconds_left == 20.0
