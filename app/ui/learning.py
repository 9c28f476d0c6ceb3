"""Has the training program learn from the photographer's marks, and keeps what it made if the photographer says so."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.analysis.embedder import Embedder
from app.analysis.known_series import marked_series, write_series
from app.analysis.learning_events import Advance, CurvePoint, LearningEvent, Material, Refusal, Verdict
from app.analysis.model_shelf import ModelEntry
from app.analysis.shoot import Shoot
from app.cancel import CancelToken
from app.errors import AppError
from app.library.own_folder import OwnFolder, clear_leftovers
from app.library.store import Store
from app.ui import wording
from app.ui.jobs import Jobs, Lane, once
from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.learning_state import BUSY, LearningState, Phase
from app.ui.mark_keeper import MarkKeeper
from app.ui.model_keeper import ModelKeeper
from app.ui.model_states import Shelf
from app.ui.trainer import PROGRAM, Trainer

_PREFIX = "burstpick-learning-"
_NO_LEARNER = QT_TRANSLATE_NOOP(
    "Learning", "There is no network that could learn, only measures; add one on the page of models."
)


class Learning(QObject):
    """One run at a time; until its end is agreed to, nothing it makes is outside a folder that goes away with it.

    After a kill that folder goes at the next start. `starting` is emitted before anything is read from the database,
    `judged` carries how many photos `count` found with a flag or stars.
    """

    changed = Signal()
    judged = Signal(int)
    starting = Signal()

    def __init__(
        self,
        shelf: Shelf,
        models: ModelKeeper,
        shoot: Shoot,
        keeper: MarkKeeper,
        jobs: Jobs,
        database: Path,
        program: Sequence[str] = PROGRAM,
    ) -> None:
        super().__init__(models)
        self._shelf, self._models, self._shoot, self._keeper, self._jobs = shelf, models, shoot, keeper, jobs
        self._database, self._program = database, program
        self.state = LearningState()
        self._folder: OwnFolder | None = None
        self._trainer: Trainer | None = None
        self._token = CancelToken()
        self._awaited = ""
        jobs.start(Lane.LEARNING, once(partial(clear_leftovers, _PREFIX)))
        models.switched.connect(self._on_switched)
        models.failed.connect(self._on_not_switched)

    # -- what people ask for

    def count(self) -> None:
        """Count what could be learnt from, unless something is being learnt."""
        if self.state.phase not in BUSY:
            self._keeper.when_kept(self._count)

    def start(self, only: Path | None = None) -> None:
        """Learn from all marks, or only from those in one folder and below it."""
        if self.state.phase in BUSY:
            return
        self._clear_away()
        self.starting.emit()
        self._show(LearningState(Phase.RUNNING))
        # What is still being written must be read, so the reading waits for it.
        self._token = self._keeper.when_kept(partial(self._prepare, only))

    def cancel(self) -> None:
        """End the run at once; nothing of it stays."""
        if self.state.phase is Phase.RUNNING:
            self._clear_away()
            self._show(
                LearningState(sentence=translate("Learning", "Stopped; nothing was learnt and nothing changed."))
            )

    def keep(self) -> None:
        """Put the model that is offered on the shelf and let it score from now on; the others stay."""
        verdict = self.state.verdict
        if self.state.phase is Phase.OFFERED and verdict is not None and verdict.weights is not None:
            work = partial(
                _added, shelf=self._shelf, file=verdict.weights, learner=self.state.learner, learnt=_learnt(self.state)
            )
            self._show(replace(self.state, phase=Phase.KEEPING))
            self._token = self._jobs.start(Lane.SHELF, work, self._on_added, failed=self._fail)

    def decline(self) -> None:
        """Leave the models as they are and forget what was learnt."""
        if self.state.phase is Phase.OFFERED:
            self._clear_away()
            said = translate("Learning", "The model “{name}” goes on scoring.")
            self._show(LearningState(sentence=said.format(name=self._models.in_use.name)))

    def close(self) -> None:
        """End whatever runs, with the window."""
        self._clear_away()

    # -- how it goes

    def _count(self, _: object) -> None:
        work = partial(_judged, database=self._database)
        self._jobs.start(Lane.LEARNING, work, self.judged.emit, failed=_unknown)

    def _prepare(self, only: Path | None, _: object) -> None:
        try:
            self._folder = OwnFolder(_PREFIX)
        except OSError as error:
            self._fail(_no_room(error))
            return
        work = partial(
            _prepared,
            shelf=self._shelf,
            database=self._database,
            embedders=self._shoot.embedders,
            target=self._listed,
        )
        self._token = self._jobs.start(Lane.LEARNING, work, partial(self._train, only), failed=self._fail)

    @property
    def _listed(self) -> Path:
        assert self._folder is not None
        return self._folder.path / "series.json"

    def _train(self, only: Path | None, learner: ModelEntry | None) -> None:
        weights = None if learner is None else self._shelf.weights(learner.name)
        if learner is None or weights is None:
            self._end(Phase.REFUSED, translate("Learning", _NO_LEARNER))
            return
        self._show(replace(self.state, learner=learner.name))
        self._trainer = Trainer(self._listed.parent, self)
        self._trainer.told.connect(self._on_told)
        self._trainer.ended.connect(self._on_ended)
        self._trainer.failed.connect(self._fail)
        folder = [] if only is None else ["--folder", str(only)]
        self._trainer.start(
            [
                *(*self._program, "personal", "--from-library", "--library", str(self._database), *folder),
                *("--model", str(weights), "--to", str(self._listed.with_name("learnt"))),
                *("--series", str(self._listed), "--json"),
            ]
        )

    def _on_told(self, event: LearningEvent) -> None:
        match event:
            case Material():
                self._show(replace(self.state, material=event))
            case Advance():
                self._show(replace(self.state, advance=event))
            case CurvePoint():
                before = tuple(point for point in self.state.curve if point.step < event.step)
                self._show(replace(self.state, curve=(*before, event)))
            case Verdict():
                self._show(replace(self.state, verdict=event, sentence=event.why))
            case Refusal():
                self._show(replace(self.state, sentence=event.why))

    def _on_ended(self) -> None:
        """Only once it has ended is what it made whole."""
        verdict, sentence = self.state.verdict, self.state.sentence
        if verdict is not None and verdict.weights is not None:
            self._show(replace(self.state, phase=Phase.OFFERED))
        elif sentence:
            self._end(Phase.REFUSED if verdict is None else Phase.NOT_BETTER, sentence)
        else:
            self._fail(
                AppError(translate("Learning", "The training ended without a word on what came of it; try again."))
            )

    def _fail(self, error: AppError) -> None:
        self._end(Phase.FAILED, error.sentence)

    def _end(self, phase: Phase, sentence: str) -> None:
        self._clear_away()
        self._show(replace(self.state, phase=phase, sentence=sentence))

    def _on_added(self, entry: ModelEntry) -> None:
        self._awaited = entry.name
        self._models.refresh()
        self._models.use(entry.name)

    def _on_switched(self, _: object) -> None:
        if not self._awaited:
            return
        if self._models.in_use.name != self._awaited:
            # Another was being loaded when this one's turn came.
            self._models.use(self._awaited)
            return
        kept, before = self._awaited, self.state.learner
        self._awaited = ""
        said = translate(
            "Learning", "“{new}” scores from now on; “{old}” stays among the models and can be taken back."
        )
        self._end(Phase.KEPT, said.format(new=kept, old=before))

    def _on_not_switched(self, error: AppError) -> None:
        if self._awaited:
            self._awaited = ""
            self._fail(error)

    def _clear_away(self) -> None:
        self._token.cancel()
        if self._trainer is not None:
            self._trainer.kill()
            self._trainer.deleteLater()
            self._trainer = None
        if self._folder is not None:
            self._folder.remove()
            self._folder = None

    def _show(self, state: LearningState) -> None:
        self.state = state
        self.changed.emit()


def _judged(token: CancelToken, *, database: Path) -> Iterator[int]:
    token.check()
    with Store(database) as store:
        yield store.judged()


def _unknown(_: AppError) -> None:
    """Whoever learns from a database that cannot be read is told so then."""


def _prepared(
    token: CancelToken, *, shelf: Shelf, database: Path, embedders: Sequence[Embedder], target: Path
) -> Iterator[ModelEntry | None]:
    """Write the series that the trainer is to learn from; yields the model that learns."""
    found = list(marked_series(database, embedders, token))
    token.check()
    try:
        write_series(found, target)
    except OSError as error:
        raise _no_room(error) from error
    yield shelf.learner()


def _no_room(error: OSError) -> AppError:
    said = translate("Learning", "Nothing can be learnt without room for temporary files: {reason}.")
    return AppError(said.format(reason=error.strerror or error), str(error))


def _added(token: CancelToken, *, shelf: Shelf, file: Path, learner: str, learnt: str) -> Iterator[ModelEntry]:
    yield shelf.add_learnt(file, learner, learnt, token)


def _learnt(state: LearningState) -> str:
    """The sentence by which people will know the model among others."""
    assert state.material is not None or state.verdict is not None
    series = translate("Learning", "your series")
    if state.material is not None:
        series = wording.count(state.material.series, "series", "series")
    known = {"series": series, "day": date.today().isoformat(), "model": state.learner}
    if state.verdict is None:
        return translate("Learning", "Learnt from your marks in {series} on {day}, beginning with “{model}”.").format(
            **known
        )
    after, before = (wording.share(one.pairs) for one in (state.verdict.after, state.verdict.before))
    said = translate(
        "Learning",
        "Learnt from your marks in {series} on {day}, beginning with “{model}”; agreed with you on {after} of pairs it "
        "had not seen, where that one did on {before}.",
    )
    return said.format(**known, after=after, before=before)
