"""Pages for reading: the list, one agreement, its PDF, its log."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from accounts.functions import MUNICIPAL, STATE_OFFICE, STATE_WRITERS, Function
from accounts.requests import SignedInRequest
from agreements import papers
from agreements.forms.listing import ListForm
from agreements.models import AgreementTemplate, CooperationAgreement
from agreements.models.agreement import ordinal
from agreements.readiness import points
from agreements.steps import consentable, offered_moves, steps_of
from agreements.views.fetch import agreement_or_404
from audit.actions import record_read
from audit.models import AuditEvent
from core import dates
from core.access import access, logs_reads
from core.files import file_response
from documents.actions import content_of

READERS = (*STATE_OFFICE, *MUNICIPAL, Function.POLICE)
PAGE_SIZE = 50


@require_safe
@access(*READERS)
def agreement_list(request: SignedInRequest) -> HttpResponse:
    readable = CooperationAgreement.objects.visible_to(request.user, as_=request.functions)
    form = ListForm(request.GET or None, user=request.user, as_=request.functions)
    page = Paginator(form.apply(readable).for_list(), PAGE_SIZE).get_page(request.GET.get("seite"))
    templates = AgreementTemplate.objects.visible_to(request.user, as_=request.functions)
    context = {
        "form": form,
        "page": page,
        "sorting": form.sorting,
        "may_write": bool(request.functions & set(STATE_WRITERS)),
        "is_office": bool(request.functions & set(STATE_OFFICE)),
        "templates": templates,
    }
    return TemplateResponse(request, "agreements/list.html", context)


@require_safe
@access(*READERS)
def agreement_detail(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)
    is_office = bool(request.functions & set(STATE_OFFICE))
    listed = points(agreement) if is_office and not agreement.is_fixed else []
    is_ready = all(point.ok for point in listed if point.is_blocking)
    context = {
        "agreement": agreement,
        "steps": steps_of(agreement, internal=is_office),
        "moves": offered_moves(agreement, request.user, request.functions, is_ready=is_ready),
        "consentable": consentable(agreement, request.user, request.functions),
        "points": listed,
        "is_ready": is_ready,
        "expected_number": agreement.expected_number() if is_office else None,
        "ordinal": ordinal(agreement, on=dates.today()),
        "preview": papers.preview_context(papers.from_agreement(agreement, is_draft=not agreement.is_fixed)),
        "may_write": bool(request.functions & set(STATE_WRITERS)),
        "is_office": is_office,
        "events": AuditEvent.objects.visible_to(request.user, as_=request.functions).about(agreement).for_list()[:8],
    }
    return TemplateResponse(request, "agreements/detail.html", context)


@require_safe
@access(*READERS)
@logs_reads
def agreement_pdf(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    """The stored PDF once the text is fixed; before that a draft with watermark, made on demand."""
    agreement = agreement_or_404(request, agreement_id)
    document = agreement.final_document
    content = (
        content_of(document)
        if document
        else papers.render(papers.from_agreement(agreement, is_draft=not agreement.is_fixed))
    )
    filename = document.filename if document else papers.filename(agreement)
    if document:
        label = f"{document.get_kind_display()} als PDF geöffnet"
        record_read("pdf", agreement, by=request.user, label=label, municipalities=agreement.municipality_ids)
    return file_response(content, filename=filename, media_type="application/pdf", inline=True)


@require_safe
@access(*STATE_OFFICE)
def agreement_log(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)
    events = AuditEvent.objects.visible_to(request.user, as_=request.functions).about(agreement).for_list()
    page = Paginator(events, PAGE_SIZE).get_page(request.GET.get("seite"))
    return TemplateResponse(request, "agreements/log.html", {"agreement": agreement, "page": page})
