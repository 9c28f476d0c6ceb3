"""What each decision makes of marks: new marks of the photos concerned."""

from collections.abc import Iterable
from dataclasses import replace

from app.analysis.shoot import PhotoSeries, Shoot
from app.library.photo import Flag, Label, Marks, PhotoId

NewMarks = dict[PhotoId, Marks]


def starred(shoot: Shoot, photo: PhotoId, stars: int) -> NewMarks:
    """A photo with so many stars."""
    return {photo: replace(shoot.marks(photo), stars=stars)}


def flagged(shoot: Shoot, photos: Iterable[PhotoId], flag: Flag) -> NewMarks:
    """Photos picked, rejected or neither; the same again changes nothing."""
    return {photo: replace(shoot.marks(photo), flag=flag) for photo in photos}


def labelled(shoot: Shoot, photo: PhotoId, label: Label) -> NewMarks:
    """A photo with a colour label; the same again takes it away."""
    marks = shoot.marks(photo)
    return {photo: replace(marks, label=Label.NONE if marks.label is label else label)}


def kept_alone(shoot: Shoot, series: PhotoSeries, photo: PhotoId) -> NewMarks:
    """One frame of a series picked, the others rejected."""
    rest = [frame for frame in series.frames if frame != photo]
    return flagged(shoot, rest, Flag.REJECT) | flagged(shoot, [photo], Flag.PICK)


def accepted(shoot: Shoot, series: PhotoSeries, otherwise: PhotoId) -> NewMarks:
    """The best shot of a series picked, or, where nobody says which that is, another frame."""
    best = shoot.best(series).frame
    return flagged(shoot, [otherwise if best is None else series.frames[best]], Flag.PICK)
