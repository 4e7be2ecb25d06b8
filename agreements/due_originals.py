"""Originals that have been with somebody for long and have not come back."""

from collections.abc import Collection, Iterator
from datetime import timedelta
from typing import Any

from django.urls import reverse

from agreements.models import CooperationAgreement, Original
from agreements.transitions import FIXED
from core import dates, formats
from core.blocks import Due, DueKind

# A letter there, a council's week and a letter back.
PATIENCE = timedelta(days=21)
TO_RETURN = DueKind(
    "ausfertigung", "Ausfertigung nicht zurück", "warning", 50, glyph="v", list_name="agreements:list",
    others="weitere Vereinbarung,weitere Vereinbarungen",
)  # fmt: skip


def outstanding(user: Any, as_: Collection[str]) -> Iterator[Due]:
    """One entry for each agreement, with the originals that are away and since when."""
    rows = Original.objects.visible_to(user, as_=as_).filter(agreement__status__in=FIXED)
    away: dict[int, list[Original]] = {}
    for item in rows.with_places():
        here = item.whereabouts
        if here and not here.is_final and here.since_on <= dates.today() - PATIENCE:
            away.setdefault(item.agreement_id, []).append(item)
    agreements = CooperationAgreement.objects.visible_to(user, as_=as_).for_list().in_bulk(list(away)) if away else {}
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


def _told(item: Original) -> str:
    here = item.whereabouts
    return f"{item}: {here.label} seit {formats.day(here.since_on)}"
