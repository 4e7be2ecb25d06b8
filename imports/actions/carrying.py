"""An import is rehearsed, carried out as a whole, undone as a whole, or discarded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import ProtectedError

from accounts.models import User
from audit import history
from core import dates
from core.exceptions import Conflict
from documents import actions as documents
from documents.models import Document
from imports.actions.moves import lock_kind, locked, move, require_mapped, require_version
from imports.checking import Checked, check, open_words
from imports.models import DataImport, ImportOutcome
from imports.places import PlaceIndex
from imports.transitions import ImportStatus

BATCH = 2000
NAMED = 10
DISCARDED_BECAUSE = "Die Datenübernahme wurde verworfen."


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


@transaction.atomic
def undo(data_import: DataImport, *, by: User, reason: str) -> DataImport:
    """Take back every record of the import, or none where somebody has changed one of them since."""
    row = locked(data_import)
    if row.status == ImportStatus.UNDONE:
        return row
    if row.status == ImportStatus.CARRIED_OUT:
        lock_kind(row.kind)
        numbers = _numbers(row)
        records = _records(row, numbers)
        _require_untouched(row, records, numbers)
        try:
            row.importer.undo(records, by=by, reason=reason)
        except ProtectedError as error:
            raise Conflict(_refused(_users_of(error))) from error
    return move(row, "undo", by=by, reason=reason, closed_at=dates.now(), closing_reason=reason)


@transaction.atomic
def discard(data_import: DataImport, *, by: User) -> DataImport:
    """Forget a file nothing came of, with the people named in it."""
    row = locked(data_import)
    if row.status == ImportStatus.DISCARDED:
        return row
    move(row, "discard", by=by, closed_at=dates.now(), told={"Zeilen gelöscht": row.rows.count()})
    row.rows.all().delete()
    for document in Document.objects.of(row):
        documents.drop(document, by=by, reason=DISCARDED_BECAUSE)
    return row


# --- Carrying out -------------------------------------------------------------------------------------------------


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


# --- Undoing ------------------------------------------------------------------------------------------------------


def _numbers(row: DataImport) -> dict[int, int]:
    """Id of the record → number of its line."""
    outcomes = ImportOutcome.objects.filter(row__data_import=row)
    return dict(outcomes.order_by("row__number").values_list("object_id", "row__number"))


def _records(row: DataImport, numbers: Iterable[int]) -> list[models.Model]:
    """The records in the order of their lines, locked."""
    manager = row.importer.model._base_manager
    found = {record.pk: record for record in manager.filter(pk__in=list(numbers)).select_for_update(of=("self",))}
    return [found[pk] for pk in numbers if pk in found]


def _require_untouched(row: DataImport, records: Sequence[models.Model], numbers: Mapping[int, int]) -> None:
    here = {record.pk: record for record in records}
    changed: dict[int, str] = dict.fromkeys(set(numbers) - set(here), "gibt es nicht mehr")
    changed |= dict.fromkeys(_changed(row.importer.model, here), "wurde inzwischen geändert")
    changed |= row.importer.moved_on(records)
    words = [
        f"Zeile {number} ({here[pk]}) {changed[pk]}" if pk in here else f"Zeile {number}: den Eintrag {changed[pk]}"
        for pk, number in numbers.items()
        if pk in changed
    ]
    if words:
        raise Conflict(_refused(words))


def _changed(model: type[models.Model], ids: Iterable[int]) -> set[int]:
    """Which rows have been changed since they were written, as the database itself has noted."""
    events: Any = history.event_model(model)
    changes = events.objects.filter(pgh_obj_id__in=list(ids), pgh_label="update")
    return set(changes.values_list("pgh_obj_id", flat=True))


def _refused(words: Sequence[str]) -> str:
    further = f" Und {len(words) - NAMED} weitere." if len(words) > NAMED else ""
    return (
        f"Nicht rückgängig gemacht, weil seither weitergearbeitet wurde: {'; '.join(words[:NAMED])}.{further} "
        "Bitte diese Einträge auf ihren Seiten berichtigen oder beenden."
    )


def _users_of(error: ProtectedError) -> list[str]:
    return sorted({f"{row._meta.verbose_name} „{row}“ verweist darauf" for row in error.protected_objects})
