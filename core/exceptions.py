"""Refusals the domain may answer with; the middleware turns each into a page in plain German."""


class Refusal(Exception):
    """An action cannot be carried out; the message is a German sentence for the person who tried."""

    status_code = 409

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Conflict(Refusal):
    """Somebody else was faster, or the record is no longer in the state the page was made for."""


class TransitionNotAllowed(Conflict):
    """The record's state does not allow this move."""


class NotPermitted(Refusal):
    """The person holds a function that opens the page, but may not do this to this record."""

    status_code = 403
