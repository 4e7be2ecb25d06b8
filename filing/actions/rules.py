"""Changing the rules of the file of record."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.models import User
from audit.actions import record, snapshot
from core.exceptions import Conflict
from filing.models import FilingRules
from filing.pattern import fault_of

FIELDS = ("variant", "remind_after", "keep_packages")


@transaction.atomic
def edit_rules(
    *, by: User, patterns: Mapping[str, str], variant: str, remind_after: int, keep_packages: int, version: int
) -> FilingRules:
    """Set patterns and archive format for all that comes; what exists stays as it is."""
    FilingRules.objects.get_or_create(pk=FilingRules.ONE)
    row: FilingRules = FilingRules.objects.select_for_update().get(pk=FilingRules.ONE)
    wanted = {word: pattern.strip() for word, pattern in patterns.items() if pattern.strip()}
    if faults := [fault for pattern in wanted.values() if (fault := fault_of(pattern))]:
        raise Conflict(faults[0])
    values = {"variant": FilingRules.Variant(variant), "remind_after": remind_after, "keep_packages": keep_packages}
    if row.patterns == wanted and all(getattr(row, name) == value for name, value in values.items()):
        return row
    if row.version != version:
        raise Conflict("Die Einstellungen wurden inzwischen von jemand anderem geändert. Bitte die Seite neu öffnen.")
    before = _told(row)
    for name, value in values.items():
        setattr(row, name, value)
    row.patterns, row.version = wanted, row.version + 1
    row.save()
    record("edit_filing_rules", row, by=by, label="Einstellungen zur Akte geändert", before=before, after=_told(row))
    return row


def _told(row: FilingRules) -> dict[str, Any]:
    return {**snapshot(row, FIELDS), **{f"Muster {word}": pattern for word, pattern in row.patterns.items()}}
