"""The Registerblatt on paper: one page of an agreement's number, parties, towns, days, files and what came later."""

from datetime import date
from typing import Any

from agreements.later import LATER
from agreements.models import CooperationAgreement
from agreements.models.agreement import ordinal
from agreements.record_papers import STYLESHEETS, as_of, check_value, files_of, named
from agreements.signature_lines import lines_of
from core import dates, formats, pdf

TEMPLATE = "agreements/paper/register_sheet.html"


def register_sheet(agreement: CooperationAgreement, *, variant: str = pdf.WITH_ATTACHMENTS) -> bytes:
    """The sheet as PDF; for the office, because it says since when it drafted."""
    row: CooperationAgreement = CooperationAgreement.objects.for_detail().get(pk=agreement.pk)
    content = context_of(row)
    return pdf.render(
        TEMPLATE, content, stylesheets=STYLESHEETS, as_of=content["as_of"], variant=variant, spells_out=True
    )


def context_of(row: CooperationAgreement) -> dict[str, Any]:
    return {
        "agreement": row,
        "ordinal": ordinal(row, on=row.signed_on or dates.today()),
        "days": [(label, formats.day(day)) for label, day in _days(row) if day],
        "signed": row.signed_span.label if row.signed_span else "",
        "signatures": lines_of(row),
        "towns": row.municipalities,
        "files": files_of(row),
        "check_value": check_value(row),
        "later": sorted(item for told in LATER for item in told(row)),
        "as_of": as_of(row),
    }


def _days(row: CooperationAgreement) -> list[tuple[str, date | None]]:
    """The days before the last signature; that one may be known to the month alone."""
    return [
        ("nacherfasst" if row.is_recorded else "Entwurf", row.drafted_on),
        ("in Abstimmung seit", row.consultation_on),
        ("schlussgezeichnet", row.approved_on),
        ("festgeschrieben", row.finalised_on),
    ]


def filename(agreement: CooperationAgreement) -> str:
    """„registerblatt-meerane-50.pdf“."""
    return named("Registerblatt", agreement)
