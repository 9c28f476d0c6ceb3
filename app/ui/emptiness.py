"""Why there is nothing to show, in one sentence, and what one can do about it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from app.analysis.filters import Show
from app.ui.commands import Views
from app.ui.session import Session


@dataclass(frozen=True, slots=True)
class Emptiness:
    """A title, a sentence, and at most one button that runs something."""

    title: str
    sentence: str
    action: str = ""
    run: Callable[[], object] | None = None


def emptiness(session: Session, views: Views, *, failed: bool) -> Emptiness:
    """What stands in place of the grid; `failed` when the folder could not be read to its end."""
    folder = session.folder
    if folder is None:
        sentence = "Open a folder of photos, or drop one here, to see its series."
        return Emptiness("Burstpick", sentence, "Open folder…", views.choose_folder)
    if session.shoot.series:
        show_all = partial(session.set_show, Show.ALL)
        return Emptiness("Nothing here", f"No series under “{session.show.value}”.", "Show all series", show_all)
    if failed:
        return Emptiness("Not read", f"The photos in {folder} could not be read.", "Open folder…", views.choose_folder)
    if session.pipeline.working:
        return Emptiness("Reading…", f"Looking for photos in {folder}.")
    return _no_photos(session, views, folder)


def _no_photos(session: Session, views: Views, folder: Path) -> Emptiness:
    if session.pipeline.skipped:
        sentence = f"None of the photos in {folder} could be read."
        return Emptiness("No photos", sentence, "Show why", views.show_skipped)
    if session.recursive:
        return Emptiness("No photos", f"There are no photos in {folder}.", "Open folder…", views.choose_folder)
    sentence = f"There are no photos in {folder} itself."
    return Emptiness("No photos", sentence, "Look in its subfolders", views.toggle_subfolders)
