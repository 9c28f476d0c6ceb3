"""The loop: step after step until the run has taken its steps or its minutes, or somebody asks it to stop."""

import time
from contextlib import closing
from dataclasses import dataclass
from itertools import count

from train.distributed import Team
from train.interruption import Interruption
from train.learner import Learner
from train.progress import Progress, Report
from train.run_folder import RunFolder
from train.schedule import rate
from train.settings import Resources, Settings
from train.supply import Supply, steps


@dataclass(frozen=True, slots=True)
class Ending:
    """After how many steps and seconds a run ended, and whether it had taken all of them."""

    steps: int
    seconds: float
    finished: bool


@dataclass(frozen=True, slots=True, eq=False)
class Loop:
    """What takes part in a run."""

    settings: Settings
    resources: Resources
    team: Team
    folder: RunFolder
    learner: Learner
    supply: Supply
    report: Report

    def run(self, interruption: Interruption) -> Ending:
        """Go on from where the run stands until it ends; every process of the team has to.

        Raises TrainingError where it cannot go on; what was saved last stays.
        """
        first, before = self._resumed()
        begun = time.monotonic()
        with closing(steps(self.supply, first, self.resources.workers, self.resources.ahead)) as made:
            for step in count(first):
                seconds = before + time.monotonic() - begun
                share, stop = self.team.agreed(self._share(step, seconds), interruption.number is not None)
                if stop or share >= 1:
                    self._save(step, seconds)
                    return Ending(step, seconds, share >= 1)
                if step > first and step % self.resources.checkpoint == 0:
                    self._save(step, seconds)
                taken = next(made)
                peak = self.settings.rate * rate(share, self.settings.warm_up)
                figures = self.learner.learn(step, taken.portions, peak)
                self.folder.leave_out(taken.left_out)
                self._tell(Progress(step, taken.kind, peak, figures), before + time.monotonic() - begun)
        raise AssertionError("a run without an end")

    def _resumed(self) -> tuple[int, float]:
        state = self.folder.latest()
        if state is not None:
            self.learner.restore(state)
        first = 0 if state is None else state.step
        if self.team.first:
            self.folder.forget_after(first)
        return first, 0.0 if state is None else state.seconds

    def _share(self, step: int, seconds: float) -> float:
        """How much of the run lies behind, 0 to 1 or a little more."""
        if self.settings.steps is not None:
            return step / self.settings.steps
        return seconds / (60 * (self.settings.minutes or 0))

    def _save(self, step: int, seconds: float) -> None:
        if self.team.first:
            tensors, scale = self.learner.averaged()
            self.folder.keep(self.learner.state(step, seconds), self.settings.network, tensors, scale)

    def _tell(self, progress: Progress, seconds: float) -> None:
        if self.team.first:
            self.folder.note(progress)
            self.report(progress, seconds)
