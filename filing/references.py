"""The Aktenzeichen of a kind of Vorgang against the office's pattern: whether it fits, and the next free one."""

from django.core.exceptions import ValidationError

from core import dates
from filing import pattern
from filing.models.rules import current
from filing.records import RecordKind


def require_pattern(word: str, reference: str) -> None:
    """ValidationError with the pattern and an example, where there is a pattern and this one is written otherwise."""
    wanted = current().patterns.get(word, "")
    if not pattern.keeps_to(reference, wanted):
        raise ValidationError(pattern.advice(wanted, dates.today()), code="pattern")


def deviates(word: str, reference: str) -> bool:
    """Whether one that exists is written otherwise; it stays, and is marked."""
    return bool(reference) and not pattern.keeps_to(reference, current().patterns.get(word, ""))


def proposed(kind: RecordKind) -> str:
    """The next free one of this year; empty where the office has set no pattern."""
    wanted = current().patterns.get(kind.word, "")
    if not wanted:
        return ""
    taken = kind.model._default_manager.exclude(file_reference="").values_list("file_reference", flat=True)
    return pattern.next_free(wanted, dates.today(), taken.order_by().distinct())
