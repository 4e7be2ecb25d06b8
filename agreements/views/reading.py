"""Pages for reading: the list, one agreement, its PDF, its log."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from accounts.bodies import Bodies
from accounts.functions import MUNICIPAL, STATE_OFFICE, STATE_WRITERS, Function
from accounts.requests import SignedInRequest
from agreements import papers
from agreements.due import missing_consents
from agreements.forms.listing import ListForm
from agreements.listing import table_of
from agreements.models import ChangeProposal, CooperationAgreement, Party, ReplacedCopy
from agreements.models.agreement import ordinal
from agreements.placeholders import joined
from agreements.readiness import Point, points
from agreements.standing import standing_of
from agreements.steps import consentable, offered_moves, proposing, steps_of
from agreements.transitions import TOLD_BY_SIGNATURES, Status
from agreements.views.drafting import others_running
from agreements.views.fetch import agreement_or_404
from audit.actions import record_read
from audit.models import AuditEvent
from core import dates, tables
from core.access import access, logs_reads
from core.files import file_response
from documents.actions import content_of
from municipalities.models import heirs

READERS = (*STATE_OFFICE, *MUNICIPAL, Function.POLICE)
PAGE_SIZE = 50


@require_safe
@access(*READERS)
def agreement_list(request: SignedInRequest) -> HttpResponse:
    readable = CooperationAgreement.objects.visible_to(request.user, as_=request.functions)
    form = ListForm(request.GET or None, user=request.user, as_=request.functions)
    page = Paginator(form.apply(readable).for_list(), PAGE_SIZE).get_page(request.GET.get("seite"))
    context = {
        "form": form,
        "params": request.GET,
        "is_filtered": bool(form.chosen),
        "until": form.chosen.get("bis"),
        "page": page,
        "sorting": form.sorting,
        "may_write": bool(request.functions & set(STATE_WRITERS)),
        "is_office": bool(request.functions & set(STATE_OFFICE)),
    }
    return TemplateResponse(request, "agreements/list.html", context)


@require_safe
@access(*READERS)
@logs_reads
def agreement_export(request: SignedInRequest, *, kind: str) -> HttpResponse:
    """The list as XLSX or CSV: every page of exactly what the filter shows."""
    readable = CooperationAgreement.objects.visible_to(request.user, as_=request.functions)
    form = ListForm(request.GET or None, user=request.user, as_=request.functions)
    rows = list(form.apply(readable).for_list())
    content, media_type = tables.write(table_of(form, rows), kind)
    filename = f"vereinbarungen-{dates.today().isoformat()}.{kind}"
    told = {"Filter": "; ".join(form.told) or "keiner", "Zeilen": len(rows), "Dateityp": kind.upper()}
    record_read("export", None, by=request.user, label="Liste der Vereinbarungen", details=told)
    return file_response(content, filename=filename, media_type=media_type)


@require_safe
@access(*READERS)
def agreement_detail(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)
    is_office = bool(request.functions & set(STATE_OFFICE))
    listed, is_ready = _points_of(agreement, internal=is_office)
    context = {
        "agreement": agreement,
        "steps": steps_of(agreement, internal=is_office),
        "moves": offered_moves(agreement, request.user, request.functions, is_ready=is_ready),
        "consentable": consentable(agreement, request.user, request.functions),
        "points": listed,
        "is_ready": is_ready,
        "all_agreed": is_office and agreement.status == Status.CONSULTATION and not missing_consents(agreement),
        "expected_number": agreement.expected_number() if is_office else None,
        "ordinal": ordinal(agreement, on=dates.today()),
        "preview": papers.preview_context(papers.from_agreement(agreement, is_draft=not agreement.is_fixed)),
        "may_write": bool(request.functions & set(STATE_WRITERS)),
        "is_office": is_office,
        "others_running": others_running(request, agreement) if is_office and agreement.is_editable else [],
        **_afterwards(request, agreement),
        "proposing": proposing(agreement, request.user, request.functions),
        "proposals": _proposals(request, agreement),
        "replaced_copies": _replaced_copies(request, agreement),
        "events": _latest_events(request, agreement),
    }
    return TemplateResponse(request, "agreements/detail.html", context)


def _points_of(agreement: CooperationAgreement, *, internal: bool) -> tuple[list[Point], bool]:
    """What the office still has to see to, and whether none of it stands in the way."""
    listed = points(agreement) if internal and not agreement.is_fixed else []
    return listed, all(point.ok for point in listed if point.is_blocking)


def _afterwards(request: SignedInRequest, agreement: CooperationAgreement) -> dict[str, Any]:
    """What became of it since it was signed, by law and by its Nachträge."""
    return {
        "successors": _successors(agreement),
        "standing": standing_of(agreement, request.user, request.functions),
        "amended": _amended(request, agreement),
    }


def _amended(request: SignedInRequest, document: CooperationAgreement) -> CooperationAgreement | None:
    """The agreement a Nachtrag belongs to, for whoever may read it: who is about to join may not yet."""
    if not document.is_amendment:
        return None
    readable = CooperationAgreement.objects.visible_to(request.user, as_=request.functions)
    row: CooperationAgreement | None = readable.filter(pk=document.amendment.amends_id).for_list().first()
    return row


def _successors(agreement: CooperationAgreement) -> list[tuple[Party, str]]:
    """Who is party by law today, and which of the towns it follows."""
    today = dates.today()
    rows = [party for party in agreement.parties_on(today) if party.succeeds_id]
    after = heirs(on=today) if rows else {}
    followed = {
        party: [town for town in agreement.municipalities if after.get(town.pk) == party.municipality_id]
        for party in rows
    }
    names = {party: joined([f"{town.kind_word} {town.name}" for town in towns]) for party, towns in followed.items()}
    return [(party, names[party] or party.succeeds.name) for party in rows]


def _latest_events(request: SignedInRequest, agreement: CooperationAgreement) -> Any:
    """A signature and the move it makes are one thing to a reader; the whole log has both."""
    events = AuditEvent.objects.visible_to(request.user, as_=request.functions).about(agreement)
    return events.exclude(action__in=TOLD_BY_SIGNATURES).for_list()[:8]


def _proposals(request: SignedInRequest, agreement: CooperationAgreement) -> list[ChangeProposal]:
    """A party reads its own wishes and what became of them, the office all."""
    rows = ChangeProposal.objects.visible_to(request.user, as_=request.functions).filter(party__agreement=agreement)
    listed = list(rows.select_related("party__municipality", "party__association", "party__police_directorate"))
    if request.functions & set(STATE_OFFICE):
        return listed
    bodies = Bodies.of(request.user, request.functions)
    return [row for row in listed if bodies.include(row.party)]


def _replaced_copies(request: SignedInRequest, agreement: CooperationAgreement) -> list[ReplacedCopy]:
    rows = ReplacedCopy.objects.visible_to(request.user, as_=request.functions).filter(agreement=agreement)
    return list(rows.select_related("document", "replaced_by"))


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
