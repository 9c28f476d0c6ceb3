"""The answer of `burstpick export`: lines for people, JSON for programs."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.analysis.exporting.plan import Plan
from app.analysis.exporting.tally import Tally
from app.cli.output import counted, visible
from app.library.transfer.destination import named
from app.library.transfer.parcel import Mode

_DONE = {Mode.COPY: "copied", Mode.MOVE: "moved", Mode.LINK: "linked", None: "listed"}


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was planned, and how it went; `skipped` files of the folder could not be read."""

    plan: Plan
    tally: Tally
    skipped: int
    is_dry: bool

    def as_json(self) -> str:
        """The report as JSON, version 1; paths of photos are relative to the folder, with forward slashes."""
        plan, tally, request = self.plan, self.tally, self.plan.request
        document = {
            "version": 1,
            "folder": str(request.folder),
            "to": str(request.to),
            "mode": None if request.mode is None else request.mode.value,
            "dry_run": self.is_dry,
            "photos": len(plan.frames),
            "files": plan.files,
            "bytes": plan.size,
            "arrived": tally.arrived,
            "there_already": tally.there,
            "series_without_best_shot": request.selection.open_series,
            "failed": [{"path": self._name(one.path), "reason": one.reason} for one in tally.failed],
            "not_tried": tally.left,
            "lists": [str(path) for path in tally.written],
        }
        if self.is_dry:
            document["names"] = [{"file": one, "name": other} for one, other in self._names()]
        return json.dumps(document, indent=1)

    def lines(self) -> Iterator[str]:
        """With a dry run one line per file; then what was done, in a sentence each."""
        if self.is_dry:
            for one, other in self._names():
                yield visible(f"{one} -> {other}")
        yield visible(self._summary())
        for path in self.tally.written:
            yield visible(f"{path} written")
        if self.plan.inside:
            yield f"{self.plan.inside} left alone, as they are in the destination already"
        if self.plan.request.selection.open_series:
            yield f"{self.plan.request.selection.open_series} series without a best shot yet"
        if self.skipped:
            files = counted(self.skipped, "file")
            yield f"{files} of the folder not read; burstpick cull --json lists each with its reason"

    def problems(self) -> Iterator[str]:
        """What did not go as it should, a sentence each."""
        for one in self.tally.failed:
            yield visible(f"{self._name(one.path)}: {one.reason}")
        if self.tally.halted:
            were = "was" if self.tally.left == 1 else "were"
            yield f"{self.tally.halted} {counted(self.tally.left, 'photo')} {were} not tried."
        if not self.plan.frames:
            yield "no photo is meant by that; nothing was done"

    def _summary(self) -> str:
        plan, tally = self.plan, self.tally
        done = _DONE[plan.request.mode]
        if self.is_dry or plan.request.mode is None:
            would = "would be " if self.is_dry else ""
            photos, files = counted(len(plan.frames), "photo"), counted(plan.files, "file")
            return f"{photos} ({files}, {plan.size / 1e6:.1f} MB) {would}{done}"
        there = f", {tally.there} {'was' if tally.there == 1 else 'were'} there already" if tally.there else ""
        return f"{counted(tally.arrived - tally.there, 'photo')} {done} to {plan.request.to}{there}"

    def _names(self) -> Iterator[tuple[str, str]]:
        for parcel in self.plan.parcels:
            for source, name in named(parcel, parcel.name.name):
                yield self._name(source), str(parcel.name.with_name(name))

    def _name(self, path: Path) -> str:
        folder = self.plan.request.folder
        return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)
