"""Marks that stand in every text of a town or a body, and how they are found again."""

from datetime import date

YESTERDAY, TOMORROW = date(2023, 4, 24), date(2023, 4, 26)
LONG_AGO = date(2020, 1, 1)


NEITHER = bytes(code for code in range(256) if not chr(code).isascii() or not chr(code).isalnum())


def mark_of(*words):
    return "-".join(["GEHEIM", *words]).upper()


def squashed(text):
    """Letters and digits alone: line breaks, hyphenation and slugs of file names do not hide a mark."""
    return text.encode("ascii", "ignore").lower().translate(None, NEITHER)
