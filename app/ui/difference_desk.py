"""Has those two frames compared that somebody looks at, and shows their differences in the view one is in."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject

from app.ui.difference_mode import DifferenceMode
from app.ui.explainer import Explainer
from app.ui.session import Session
from app.ui.stage import Stage


class DifferenceDesk(QObject):
    """In champion against challenger its two frames are compared, elsewhere the current one with its rival.

    The differences are switched on and off in the loupe and there, each for itself. `details_seen` tells whether
    somebody sees the reasons, which are measured on the way.
    """

    def __init__(
        self, session: Session, stage: Stage, explainer: Explainer, details_seen: Callable[[], bool], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._stage, self._explainer, self._details_seen = session, stage, explainer, details_seen
        self._loupe = DifferenceMode(session.shoot, stage.loupe, explainer)
        self._duel = DifferenceMode(session.shoot, stage.champion, explainer)
        stage.champion.pair_changed.connect(self.explain)
        stage.currentChanged.connect(self.explain)

    def set_blink_keys(self, keys: Iterable[str]) -> None:
        """The keys that swap the two frames as long as they are held."""
        held = tuple(keys)
        for mode in (self._loupe, self._duel):
            mode.set_blink_keys(held)

    def toggle(self) -> None:
        """Show differences, or no longer; where none can be shown, go to the loupe first."""
        if not (self._in_duel() or self._stage.in_loupe()):
            self._stage.show_loupe()
            if self._loupe.is_on:
                return
        self._mode().toggle()
        self.explain()

    def step_strength(self, step: int) -> None:
        """Paint them more or less strongly; they are shown if they were not."""
        self._mode().step_strength(step)
        self.explain()

    def toggle_blink(self) -> None:
        """Swap the two frames until this is asked for again."""
        self._mode().toggle_blink()
        self.explain()

    def explain(self, *_: object) -> None:
        """Have measured what the details or the differences show, as long as somebody sees them."""
        if not (self._details_seen() or self._mode().is_on):
            self._explainer.look_at(None)
        elif self._in_duel() and (pair := self._stage.champion.pair()) is not None:
            self._explainer.look_at(*pair)
        else:
            self._explainer.look_at(self._session.current)

    def _in_duel(self) -> bool:
        return self._stage.currentWidget() is self._stage.champion

    def _mode(self) -> DifferenceMode:
        return self._duel if self._in_duel() else self._loupe
