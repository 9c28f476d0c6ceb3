"""Paths as people can read them."""

import os


def shown_path(path: str | os.PathLike[str]) -> str:
    """A path that can be shown and printed, be it valid Unicode or not: what is no character becomes `?`."""
    return os.fspath(path).encode("utf-8", "replace").decode()
