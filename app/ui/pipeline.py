"""From a folder to scored series: starts each stage when the one before has something for it."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from app.analysis.by_hand import inherited
from app.analysis.comparing import Compared
from app.analysis.embedder import APPEARANCE, Embedded, Embedder, Vector
from app.analysis.grouping import GroupingSettings
from app.analysis.models import Scorer
from app.analysis.opening import Event, Listed, Read, Remarked, Remembered, Restored, Vanished
from app.analysis.preparation import Prepared, Unprepared
from app.analysis.scoring import Unranked
from app.analysis.shoot import Shoot
from app.errors import AppError
from app.library.all_tags import Tag, all_tags
from app.library.decode import UnreadableError
from app.library.hand_made import HandEdit, HandMade, edit_between
from app.library.photo import Marks, Photo, PhotoId, Skipped, without_shown
from app.library.store import FolderState
from app.ui.comparer import Comparer
from app.ui.folder_reader import FolderReader
from app.ui.jobs import Jobs, Lane, once
from app.ui.language import translate
from app.ui.left_out import LeftOut
from app.ui.mark_keeper import MarkKeeper
from app.ui.progress import Stage, Stopwatch
from app.ui.ranker import Ranker
from app.ui.regrouper import Regrouper
from app.ui.thumbnails import Thumbnails

_TICK_MS = 250
# Series are renewed with new embeddings after this many ticks, so that likeness shows while work goes on.
_REGROUP_TICKS = 8


class Pipeline(QObject):
    """Reads, prepares, groups and scores one folder at a time."""

    restored = Signal(object)
    series_changed = Signal()
    rankings_changed = Signal()
    skipped_changed = Signal()
    progress_changed = Signal(object)
    failed = Signal(object)
    vanishing = Signal(object)
    remarked = Signal()
    read = Signal()
    finished = Signal()

    def __init__(
        self,
        shoot: Shoot,
        jobs: Jobs,
        thumbnails: Thumbnails,
        keeper: MarkKeeper,
        load_model: Callable[[], Scorer],
        database: Path,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._shoot, self._jobs, self._thumbnails, self._keeper = shoot, jobs, thumbnails, keeper
        self._database = database
        self.regrouper = Regrouper(shoot, jobs, self)
        self.comparer = Comparer(shoot, jobs, load_model, thumbnails.cache, database, self)
        self.ranker = Ranker(shoot, jobs, load_model, database, self)
        self._left_out = LeftOut()
        self._reader = FolderReader(shoot, jobs, keeper, database, self._left_out, self)
        self._read, self._listed = 0, 0
        self._changed = False
        self._unprepared: set[PhotoId] = set()
        self._fresh_vectors: dict[bytes, Vector] = {}
        self._compared = False
        self._heard = HandMade()
        self._watch = Stopwatch()
        self._ticks = 0
        self._working = False
        self._tick = QTimer(self, interval=_TICK_MS)
        # In a turn of its own after the grouping, so that the window can breathe between the two.
        self._look = QTimer(self, interval=0, singleShot=True)
        self._connect()

    def _connect(self) -> None:
        self._tick.timeout.connect(self._on_tick)
        self._look.timeout.connect(self._look_for_work)
        self._reader.found.connect(self._on_event)
        self._reader.done.connect(self._on_opened)
        self._reader.failed.connect(self.failed)
        self._thumbnails.prepared.connect(self._on_prepared)
        self._thumbnails.unprepared.connect(self._on_unprepared)
        self.regrouper.regrouped.connect(self._on_regrouped)
        self.comparer.compared.connect(self._on_compared)
        self.comparer.unprepared.connect(self._on_unprepared)
        self.comparer.failed.connect(self._on_not_compared)
        self.ranker.ranked.connect(self.rankings_changed)
        self.ranker.unranked.connect(self._on_unranked)
        self.ranker.failed.connect(self.failed)

    def open(self, folder: Path, *, recursive: bool) -> None:
        """Start on a folder; what ran for another is given up."""
        self.cancel()
        self._left_out.clear()
        self.regrouper.clear()
        self._heard = HandMade()
        self._read = self._listed = 0
        self._working = True
        self._tick.start()
        self._reader.open(folder, recursive=recursive)

    @property
    def can_look_again(self) -> bool:
        """Whether the open folder has been read to its end, and work on it was not stopped."""
        return self._reader.is_whole

    def look_again(self) -> None:
        """Take in what others changed in the open folder; marks, position and what can be undone stay.

        Begins when the folder has been read, if that is still going on.
        """
        if self._reader.look_again():
            self._read = self._listed = 0
            self._changed = False
            self._work_on()

    def cancel(self) -> None:
        """Stop all work on the folder; what has been found stays."""
        self._reader.stop()
        self._thumbnails.clear()
        self.comparer.stop()
        self.ranker.stop()
        self._unprepared.clear()
        self._keep_vectors()
        self._compared = False
        self._finish()

    @property
    def skipped(self) -> list[Skipped]:
        """The files that are not shown, each with its reason."""
        return self._left_out.files

    @property
    def working(self) -> bool:
        """Whether anything is still being read, prepared, grouped or scored."""
        return self._working

    def set_settings(self, settings: GroupingSettings) -> None:
        """Group by other settings; series that change are scored anew."""
        self._work_on()
        self.regrouper.set_settings(settings)

    def edit_series(self, edit: HandEdit) -> None:
        """Let series be as a hand made them, at once and from now on; those that change are scored anew."""
        self._heard |= edit.removed | edit.added
        self._work_on()
        self._keeper.keep_edit(edit)
        self.regrouper.set_made(edit.applied(self.regrouper.made))

    def use_model(self, load: Callable[[], Scorer], embedder: Embedder) -> None:
        """Let another model score and say what is alike; what it said before comes from the database."""
        self.comparer.use(load)
        self.ranker.use(load)
        self._shoot.forget_rankings()
        self.rankings_changed.emit()
        if embedder != self._shoot.embedder:
            self._use_embedder(embedder)
            self.comparer.look_for_work()
        elif self._shoot.series:
            self._work_on()
            self.ranker.look_for_work()

    def _use_embedder(self, embedder: Embedder) -> None:
        self._shoot.use_embedder(embedder)
        if self._shoot.series:
            self._work_on()
            self.regrouper.photos_changed()

    def _work_on(self) -> None:
        self._working = True
        self._tick.start()

    def set_near(self, photo: PhotoId | None) -> None:
        """Look and score near this photo first."""
        self.comparer.set_near(photo)
        self.ranker.set_near(photo)

    def read_tags(self, photo: PhotoId, then: Callable[[Photo, Sequence[Tag]], None]) -> None:
        """Read everything a photo's file says of its capture and call `then(photo, tags)`."""
        read = self._shoot.photo(photo)
        work = once(partial(_tags, read))
        self._jobs.start(Lane.TAGS, work, partial(then, read), failed=self.failed.emit)

    def _on_event(self, event: Event) -> None:
        match event:
            case Remembered(photos, vectors):
                self._take_in(photos, vectors)
            case Restored(state, made, keywords):
                self._hear(made, {})
                self._shoot.set_keywords(keywords)
                self._restore(state)
            case Listed(total):
                self._listed = total
                if self._reader.is_again:
                    self._left_out.look_again()
            case Remarked(marks, keywords):
                noted, shoot = self._reader.noted, self._shoot
                shoot.set_keywords(keywords)
                here = shoot.present(marks)
                shoot.set_marks({photo: noted.merged(photo, shoot.marks(photo), marks[photo]) for photo in here})
                self.remarked.emit()
            case Read(count, photos, vectors, skipped, made, heirs, keywords):
                self._read += count
                self._hear(made, heirs)
                self._shoot.set_keywords(keywords)
                self._add(photos, vectors)
                self._skip(skipped)
            case Vanished(photos):
                self._left_out.find(photos)
                if photos:
                    self._changed = True
                    self.vanishing.emit(photos)
                    self._shoot.remove(photos)
                    self.regrouper.photos_changed(at_once=True)
                    self.series_changed.emit()

    def _hear(self, made: HandMade, heirs: Mapping[PhotoId, PhotoId]) -> None:
        """Take in what the database knows of series made by hand; what was said here since is the newer word."""
        news = made - self._heard
        self._heard |= news
        said = self.regrouper.made | self._keeper.newest_made(news)
        if said != self.regrouper.made:
            self.regrouper.set_made(said)
        edit = edit_between(said, inherited(said, heirs))
        if edit.photos:
            self.edit_series(edit)

    def _restore(self, state: FolderState) -> None:
        settings = GroupingSettings()
        if state.gap is not None and state.likeness is not None:
            settings = GroupingSettings(state.gap, state.likeness)
        self.regrouper.photos_changed(at_once=True)
        self.regrouper.set_settings(settings)
        self.restored.emit(state)

    def _add(self, photos: list[tuple[Photo, Marks]], vectors: tuple[Embedded, ...]) -> None:
        self._left_out.find([photo.id for photo, _ in photos])
        self._take_in(photos, vectors)
        if photos:
            self._changed = True
            self.regrouper.photos_changed(at_once=not self._shoot.series)

    def _take_in(self, photos: list[tuple[Photo, Marks]], vectors: tuple[Embedded, ...]) -> None:
        self._shoot.add((photo, self._keeper.newest(photo.id, marks)) for photo, marks in photos)
        for embedded in vectors:
            self._shoot.set_vectors(embedded)

    def _on_opened(self, again: bool) -> None:
        """Only when all is read does preparing begin; side by side, both would take longer to show anything whole."""
        self.skipped_changed.emit()
        if again and not self._changed:
            return
        missing = [photo for photo in self._shoot.photos if self._shoot.vector(photo.id, APPEARANCE) is None]
        self._unprepared.update(photo.id for photo in missing)
        self._thumbnails.prepare(missing)
        self.regrouper.photos_changed()
        self.read.emit()

    def _on_prepared(self, prepared: Prepared) -> None:
        self._unprepared.discard(prepared.photo)
        if prepared.vector is not None and self._is_current(prepared.photo, prepared.digest):
            self._shoot.set_vectors(Embedded(APPEARANCE.id, {prepared.photo: prepared.vector}))
            self._fresh_vectors[prepared.digest] = prepared.vector

    def _on_compared(self, found: Compared) -> None:
        seen = zip(found.photos, found.vectors, strict=True)
        vectors = {photo.id: vector for photo, vector in seen if self._is_current(photo.id, photo.digest)}
        self._shoot.set_vectors(Embedded(self._shoot.embedder.id, vectors))
        self._compared = True

    def _on_not_compared(self, error: AppError) -> None:
        """What the model cannot look at goes by pixels."""
        self._use_embedder(APPEARANCE)
        self.failed.emit(error)

    def _on_unprepared(self, failure: Unprepared) -> None:
        if failure.photo not in self._shoot:
            self._unprepared.discard(failure.photo)
        elif self._shows(failure.photo, failure.path):
            self._unprepared.discard(failure.photo)
            self._lose(self._shoot.photo(failure.photo), failure.reason)

    def _on_unranked(self, failure: Unranked) -> None:
        for photo in failure.frames:
            if self._shows(photo, failure.path):
                self._lose(self._shoot.photo(photo), failure.reason)

    def _shows(self, photo: PhotoId, path: Path) -> bool:
        """Whether the photo is still shown by that file, and not by the RAW that took its place."""
        return photo in self._shoot and self._shoot.photo(photo).path == path

    def _is_current(self, photo: PhotoId, digest: bytes) -> bool:
        """Whether a result is of the pixels the photo has now, and not of those before an edit."""
        return photo in self._shoot and self._shoot.photo(photo).digest == digest

    def _lose(self, photo: Photo, reason: str) -> None:
        """List a file that cannot be decoded; the RAW of a pair takes the place of its JPEG, else the photo goes."""
        self._left_out.lose(photo, reason)
        self.skipped_changed.emit()
        left = without_shown(photo)
        if left is not None:
            self._shoot.add([(left, self._shoot.marks(photo.id))])
            self._unprepared.add(left.id)
            self._thumbnails.prepare([left])
        else:
            self._shoot.remove([photo.id])
        self.regrouper.photos_changed()
        self.series_changed.emit()

    def _skip(self, skipped: list[Skipped]) -> None:
        if skipped:
            self._left_out.add(skipped)
            self.skipped_changed.emit()

    def _on_regrouped(self) -> None:
        self.series_changed.emit()
        self._look.start()

    def _look_for_work(self) -> None:
        self.comparer.set_only_near(self._reader.busy or bool(self._unprepared))
        self.comparer.look_for_work()
        self.ranker.look_for_work()

    def _on_tick(self) -> None:
        self._ticks += 1
        if self._has_news and (self._ticks % _REGROUP_TICKS == 0 or not (self._unprepared or self.comparer.busy)):
            self._keep_vectors()
            self._compared = False
            self.regrouper.photos_changed()
        self._report()

    @property
    def _has_news(self) -> bool:
        """Whether there are vectors that the series do not know yet."""
        return bool(self._fresh_vectors) or self._compared

    def _keep_vectors(self) -> None:
        if self._fresh_vectors:
            self._keeper.keep_vectors(APPEARANCE.id, self._fresh_vectors)
            self._fresh_vectors = {}

    def _report(self) -> None:
        if self._reader.busy:
            self.progress_changed.emit(self._watch.progress(Stage.READING, self._read, self._listed))
        elif self._unprepared:
            total = len(self._shoot)
            self.progress_changed.emit(self._watch.progress(Stage.PREPARING, total - len(self._unprepared), total))
        elif self.comparer.busy:
            self.progress_changed.emit(self._watch.progress(Stage.COMPARING, *self.comparer.counts()))
        elif self.ranker.busy:
            self.progress_changed.emit(self._watch.progress(Stage.SCORING, *self.ranker.counts()))
        elif not (self.regrouper.busy or self._look.isActive() or self._has_news):
            self._finish()

    def _finish(self) -> None:
        self._tick.stop()
        self.progress_changed.emit(None)
        if self._working:
            self._working = False
            self.finished.emit()


def _tags(photo: Photo) -> Sequence[Tag]:
    try:
        return all_tags(photo.path)
    except UnreadableError as error:
        said = translate("pipeline", "The capture data of {name} cannot be listed: {reason}.")
        raise AppError(said.format(name=photo.path.name, reason=error.reason)) from error
