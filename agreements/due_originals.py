"""Originals that have been with somebody for long and have not come back."""

from collections.abc import Collection, Iterator
from datetime import timedelta
from typing import Any

from django.urls import reverse

from agreements.due_kinds import TO_RETURN
from agreements.models import CooperationAgreement, Original
from agreements.transitions import FIXED
from core import dates, formats
from core.blocks import Due

# A letter there, a council's week and a letter back.
PATIENCE = timedelta(days=21)


def overdue(user: Any, as_: Collection[str]) -> Any:
    """Originals of fixed texts that have been away for longer than patience reaches."""
    rows = Original.objects.visible_to(user, as_=as_).filter(agreement__status__in=FIXED)
    return rows.away_since(dates.today() - PATIENCE)


def outstanding(user: Any, as_: Collection[str], *, among: Collection[int]) -> Iterator[Due]:
    """One entry for each of the agreements (ids) with originals that are away: which, and since when."""
    if not among:
        return
    away: dict[int, list[Original]] = {}
    for item in overdue(user, as_).filter(agreement__in=among).with_places():
        away.setdefault(item.agreement_id, []).append(item)
    agreements = CooperationAgreement.objects.visible_to(user, as_=as_).with_names().in_bulk(list(away))
    for agreement_id, originals in away.items():
        agreement = agreements[agreement_id]
        notes = [
            f"{item}: {item.whereabouts.label} seit {formats.day(item.whereabouts.since_on)}" for item in originals
        ]
        yield Due(
            TO_RETURN, f"{agreement.towns_label}: {agreement.get_kind_display()}",
            reverse("agreements:originals", args=[agreement.pk]),
            min(item.whereabouts.since_on for item in originals), tuple(notes), is_example=agreement.is_example,
        )  # fmt: skip
