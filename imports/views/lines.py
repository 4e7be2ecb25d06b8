"""The lines of a file: what would become of them, what is decided, the rehearsal, carrying out."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.functions import STATE_WRITERS
from accounts.requests import SignedInRequest
from core.access import access
from imports import pages
from imports.actions import carrying, deciding
from imports.models import DataImport
from imports.views.fetch import import_or_404, lines_of, posted

PAGE_SIZE = 50
REPORTED = 500


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def rows(request: SignedInRequest, import_id: int) -> HttpResponse:
    row = import_or_404(request, import_id)
    lines = lines_of(request, row)
    if not row.mapping:
        return redirect("imports:columns", row.pk)
    view = request.GET.get("ansicht", "")
    page = Paginator(pages.narrowed(lines, view), PAGE_SIZE).get_page(request.GET.get("seite"))
    addresses = pages.addresses_of(row, page, request.user, request.functions)
    shown = pages.preview(row, page, posted(request), addresses=addresses)
    if request.method == "POST" and shown.is_valid:
        _decide(request, row, [form.decided() for form in shown.forms])
        return redirect(request.get_full_path())
    context = {
        "data_import": row, "page": page, "shown": shown, "counts": lines.counts(),
        "views": pages.choices(view), "steps": pages.steps_of(row.status), "ignored": pages.ignored(row),
    }  # fmt: skip
    return TemplateResponse(request, "imports/rows.html", context, status=422 if request.method == "POST" else 200)


@transaction.atomic
def _decide(request: SignedInRequest, row: DataImport, decisions: list[deciding.RowDecision]) -> None:
    """What is chosen on the page, and then what is to be left out as a whole."""
    row = deciding.decide(row, by=request.user, decisions=decisions)
    if finding := request.POST.get("befund", ""):
        deciding.skip_open(row, by=request.user, finding=finding)
    messages.success(request, "Die Entscheidungen sind gespeichert.")


@require_POST
@access(*STATE_WRITERS)
def skip(request: SignedInRequest, import_id: int) -> HttpResponse:
    row = import_or_404(request, import_id)
    deciding.skip_open(row, by=request.user, finding=request.POST.get("befund", ""))
    messages.success(request, "Die Zeilen werden ausgelassen.")
    return redirect("imports:rows", row.pk)


@require_POST
@access(*STATE_WRITERS)
def look_again(request: SignedInRequest, import_id: int) -> HttpResponse:
    row = import_or_404(request, import_id)
    deciding.look_again(row, by=request.user)
    messages.success(request, "Alle Zeilen sind neu geprüft.")
    return redirect("imports:rows", row.pk)


@require_POST
@access(*STATE_WRITERS)
def rehearse(request: SignedInRequest, import_id: int) -> HttpResponse:
    row = import_or_404(request, import_id)
    report = carrying.rehearse(row, by=request.user)
    taken = sum(line.is_taken for line in report)
    context = {
        "data_import": row, "report": report[:REPORTED], "taken": taken, "skipped": len(report) - taken,
        "further": max(0, len(report) - REPORTED), "steps": pages.steps_of(row.status),
    }  # fmt: skip
    return TemplateResponse(request, "imports/rehearsal.html", context)


@require_POST
@access(*STATE_WRITERS)
def carry_out(request: SignedInRequest, import_id: int) -> HttpResponse:
    row = import_or_404(request, import_id)
    version = request.POST.get("version", "")
    carrying.carry_out(row, by=request.user, version=int(version) if version.isdecimal() else 0)
    messages.success(request, f"{row.importer.label} aus „{row.file_name}“ sind übernommen.")
    return redirect(row)
