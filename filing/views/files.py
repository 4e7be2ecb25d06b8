"""The file of one Vorgang: what is in it, the package, its Veraktung, its Aktenzeichen."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.functions import STATE_OFFICE, STATE_WRITERS, Function
from accounts.requests import SignedInRequest
from audit.actions import record_read
from core import dates
from core.access import access, logs_reads
from core.exceptions import Conflict
from core.files import file_response
from filing import bundle, references
from filing.actions.filing import CHECK_VALUE, SHA256, file_record
from filing.contents import ALL, NEW, Contents
from filing.forms import FilingForm, ReferenceForm
from filing.views.fetch import contents_or_404, page, posted, record_or_404

NO_REFERENCE = "Bitte zuerst das Aktenzeichen eintragen: Unter ihm wird das Paket in der E-Akte abgelegt."


def _around(request: SignedInRequest, contents: Contents) -> dict[str, Any]:
    reference = contents.kind.reference(contents.row)
    return {
        "contents": contents,
        "record": contents.row,
        "kind": contents.kind,
        "subject": contents.kind.subject(contents.row),
        "reference": reference,
        "deviates": references.deviates(contents.kind.word, reference),
        "extent": contents.of(NEW),
        "last": contents.filings[-1] if contents.filings else None,
        "leads": Function.STATE_LEAD in request.functions,
        "may_write": bool(request.functions & set(STATE_WRITERS)),
        "may_assign": contents.kind.may_assign(contents.row),
        "reference_url": contents.kind.reference_url(contents.row),
    }


@require_safe
@access(*STATE_OFFICE)
def file_detail(request: SignedInRequest, record_kind: str, record_id: int) -> HttpResponse:
    contents = contents_or_404(request, record_kind, record_id)
    return TemplateResponse(request, "filing/detail.html", _around(request, contents))


@require_safe
@access(*STATE_OFFICE)
@logs_reads
def file_package(request: SignedInRequest, record_kind: str, record_id: int, extent: str) -> HttpResponse:
    """The ZIP; the read log keeps of what it was made, so that the Veraktung can name exactly this file."""
    contents = contents_or_404(request, record_kind, record_id)
    if extent not in (ALL, NEW):
        raise Http404
    wanted = contents.of(extent)
    if not wanted.reference:
        raise Conflict(NO_REFERENCE)
    content = bundle.build(wanted, by=request.user, on=dates.today())
    record_read(
        "file", contents.row, by=request.user, label=f"Paket für die E-Akte ({wanted.title})",
        municipalities=contents.kind.towns(contents.row),
        details={CHECK_VALUE: wanted.check_value, SHA256: bundle.sha256(content), "Unterlagen": len(wanted.papers)},
    )  # fmt: skip
    return file_response(content, filename=bundle.filename(wanted), media_type="application/zip")


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def file_confirm(request: SignedInRequest, record_kind: str, record_id: int) -> HttpResponse:
    contents = contents_or_404(request, record_kind, record_id)
    initial = {"filed_on": dates.today(), "check_value": contents.of(NEW).check_value}
    form = FilingForm(posted(request), initial=initial)
    if form.is_valid():
        filing = file_record(contents.row, by=request.user, **form.values())
        messages.success(request, f"Eingetragen: {filing.title} veraktet am {dates.day_label(filing.filed_on)}.")
        return redirect("filing:file", record_kind, record_id)
    return page(request, "confirm", form, **_around(request, contents))


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def file_reference(request: SignedInRequest, record_kind: str, record_id: int) -> HttpResponse:
    row, kind = record_or_404(request, record_kind, record_id)
    form = ReferenceForm(posted(request), kind=kind, current=kind.reference(row))
    if kind.reference_url(row):
        return redirect(kind.reference_url(row))
    if form.is_valid():
        kind.assign(row, by=request.user, file_reference=form.cleaned_data["file_reference"])
        messages.success(request, "Das Aktenzeichen ist gespeichert.")
        return redirect("filing:file", record_kind, record_id)
    return page(request, "reference", form, record=row, kind=kind, subject=kind.subject(row))
