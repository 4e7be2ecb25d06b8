"""Answers that carry a file: protected headers, German file names."""

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header


def file_response(content: bytes, *, filename: str, media_type: str, inline: bool = False) -> HttpResponse:
    """A file that cannot run anything in the reader's browser and stays in no shared cache.

    `inline` is for PDFs the application made itself; what people upload is always an attachment.
    """
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(not inline, filename) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    if not inline:  # browsers refuse to show a sandboxed PDF in their own viewer
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response


def stored_response(stored: FieldFile, *, filename: str, media_type: str) -> FileResponse:
    """A stored file piece by piece, however large it is, with the same precautions."""
    response = FileResponse(stored.open("rb"), as_attachment=True, filename=filename, content_type=media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
