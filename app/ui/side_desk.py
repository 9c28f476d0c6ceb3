"""The left panel at work: what people choose there reaches the session, and what the session has is shown there."""

from PySide6.QtCore import QObject

from app.analysis.filters import cameras
from app.analysis.series import SeriesKind
from app.ui import wording
from app.ui.series_preview import SeriesPreview
from app.ui.session import Session
from app.ui.side_panel import SidePanel


class SideDesk(QObject):
    """Connects a panel with the session, and with the count of what its sliders would make."""

    def __init__(self, panel: SidePanel, session: Session, preview: SeriesPreview) -> None:
        super().__init__(panel)
        self._panel, self._session = panel, session
        session.settings_changed.connect(panel.show_settings)
        session.shown_changed.connect(self._on_shown_changed)
        panel.show_chosen.connect(session.set_show)
        panel.filter_chosen.connect(session.set_filter)
        panel.settings_chosen.connect(session.set_settings)
        panel.settings_chosen.connect(preview.forget)
        panel.settings_previewed.connect(preview.count)
        preview.counted.connect(panel.show_preview)

    def _on_shown_changed(self) -> None:
        shoot = self._session.shoot
        singles = sum(one.kind is SeriesKind.SINGLE for one in shoot.series)
        series = wording.count(len(shoot.series), "series", "series")
        self._panel.show_result(f"{series} · {wording.count(singles, 'single')}")
        self._panel.show_filter(self._session.filter)
        self._panel.show_cameras(cameras(shoot))
