"""What becomes of each line: typed values, what is wrong with a cell, which place is meant, what is there already."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core import collation
from imports.contract import CellProblem, Column, Importer, Known, Line
from imports.models import DataImport, ImportRow
from imports.places import Found, PlaceIndex, names_in

Finding, Decision = ImportRow.Finding, ImportRow.Decision


@dataclass
class Checked:
    """A row of the file with what was found out about it; `line` is complete unless there is a problem or question."""

    row: ImportRow
    line: Line
    problems: list[str] = field(default_factory=list)
    questions: list[dict[str, Any]] = field(default_factory=list)
    duplicate: str = ""

    @property
    def finding(self) -> str:
        if self.problems:
            return Finding.PROBLEM
        if self.questions:
            return Finding.QUESTION
        return Finding.DUPLICATE if self.duplicate else Finding.READY

    @property
    def is_complete(self) -> bool:
        """Whether the line can be told of."""
        return not self.problems and not self.questions

    @property
    def is_taken(self) -> bool:
        if self.row.decision == Decision.SKIP or not self.is_complete:
            return False
        return not self.duplicate or self.row.decision == Decision.TAKE

    @property
    def is_open(self) -> bool:
        return self.finding != Finding.READY and self.row.decision == Decision.OPEN


def check(data_import: DataImport, rows: Iterable[ImportRow], index: PlaceIndex) -> list[Checked]:
    """Look at the rows together; a number of queries that does not grow with them."""
    importer: Importer = data_import.importer
    reader = _Reader(importer, data_import.mapping, data_import.headings, index)
    checked = [reader.read(row) for row in rows]
    readable = {item.row.number: item for item in checked if item.finding == Finding.READY}
    for number, sentences in importer.problems([item.line for item in readable.values()]).items():
        readable[number].problems += sentences
    _find_duplicates(importer, [item for item in checked if item.finding == Finding.READY])
    return checked


def _find_duplicates(importer: Importer, ready: Sequence[Checked]) -> None:
    known: Mapping[Hashable, Known] = importer.known([item.line for item in ready]) if ready else {}
    seen: dict[Hashable, int] = {}
    for item in ready:
        identity = importer.identity(item.line)
        if identity is None:
            continue
        if identity in known:
            item.duplicate = f"Schon vorhanden: {known[identity].label}."
        elif identity in seen:
            item.duplicate = f"Steht schon in Zeile {seen[identity]}."
        if item.row.decision != Decision.SKIP:
            seen.setdefault(identity, item.row.number)


class _Reader:
    def __init__(
        self, importer: Importer, mapping: Mapping[str, int], headings: Sequence[Sequence[str]], index: PlaceIndex
    ) -> None:
        self.importer, self.index = importer, index
        self.columns = [(column, mapping.get(column.key)) for column in importer.columns]
        self.letters = [letter for letter, _ in headings]
        self.district = mapping.get(importer.district_column)

    def read(self, row: ImportRow) -> Checked:
        checked = Checked(row, Line(row.number))
        values = {column.key: self._value(column, position, checked) for column, position in self.columns}
        checked.line = Line(row.number, values)
        return checked

    def _value(self, column: Column, position: int | None, checked: Checked) -> Any:
        cell = checked.row.cells[position] if position is not None else ""
        fault = checked.row.faults.get(str(position))
        try:
            if fault:
                raise CellProblem(fault)
            if not cell.strip():
                if column.required:
                    raise CellProblem("Bitte ausfüllen.")
                return column.empty
            return self._places(column, cell, checked) if column.places else column.parse(cell)
        except CellProblem as problem:
            where = f"{self.letters[position]}{checked.row.number}, " if position is not None else ""
            checked.problems.append(f"{where}{column.label}: {problem}")
            return column.empty

    def _places(self, column: Column, cell: str, checked: Checked) -> Any:
        asked = column.places
        assert asked is not None  # noqa: S101 -- for the type checker; the caller has looked
        whole = " ".join(cell.split())
        names = [whole]
        if asked.several and self._found(whole, column, checked.row).place is None:
            names = names_in(cell) or names
        found = [(name, self._found(name, column, checked.row)) for name in names]
        checked.questions += [_question(name, item) for name, item in found if item.place is None]
        places = tuple(dict.fromkeys(item.place for _, item in found if item.place is not None))
        return places if asked.several else next(iter(places), None)

    def _found(self, name: str, column: Column, row: ImportRow) -> Found:
        chosen = row.places.get(collation.fold(name))
        if chosen in self.index.by_key:
            return Found(self.index.by_key[chosen])
        district = row.cells[self.district] if self.district is not None else ""
        kinds = column.places.kinds if column.places else ()
        return self.index.find(name, kinds, " ".join(district.split()))


def _question(name: str, found: Found) -> dict[str, Any]:
    return {"written": name, "note": found.note, "suggestions": list(found.suggestions)}


def open_words(items: Iterable[Checked]) -> Iterator[str]:
    """One line for each row that waits for a decision."""
    for item in items:
        if item.is_open:
            told = [*item.problems, *(question["note"] for question in item.questions), item.duplicate]
            yield f"Zeile {item.row.number}: {' '.join(filter(None, told))}"
