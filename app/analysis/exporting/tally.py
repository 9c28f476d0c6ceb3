"""How an export went so far."""

from dataclasses import dataclass, replace
from pathlib import Path

from app.analysis.exporting.run import Drawing, Event, Written
from app.library.transfer.parcel import Advance, Delivered, Halted, Undelivered


@dataclass(frozen=True, slots=True)
class Tally:
    """Photos that have arrived, of which some were `there` before, files that failed, and lists that were written.

    `stage` names what is being done, with how much of how much. `halted` is why the `left` photos were not tried.
    """

    arrived: int = 0
    there: int = 0
    failed: tuple[Undelivered, ...] = ()
    written: tuple[Path, ...] = ()
    halted: str = ""
    left: int = 0
    stage: tuple[str, int, int] | None = None

    def after(self, event: Event) -> "Tally":
        """The tally after one more event."""
        match event:
            case Delivered():
                return replace(self, arrived=self.arrived + 1, there=self.there + event.was_there)
            case Undelivered():
                return replace(self, failed=(*self.failed, event))
            case Written():
                return replace(self, written=(*self.written, event.path))
            case Halted():
                return replace(self, halted=event.sentence, left=event.left)
            case Drawing():
                return replace(self, stage=("Drawing", event.done, event.total))
            case Advance():
                return replace(self, stage=("Copying", event.done, event.total))
