"""Burstpick, the application: opens a folder, shows its series, keeps the photographer's marks."""

__version__ = "0.1.0"
