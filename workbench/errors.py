"""The one family of errors that a person is meant to read."""


class WorkbenchError(Exception):
    """Something a person can mend: the message says what, where and what to do.

    ``details`` are further lines (one a bad row, say) that a front end prints above the message.
    """

    def __init__(self, message: str, details: tuple[str, ...] | list[str] = ()) -> None:
        super().__init__(message)
        self.details = tuple(details)


class UsageError(WorkbenchError):
    """The request itself is wrong (a missing name, options that exclude each other): exit 2."""
