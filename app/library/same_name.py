"""When two names of files are one."""

import unicodedata


def folded(name: str) -> str:
    """The same for all names that some file system takes for one: upper and lower case, composed and not."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
