"""The list of files, a new one, the template to fill in."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.functions import STATE_WRITERS
from accounts.requests import SignedInRequest
from core import tables
from core.access import access
from core.files import file_response
from imports import importers, pages
from imports import template as templates
from imports.actions import uploading
from imports.actions.moves import standing
from imports.forms import UploadForm
from imports.models import DataImport
from imports.views.fetch import importer_or_404, page_with, posted

PAGE_SIZE = 50


@require_safe
@access(*STATE_WRITERS)
def import_list(request: SignedInRequest) -> HttpResponse:
    rows = DataImport.objects.visible_to(request.user, as_=request.functions).for_list()
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("seite"))
    return TemplateResponse(request, "imports/list.html", {"page": page, "importers": importers.registered()})


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def upload(request: SignedInRequest, import_kind: str) -> HttpResponse:
    importer = importer_or_404(import_kind)
    files = request.FILES if request.method == "POST" else None
    form = UploadForm(posted(request), files, user=request.user, as_=request.functions, importer=importer)
    if form.is_valid() and form.upload:
        readable = DataImport.objects.visible_to(request.user, as_=request.functions)
        if same := readable.of_file(importer.key, form.upload.file.sha256).for_list().first():
            messages.warning(request, f"Diese Datei {standing(same)}. Hier ist sie.")
            return redirect(same)
        row = uploading.upload(importer, by=request.user, upload=form.upload)
        return redirect("imports:columns", row.pk)
    return page_with(request, "upload", form, importer=importer, steps=pages.steps_of())


@require_safe
@access(*STATE_WRITERS)
def template(request: SignedInRequest, import_kind: str) -> HttpResponse:
    """The workbook to fill in; tells of nobody."""
    importer = importer_or_404(import_kind)
    content = templates.workbook(importer)
    return file_response(content, filename=f"Vorlage {importer.label}.xlsx", media_type=tables.XLSX_TYPE)
