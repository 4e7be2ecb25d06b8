"""An import is given back as a whole, or given up before anything came of it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import models, transaction
from django.db.models import ProtectedError

from accounts.models import User
from audit import history
from core import dates
from core.exceptions import Conflict
from documents import actions as documents
from documents.models import Document
from imports.actions.moves import lock_kind, locked, move
from imports.models import DataImport, ImportOutcome
from imports.transitions import ImportStatus

NAMED = 10
DISCARDED_BECAUSE = "Die Datenübernahme wurde verworfen."


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
