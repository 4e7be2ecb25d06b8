"""What happened to a record, who took it out, and what one did oneself; never what somebody else did."""

from django.core.paginator import Paginator
from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from accounts.functions import STATE_OFFICE, Function
from accounts.requests import SignedInRequest
from audit.actions import record_read
from audit.models import AuditEvent, ReadEvent
from audit.models.events import AuditEventQuerySet
from core import formats
from core.access import access, logs_reads, signed_in
from core.exports import csv_response
from documents.models import Document
from portal.subjects import SUBJECTS, concerning, page_url

PAGE_SIZE = 50
HEAD = ("Zeitpunkt", "Vorgang", "Gegenstand", "Person", "Vorher und nachher", "Begründung")


@require_safe
@access(*STATE_OFFICE)
def record_log(request: SignedInRequest, kind: str, subject_id: int) -> HttpResponse:
    subject = _subject_or_404(request, kind, subject_id)
    page = Paginator(_events(request, subject), PAGE_SIZE).get_page(request.GET.get("seite"))
    context = {
        "subject": subject,
        "subject_url": page_url(subject),
        "kind": kind,
        "page": page,
        "leads": Function.STATE_LEAD in request.functions,
    }
    return TemplateResponse(request, "portal/record_log.html", context)


@require_safe
@access(*STATE_OFFICE)
@logs_reads
def record_log_export(request: SignedInRequest, kind: str, subject_id: int) -> HttpResponse:
    """The whole log of one record as CSV; that it was taken out is noted in the read log."""
    subject = _subject_or_404(request, kind, subject_id)
    rows = [_cells(event) for event in _events(request, subject)]
    record_read("export", subject, by=request.user, label="Verlauf ausgegeben", details={"Zeilen": len(rows)})
    return csv_response(HEAD, rows, filename=f"Verlauf {subject}.csv")


@require_safe
@access(Function.STATE_LEAD)
def record_reads(request: SignedInRequest, kind: str, subject_id: int) -> HttpResponse:
    """Who was given a file of this record; for the Leitung alone."""
    subject = _subject_or_404(request, kind, subject_id)
    reads = ReadEvent.objects.visible_to(request.user, as_=request.functions)
    found = reads.filter(concerning(subject, reads.of(subject, *_papers(request, subject)))).for_list()
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("seite"))
    context = {"subject": subject, "subject_url": page_url(subject), "kind": kind, "page": page}
    return TemplateResponse(request, "portal/record_reads.html", context)


@require_safe
@signed_in
def own_events(request: SignedInRequest) -> HttpResponse:
    """What the person herself did or was given; nobody opens this page about somebody else."""
    is_reads = request.GET.get("art") == "gelesen"
    events = AuditEvent.objects.own(request.user).for_list()
    reads = ReadEvent.objects.own(request.user).for_list()
    page = Paginator(reads if is_reads else events, PAGE_SIZE).get_page(request.GET.get("seite"))
    context = {"page": page, "is_reads": is_reads, "acted": not is_reads, "reads_url": "?art=gelesen"}
    context = {"page": page, "is_reads": is_reads, "acted": not is_reads, "reads_url": "?art=gelesen"}
    return TemplateResponse(request, "portal/own_events.html", context)


def _subject_or_404(request: SignedInRequest, kind: str, subject_id: int) -> Model:
    if kind not in SUBJECTS:
        raise Http404
    readable = SUBJECTS[kind].objects.visible_to(request.user, as_=request.functions)
    subject: Model = get_object_or_404(readable, pk=subject_id)
    return subject


def _events(request: SignedInRequest, subject: Model) -> AuditEventQuerySet:
    readable = AuditEvent.objects.visible_to(request.user, as_=request.functions)
    return readable.filter(concerning(subject, readable.of(subject))).for_list()


def _papers(request: SignedInRequest, subject: Model) -> list[Document]:
    return list(Document.objects.visible_to(request.user, as_=request.functions).of(subject))


def _cells(event: AuditEvent) -> tuple[str, ...]:
    changes = "; ".join(f"{field}: {before} → {after}" for field, before, after in event.changes)
    return (
        formats.moment(event.at), event.label, event.subject_label, event.who, changes, event.reason,
    )  # fmt: skip
