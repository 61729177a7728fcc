"""Errors of the agreement station: wrong input, never a wrong figure."""


class AgreementError(ValueError):
    """The input cannot be compared; the message says which part and why."""


class SpanError(AgreementError):
    """A span, a unit or a range lies where none can lie. ``index`` is its place in the input."""

    def __init__(self, message: str, index: int | None = None) -> None:
        super().__init__(message)
        self.index = index


class RatingError(AgreementError):
    """A rating does not fit the level of measurement or the categories offered."""


class MissingExtra(AgreementError):  # noqa: N818
    """A figure needs a package that is not installed; the message says how to get it."""


class TooMany(AgreementError):  # noqa: N818
    """There is more to compare than can be compared in good time; the message says what to do."""
