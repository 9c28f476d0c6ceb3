"""What the trainer refuses, in one sentence a person can read."""

from fgaesq_core.errors import CoreError


class TrainingError(CoreError):
    """The training cannot begin or go on; the text says what is wrong and what to do."""
