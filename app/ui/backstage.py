"""What the window is given to work with."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSettings

from app.analysis.face_shelf import FaceShelf
from app.ui.bin_keeper import BinKeeper
from app.ui.explainer import Explainer
from app.ui.exporter import Exporter
from app.ui.face_finder import FaceFinder
from app.ui.jobs import Jobs
from app.ui.learning import Learning
from app.ui.mark_keeper import MarkKeeper
from app.ui.model_keeper import ModelKeeper
from app.ui.picture_loader import PictureLoader
from app.ui.series_preview import SeriesPreview
from app.ui.session import Session
from app.ui.sidecar_keeper import SidecarKeeper
from app.ui.thumbnails import Thumbnails


@dataclass(frozen=True, slots=True, eq=False)
class Backstage:
    """Everything behind one window; `kept` holds how it was left, `shortcuts` is the file of a person's own keys."""

    session: Session
    thumbnails: Thumbnails
    loader: PictureLoader
    keeper: MarkKeeper
    models: ModelKeeper
    learning: Learning
    explainer: Explainer
    preview: SeriesPreview
    jobs: Jobs
    faces: FaceShelf
    finder: FaceFinder
    exporter: Exporter
    bin: BinKeeper
    sidecars: SidecarKeeper
    kept: QSettings
    shortcuts: Path
