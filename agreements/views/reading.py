"""Pages for reading: the list, one agreement, its PDF, its log."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from accounts.functions import MUNICIPAL, STATE_OFFICE, STATE_WRITERS, Function
from accounts.requests import SignedInRequest
from agreements import papers
from agreements.due import missing_consents
from agreements.forms.listing import ListForm
from agreements.listing import table_of
from agreements.models import CooperationAgreement, Party, ReplacedCopy
from agreements.numbers import has_begun
from agreements.ordinals import placed, places
from agreements.placeholders import joined
from agreements.readiness import Point, points
from agreements.rows import rows_of
from agreements.standing import standing_of
from agreements.steps import consentable, offered_moves, proposing, steps_of
from agreements.transitions import TOLD_BY_SIGNATURES, Status
from agreements.views.drafting import others_running
from agreements.views.fetch import agreement_or_404
from agreements.views.panels import agreeing_panels
from agreements.views.recorded import recorded_page
from agreements.views.signing_panel import panel_of
from agreements.whereabouts import with_whereabouts
from audit.actions import record_read
from audit.models import AuditEvent
from core import dates, tables
from core.access import access, logs_reads
from core.files import file_response
from documents.actions import content_of
from filing.models.filing import filings_of
from filing.models.rules import variant as paper_variant
from municipalities.models import heirs

READERS = (*STATE_OFFICE, *MUNICIPAL, Function.POLICE)
PAGE_SIZE = 50


@require_safe
@access(*READERS)
def agreement_list(request: SignedInRequest) -> HttpResponse:
    readable = CooperationAgreement.objects.visible_to(request.user, as_=request.functions)
    form = ListForm(request.GET or None, user=request.user, as_=request.functions)
    page = Paginator(form.apply(readable).with_filed_on().for_list(), PAGE_SIZE).get_page(request.GET.get("seite"))
    is_office = bool(request.functions & set(STATE_OFFICE))
    page.object_list = with_whereabouts(placed(page.object_list, on=dates.today(), internal=is_office))
    context = {
        "form": form,
        "params": request.GET,
        "is_filtered": bool(form.chosen),
        "until": form.chosen.get("bis"),
        "page": page,
        "rows": rows_of(page.object_list),
        "sorting": form.sorting,
        "may_write": bool(request.functions & set(STATE_WRITERS)),
        "is_office": is_office,
        # Whoever has no filter cannot look for others either.
        "may_pack": is_office or any(row.is_concluded for row in page.object_list),
        "may_begin": Function.STATE_LEAD in request.functions and not has_begun(),
    }
    return TemplateResponse(request, "agreements/list.html", context)


@require_safe
@access(*READERS)
@logs_reads
def agreement_export(request: SignedInRequest, *, kind: str) -> HttpResponse:
    """The list as XLSX or CSV: every page of exactly what the filter shows."""
    readable = CooperationAgreement.objects.visible_to(request.user, as_=request.functions)
    form = ListForm(request.GET or None, user=request.user, as_=request.functions)
    internal = bool(request.functions & set(STATE_OFFICE))
    rows = placed(form.apply(readable).with_parts(), on=dates.today(), internal=internal)
    content, media_type = tables.write(table_of(form, rows), kind)
    filename = f"vereinbarungen-{dates.today().isoformat()}.{kind}"
    told = {"Filter": "; ".join(form.told) or "keiner", "Zeilen": len(rows), "Dateityp": kind.upper()}
    record_read("export", None, by=request.user, label="Liste der Vereinbarungen", details=told)
    return file_response(content, filename=filename, media_type=media_type)


@require_safe
@access(*READERS)
def agreement_detail(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)
    if agreement.is_recorded:
        return recorded_page(request, agreement, **_records(request, agreement))
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
        "place": places(dates.today(), {agreement.pk}).get(agreement.pk) if is_office else None,
        "preview": papers.preview_context(papers.from_agreement(agreement, is_draft=not agreement.is_fixed)),
        "may_write": bool(request.functions & set(STATE_WRITERS)),
        "is_office": is_office,
        "others_running": others_running(request, agreement) if is_office and agreement.is_editable else [],
        "proposing": proposing(agreement, request.user, request.functions),
        **agreeing_panels(request, agreement),
        **_records(request, agreement),
    }
    return TemplateResponse(request, "agreements/detail.html", context)


def _records(request: SignedInRequest, agreement: CooperationAgreement) -> dict[str, Any]:
    """What every page of an agreement tells beside its text, however it came here."""
    is_office = bool(request.functions & set(STATE_OFFICE))
    return {
        **_afterwards(request, agreement),
        "events": _latest_events(request, agreement),
        "filings": filings_of(agreement, request.user, request.functions) if is_office else [],
        **_signing(request, agreement),
    }


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


def _signing(request: SignedInRequest, agreement: CooperationAgreement) -> dict[str, Any]:
    """Day, originals and signed files, and the scans that were replaced."""
    rows = ReplacedCopy.objects.visible_to(request.user, as_=request.functions).filter(agreement=agreement)
    replaced = list(rows.select_related("document", "replaced_by"))
    return {"replaced_copies": replaced, "signing": panel_of(request, agreement)}


@require_safe
@access(*READERS)
@logs_reads
def agreement_pdf(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    """The stored PDF once the text is fixed; before that a draft with watermark, made on demand."""
    readable = CooperationAgreement.objects.visible_to(request.user, as_=request.functions)
    agreement: CooperationAgreement = get_object_or_404(readable.for_stored_text(), pk=agreement_id)
    if agreement.is_recorded:
        # There is no text of ours; the scan stands on its page.
        return redirect(agreement)
    if document := agreement.final_document:
        label = f"{document.get_kind_display()} als PDF geöffnet"
        record_read("pdf", agreement, by=request.user, label=label, municipalities=agreement.municipality_ids)
        content, filename = content_of(document), document.filename
    else:
        whole = agreement_or_404(request, agreement_id)
        paper = papers.from_agreement(whole, is_draft=not whole.is_fixed)
        content, filename = papers.render(paper, variant=paper_variant()), papers.filename(whole)
    return file_response(content, filename=filename, media_type="application/pdf", inline=True)


@require_safe
@access(*STATE_OFFICE)
def agreement_log(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)
    events = AuditEvent.objects.visible_to(request.user, as_=request.functions).about(agreement).for_list()
    page = Paginator(events, PAGE_SIZE).get_page(request.GET.get("seite"))
    return TemplateResponse(request, "agreements/log.html", {"agreement": agreement, "page": page})
