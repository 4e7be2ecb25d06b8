"""Fixing the final text: the PDF is made and stored with its hash."""

import hashlib

from django.db import transaction

from accounts.models import User
from agreements import papers
from agreements.actions.moves import locked, move, require_version
from agreements.models import CooperationAgreement
from agreements.readiness import blocking
from agreements.transitions import TRANSITIONS, Status
from core import dates
from core.exceptions import Conflict
from documents import actions as documents
from documents.inspection import InspectedFile
from documents.models import Document


@transaction.atomic
def finalise(agreement: CooperationAgreement, *, by: User, version: int | None = None) -> CooperationAgreement:
    """Endfassung festschreiben: from here on neither text nor parties change."""
    row = locked(agreement)
    require_version(row, version)
    TRANSITIONS.target("finalise", Status(row.status))
    open_points = blocking(row)
    if open_points:
        listed = "; ".join(point.label for point in open_points)
        raise Conflict(f"Die Endfassung kann noch nicht festgeschrieben werden. Offen: {listed}.")
    paper = papers.from_agreement(CooperationAgreement.objects.for_detail().get(pk=row.pk), is_draft=False)
    document = documents.store(
        row, by=by, kind=Document.Kind.FINAL_TEXT, file=_file(row, paper), municipalities=row.municipality_ids
    )
    return move(
        row, "finalise", by=by, finalised_on=dates.today(), finalised_by=by, final_document=document,
        text_hash=paper.text_hash,
    )  # fmt: skip


def _file(row: CooperationAgreement, paper: papers.AgreementPaper) -> InspectedFile:
    content = papers.render(paper)
    return InspectedFile(
        filename=papers.filename(row),
        media_type="application/pdf",
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        page_count=papers.page_count(content),
    )
