from pathlib import Path

from app.library.comparisons import Comparison
from app.library.photo import PhotoId
from app.library.store import Store
from tests.library.test_hand_made import filled


def compared(winner: int, loser: int, at: float, shown: bool = False) -> Comparison:
    return Comparison(PhotoId(winner), PhotoId(loser), at, shown)


def test_comparisons_come_back_the_oldest_first(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    later, earlier = compared(1, 2, 20.25, shown=True), compared(2, 1, 10.5)
    with filled(path) as store:
        store.add_comparison(later)
        store.add_comparison(earlier)
        store.add_comparison(earlier)
    with Store(path) as store:
        assert store.comparisons() == [earlier, later]


def test_a_comparison_that_was_taken_back_is_gone_and_others_stay(tmp_path: Path) -> None:
    with filled(tmp_path / "library.db") as store:
        first, again = compared(1, 2, 10.5), compared(1, 2, 11.5)
        store.add_comparison(first)
        store.add_comparison(again)
        store.withdraw_comparison(first)
        store.withdraw_comparison(first)
        assert store.comparisons() == [again]
