"""What the pages of an import have in common: the row through the door, the answer with a form."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from accounts.requests import SignedInRequest
from imports import importers
from imports.contract import Importer
from imports.models import DataImport, ImportRow


def import_or_404(request: SignedInRequest, import_id: int) -> DataImport:
    readable = DataImport.objects.visible_to(request.user, as_=request.functions)
    row: DataImport = get_object_or_404(readable.for_list(), pk=import_id)
    return row


def lines_of(request: SignedInRequest, row: DataImport) -> Any:
    return ImportRow.objects.visible_to(request.user, as_=request.functions).filter(data_import=row)


def importer_or_404(key: str) -> Importer:
    importer = importers.get(key)
    if importer is None:
        raise Http404
    return importer


def posted(request: SignedInRequest) -> Any:
    return request.POST if request.method == "POST" else None


def page_with(request: SignedInRequest, name: str, form: Any, **context: Any) -> TemplateResponse:
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, f"imports/{name}.html", {"form": form, **context}, status=status)
