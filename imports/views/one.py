"""One import as a whole: how far it is, its columns, giving it up or back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.functions import STATE_WRITERS
from accounts.requests import SignedInRequest
from core.access import access
from documents.models import Document
from imports import pages
from imports.actions import deciding, undoing
from imports.forms import ColumnsForm, UndoForm
from imports.models import ColumnMapping
from imports.uploads import headings_key, proposed
from imports.views.fetch import import_or_404, lines_of, page_with, posted


@require_safe
@access(*STATE_WRITERS)
def detail(request: SignedInRequest, import_id: int) -> HttpResponse:
    row = import_or_404(request, import_id)
    lines = lines_of(request, row)
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
    form = ColumnsForm(posted(request), initial=initial, data_import=row)
    if form.is_valid():
        deciding.map_columns(row, by=request.user, mapping=form.mapping())
        return redirect("imports:rows", row.pk)
    context = {"data_import": row, "steps": pages.steps_of(row.status), "is_remembered": remembered is not None}
    return page_with(request, "columns", form, **context)


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def undo(request: SignedInRequest, import_id: int) -> HttpResponse:
    row = import_or_404(request, import_id)
    form = UndoForm(posted(request))
    if form.is_valid():
        undoing.undo(row, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, "Die Datenübernahme ist rückgängig gemacht.")
        return redirect(row)
    return page_with(request, "undo", form, data_import=row)


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def discard(request: SignedInRequest, import_id: int) -> HttpResponse:
    """Asked first: the lines and every decision on them go."""
    row = import_or_404(request, import_id)
    if request.method == "POST":
        undoing.discard(row, by=request.user)
        messages.success(request, f"Verworfen: „{row.file_name}“. Die Zeilen sind gelöscht.")
        return redirect("imports:list")
    lines = lines_of(request, row).counts()
    return TemplateResponse(request, "imports/discard.html", {"data_import": row, "counts": lines})
