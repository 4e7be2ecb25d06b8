"""Protected download."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.requests import SignedInRequest
from audit.actions import record_read
from core.access import logs_reads, signed_in
from core.files import file_response
from documents.actions import content_of
from documents.models import Document


@require_safe
@signed_in
@logs_reads
def download(request: SignedInRequest, document_id: int) -> HttpResponse:
    """The stored bytes, always as attachment: nothing uploaded is ever shown inside the application."""
    readable = Document.objects.visible_to(request.user, as_=request.functions)
    document = get_object_or_404(readable, pk=document_id)
    content = content_of(document)
    record_read(
        "file",
        document,
        by=request.user,
        label=f"{document.get_kind_display()} heruntergeladen",
        municipalities=document.municipality_ids,
    )
    return file_response(content, filename=document.filename, media_type=document.media_type)
