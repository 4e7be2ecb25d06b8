"""Fetching a Vorgang by the word of its kind, through its own door."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from accounts.requests import SignedInRequest
from filing import records
from filing.contents import Contents, contents_of
from filing.models import Package
from filing.models.filing import filings_of
from filing.records import RecordKind


def record_or_404(request: SignedInRequest, record_kind: str, record_id: int) -> tuple[Any, RecordKind]:
    kind = records.kind_named(record_kind)
    if kind is None:
        raise Http404
    readable = kind.model.objects.visible_to(request.user, as_=request.functions)
    return get_object_or_404(kind.load(readable), pk=record_id), kind


def contents_or_404(request: SignedInRequest, record_kind: str, record_id: int) -> Contents:
    row, _ = record_or_404(request, record_kind, record_id)
    return contents_of(row, filings_of(row, request.user, request.functions))


def package_or_404(request: SignedInRequest, package_id: int) -> Package:
    readable = Package.objects.visible_to(request.user, as_=request.functions)
    row: Package = get_object_or_404(readable.select_related("requested_by"), pk=package_id)
    return row


def posted(request: SignedInRequest) -> Any:
    """The data a form is bound to: what was posted, or nothing at all on a first visit."""
    return request.POST if request.method == "POST" else None


def page(request: SignedInRequest, name: str, form: Any, **context: Any) -> TemplateResponse:
    """A form page; 422 when what was typed has to be corrected."""
    status = 422 if getattr(form, "is_bound", False) else 200
    return TemplateResponse(request, f"filing/{name}.html", {"form": form, **context}, status=status)
