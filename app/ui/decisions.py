"""What each decision makes of marks: new marks of the photos concerned.

Fifty thousand photos are marked in the time between two frames of a screen or so: of equal marks the new ones are made
once, and shared.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from app.analysis.shoot import PhotoSeries, Shoot
from app.library.photo import Flag, Label, Marks, PhotoId

NewMarks = dict[PhotoId, Marks]


def starred(shoot: Shoot, photos: Iterable[PhotoId], stars: int) -> NewMarks:
    """Photos with so many stars."""
    return _changed(shoot, photos, lambda marks: replace(marks, stars=stars))


def flagged(shoot: Shoot, photos: Iterable[PhotoId], flag: Flag) -> NewMarks:
    """Photos picked, rejected or neither; the same again changes nothing."""
    return _changed(shoot, photos, lambda marks: replace(marks, flag=flag))


def labelled(shoot: Shoot, photos: Iterable[PhotoId], label: Label) -> NewMarks:
    """Photos with a colour label; the same again, where all of them have it, takes it away."""
    some = list(photos)
    new = Label.NONE if all(marks.label is label for marks in shoot.marks_of(some)) else label
    return _changed(shoot, some, lambda marks: replace(marks, label=new))


def kept_alone(shoot: Shoot, series: PhotoSeries, photo: PhotoId) -> NewMarks:
    """One frame of a series picked, the others rejected."""
    rest = [frame for frame in series.frames if frame != photo]
    return flagged(shoot, rest, Flag.REJECT) | flagged(shoot, [photo], Flag.PICK)


def accepted(shoot: Shoot, series: PhotoSeries, otherwise: PhotoId) -> NewMarks:
    """The best shot of a series picked, or, where nobody says which that is, another frame."""
    best = shoot.best(series).frame
    return flagged(shoot, [otherwise if best is None else series.frames[best]], Flag.PICK)


def _changed(shoot: Shoot, photos: Iterable[PhotoId], change: Callable[[Marks], Marks]) -> NewMarks:
    known: dict[int, Marks] = {}
    made: NewMarks = {}
    some = list(photos)
    for photo, marks in zip(some, shoot.marks_of(some), strict=True):
        # A number of its own for all marks there can be, found many times as quickly as they are.
        code = marks.stars * 100 + marks.flag * 10 + marks.label
        new = known.get(code)
        if new is None:
            new = known[code] = change(marks)
        made[photo] = new
    return made
