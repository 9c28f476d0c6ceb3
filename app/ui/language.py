"""How every text that people read comes to be: looked up for their language where it is shown.

`translate("TopBar", "Stop")` names the module's own context and the English text, both written out so that the tool
that gathers texts finds them. What varies is put in afterwards: `translate("TopBar", "{done} of {total}").format(...)`.
Texts of a table are marked by `QT_TRANSLATE_NOOP` where they stand and looked up where they are shown, as a module is
read before the language is known.
"""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

translate = QCoreApplication.translate


def speak(application: QCoreApplication, folder: Path, locale: QLocale | None = None) -> bool:
    """Show texts in the person's language if `folder` has them, as `burstpick_de.qm`; whether it has.

    To be called before the window is made. Texts that lack in the language stay English.
    """
    translator = QTranslator(application)
    if not translator.load(locale or QLocale(), "burstpick", "_", str(folder)):
        translator.deleteLater()
        return False
    return application.installTranslator(translator)


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Mark a text for the tool that gathers texts, and leave it as it is; Qt's own has no type that could be used."""
    del context
    return text
