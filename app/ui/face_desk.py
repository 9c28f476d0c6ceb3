"""Faces and eyes at the desk: who is in a series, shown below the views, asked for by a filter and by a close look."""

from PySide6.QtCore import QObject, QTimer

from app.errors import AppError
from app.library.photo import PhotoId
from app.ui.backstage import Backstage
from app.ui.face_matrix_view import FaceMatrixView
from app.ui.face_models_row import FaceModelsRow
from app.ui.message_bar import MessageBar
from app.ui.people import People, Place
from app.ui.side_panel import SidePanel
from app.ui.stage import Stage
from app.ui.theme import Theme

# Photos are looked at several in a second; the grid need not change as often.
_LATER_MS = 500


class FaceDesk(QObject):
    """Ties people to a session, its views and its filters; without the models for faces nothing is shown of it.

    `view` belongs below the views, `row` into the settings.
    """

    def __init__(
        self, behind: Backstage, stage: Stage, side: SidePanel, message: MessageBar, theme: Theme, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._behind, self._stage, self._message = behind, stage, message
        session, pipeline = behind.session, behind.session.pipeline
        self.view = FaceMatrixView(behind.finder.faces, theme)
        self.row = FaceModelsRow(behind.faces, behind.jobs)
        self._people = People(session.shoot, behind.jobs, behind.finder, self.view, self)
        self._people.wanted.connect(self._on_wanted)
        self._people.looking_changed.connect(side.offer_eyes)
        self._people.failed.connect(self._on_failed)
        session.ask_for_closed_eyes(self._people.asleep)
        session.current_changed.connect(self._people.follow)
        session.shown_changed.connect(self._people.series_changed)
        pipeline.progress_changed.connect(self._on_progress)
        stage.set_interest(self._people.interest)
        self._later = QTimer(self, singleShot=True, interval=_LATER_MS)
        self._later.timeout.connect(session.look_again_for_closed_eyes)
        behind.finder.looked.connect(self._on_looked)
        self.row.changed.connect(self._look)
        self._look()

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colours."""
        self.view.set_theme(theme)

    def _on_looked(self, _: object) -> None:
        if self._behind.session.filter.eyes_closed and not self._later.isActive():
            self._later.start()

    def _look(self) -> None:
        self._people.use(self._behind.faces)

    def _on_progress(self, progress: object) -> None:
        self._people.set_busy(progress is not None)

    def _on_wanted(self, photo: PhotoId, place: Place | None) -> None:
        self._behind.session.set_current(photo)
        self._stage.show_loupe()
        if place is not None:
            self._stage.loupe.look_at(photo, place)

    def _on_failed(self, error: AppError) -> None:
        self._message.say(error.sentence)
