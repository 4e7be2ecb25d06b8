"""Papers about the signing, made of the records on demand."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from accounts.functions import MUNICIPAL, STATE_OFFICE, Function
from accounts.requests import SignedInRequest
from agreements import protocol, register_sheet
from agreements.views.fetch import agreement_or_404
from audit.actions import record_read
from core.access import access, logs_reads
from core.files import file_response
from filing.models.rules import variant as paper_variant


@require_safe
@access(*STATE_OFFICE, *MUNICIPAL, Function.POLICE)
@logs_reads
def agreement_protocol(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    """The parties read it, too: it says what their own page says."""
    agreement = agreement_or_404(request, agreement_id)
    if not agreement.is_fixed or agreement.is_recorded:
        raise Http404
    content = protocol.protocol_paper(agreement, variant=paper_variant())
    record_read(
        "pdf", agreement, by=request.user, label="Unterzeichnungsprotokoll als PDF geöffnet",
        municipalities=agreement.municipality_ids,
    )  # fmt: skip
    return file_response(content, filename=protocol.filename(agreement), media_type="application/pdf", inline=True)


@require_safe
@access(*STATE_OFFICE)
@logs_reads
def agreement_register_sheet(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)
    content = register_sheet.register_sheet(agreement, variant=paper_variant())
    record_read(
        "pdf", agreement, by=request.user, label="Registerblatt als PDF geöffnet",
        municipalities=agreement.municipality_ids,
    )  # fmt: skip
    filename = register_sheet.filename(agreement)
    return file_response(content, filename=filename, media_type="application/pdf", inline=True)
