"""The one error that is meant for a person."""


class AppError(Exception):
    """An operation failed; `sentence` says what is and what to do, `detail` is for the log."""

    def __init__(self, sentence: str, detail: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.detail = detail
