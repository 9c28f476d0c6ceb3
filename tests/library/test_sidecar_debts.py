"""What is still to be written survives its program, whatever the folder is called."""

import os
from pathlib import Path

import pytest

from app.library.photo import PhotoId
from app.library.sidecar_debts import Debt, SidecarDebts


@pytest.fixture
def debts(tmp_path: Path) -> SidecarDebts:
    return SidecarDebts(tmp_path / "data" / "debts")


def test_debts_are_found_again_until_they_are_paid(debts: SidecarDebts, tmp_path: Path) -> None:
    assert debts.all() == []
    one = Debt(tmp_path / "Häuser \u2603", True, 12.5)
    other = Debt(Path(os.fsdecode(b"/odd/\xff")), False, 0.0, frozenset({PhotoId(3), PhotoId(1)}), 77)
    debts.add(one)
    debts.add(other)
    debts.add(other)
    assert {debt.name: debt for debt in SidecarDebts(tmp_path / "data" / "debts").all()} == {
        one.name: one,
        other.name: other,
    }
    debts.remove(one)
    debts.remove(one)
    assert debts.all() == [other]


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"folder": 3}', b"\xff", b"[" * 100_000])
def test_a_file_that_holds_none_stops_nothing(debts: SidecarDebts, tmp_path: Path, content: bytes) -> None:
    debt = Debt(tmp_path, False)
    debts.add(debt)
    (tmp_path / "data" / "debts" / "zero.json").write_bytes(content)
    (tmp_path / "data" / "debts" / "half.new").write_bytes(content)
    assert debts.all() == [debt]


def test_where_nothing_can_be_kept_it_is_said(tmp_path: Path) -> None:
    (tmp_path / "debts").write_text("in the way")
    with pytest.raises(OSError, match="debts"):
        SidecarDebts(tmp_path / "debts").add(Debt(tmp_path, False))
    assert SidecarDebts(tmp_path / "debts").all() == []
