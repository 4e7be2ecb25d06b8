"""A file arrives: it is kept as it is, its lines become rows, and nothing else happens yet."""

from django.db import transaction

from accounts.models import User
from audit.actions import record
from core.exceptions import Conflict
from documents import actions as documents
from documents.models import Document
from imports.actions.moves import lock_kind, standing
from imports.contract import Importer
from imports.models import DataImport, ImportRow
from imports.uploads import Upload

BATCH = 2000


@transaction.atomic
def upload(importer: Importer, *, by: User, upload: Upload) -> DataImport:
    """Keep a file and its lines; Conflict where the same file waits or was taken over already."""
    lock_kind(importer.key)
    file, sheet = upload.file, upload.sheet
    same = DataImport.objects.of_file(importer.key, file.sha256).for_list().first()
    if same:
        raise Conflict(f"Diese Datei {standing(same)}.")
    row: DataImport = DataImport.objects.create(
        kind=importer.key, file_name=file.filename, sha256=file.sha256, note=sheet.note[:300], uploaded_by=by,
        headings=[list(pair) for pair in zip(sheet.letters, sheet.headings, strict=True)],
    )  # fmt: skip
    lines = (
        ImportRow(data_import=row, number=line.number, cells=list(line.cells), faults=line.faults)
        for line in sheet.lines
    )
    ImportRow.objects.bulk_create(lines, batch_size=BATCH)
    documents.store(row, by=by, kind=Document.Kind.IMPORTED, file=file)
    record(
        "upload_import", row, by=by, label="Datei zur Übernahme hochgeladen",
        after={"Art": importer.label, "Datei": row.file_name, "SHA-256": row.sha256, "Zeilen": len(sheet.lines)},
    )  # fmt: skip
    return row
