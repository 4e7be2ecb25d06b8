"""Fixing the final text: the PDF is made and stored with its hash."""

import hashlib

from django.db import transaction

from accounts.models import User
from agreements import papers
from agreements.actions.keeping import cover
from agreements.actions.moves import locked, move, require_version
from agreements.models import CooperationAgreement, Party, SigningGuest
from agreements.readiness import blocking
from agreements.transitions import TRANSITIONS, Status
from core import dates
from core.exceptions import Conflict
from core.visibility import Visibility
from documents import actions as documents
from documents.inspection import InspectedFile
from documents.models import Document
from filing.models.rules import variant as paper_variant
from municipalities.models import ContactPerson


@transaction.atomic
def finalise(agreement: CooperationAgreement, *, by: User, version: int | None = None) -> CooperationAgreement:
    """Endfassung festschreiben: from here on neither text nor parties change."""
    row = locked(agreement)
    require_version(row, version, by=by)
    TRANSITIONS.target("finalise", Status(row.status))
    open_points = blocking(row)
    if open_points:
        listed = "; ".join(point.label for point in open_points)
        raise Conflict(f"Die Endfassung kann noch nicht festgeschrieben werden. Offen: {listed}.")
    if cover(row):
        raise Conflict(
            "Seit der Schlusszeichnung haben sich die Mitglieder eines Zusammenschlusses geändert; der Text nennt noch "
            "die früheren. Bitte die Vereinbarung zurück in die Abstimmung geben."
        )
    paper = papers.from_agreement(CooperationAgreement.objects.for_detail().get(pk=row.pk), is_draft=False)
    document = documents.store(
        row, by=by, kind=Document.Kind.FINAL_TEXT, file=_file(row, paper), municipalities=row.municipality_ids
    )
    _preset_guests(row)
    return move(
        row, "finalise", by=by, finalised_on=dates.today(), finalised_by=by, final_document=document,
        text_hash=paper.text_hash,
    )  # fmt: skip


def _preset_guests(row: CooperationAgreement) -> None:
    """The heads of the towns an association signs for are present as guests, unless somebody entered others."""
    if row.guests.exists():
        return
    borne = row.coverage.filter(party__kind=Party.Kind.ASSOCIATION).select_related("municipality")
    heads = ContactPerson.objects.current(on=dates.today()).filter(
        role=ContactPerson.Role.HEAD, visibility__gte=Visibility.STATE_OFFICE
    )
    by_town = {
        contact.municipality_id: contact for contact in heads.filter(municipality__in=borne.values("municipality"))
    }
    for town in sorted((item.municipality for item in borne), key=lambda town: town.sort_key):
        contact = by_town.get(town.pk)
        office = contact.office if contact else "Bürgermeister/in"
        SigningGuest.objects.create(
            agreement=row, name=contact.name if contact else "", office=f"{office}, {town.kind_word} {town.name}"[:200]
        )


def _file(row: CooperationAgreement, paper: papers.AgreementPaper) -> InspectedFile:
    content = papers.render(paper, variant=paper_variant())
    return InspectedFile(
        filename=papers.filename(row),
        media_type="application/pdf",
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        page_count=papers.page_count(content),
    )
