"""Agreements signed before the application knew them: what is known of them, and what the database demands of it."""

from django.db import models
from django.db.models import F, Q

from agreements.transitions import CONCLUDED, Status
from core.dates import Span

OFFICE_UNKNOWN = "Funktion nicht überliefert"
NUMBER_UNKNOWN = "unbekannt"


class Recorded(models.Model):
    """The part of an agreement that only one recorded afterwards has.

    Its day may be known to the month or the year: `signed_on` is the latest possible day, from which it counts.
    `drafted_on` is the day on which it was recorded.
    """

    is_recorded = models.BooleanField("nacherfasst", default=False, editable=False)
    signed_earliest_on = models.DateField("frühestens unterzeichnet am", null=True, editable=False)
    source = models.CharField("Quelle", max_length=500, blank=True, editable=False)

    class Meta:
        abstract = True


def status_label(agreement: "Recorded", label: str) -> str:
    """„unterzeichnet (nacherfasst)“; the state of any other agreement as it is."""
    if not agreement.is_recorded:
        return label
    if agreement.status == Status.WITHDRAWN:  # type: ignore[attr-defined]
        return "Erfassung zurückgenommen"
    return f"{label} (nacherfasst)"


def span_of(agreement: "Recorded") -> Span | None:
    """The day of signing as far as it is known; None before the last signature."""
    signed_on = agreement.signed_on  # type: ignore[attr-defined]
    return Span(agreement.signed_earliest_on or signed_on, signed_on) if signed_on else None


_CONCLUDED = sorted(state.value for state in CONCLUDED)
_NO_WAY = Q(
    status__in=[*_CONCLUDED, "withdrawn"], consultation_on=None, approved_on=None, finalised_on=None, template=None,
    approved_by=None, finalised_by=None, final_document=None, text_hash="",
)  # fmt: skip

CONSTRAINTS = (
    # Nobody consented to it here, nobody approved it, and none of its papers is ours.
    models.CheckConstraint(
        name="agreement_recorded_went_no_way", condition=Q(is_recorded=False) | (_NO_WAY & ~Q(source=""))
    ),
    models.CheckConstraint(
        name="agreement_recorded_day_is_a_span",
        condition=Q(
            is_recorded=True, status__in=_CONCLUDED, signed_earliest_on__isnull=False,
            signed_earliest_on__lte=F("signed_on"),
        )
        | Q(is_recorded=True, status="withdrawn", signed_earliest_on=None)
        | Q(is_recorded=False, signed_earliest_on=None, source=""),
    ),
)  # fmt: skip
