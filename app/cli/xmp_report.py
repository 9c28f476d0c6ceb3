"""The answer of `burstpick xmp`: lines for people, JSON for programs."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.analysis.sidecars import Outcome, SidecarReading, Written
from app.cli.output import counted, visible
from app.library.photo import Flag, Label, PhotoId, Skipped
from app.library.xmp.merge import Conflict, Word
from app.library.xmp.said import Value


@dataclass(frozen=True, slots=True)
class XmpReport:
    """What was read and what was written; `files` is None where nothing was to be written."""

    folder: Path
    photos: Mapping[PhotoId, Path]
    reading: SidecarReading
    files: tuple[Written, ...] | None
    is_rehearsal: bool
    skipped: tuple[Skipped, ...]

    @property
    def is_all_refused(self) -> bool:
        """Whether there were files to write and none could be."""
        return bool(self.files) and all(one.outcome is Outcome.REFUSED for one in self.files or ())

    def as_json(self) -> str:
        """The report as JSON, version 1; paths are relative to the folder, with forward slashes."""
        document: dict[str, object] = {
            "version": 1,
            "folder": str(self.folder),
            "dry_run": self.is_rehearsal,
            "photos": self.reading.read,
            "changed": [
                {"path": self._photo(photo), "stars": marks.stars, "flag": int(marks.flag), "label": _word(marks.label)}
                for photo, marks in self.reading.changed.items()
            ],
            "keywords": [
                {"path": self._photo(photo), "keywords": list(words)} for photo, words in self.reading.keywords.items()
            ],
            "conflicts": [self._conflict(one) for one in self.reading.conflicts],
            "skipped": [self._skipped(one) for one in (*self.skipped, *self.reading.skipped)],
        }
        if self.files is not None:
            document["files"] = [
                {"path": self._name(one.path), "outcome": one.outcome.value, "reason": one.reason} for one in self.files
            ]
        return json.dumps(document, indent=1)

    def lines(self) -> Iterator[str]:
        """What disagreed, then the counts."""
        for one in self.reading.conflicts:
            first, *others = one.words
            others_said = ", ".join(self._told(word) for word in others)
            yield visible(
                f"{self._photo(one.photo)}: {one.field.value} {_word(first.value)} "
                f"by {self._side(first)} counts as the newest, not {others_said}"
            )
        would = "would be " if self.is_rehearsal else ""
        read = counted(self.reading.read, "photo")
        yield f"{len(self.reading.changed)} of {read} {would}given marks from their files"
        if self.reading.keywords:
            yield f"{len(self.reading.keywords)} of {read} {would}given keywords from their files"
        if self.files is not None:
            written, unchanged, refused = (sum(one.outcome is kind for one in self.files) for kind in Outcome)
            yield f"{counted(written, 'file')} {would}written, {unchanged} unchanged, {refused} refused"

    def problems(self) -> Iterator[str]:
        """A sentence for every file that was refused or could not be read."""
        refused = [Skipped(one.path, one.reason) for one in self.files or () if one.outcome is Outcome.REFUSED]
        told = {one.path for one in refused}
        for one in (*refused, *(one for one in self.reading.skipped if one.path not in told)):
            yield f"{one.path}: {one.reason}"
        if self.skipped:
            unread = "1 file is no photo" if len(self.skipped) == 1 else f"{len(self.skipped)} files are no photos"
            yield f"{unread} that can be read; --json lists each with its reason"

    def _conflict(self, one: Conflict) -> dict[str, object]:
        words = [{"by": self._side(word), "value": _word(word.value), "at": word.at} for word in one.words]
        return {"path": self._photo(one.photo), "field": one.field.value, "words": words}

    def _skipped(self, one: Skipped) -> dict[str, object]:
        return {"path": self._name(one.path), "reason": one.reason}

    def _told(self, word: Word) -> str:
        return f"{_word(word.value)} by {self._side(word)}"

    def _side(self, word: Word) -> str:
        return "Burstpick" if word.path is None else self._name(word.path)

    def _photo(self, photo: PhotoId) -> str:
        return self._name(self.photos[photo])

    def _name(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix() if path.is_relative_to(self.folder) else path.as_posix()


def _word(value: Value) -> str | int:
    """A mark as people call it; stars are a number."""
    return value.name.lower() if isinstance(value, Flag | Label) else value
