"""The Unterzeichnungsprotokoll on paper: who signed by which authority, when, where, before whom, and which files."""

from typing import Any

from agreements.models import CooperationAgreement, Original, SigningDay
from agreements.record_papers import STYLESHEETS, as_of, check_value, files_of, named
from agreements.signature_lines import lines_of
from audit.models import AuditEvent
from core import pdf

TEMPLATE = "agreements/paper/protocol.html"
# Whoever made one of these entries has recorded the signing.
RECORDED = ("enter_signature", "correct_signature_entry", "record_guests", "record_whereabouts", "keep_signed_file")


def protocol_paper(agreement: CooperationAgreement, *, variant: str = pdf.WITH_ATTACHMENTS) -> bytes:
    """The protocol as PDF: made of the rows on demand, the same bytes for the same rows."""
    row: CooperationAgreement = CooperationAgreement.objects.for_detail().get(pk=agreement.pk)
    content = context_of(row)
    return pdf.render(
        TEMPLATE, content, stylesheets=STYLESHEETS, as_of=content["as_of"], variant=variant, spells_out=True
    )


def context_of(row: CooperationAgreement) -> dict[str, Any]:
    """What stands in the protocol; `row` comes with its parts."""
    return {
        "agreement": row,
        "day": SigningDay.objects.filter(agreement=row, called_off_on=None).first(),
        "lines": lines_of(row),
        "represented": [party for party in row.sorted_parties if not party.signs_itself],
        "originals": list(Original.objects.filter(agreement=row).with_places()),
        "files": files_of(row),
        "has_signed_files": row.signed_files.standing().exists(),
        "check_value": check_value(row),
        "recorded_by": _recorded_by(row),
        "as_of": as_of(row),
    }


def _recorded_by(row: CooperationAgreement) -> list[str]:
    events = AuditEvent.objects.about(row).filter(action__in=RECORDED).order_by("pk")
    return list(dict.fromkeys(event.actor_label for event in events))


def filename(agreement: CooperationAgreement) -> str:
    """„unterzeichnungsprotokoll-meerane-50.pdf“."""
    return named("Unterzeichnungsprotokoll", agreement)
