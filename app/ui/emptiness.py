"""Why there is nothing to show, in one sentence, and what one can do about it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from app.analysis.filters import Show
from app.ui.commands import Opened, Window
from app.ui.language import translate
from app.ui.session import Session


@dataclass(frozen=True, slots=True)
class Emptiness:
    """A title, a sentence, and at most one button that runs something."""

    title: str
    sentence: str
    action: str = ""
    run: Callable[[], object] | None = None


def emptiness(session: Session, window: Window, pages: Opened, *, failed: bool) -> Emptiness:
    """What stands in place of the grid; `failed` when the folder could not be read to its end."""
    folder = session.folder
    open_folder = translate("emptiness", "Open folder…")
    if folder is None:
        sentence = translate("emptiness", "Open a folder of photos, or drop one here, to see its series.")
        return Emptiness("Burstpick", sentence, open_folder, window.choose_folder)
    if session.shoot.series:
        return _filtered(session)
    if failed:
        sentence = translate("emptiness", "The photos in {folder} could not be read.").format(folder=folder)
        return Emptiness(translate("emptiness", "Not read"), sentence, open_folder, window.choose_folder)
    if session.pipeline.working:
        sentence = translate("emptiness", "Looking for photos in {folder}.").format(folder=folder)
        return Emptiness(translate("emptiness", "Reading…"), sentence)
    return _no_photos(session, window, pages, folder)


def _filtered(session: Session) -> Emptiness:
    sentence = translate("emptiness", "No series fits what you asked to see.")
    show_all = partial(session.set_show, Show.ALL)
    return Emptiness(
        translate("emptiness", "Nothing here"), sentence, translate("emptiness", "Show all series"), show_all
    )


def _no_photos(session: Session, window: Window, pages: Opened, folder: Path) -> Emptiness:
    title = translate("emptiness", "No photos")
    if session.pipeline.skipped:
        sentence = translate("emptiness", "None of the photos in {folder} could be read.").format(folder=folder)
        return Emptiness(title, sentence, translate("emptiness", "Show why"), pages.show_skipped)
    if session.recursive:
        sentence = translate("emptiness", "There are no photos in {folder}.").format(folder=folder)
        return Emptiness(title, sentence, translate("emptiness", "Open folder…"), window.choose_folder)
    sentence = translate("emptiness", "There are no photos in {folder} itself.").format(folder=folder)
    return Emptiness(title, sentence, translate("emptiness", "Look in its subfolders"), window.toggle_subfolders)
