"""One run from its parts to its model card."""

from dataclasses import dataclass
from hashlib import file_digest
from importlib import metadata
from pathlib import Path

import torch

from fgaesq_core.tokens import Tokeniser
from train.data import Data
from train.distributed import Team, joined
from train.errors import TrainingError
from train.interruption import Interruption
from train.learner import Learner
from train.loop import Ending, Loop
from train.measured import Lessons, gathered, learn
from train.model_card import card
from train.objective import Objective
from train.progress import Report, gathering, silent
from train.run_folder import RunFolder
from train.samples import FineSource, SampleError
from train.schedule import Kind, Schedule
from train.settings import Resources, Settings
from train.start import started
from train.supply import Place, Supply
from train.text import TextTower, text_tower
from train.tokenising import Cutter
from train.usual import adapt


@dataclass(frozen=True, slots=True, eq=False)
class Session:
    """A run that is asked for: `weights` is a file to start from, `text` one with CLIP's text tower for CTAlign."""

    settings: Settings
    resources: Resources
    data: Data
    weights: Path | None = None
    text: Path | None = None

    def run(self, folder: RunFolder, interruption: Interruption, report: Report, *, resume: bool = False) -> Ending:
        """Train, alone or as one process of several; all that comes of it is in the folder.

        Raises TrainingError where it cannot begin or go on, OSError where the folder cannot be written.
        """
        kinds = self._kinds()
        with joined(self.resources.device) as team:
            loop = self._loop(folder, team, report if team.first else silent, kinds, interruption)
            if loop is None:
                return Ending(0, 0.0, finished=False)
            if team.first:
                folder.begin(self._facts(), {"data": self.data.described, **_made_by()}, resume=resume)
            # The others look into the folder when the first has made it.
            team.agreed(0.0, False)
            try:
                ending = loop.run(interruption)
                if team.first:
                    folder.describe(self._card(folder, ending))
            finally:
                if team.first:
                    folder.end()
        return ending

    def _loop(
        self, folder: RunFolder, team: Team, report: Report, kinds: tuple[Kind, ...], interruption: Interruption
    ) -> Loop | None:
        """The loop; None where somebody asked to stop before it could begin."""
        settings, terms = self.settings, self.settings.terms
        network = started(settings.network, settings.seed, self.weights)
        faults = _faults(self.data.fine) if terms.auxiliary and self.data.fine else 0
        tokeniser = network.tokeniser()
        # What is usual is part of weights, and of the state of a run that goes on.
        if self.weights is None and self.data.fine and not folder.has_state:
            adapt(network, self._cutter(tokeniser), self.data.fine, settings.seed)
        objective = Objective(network, terms, settings.precision, kinds=faults, text=self._text())
        stopped = settings.lessons and not folder.has_state and not self._taught(objective, team, faults, interruption)
        if team.agreed(0.0, bool(stopped))[1]:
            return None
        learner = Learner(objective.to(team.device), settings, team)
        supply = self._supply(tokeniser, team, Schedule(kinds, settings.sequel, settings.steps), faults)
        return Loop(settings, self.resources, team, folder, learner, supply, report)

    def _taught(self, objective: Objective, team: Team, faults: int, interruption: Interruption) -> bool:
        """Whether the network learnt from measures; the other processes of a team get what the first one learns."""
        if not team.first or self.data.fine is None:
            return True
        cutter = self._cutter(objective.network.tokeniser())
        lessons = Lessons(cutter, self.data.fine, self.settings.lessons, self.settings.seed)
        found = gathered(lessons, self.resources.workers, gathering, lambda: interruption.number is not None)
        if interruption.number is not None:
            return False
        learn(objective, found, self.settings.seed, faults)
        return True

    def _supply(self, tokeniser: Tokeniser, team: Team, schedule: Schedule, faults: int) -> Supply:
        settings = self.settings
        return Supply(
            self._cutter(tokeniser),
            schedule,
            Place(team.rank, team.world, self.resources.portions),
            settings.seed,
            self.data.fine,
            self.data.coarse,
            settings.batch_series,
            settings.batch_pictures,
            faults,
            settings.echoes,
        )

    def _cutter(self, tokeniser: Tokeniser) -> Cutter:
        return Cutter(tokeniser, self.settings.difftoken, comments=bool(self.settings.terms.ctalign))

    def _kinds(self) -> tuple[Kind, ...]:
        terms = self.settings.terms
        fine = (Kind.FINE,) if self.data.fine and terms.fine else ()
        coarse = (Kind.COARSE,) if self.data.coarse and terms.coarse else ()
        if not fine + coarse:
            raise TrainingError("The terms of the loss that are on find no samples in the data; switch others on.")
        return fine + coarse

    def _text(self) -> TextTower | None:
        if not self.settings.terms.ctalign:
            return None
        if self.text is None:
            raise TrainingError("CTAlign needs CLIP's text tower; name a checkpoint that holds it, or switch it off.")
        tower = text_tower(self.text, self.resources.device)
        if tower.features != self.settings.network.features:
            raise TrainingError(
                f"The text tower has {tower.features} features and the network {self.settings.network.features}; "
                "choose a network with as many, or switch CTAlign off."
            )
        return tower

    def _facts(self) -> dict[str, object]:
        return {
            "settings": self.settings.facts(),
            "data": {"how": self.data.how, "sha256": self.data.sha256},
            "weights": _sha256(self.weights),
            "text": _sha256(self.text if self.settings.terms.ctalign else None),
        }

    def _card(self, folder: RunFolder, ending: Ending) -> str:
        return card(self.settings, self.data, ending, folder.measured(), folder.left_out(), _made_by())


def _faults(source: FineSource) -> int:
    """How many kinds of faults are known of the frames of a source."""
    for number in range(len(source)):
        try:
            severities = source.sample(number, 0).severities
        except SampleError:
            continue
        if not severities:
            break
        return len(severities[0])
    raise TrainingError("The auxiliary head learns known faults, and these data have none; leave it off.")


def _sha256(path: Path | None) -> str | None:
    if path is None:
        return None
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise TrainingError(f"“{path.name}” cannot be read: {error.strerror or error}.") from error


def _made_by() -> dict[str, str]:
    return {"burstpick": metadata.version("burstpick"), "torch": torch.__version__}
