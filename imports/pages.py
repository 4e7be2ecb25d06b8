"""What the pages show of an import: how far it is, the lines of one page with what would become of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.core.paginator import Page
from django.utils.text import Truncator

from imports.checking import check
from imports.decisions import RowForm, forms_of, offered
from imports.models import DataImport, ImportOutcome, ImportRow
from imports.places import PlaceIndex
from imports.transitions import ImportStatus

RAW = 300
NOWHERE: Mapping[int, str] = MappingProxyType({})
STEPS = ("Datei hochladen", "Spalten zuordnen", "Zeilen prüfen", "Übernehmen")
# Which step is being worked on in each state; behind the last one nothing is left to do.
CURRENT = {ImportStatus.UPLOADED: 1, ImportStatus.MAPPED: 2, ImportStatus.CARRIED_OUT: 4, ImportStatus.UNDONE: 4}
VIEWS = {"": "alle Zeilen", "fragen": "nur Zeilen mit Fragen", "offen": "nur offene"}


@dataclass(frozen=True)
class Step:
    """One step of the way; `core` shows it as done, current or to come."""

    label: str
    state: str
    meta: str = ""


@dataclass(frozen=True)
class ShownRow:
    """One line of the preview: its number, what would become of it, its form."""

    row: ImportRow
    text: str
    raw: str
    form: RowForm
    # Where the entry is shown that came of it.
    url: str = ""


@dataclass(frozen=True)
class Preview:
    """The lines of one page, and the names for the field „anderer Ort“."""

    rows: list[ShownRow]
    place_names: list[str]

    @property
    def forms(self) -> list[RowForm]:
        return [shown.form for shown in self.rows]

    @property
    def is_valid(self) -> bool:
        """All of them are asked, so that the page shows every mistake."""
        return sum(not form.is_valid() for form in self.forms) == 0


def ignored(data_import: DataImport) -> list[str]:
    """Headings of the file that belong to no field: what stands below them is left behind, and somebody should know."""
    used = set(data_import.mapping.values())
    return [title for at, (_, title) in enumerate(data_import.headings) if at not in used and title.strip()]


def steps_of(status: str = "") -> list[Step]:
    """The four steps of the way; discarded imports have none left."""
    current = CURRENT.get(ImportStatus(status), len(STEPS)) if status else 0
    states = ["done" if at < current else "current" if at == current else "open" for at in range(len(STEPS))]
    return [Step(label, state) for label, state in zip(STEPS, states, strict=True)]


def narrowed(rows: Any, view: str) -> Any:
    return {"fragen": rows.asking, "offen": rows.open}.get(view, rows.all)()


def addresses_of(data_import: DataImport, page: Page[Any], user: Any, as_: Collection[str]) -> dict[int, str]:
    """Number of the line → where the entry is that came of it, for whoever may read it."""
    if not data_import.is_carried_out:
        return {}
    outcomes = ImportOutcome.objects.visible_to(user, as_=as_).filter(row__in=[row.pk for row in page])
    made = dict(outcomes.values_list("object_id", "row__number"))
    importer = data_import.importer
    records: Any = importer.model._default_manager
    shown = importer.addresses(records.visible_to(user, as_=as_).filter(pk__in=made))
    return {made[pk]: url for pk, url in shown.items()}


def preview(
    data_import: DataImport,
    page: Page[Any] | Sequence[ImportRow],
    data: Any = None,
    *,
    addresses: Mapping[int, str] = NOWHERE,
    **kwargs: Any,
) -> Preview:
    """A number of queries that does not depend on the page; nothing is found out anew, the lines are told as stored."""
    rows, importer = list(page), data_import.importer
    index = PlaceIndex.load()
    told = {item.row.number: item for item in check(data_import, rows, index)}
    shown = []
    for form in forms_of(rows, importer, index, data, **kwargs):
        item = told[form.row.number]
        text = importer.describe(item.line) if item.is_complete else ""
        url = addresses.get(form.row.number, "")
        shown.append(ShownRow(form.row, text, _raw(data_import, form.row), form, url))
    asks_places = any(row.questions for row in rows)
    return Preview(shown, offered(index, importer) if asks_places else [])


def _raw(data_import: DataImport, row: ImportRow) -> str:
    """The line as it stands in the file: „Kommune: Ostrau · Name: Erika Beispiel“."""
    pairs = zip(data_import.headings, row.cells, strict=True)
    told = [f"{title}: {' '.join(cell.split())}" for (_, title), cell in pairs if cell.strip()]
    return Truncator(" · ".join(told)).chars(RAW)


def choices(view: str) -> list[tuple[str, str, bool]]:
    """Label, address and mark of each way to look at the lines."""
    return [(label, f"?ansicht={word}" if word else "?", word == view) for word, label in VIEWS.items()]
