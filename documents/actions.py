"""Storing files. A stored file is never changed; a better one is stored beside it."""

import hashlib
from collections.abc import Iterable
from typing import Any

from django.core.files.base import ContentFile
from django.db import models, transaction

from audit.actions import record
from core.exceptions import Conflict
from documents import owners
from documents.inspection import InspectedFile
from documents.models import Document


@transaction.atomic
def store(
    owner: models.Model, *, by: Any, kind: str, file: InspectedFile, municipalities: Iterable[int] = ()
) -> Document:
    """Write the file, then the row; kill -9 in between leaves an orphan file, never a row without file."""
    if type(owner) not in owners.registered():
        raise TypeError(f"{type(owner).__name__} is not on the list of document owners.")
    document = Document(
        owner=owner,
        kind=Document.Kind(kind),
        filename=file.filename,
        media_type=file.media_type,
        size=len(file.content),
        sha256=file.sha256,
        page_count=file.page_count,
        stored_by=by,
    )
    document.file.save(file.filename, ContentFile(file.content), save=False)
    document.save()
    record(
        "store_document",
        document,
        by=by,
        label=f"{document.get_kind_display()} gespeichert",
        municipalities=municipalities,
        after={"Dateiname": document.filename, "SHA-256": document.sha256, "Größe in Byte": document.size},
    )
    return document


@transaction.atomic
def hand_over(document: Document, *, by: Any, owner: models.Model, municipalities: Iterable[int] = ()) -> Document:
    """Let the file belong to another record, and be as readable as that one; its bytes stay as they are."""
    if type(owner) not in owners.registered():
        raise TypeError(f"{type(owner).__name__} is not on the list of document owners.")
    row: Document = Document.objects.select_for_update().get(pk=document.pk)
    row.owner = owner
    row.save(update_fields=["content_type", "object_id"])
    record(
        "hand_over_document", row, by=by, label=f"{row.get_kind_display()} umgehängt",
        municipalities=municipalities, after={"gehört jetzt zu": str(owner)},
    )  # fmt: skip
    return row


@transaction.atomic
def drop(document: Document, *, by: Any, reason: str, municipalities: Iterable[int] = ()) -> None:
    """Forget a file that nothing came of; its bytes are put aside by the daily sweep and deleted later."""
    row = Document.objects.select_for_update().filter(pk=document.pk).first()
    if row is None:
        return
    record(
        "drop_document", row, by=by, label=f"{row.get_kind_display()} entfernt", municipalities=municipalities,
        before={"Dateiname": row.filename, "SHA-256": row.sha256}, reason=reason,
    )  # fmt: skip
    row.delete()


def content_of(document: Document) -> bytes:
    """The stored bytes; Conflict when the file in storage is not the one that was stored."""
    with document.file.open("rb") as handle:
        content: bytes = handle.read()
    if hashlib.sha256(content).hexdigest() != document.sha256:
        raise Conflict(
            f"Die gespeicherte Datei „{document.filename}“ ist nicht mehr die ursprüngliche. "
            "Bitte die Administration verständigen; die Sicherung enthält das Original."
        )
    return content
