"""What the window says of models while the settings page may be closed."""

from functools import partial

from PySide6.QtCore import QObject, QTimer

from app.analysis.model_shelf import Download
from app.errors import AppError
from app.ui.language import translate
from app.ui.message_bar import MessageBar
from app.ui.model_keeper import ModelKeeper
from app.ui.settings_page import SettingsPage


class ModelNotices(QObject):
    """Opens the settings page, and reports in the message bar what failed or ended without it."""

    def __init__(self, models: ModelKeeper, message: MessageBar, page: SettingsPage) -> None:
        super().__init__(page)
        self._models, self._message, self._page = models, message, page
        self._sentence = ""
        models.changed.connect(self._on_changed)
        models.failed.connect(self._on_failed)
        models.switched.connect(self._on_switched)
        models.downloaded.connect(self._on_downloaded)
        # In a turn of its own: opening the folder the program was started with clears the bar.
        QTimer.singleShot(0, self, self._warn)

    def show_page(self) -> None:
        """Open the settings page, or bring it to the front."""
        self._message.over("model", "download")
        self._page.show()
        self._page.raise_()
        self._page.activateWindow()

    def close_page(self) -> None:
        """Close the settings page with the window."""
        self._page.close()

    def _warn(self) -> None:
        if self._models.warning:
            self._say(self._models.warning)

    def _on_failed(self, error: AppError) -> None:
        self._sentence = error.sentence
        self._say(error.sentence)

    def _on_changed(self) -> None:
        if self._sentence and not self._models.troubled(self._sentence):
            self._message.over("model")

    def _on_switched(self, _: object) -> None:
        self._message.over("download")

    def _on_downloaded(self, download: Download) -> None:
        if self._page.isVisible():
            return
        if download.warning:
            self._say(download.warning)
        else:
            name = download.entry.name
            said = translate("ModelNotices", "The model “{name}” is downloaded.").format(name=name)
            use = partial(self._models.use, name)
            self._message.say(said, translate("ModelNotices", "Use it"), use, about="download")

    def _say(self, sentence: str) -> None:
        self._message.say(sentence, translate("ModelNotices", "Models…"), self.show_page, about="model")
