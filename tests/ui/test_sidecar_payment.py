"""What an earlier window did not write is written where its photos are now, and owed until then."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.analysis.opening import open_folder
from app.analysis.sidecars import Outcome, WriteOptions
from app.cancel import CancelToken
from app.library.own_writings import OwnWritings
from app.library.photo import Marks
from app.library.sidecar_debts import Debt, SidecarDebts
from app.library.store import Store
from app.library.xmp.dialects import said_by
from app.library.xmp.packet import read_packet
from app.library.xmp.said import Said
from app.paths import Places
from app.ui.sidecar_payment import Payment, paying
from app.ui.sidecar_work import Library
from tests.shoots import many_singles
from tests.ui.conftest import Photographer

TOKEN = CancelToken()


class Debtor:
    """A drive with a shoot in two folders, of which the second photo was marked after a debt began."""

    def __init__(self, places: Places, drive: Path) -> None:
        self.places, self.drive = places, drive
        self.debts = SidecarDebts(places.sidecar_debts)
        for day in ("one", "two"):
            many_singles(drive / "shoot" / day, 3)
        self.read()
        with Store(places.library) as store:
            first, second, *_ = [photo.id for photo, _ in store.photos_under(drive / "shoot", recursive=True)]
            store.set_marks({first: Marks(1)})
            since = max(at for at in (store.mark_times([first])[first].stars,) if at is not None)
            store.set_marks({second: Marks(4)})
            self.debts.add(Debt(drive / "shoot", True, since + 1e-6, None, store.library))

    def read(self) -> None:
        work = open_folder(
            TOKEN, folder=self.drive / "shoot", database=self.places.library, recursive=True, embedders=()
        )
        assert list(work)

    def move_to(self, drive: Path) -> None:
        self.drive.rename(drive)
        self.drive = drive

    def pay(self, *, only_moved: bool = False, wanted: bool = True) -> list[str]:
        """The files written."""
        payment = Payment(self.debts, (), WriteOptions() if wanted else None, OwnWritings(), only_moved)
        done = list(paying(TOKEN, library=Library(self.places.library), payment=payment))
        files = [one for written in done for one in written.files]
        return [str(one.path.relative_to(self.drive)) for one in files if one.outcome is Outcome.WRITTEN]


@pytest.fixture
def debtor(places: Places, tmp_path: Path) -> Debtor:
    return Debtor(places, tmp_path / "drive")


def test_what_is_owed_is_written_once_and_no_more(debtor: Debtor) -> None:
    assert debtor.pay(only_moved=True) == []
    assert debtor.pay() == ["shoot/one/P00001.xmp"]
    assert debtor.debts.all() == []
    assert debtor.pay() == []


def test_a_drive_that_is_not_there_is_waited_for_also_where_its_place_stands_empty(
    debtor: Debtor, tmp_path: Path
) -> None:
    home = debtor.drive
    debtor.move_to(tmp_path / "away")
    assert debtor.pay() == []
    (home / "shoot").mkdir(parents=True)
    assert debtor.pay() == []
    assert len(debtor.debts.all()) == 1
    (home / "shoot").rmdir()
    home.rmdir()
    debtor.move_to(home)
    assert debtor.pay() == ["shoot/one/P00001.xmp"]
    assert debtor.debts.all() == []


def test_a_drive_that_is_mounted_elsewhere_is_followed_once_it_was_read(debtor: Debtor, tmp_path: Path) -> None:
    debtor.move_to(tmp_path / "elsewhere")
    assert debtor.pay() == []
    debtor.read()
    assert debtor.pay(only_moved=True) == ["shoot/one/P00001.xmp"]
    assert debtor.debts.all() == []


def test_what_is_refused_elsewhere_stays_owed(debtor: Debtor, tmp_path: Path) -> None:
    debtor.move_to(tmp_path / "elsewhere")
    debtor.read()
    sidecar = debtor.drive / "shoot" / "one" / "P00001.xmp"
    sidecar.write_bytes(b"<x:xmpmeta")
    assert debtor.pay() == []
    assert len(debtor.debts.all()) == 1
    sidecar.unlink()
    assert debtor.pay() == ["shoot/one/P00001.xmp"]


def test_whoever_wants_no_sidecars_any_more_owes_none(debtor: Debtor) -> None:
    assert debtor.pay(wanted=False) == []
    assert debtor.debts.all() == []


def test_the_window_pays_when_the_folder_was_read_at_its_new_place(
    debtor: Debtor, places: Places, qtbot: QtBot, tmp_path: Path
) -> None:
    debtor.move_to(tmp_path / "elsewhere")
    photographer = Photographer(qtbot, places)
    photographer.open(debtor.drive / "shoot", recursive=True)
    sidecar = debtor.drive / "shoot" / "one" / "P00001.xmp"
    photographer.wait_for(sidecar.exists)
    assert said_by(read_packet(sidecar.read_bytes())) == Said(4)
    photographer.wait_for(lambda: debtor.debts.all() == [])
    photographer.leave()
    photographer.desk.window.deleteLater()
