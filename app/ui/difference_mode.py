"""Shows over a picture where it differs from the frame it is compared with, and swaps the two in place."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence, QTransform

from app.analysis.differences import Difference
from app.analysis.rival import Standing
from app.analysis.shoot import Shoot
from app.library.photo import PhotoId
from app.ui import wording
from app.ui.champion import Champion
from app.ui.difference_overlay import heat, transform
from app.ui.explainer import Explainer
from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.loupe import Loupe

STEPS = 10
"""How many steps lead from nothing to the full strength of the overlay."""
_USUAL = 7
_NOBODY = {
    Standing.ALONE: QT_TRANSLATE_NOOP("DifferenceMode", "nothing to compare with: a single photo"),
    Standing.BRACKET: QT_TRANSLATE_NOOP("DifferenceMode", "nothing to compare with: a bracket has no best shot"),
}


class DifferenceMode(QObject):
    """Lays the differences that an explainer found over a view's picture, frame by frame, until it is switched off.

    Who is compared with whom is the explainer's; it has to be told where somebody is.
    """

    def __init__(self, shoot: Shoot, view: Loupe | Champion, explainer: Explainer) -> None:
        super().__init__(view)
        self._shoot, self._view, self._explainer = shoot, view, explainer
        self._strength = _USUAL
        self._on = self._swapped = self._held = self._asked = False
        self._keys: frozenset[str] = frozenset()
        self._made: tuple[Difference, QImage] | None = None
        view.pane.photo_changed.connect(self._on_photo)
        explainer.changed.connect(self._show)
        view.installEventFilter(self)

    @property
    def is_on(self) -> bool:
        """Whether differences are shown wherever there are any."""
        return self._on

    @property
    def strength(self) -> float:
        """How strongly the differences are painted, 0 to 1."""
        return self._strength / STEPS

    def set_blink_keys(self, keys: Iterable[str]) -> None:
        """The keys that swap the two frames as long as they are held in the loupe, in Qt's portable notation."""
        self._keys = frozenset(keys)

    def toggle(self) -> None:
        """Show the differences, or no longer."""
        self._on = not self._on
        self._show()

    def step_strength(self, step: int) -> None:
        """Paint the differences more or less strongly; they are shown if they were not."""
        if self._on:
            self._strength = max(1, min(STEPS, self._strength + step))
        self._on = True
        self._show()

    def blink(self, held: bool) -> None:
        """Show the frame that is compared with in the place of this one, or this one again."""
        self._swapped = held
        self._show()

    def toggle_blink(self) -> None:
        """Swap the two frames until this is asked for again or another frame is looked at."""
        self.blink(not self._swapped)

    def _on_photo(self) -> None:
        # Who holds the key goes on swapping with the next frame; who only pressed it wants to see that one itself.
        self._swapped = self._swapped and self._held
        self._show()

    # -- what is seen

    def _show(self) -> None:
        pane, difference, other = self._view.pane, self._difference(), self._other()
        was_asked, self._asked = self._asked, self._on or self._swapped
        if not self._asked and not was_asked:
            return
        seen = difference if self._asked and difference is not None and difference.sure else None
        pane.set_other(other if seen is not None else None, None if seen is None else _Lying(seen))
        pane.show_other(self._swapped and seen is not None)
        pane.set_overlay(self._heat(seen) if self._on and seen is not None else None, self.strength)
        self._view.say(self._words(difference, other) if self._asked else "")

    def _heat(self, difference: Difference) -> QImage:
        if self._made is None or self._made[0] is not difference:
            self._made = difference, heat(difference)
        return self._made[1]

    def _is_followed(self) -> bool:
        """Whether the explainer speaks of the photo that is seen."""
        rival = self._explainer.rival
        return rival is not None and rival.this == self._view.pane.photo()

    def _difference(self) -> Difference | None:
        found = self._explainer.explanation if self._is_followed() else None
        return None if found is None else found.difference

    def _other(self) -> PhotoId | None:
        rival = self._explainer.rival
        other = rival.other if rival is not None and self._is_followed() else None
        return other if other in self._shoot else None

    def _words(self, difference: Difference | None, other: PhotoId | None) -> str:
        rival = self._explainer.rival
        if rival is None or not self._is_followed():
            return ""
        if other is None:
            said = _NOBODY.get(rival.standing)
            nothing = translate("DifferenceMode", "nothing to compare with yet")
            return nothing if said is None else translate("DifferenceMode", said)
        name = self._shoot.photo(other).path.name
        return self._trouble(difference) or self._state(difference).format(name=name, share=self._share())

    def _trouble(self, difference: Difference | None) -> str:
        if self._explainer.trouble:
            return self._explainer.trouble
        if difference is not None and not difference.sure:
            return translate("DifferenceMode", "no counterpart: frames of different views")
        if difference is None and self._explainer.explanation is not None:
            return translate("DifferenceMode", "no counterpart: frames of different shapes")
        return ""

    def _state(self, difference: Difference | None) -> str:
        if difference is None:
            return translate("DifferenceMode", "comparing with {name} …")
        if self._swapped:
            return translate("DifferenceMode", "{name} in its place")
        return translate("DifferenceMode", "differences from {name}, {share}")

    def _share(self) -> str:
        return wording.share(self.strength)

    # -- the key that is held

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A key that is held starts no command; it counts until it is let go or the keys go elsewhere."""
        kind = event.type()
        if isinstance(event, QKeyEvent) and QKeySequence(event.keyCombination()).toString() in self._keys:
            if kind == QEvent.Type.ShortcutOverride:
                event.accept()
            elif not event.isAutoRepeat():
                self._hold(kind == QEvent.Type.KeyPress)
            return True
        if kind == QEvent.Type.Hide or (kind == QEvent.Type.FocusOut and self._held):
            self._held = False
            self.blink(False)
        return super().eventFilter(watched, event)

    def _hold(self, held: bool) -> None:
        if held != self._held:
            self._held = held
            self.blink(held)


class _Lying:
    """How the other frame of a difference lies in this one."""

    def __init__(self, difference: Difference) -> None:
        self._difference = difference

    def __call__(self, this: QSize, other: QSize) -> QTransform:
        return transform(self._difference, this, other)
