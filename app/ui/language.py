"""How every text that people read comes to be: looked up for their language where it is shown.

`translate("TopBar", "Stop")` names the module's own context and the English text, both written out so that the tool
that gathers texts finds them. What varies is put in afterwards: `translate("TopBar", "{done} of {total}").format(...)`.
Texts of a table are marked by `QT_TRANSLATE_NOOP` where they stand and looked up where they are shown, as a module is
read before the language is known.
"""

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Mark a text for the tool that gathers texts, and leave it as it is; Qt's own has no type that could be used."""
    del context
    return text
