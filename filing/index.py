"""The index of a package: every file with its check value, and what is not there, with the reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from core import dates, formats
from core.tables import Column, Table, noted_day


@dataclass(frozen=True)
class Line:
    """A file of an entry, or one that is missing; `facts` stand under the headings of the source."""

    name: str
    facts: Sequence[str]
    label: str
    path: str
    sha256: str
    problem: str


def index_of(package: Any, head: Sequence[str], lines: Sequence[Line]) -> Table:
    missing = sum(bool(line.problem) for line in lines)
    notes = [
        f"Filter: {package.told or 'keiner'}",
        noted_day(dates.today()),
        f"Angefordert durch {package.requested_by}",
        formats.count_of(package.total, "Vorgang,Vorgänge"),
        f"Nicht enthalten: {missing or 'nichts'}",
    ]
    facts = [Column(heading, partial(_fact, place), width=28) for place, heading in enumerate(head)]
    columns = [
        Column("Vorgang", lambda line: line.name, width=45), *facts,
        Column("Unterlage", lambda line: line.label, width=30),
        Column("Datei im Paket", lambda line: line.path, width=70),
        Column("SHA-256", lambda line: line.sha256, width=66),
        Column("Hinweis", lambda line: line.problem, width=40),
    ]  # fmt: skip
    return Table(package.title, notes, columns, lines)


def _fact(place: int, line: Line) -> str:
    return line.facts[place]
