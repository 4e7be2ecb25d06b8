"""Pages of the Datenübernahmen: list, upload, columns, lines, rehearsal, carrying out, undoing."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.functions import STATE_WRITERS
from accounts.requests import SignedInRequest
from core import tables
from core.access import access
from core.files import file_response
from documents.models import Document
from imports import importers, pages
from imports import template as templates
from imports.actions import carrying, deciding, uploading
from imports.contract import Importer
from imports.forms import ColumnsForm, UndoForm, UploadForm
from imports.models import ColumnMapping, DataImport, ImportRow
from imports.uploads import headings_key, proposed

PAGE_SIZE = 50
REPORTED = 500


def import_or_404(request: SignedInRequest, import_id: int) -> DataImport:
    readable = DataImport.objects.visible_to(request.user, as_=request.functions)
    row: DataImport = get_object_or_404(readable.for_list(), pk=import_id)
    return row


def _importer_or_404(key: str) -> Importer:
    importer = importers.get(key)
    if importer is None:
        raise Http404
    return importer


def _posted(request: SignedInRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _page(request: SignedInRequest, name: str, form: Any, **context: Any) -> TemplateResponse:
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, f"imports/{name}.html", {"form": form, **context}, status=status)


@require_safe
@access(*STATE_WRITERS)
def import_list(request: SignedInRequest) -> HttpResponse:
    rows = DataImport.objects.visible_to(request.user, as_=request.functions).for_list()
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("seite"))
    return TemplateResponse(request, "imports/list.html", {"page": page, "importers": importers.registered()})


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def upload(request: SignedInRequest, import_kind: str) -> HttpResponse:
    importer = _importer_or_404(import_kind)
    files = request.FILES if request.method == "POST" else None
    form = UploadForm(_posted(request), files, user=request.user, as_=request.functions, importer=importer)
    if form.is_valid() and form.upload:
        row = uploading.upload(importer, by=request.user, upload=form.upload)
        return redirect("imports:columns", row.pk)
    return _page(request, "upload", form, importer=importer, steps=pages.steps_of())


@require_safe
@access(*STATE_WRITERS)
def template(request: SignedInRequest, import_kind: str) -> HttpResponse:
    """The workbook to fill in; tells of nobody."""
    importer = _importer_or_404(import_kind)
    content = templates.workbook(importer)
    return file_response(content, filename=f"Vorlage {importer.label}.xlsx", media_type=tables.XLSX_TYPE)


@require_safe
@access(*STATE_WRITERS)
def detail(request: SignedInRequest, import_id: int) -> HttpResponse:
    row = import_or_404(request, import_id)
    lines = ImportRow.objects.visible_to(request.user, as_=request.functions).filter(data_import=row)
    context = {
        "data_import": row,
        "steps": pages.steps_of(row.status),
        "counts": lines.counts(),
        "document": Document.objects.visible_to(request.user, as_=request.functions).of(row).first(),
    }
    return TemplateResponse(request, "imports/detail.html", context)


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def columns(request: SignedInRequest, import_id: int) -> HttpResponse:
    row = import_or_404(request, import_id)
    titles = [title for _, title in row.headings]
    known = ColumnMapping.objects.visible_to(request.user, as_=request.functions)
    remembered = known.filter(kind=row.kind, headings_key=headings_key(titles)).first()
    initial = row.mapping or proposed(row.importer, titles, remembered.columns if remembered else {})
    form = ColumnsForm(_posted(request), initial=initial, data_import=row)
    if form.is_valid():
        deciding.map_columns(row, by=request.user, mapping=form.mapping())
        return redirect("imports:rows", row.pk)
    context = {"data_import": row, "steps": pages.steps_of(row.status), "is_remembered": remembered is not None}
    return _page(request, "columns", form, **context)


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def rows(request: SignedInRequest, import_id: int) -> HttpResponse:
    row = import_or_404(request, import_id)
    lines = ImportRow.objects.visible_to(request.user, as_=request.functions).filter(data_import=row)
    if not row.mapping:
        return redirect("imports:columns", row.pk)
    view = request.GET.get("ansicht", "")
    page = Paginator(pages.narrowed(lines, view), PAGE_SIZE).get_page(request.GET.get("seite"))
    shown = pages.preview(row, page, _posted(request))
    if request.method == "POST" and shown.is_valid:
        deciding.decide(row, by=request.user, decisions=[form.decided() for form in shown.forms])
        messages.success(request, "Die Entscheidungen sind gespeichert.")
        return redirect(request.get_full_path())
    context = {
        "data_import": row, "page": page, "shown": shown, "counts": lines.counts(),
        "views": pages.choices(view), "steps": pages.steps_of(row.status),
    }  # fmt: skip
    return TemplateResponse(request, "imports/rows.html", context, status=422 if request.method == "POST" else 200)


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


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def undo(request: SignedInRequest, import_id: int) -> HttpResponse:
    row = import_or_404(request, import_id)
    form = UndoForm(_posted(request))
    if form.is_valid():
        carrying.undo(row, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, "Die Datenübernahme ist rückgängig gemacht.")
        return redirect(row)
    return _page(request, "undo", form, data_import=row)


@require_POST
@access(*STATE_WRITERS)
def discard(request: SignedInRequest, import_id: int) -> HttpResponse:
    row = import_or_404(request, import_id)
    carrying.discard(row, by=request.user)
    messages.success(request, f"Verworfen: „{row.file_name}“. Die Zeilen sind gelöscht.")
    return redirect("imports:list")
