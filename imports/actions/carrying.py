"""An import is rehearsed, and carried out as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from accounts.models import User
from core import dates
from core.exceptions import Conflict
from imports.actions.moves import lock_kind, locked, move, require_mapped, require_version
from imports.checking import Checked, check, open_words
from imports.models import DataImport, ImportOutcome
from imports.places import PlaceIndex
from imports.transitions import ImportStatus

BATCH = 2000
NAMED = 10


@dataclass(frozen=True)
class ReportLine:
    """What became, or would become, of one line."""

    number: int
    is_taken: bool
    text: str

    def __str__(self) -> str:
        return f"Zeile {self.number}: {self.text if self.is_taken else f'ausgelassen. {self.text}'}"


@transaction.atomic
def carry_out(data_import: DataImport, *, by: User, version: int) -> DataImport:
    """Write the records of all lines that are taken, or none of them; called twice it does nothing more."""
    row = locked(data_import)
    if row.status == ImportStatus.CARRIED_OUT:
        return row
    require_mapped(row)
    require_version(row, version)
    _write(row, _looked_at(row), by=by)
    return row


def rehearse(data_import: DataImport, *, by: User) -> list[ReportLine]:
    """Carry everything out and take it back before anybody can see it; a report, line by line."""
    with transaction.atomic():
        row = locked(data_import)
        require_mapped(row)
        checked = _looked_at(row)
        _write(row, checked, by=by)
        transaction.set_rollback(True)
    return [_told(row, item) for item in checked]


def report(data_import: DataImport) -> list[ReportLine]:
    """What would become of each line as things stand; nothing is tried."""
    return [_told(data_import, item) for item in check(data_import, data_import.rows.all(), PlaceIndex.load())]


def _looked_at(row: DataImport) -> list[Checked]:
    """The lines as things stand now; Conflict where one of them waits for a decision."""
    lock_kind(row.kind)
    checked = check(row, row.rows.all(), PlaceIndex.load())
    waiting = list(open_words(checked))
    if waiting:
        further = f" Und {len(waiting) - NAMED} weitere." if len(waiting) > NAMED else ""
        raise Conflict(f"Noch nicht übernommen: {' '.join(waiting[:NAMED])}{further} Bitte neu prüfen und entscheiden.")
    return checked


def _write(row: DataImport, checked: Sequence[Checked], *, by: User) -> None:
    taken = [item for item in checked if item.is_taken]
    if not taken:
        raise Conflict("Alle Zeilen sind ausgelassen, es gibt nichts zu übernehmen. Bitte die Datei verwerfen.")
    records = row.importer.carry_out([item.line for item in taken], by=by, origin=str(row))
    kind = ContentType.objects.get_for_model(row.importer.model)
    ImportOutcome.objects.bulk_create(
        (
            ImportOutcome(row=item.row, content_type=kind, object_id=record.pk)
            for item, record in zip(taken, records, strict=True)
        ),
        batch_size=BATCH,
    )
    told = {"Datei": row.file_name, "übernommen": len(taken), "ausgelassen": len(checked) - len(taken)}
    move(row, "carry_out", by=by, told=told, carried_out_at=dates.now(), carried_out_by=by)


def _told(row: DataImport, item: Checked) -> ReportLine:
    if item.is_taken:
        return ReportLine(item.row.number, True, row.importer.describe(item.line))
    why = [*item.problems, *(question["note"] for question in item.questions), item.duplicate]
    return ReportLine(item.row.number, False, " ".join(filter(None, why)) or "So entschieden.")
