"""Whether an agreement signed earlier is there already: the same towns and nearly the same day."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from agreements.earlier import Earlier
from agreements.models import CooperationAgreement

# How far apart two days may be for one agreement to look like the other.
NEAR = timedelta(days=31)


def similar(known: Earlier, *, besides: CooperationAgreement | None = None) -> list[CooperationAgreement]:
    """Concluded agreements of the same kind and the same towns, with a day at most 31 days away."""
    towns = known.covered
    rows: Any = CooperationAgreement.objects.concluded(on=known.span.latest + NEAR).filter(kind=known.kind)
    rows = rows.filter(signed_on__gte=known.span.earliest - NEAR).covering_any(towns)
    if besides is not None:
        rows = rows.exclude(pk=besides.pk)
    found = [row for row in rows.for_list() if {town.pk for town in row.municipalities} == towns]
    return [row for row in found if (span := row.signed_span) and span.earliest <= known.span.latest + NEAR]


def similar_told(rows: Sequence[CooperationAgreement]) -> str:
    """„Kooperationsvereinbarung Nr. 21 Lohsa, unterzeichnet 25. Mai 2021“, with what to do."""
    listed = "; ".join(f"{row}, unterzeichnet {row.signed_span.label}" for row in rows if row.signed_span)
    return (
        f"Für dieselben Kommunen gibt es schon: {listed}. Ist es dieselbe Vereinbarung, bitte nicht noch einmal "
        "erfassen; ist es eine zweite, bitte das ausdrücklich bestätigen."
    )
