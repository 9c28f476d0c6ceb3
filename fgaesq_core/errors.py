"""What the core can refuse, each in one sentence a person can read."""


class CoreError(Exception):
    """The core cannot do what was asked; the text says what is wrong and what to do."""


class ModelError(CoreError):
    """No scorer, device or protocol goes by the name that was asked for."""


class PictureError(CoreError):
    """A frame is no picture that could be measured."""
