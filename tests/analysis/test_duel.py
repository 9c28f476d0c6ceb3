from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.analysis.duel import Duel, Verdict, begun
from app.library.photo import PhotoId

A, B, C, D = (PhotoId(n) for n in range(1, 5))


@st.composite
def duels(draw: st.DrawFn) -> Duel:
    """A duel after any decisions and steps."""
    frames = tuple(PhotoId(n) for n in range(1, draw(st.integers(1, 8)) + 1))
    duel = begun(frames, draw(st.sampled_from(frames)))
    for act in draw(st.lists(st.sampled_from(["up", "down", "right", "left"]), max_size=12)):
        if act in {"right", "left"}:
            duel = duel.stepped(1 if act == "right" else -1)
        else:
            duel = duel.judged(promoted=act == "up")
    return duel


def test_each_of_the_others_challenges_once_in_order() -> None:
    duel = begun((A, B, C, D), B)
    assert (duel.champion, duel.challenger, duel.open) == (B, A, (A, C, D))
    duel = duel.judged(promoted=False)
    assert (duel.champion, duel.challenger) == (B, C)
    duel = duel.judged(promoted=True)
    assert (duel.champion, duel.challenger) == (C, D)
    duel = duel.judged(promoted=False)
    assert (duel.champion, duel.challenger, duel.open) == (C, None, ())
    assert duel.verdicts == (Verdict(B, A), Verdict(C, B), Verdict(C, D))
    assert duel.judged(promoted=True) == duel


def test_who_was_passed_over_challenges_in_the_end() -> None:
    duel = begun((A, B, C, D), A).stepped(1).stepped(1)
    assert duel.challenger == D
    assert duel.stepped(1) == duel
    assert duel.judged(promoted=True).challenger == B


def test_a_single_frame_is_its_own_champion() -> None:
    assert (begun((A,), A).champion, begun((A,), A).challenger) == (A, None)


@given(duels())
def test_the_champion_beat_everybody_who_is_not_open(duel: Duel) -> None:
    beaten = {verdict.loser for verdict in duel.verdicts}
    assert duel.champion not in beaten
    assert duel.champion not in duel.open
    assert {duel.champion, *duel.open, *beaten} == set(duel.frames)
    assert (duel.challenger is None) == (not duel.open)
    assert len(duel.verdicts) == len(beaten)
    # A winner stays until beaten: whoever loses later is the one who won last.
    for before, after in pairwise(duel.verdicts):
        assert before.winner in {after.winner, after.loser}


@given(duels(), st.booleans())
def test_a_verdict_taken_back_and_given_again_leaves_all_as_it_was(duel: Duel, promoted: bool) -> None:
    after = duel.judged(promoted=promoted)
    if after == duel:
        assert duel.challenger is None
        return
    verdict = after.verdicts[-1]
    assert after.taken_back(verdict) == duel
    assert duel.decided_by(verdict) == after


@given(duels())
def test_other_verdicts_than_the_last_are_not_taken_back(duel: Duel) -> None:
    for verdict in duel.verdicts[:-1]:
        assert duel.taken_back(verdict) == duel
    assert duel.decided_by(Verdict(PhotoId(90), PhotoId(91))) == duel


def test_a_beaten_frame_may_challenge_again_and_nobody_challenges_himself() -> None:
    duel = begun((A, B, C), A).judged(promoted=False)
    again = duel.against(B)
    assert (again.challenger, again.open) == (B, (B, C))
    assert again.judged(promoted=True).champion == B
    assert duel.against(A) == duel
    assert duel.against(D) == duel


def test_frames_that_no_longer_take_part_do_not_challenge() -> None:
    duel = begun((A, B, C, D), A).among((A, B, D))
    assert duel.judged(promoted=False).challenger == D
