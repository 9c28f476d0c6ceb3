import random

from hypothesis import given
from hypothesis import strategies as st

from app.analysis.eyes import Eyes
from app.analysis.face_matrix import Fault, Row, eyes_closed, face_matrix
from app.analysis.faces import Face
from app.library.photo import PhotoId
from tests.analysis.made_faces import CLOSED, OPEN, UNTOLD, face, still

conditions = st.tuples(st.sampled_from((OPEN, CLOSED, UNTOLD, Eyes(0.1, 0.2))), st.floats(0.1, 1.0))


def rows_of(*frames: list[Face]) -> tuple[Row, ...]:
    ids = [PhotoId(number) for number in range(len(frames))]
    matrix = face_matrix(ids, frames, still(len(frames)))
    assert matrix.frames == tuple(ids)
    return matrix.rows


def worst(row: Row) -> list[int]:
    return [at for at, cell in enumerate(row) if cell is not None and cell.is_worst]


def test_people_stand_from_left_to_right_and_those_behind_come_last() -> None:
    front = [face(0.8, person=1), face(0.2, person=2)]
    behind = [face(0.5, 0.1, 0.03, person=3)]
    rows = rows_of(front + behind, front + behind)
    assert [round(cell.face.middle[0], 3) for row in rows if (cell := row[0])] == [0.2, 0.8, 0.5]
    assert all(cell is not None and cell.sure for row in rows for cell in row)


def test_somebody_missing_leaves_an_empty_cell() -> None:
    both = [face(0.2, person=1), face(0.7, person=2)]
    rows = rows_of(both, both[:1], both)
    assert [[cell is not None for cell in row] for row in rows] == [[True, True, True], [True, False, True]]


def test_closed_eyes_are_worse_than_blur_and_the_surest_are_the_worst() -> None:
    blurred = face(0.3, sharpness=0.1)
    (row,) = rows_of([face(0.3)], [blurred], [face(0.3, eyes=Eyes(0.1, 0.2))], [face(0.3, eyes=CLOSED)])
    assert [cell.fault if cell else None for cell in row] == [Fault.NONE, Fault.BLURRED, Fault.CLOSED, Fault.CLOSED]
    assert worst(row) == [3]


def test_without_closed_eyes_the_most_blurred_is_the_worst() -> None:
    (row,) = rows_of([face(0.3)], [face(0.3, sharpness=0.3)], [face(0.3, sharpness=0.2)])
    assert worst(row) == [2]


def test_where_all_are_good_none_is_the_worst() -> None:
    (row,) = rows_of([face(0.3)], [face(0.3, sharpness=0.5)], [face(0.3, eyes=UNTOLD)])
    assert worst(row) == []


def test_a_doubtful_face_seen_once_is_nobody() -> None:
    pattern, person = face(0.8, person=1, certainty=0.8), face(0.2)
    assert len(rows_of([person, pattern], [person], [person])) == 1
    assert len(rows_of([person, pattern], [person, pattern], [person])) == 2
    assert len(rows_of([person, pattern], [person])) == 2
    assert len(rows_of([person, face(0.8, person=1)], [person], [person])) == 2


def test_of_a_crowd_in_a_long_series_the_largest_faces_are_shown_with_their_own_close_ups() -> None:
    crowd = [face(0.1 + 0.2 * n, size=0.02 + 0.02 * n, person=n) for n in range(5)]
    rows = rows_of(*[crowd] * 500)
    assert [row[0].number for row in rows if row[0]] == [3, 4]
    assert all(cell is not None and cell.face == crowd[cell.number] for row in rows for cell in row)


def test_without_people_there_are_no_rows() -> None:
    assert rows_of([], [], []) == ()
    assert rows_of() == ()


@given(
    st.lists(st.lists(conditions, min_size=3, max_size=3), min_size=1, max_size=6), st.randoms(use_true_random=False)
)
def test_the_order_of_frames_moves_columns_and_nothing_else(
    frames: list[list[tuple[Eyes, float]]], chance: random.Random
) -> None:
    people = [
        [face(0.2 + 0.3 * who, person=who, eyes=eyes, sharpness=sharp) for who, (eyes, sharp) in enumerate(one)]
        for one in frames
    ]
    order = list(range(len(people)))
    chance.shuffle(order)
    rows, other = rows_of(*people), rows_of(*(people[at] for at in order))
    for row, moved in zip(rows, other, strict=True):
        for cell, same in zip((row[at] for at in order), moved, strict=True):
            assert cell is not None
            assert same is not None
            assert (cell.face, cell.fault, cell.sure) == (same.face, same.fault, same.sure)
        assert [row[at] and row[at].face for at in worst(row)] == [  # type: ignore[union-attr]
            moved[at] and moved[at].face
            for at in worst(moved)  # type: ignore[union-attr]
        ]
        assert (len(worst(row)) == 1) == any(cell is not None and cell.fault is not Fault.NONE for cell in row)


def test_whether_eyes_are_closed_is_told_of_the_foreground_only() -> None:
    behind = face(0.9, size=0.02, eyes=CLOSED)
    assert eyes_closed([]) is False
    assert eyes_closed([face(0.2), behind]) is False
    assert eyes_closed([face(0.2), face(0.6, eyes=CLOSED)]) is True
    assert eyes_closed([face(0.2, eyes=UNTOLD), face(0.6, eyes=CLOSED)]) is True
    assert eyes_closed([face(0.2, eyes=UNTOLD)]) is None
    assert eyes_closed([face(0.2, eyes=UNTOLD), face(0.6)]) is False
