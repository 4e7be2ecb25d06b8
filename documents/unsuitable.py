"""The refusal of a file."""


class UnsuitableFile(Exception):
    """The file is refused; the message is a German sentence that says what to do."""
