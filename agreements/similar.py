"""Whether an agreement signed earlier is there already: the same towns and nearly the same day."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from agreements.earlier import Earlier
from agreements.models import CooperationAgreement

# How far apart two days may be for one agreement to look like the other.
NEAR = timedelta(days=31)


def similar(known: Earlier, *, besides: CooperationAgreement | None = None) -> list[CooperationAgreement]:
    """Concluded agreements of the same kind and the same towns, with a day at most 31 days away."""
    (found,) = similar_among([known])
    return [row for row in found if row != besides]


def similar_among(entries: Sequence[Earlier]) -> list[list[CooperationAgreement]]:
    """The same for many at once, in their order; the agreements are asked for once."""
    if not entries:
        return []
    towns = [known.covered for known in entries]
    first, last = min(known.span.earliest for known in entries), max(known.span.latest for known in entries)
    # The latest possible day of another may lie far behind the earliest of this one, never before it.
    rows: Any = CooperationAgreement.objects.concluded(on=date.max).filter(signed_on__gte=first - NEAR)
    near = Q(signed_on__lte=last + NEAR) | Q(signed_earliest_on__lte=last + NEAR)
    listed = list(rows.filter(near).covering_any(set().union(*towns)).for_list())
    covered = [(row, {town.pk for town in row.municipalities}) for row in listed]
    return [
        [row for row, its in covered if its == own and row.kind == known.kind and _is_near(row, known)]
        for known, own in zip(entries, towns, strict=True)
    ]


def _is_near(row: CooperationAgreement, known: Earlier) -> bool:
    span = row.signed_span
    return bool(span and span.earliest <= known.span.latest + NEAR and known.span.earliest - NEAR <= span.latest)


def similar_told(rows: Sequence[CooperationAgreement]) -> str:
    """„Kooperationsvereinbarung Nr. 21 Lohsa, unterzeichnet 25. Mai 2021“, with what to do."""
    listed = "; ".join(f"{row}, unterzeichnet {row.signed_span.label}" for row in rows if row.signed_span)
    return (
        f"Für dieselben Kommunen gibt es schon: {listed}. Ist es dieselbe Vereinbarung, bitte nicht noch einmal "
        "erfassen; ist es eine zweite, bitte das ausdrücklich bestätigen."
    )
