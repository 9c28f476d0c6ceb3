"""The open folder as the window sees it: what is shown, what is current, and every decision of the photographer."""

import time
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.analysis.bulk_accept import AcceptancePlan, acceptance_marks, plan_acceptance
from app.analysis.filters import Filter, Show, preset
from app.analysis.grouping import GroupingSettings
from app.analysis.pace import Pace, pace
from app.analysis.shoot import PhotoSeries, Shoot
from app.library.hand_made import HandEdit
from app.library.keywords import Words
from app.library.photo import Flag, Label, Marks, PhotoId
from app.library.store import FolderState
from app.ui import decisions
from app.ui.handiwork import Handiwork
from app.ui.mark_keeper import MarkKeeper
from app.ui.navigation import nothing_folded
from app.ui.pipeline import Pipeline
from app.ui.selection import Selection
from app.ui.steps import Steps


class Session(QObject):
    """Knows the shoot, the pipeline and the undo stack, and no widget."""

    folder_changed = Signal()
    shown_changed = Signal()
    marks_changed = Signal()
    current_changed = Signal(object)
    settings_changed = Signal(object)
    modes_changed = Signal()
    compared = Signal(object, object, bool)
    contradicted = Signal(int)

    def __init__(self, shoot: Shoot, pipeline: Pipeline, keeper: MarkKeeper, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shoot, self.pipeline, self._keeper = shoot, pipeline, keeper
        self.folder: Path | None = None
        self.recursive = False
        self._selection = Selection(shoot)
        self._steps = Steps(shoot, pipeline, keeper, self._selection)
        self.undo_stack = self._steps.stack
        self.by_hand = Handiwork(shoot, pipeline.regrouper, lambda: self.current, self._push_edit)
        self.current: PhotoId | None = None
        self.chosen: frozenset[PhotoId] = frozenset()
        self.advance = False
        self._wanted: PhotoId | None = None
        self._untouched = True
        # Who was current when a filter hid everything.
        self._hidden: PhotoId | None = None
        self._decided_at: list[float] = []
        pipeline.restored.connect(self._on_restored)
        pipeline.series_changed.connect(self._on_series_changed)
        pipeline.rankings_changed.connect(self._on_rankings_changed)
        pipeline.vanishing.connect(self._on_vanishing)
        pipeline.remarked.connect(self.marks_changed)
        self._steps.done.connect(self._bring_back)
        self._steps.marks_changed.connect(self.marks_changed)
        self._steps.settings_changed.connect(self.settings_changed)
        self._steps.compared.connect(self.compared)
        self._steps.contradicted.connect(self.contradicted)

    # -- the folder

    def open_folder(self, folder: Path, *, recursive: bool = False) -> None:
        """Leave the open folder and open another, or the same again, of which everything can still be undone."""
        self.keep_state()
        self.pipeline.cancel()
        self.shoot.clear()
        if folder.absolute() != self.folder:
            self.undo_stack.clear()
            self._decided_at.clear()
        self.folder, self.recursive = folder.absolute(), recursive
        self.current, self.chosen, self._wanted, self._untouched = None, frozenset(), None, True
        self._hidden = None
        self.set_filter(Filter())
        self.folder_changed.emit()
        self.pipeline.open(self.folder, recursive=recursive)

    def look_again(self) -> None:
        """Take in what others changed in the open folder; marks, position and what can be undone stay."""
        self.pipeline.look_again()

    def reopen(self) -> None:
        """Look again at the open folder; where it was not read to its end, it is opened anew."""
        if self.pipeline.can_look_again:
            self.look_again()
        elif self.folder is not None:
            self.open_folder(self.folder, recursive=self.recursive)

    def remark(self, marks: Mapping[PhotoId, Marks]) -> None:
        """Show marks that others gave and that are on the disk already; no step of the person's is made or lost."""
        self._selection.let_stay(marks)
        self.shoot.set_marks(marks)
        self.marks_changed.emit()

    def learn_keywords(self, keywords: Mapping[PhotoId, Words]) -> None:
        """Show keywords that other programs gave; what fits a filter by them comes into view, and nothing goes."""
        changed = self.shoot.set_keywords(keywords)
        if changed and self.filter.text:
            self._selection.let_stay(changed)
            self._update_shown()
        if changed:
            self.marks_changed.emit()

    def keep_state(self) -> None:
        """Remember how the folder is left."""
        if self.folder is not None:
            settings = self.pipeline.regrouper.settings
            self._keeper.keep_state(self.folder, FolderState(settings.gap, settings.likeness, self.current))

    def _on_restored(self, state: FolderState) -> None:
        self._wanted = state.current
        self.settings_changed.emit(self.pipeline.regrouper.settings)

    def _on_vanishing(self, photos: Collection[PhotoId]) -> None:
        """Where the current photo goes, its neighbour takes its place."""
        gone = frozenset(photos)
        if self.current in gone:
            self._stand_at(self._selection.course.survivor(self.current, gone))

    def _on_series_changed(self) -> None:
        if self._wanted is not None and self._wanted in self.shoot:
            self.current, self._wanted, self._untouched = self._wanted, None, False
        self._update_shown()

    def _on_rankings_changed(self) -> None:
        """Until somebody has moved, the place to start is the best shot of the first series."""
        if self._untouched and self.shown and (best := self._selection.course.entry(0)) != self.current:
            self._stand_at(best)

    # -- what is shown

    @property
    def filter(self) -> Filter:
        """The filter in force."""
        return self._selection.filter

    @property
    def shown(self) -> list[int]:
        """The places of the series shown, in their order."""
        return self._selection.shown

    @property
    def show(self) -> Show:
        """The choice in force; all series where the filter is none of the choices."""
        return preset(self.filter) or Show.ALL

    def set_show(self, show: Show) -> None:
        """Show only some series; marks given later do not make a series vanish until this is chosen anew."""
        self.set_filter(show.filter)

    def set_filter(self, wanted: Filter) -> None:
        """Show only series that fit, in their order; those given marks later stay until a filter is chosen anew."""
        self._selection.choose(wanted)
        self._tell_shown()

    def ask_for_closed_eyes(self, asleep: Callable[[], Collection[PhotoId]]) -> None:
        """Who knows in which photos eyes are closed, for a filter that wants to know."""
        self._selection.eyes_closed = asleep

    def look_again_for_closed_eyes(self) -> None:
        """Show what fits by now, where a filter asks for closed eyes and more of them have been found."""
        before = list(self.shown)
        if self.filter.eyes_closed:
            self._selection.renew()
            if self.shown != before:
                self._tell_shown()

    def _update_shown(self) -> None:
        self._selection.renew()
        self._tell_shown()

    def _tell_shown(self) -> None:
        self.shown_changed.emit()
        if self._hidden is not None and self._is_shown(self._hidden):
            self._stand_at(self._hidden)
            self._hidden = None
        elif not self._is_shown(self.current):
            self._hidden = None if self.shown else self._hidden or self.current
            self._stand_at(self._selection.course.entry(0) if self.shown else None)
        else:
            self.current_changed.emit(self.current)

    def _is_shown(self, photo: PhotoId | None) -> bool:
        return photo in self.shoot and self._selection.course.place(photo) is not None

    def set_settings(self, settings: GroupingSettings) -> None:
        """Group by other settings; can be undone."""
        self._steps.group(settings)

    # -- how one works

    def set_advance(self, advance: bool) -> None:
        """Go on to the next frame by itself after each mark, or no longer."""
        self.advance = advance
        self.modes_changed.emit()

    @property
    def blind(self) -> bool:
        """Whether scores and suggestions are kept back until a series is decided."""
        return self.shoot.blind

    def set_blind(self, blind: bool) -> None:
        """Keep scores and suggestions back until a series is decided, or no longer."""
        self.shoot.set_blind(blind)
        self._update_shown()
        self.modes_changed.emit()
        self.marks_changed.emit()

    def pace(self) -> Pace:
        """How far the person is, and how long the rest will take."""
        return pace(self.shoot, self._decided_at)

    # -- where we are

    def set_folded(self, folded: Callable[[PhotoSeries], bool] = nothing_folded) -> None:
        """Step over all frames but the cover of the series for which `folded` holds, as one view shows them."""
        self._selection.folded = folded

    def set_current(self, photo: PhotoId | None) -> None:
        """Make a photo the one that keys act on."""
        self._untouched, self._hidden = False, None
        if self._selection.leave_guest(photo):
            self.shown_changed.emit()
        self._stand_at(photo)

    def _stand_at(self, photo: PhotoId | None) -> None:
        self.current = photo
        self.pipeline.set_near(photo)
        self.current_changed.emit(photo)

    def _go(self, photo: PhotoId | None) -> None:
        if photo is not None:
            self.set_current(photo)

    def _bring_back(self, photo: PhotoId) -> None:
        """Make a photo current; where the filter hides it, it is shown nevertheless until one moves on."""
        if photo not in self.shoot or self.shoot.series_of(photo) is None:
            return
        if self._selection.invite(photo):
            self.shown_changed.emit()
        if photo != self.current:
            self.set_current(photo)

    def current_series(self) -> PhotoSeries | None:
        """The series of the current photo."""
        place = None if self.current is None else self.shoot.series_of(self.current)
        return None if place is None else self.shoot.series[place]

    def step_frame(self, step: int) -> None:
        """Go to the next or previous frame, over the ends of a series into its neighbour."""
        if self.current is not None:
            self._go(self._selection.course.frame(self.current, step))

    def step_series(self, step: int) -> None:
        """Go some series on or back, at most to the last or first, on its best shot."""
        self._go(self._selection.course.series(self.current, step))

    def go_to_end(self, *, last: bool) -> None:
        """Go to the first or the last series."""
        if self.shown:
            self.set_current(self._selection.course.entry(len(self.shown) - 1 if last else 0))

    def next_undecided(self) -> None:
        """Go to the next series without a decision, if there is one; else to the next."""
        self._go(self._selection.course.undecided(self.current))

    # -- decisions

    def set_chosen(self, photos: frozenset[PhotoId]) -> None:
        """Let stars, flags and labels act on these photos, as one step; with none, on the current one."""
        self.chosen = photos

    def rate(self, stars: int) -> None:
        """Give the chosen photos, or the current one, stars."""
        self._mark("stars", lambda photos: decisions.starred(self.shoot, photos, stars))

    def flag(self, flag: Flag) -> None:
        """Pick or reject the chosen photos or the current one, or take the flag away; again changes nothing."""
        self._mark("flag", lambda photos: decisions.flagged(self.shoot, photos, flag))

    def label(self, label: Label) -> None:
        """Give the chosen photos or the current one a colour label; the same again takes it away."""
        self._mark("label", lambda photos: decisions.labelled(self.shoot, photos, label))

    def keep_only_current(self) -> None:
        """Pick the current photo, reject the rest of its series, and go on."""
        self._decide("keep one", lambda series, photo: decisions.kept_alone(self.shoot, series, photo))

    def accept(self) -> None:
        """Pick the best shot of the current series and go on."""
        self._decide("accept", lambda series, photo: decisions.accepted(self.shoot, series, photo))

    def reject_series(self) -> None:
        """Reject every frame of the current series and go on."""
        self._decide("reject series", lambda series, _: decisions.flagged(self.shoot, series.frames, Flag.REJECT))

    def plan_acceptance(self, least: float) -> AcceptancePlan:
        """What `accept_all` would do with the series shown, of suggestions at least so probable, 0 to 1."""
        return plan_acceptance(self.shoot, least, self.shown)

    def accept_all(self, plan: AcceptancePlan) -> None:
        """Pick the frames of a plan, as one step; series decided or changed since it was made stay as they are."""
        self._push("accept all", acceptance_marks(self.shoot, plan))

    def _mark(self, text: str, new: Callable[[Collection[PhotoId]], Mapping[PhotoId, Marks]]) -> None:
        """Mark the chosen photos; else the current one and, with auto-advance, go on."""
        if self.current is None:
            return
        if chosen := self.shoot.present(self.chosen):
            self._push(text, new(chosen))
        else:
            self._mark_one(text, self.current, new([self.current])[self.current])

    def _mark_one(self, text: str, photo: PhotoId, marks: Marks) -> None:
        # Where to is settled before anything changes.
        following = self._selection.course.frame(photo, 1)
        taken_away = self.shoot.marks(photo).label and not marks.label
        self._push_one(text, {photo: marks})
        if self.advance and not taken_away:
            self._go(following)

    def _decide(self, text: str, new: Callable[[PhotoSeries, PhotoId], Mapping[PhotoId, Marks]]) -> None:
        series = self.current_series()
        if series is not None and self.current is not None:
            self._push_one(text, new(series, self.current))
            self.next_undecided()

    def _push_one(self, text: str, new: Mapping[PhotoId, Marks]) -> None:
        """Marks in the current series; if they decide it, that is a step of the person's pace."""
        series = self.current_series()
        was_decided = series is None or self.shoot.decided(series)
        self._push(text, new)
        if series is not None and not was_decided and self.shoot.decided(series):
            self._decided_at.append(time.monotonic())

    def _push(self, text: str, new: Mapping[PhotoId, Marks]) -> None:
        self._untouched, self._hidden = False, None
        if self.current is not None:
            self._steps.mark(text, new, self.current)

    def prefer(self, winner: PhotoId, loser: PhotoId) -> None:
        """Keep for training that one frame is preferred to another; can be undone."""
        self._steps.prefer(winner, loser, winner if self.current is None else self.current)

    def _push_edit(self, text: str, edit: HandEdit) -> None:
        self._untouched = False
        if self.current is not None:
            self._steps.edit(text, edit, self.current)
