"""Which column is which, and what is to become of the lines that ask something."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from accounts.models import User
from audit.actions import record
from core import collation
from core.exceptions import Conflict
from imports.actions.moves import locked, move, require_mapped
from imports.checking import Checked, check
from imports.models import ColumnMapping, DataImport, ImportRow
from imports.places import PlaceIndex
from imports.reading import folded_heading
from imports.uploads import headings_key

BATCH = 2000
WRITTEN = ("finding", "problems", "questions", "decision", "places")
Decision = ImportRow.Decision


@dataclass(frozen=True)
class RowDecision:
    """What somebody decided about one line; `everywhere` takes the places for all lines that name them so."""

    number: int
    decision: str = ""
    places: Mapping[str, str] = field(default_factory=dict)
    everywhere: bool = False


@transaction.atomic
def map_columns(data_import: DataImport, *, by: User, mapping: Mapping[str, int]) -> DataImport:
    """Say which column is which, remember it for files with these headings, and look at every line."""
    row = locked(data_import)
    _require_sound(row, mapping)
    if row.is_mapped and row.mapping == dict(mapping):
        return row
    told = {column.label: row.headings[mapping[column.key]][1] for column in row.importer.columns
            if column.key in mapping}  # fmt: skip
    move(row, "map_columns", by=by, told=told, mapping=dict(mapping), version=row.version + 1)
    _remember(row)
    _look_at(row, list(row.rows.all()))
    return row


@transaction.atomic
def decide(data_import: DataImport, *, by: User, decisions: Sequence[RowDecision]) -> DataImport:
    """Decide about lines: take, skip, which place is meant; the record names the lines."""
    row = locked(data_import)
    require_mapped(row)
    rows = {item.number: item for item in row.rows.all()}
    index = PlaceIndex.load()
    told = {}
    for decided in decisions:
        words = _decided(rows, decided, index)
        if words:
            told[f"Zeile {decided.number}"] = words
    if not told:
        return row
    _look_at(row, list(rows.values()), index)
    row.version += 1
    row.save(update_fields=["version"])
    record("decide_import", row, by=by, label="Über Zeilen entschieden", after=told)
    return row


@transaction.atomic
def skip_open(data_import: DataImport, *, by: User, finding: str) -> DataImport:
    """Skip all lines of one finding that nobody has decided about."""
    row = locked(data_import)
    require_mapped(row)
    numbers = list(row.rows.open().filter(finding=finding).values_list("number", flat=True))
    return decide(row, by=by, decisions=[RowDecision(number, Decision.SKIP) for number in numbers])


@transaction.atomic
def look_again(data_import: DataImport, *, by: User) -> DataImport:
    """Compare the lines with what is there now; somebody may have entered one of them by hand meanwhile."""
    row = locked(data_import)
    require_mapped(row)
    changed = _look_at(row, list(row.rows.all()))
    if changed:
        row.version += 1
        row.save(update_fields=["version"])
        record("look_again_import", row, by=by, label="Zeilen neu geprüft", after={"Zeilen mit neuem Befund": changed})
    return row


def _require_sound(row: DataImport, mapping: Mapping[str, int]) -> None:
    for column in row.importer.columns:
        if column.required and column.key not in mapping:
            raise Conflict(f"Die Spalte „{column.label}“ ist nötig. Bitte angeben, wo sie in der Datei steht.")
    if len(set(mapping.values())) < len(mapping):
        raise Conflict("Eine Spalte der Datei ist zweimal zugeordnet. Bitte jede nur einmal verwenden.")


def _remember(row: DataImport) -> None:
    titles = [title for _, title in row.headings]
    columns = {key: folded_heading(titles[position]) for key, position in row.mapping.items()}
    ColumnMapping.objects.update_or_create(
        kind=row.kind, headings_key=headings_key(titles), defaults={"columns": columns}
    )


def _decided(rows: Mapping[int, ImportRow], decided: RowDecision, index: PlaceIndex) -> str:
    """Note a decision on its row, and chosen places on others that name them so; what changed, in words."""
    item = rows.get(decided.number)
    if item is None:
        raise Conflict(f"Zeile {decided.number} gibt es in dieser Datei nicht. Bitte die Seite neu laden.")
    words = []
    for written, key in decided.places.items():
        if key not in index.by_key:
            raise Conflict(f"Zeile {item.number}: Der gewählte Ort ist nicht bekannt. Bitte neu auswählen.")
        folded = collation.fold(written)
        if item.places.get(folded) != key:
            words.append(f"„{written}“ ist {index.labels[key]}")
        for other in rows.values() if decided.everywhere else (item,):
            if other is item or any(collation.fold(asked["written"]) == folded for asked in other.questions):
                other.places[folded] = key
    if item.decision != decided.decision:
        if item.finding == ImportRow.Finding.PROBLEM and decided.decision == Decision.TAKE:
            raise Conflict(f"Zeile {item.number} ist nicht lesbar und lässt sich nur auslassen.")
        item.decision = decided.decision
        words.append(str(item.get_decision_display()))
    return "; ".join(words)


def _look_at(row: DataImport, rows: list[ImportRow], index: PlaceIndex | None = None) -> int:
    """Find out about all lines and write down what has changed; how many that are."""
    before = {item.pk: (item.finding, item.problems, item.questions) for item in rows}
    stored = {item.pk: tuple(getattr(item, name) for name in WRITTEN) for item in row.rows.all()}
    checked = check(row, rows, index or PlaceIndex.load())
    for item in checked:
        _note(item)
    changed = [item for item in rows if tuple(getattr(item, name) for name in WRITTEN) != stored[item.pk]]
    # One statement for each batch, however many lines ask something.
    ImportRow.objects.bulk_create(
        changed, batch_size=BATCH, update_conflicts=True, unique_fields=["data_import", "number"], update_fields=WRITTEN
    )
    return sum((item.finding, item.problems, item.questions) != before[item.pk] for item in rows)


def _note(item: Checked) -> None:
    row = item.row
    row.finding, row.questions = item.finding, item.questions
    row.problems = item.problems or ([item.duplicate] if item.duplicate else [])
    if row.finding == ImportRow.Finding.PROBLEM and row.decision == Decision.TAKE:
        row.decision = Decision.OPEN
