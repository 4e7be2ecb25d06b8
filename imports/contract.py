"""What an importer has to say: its columns, what is there already, which action a line calls, how that is undone.

The mechanism of this app reads the file, remembers which column is which, asks the person about towns and duplicates,
rehearses, carries out in one transaction and undoes. A new kind of import is a subclass of `Importer` in the app whose
rows it writes (`advice/importing/calls.py` is the shortest), one line in `portal/apps.py` and, if the administration
shall import too, a command of four lines (`imports.commands.ImportCommand`). Nothing else knows of it.

A line of the file becomes a `Line`: its number in the file and a typed value for every column of the importer; what is
not in the file has the column's `empty` value. The order of calls, always with all lines at once so that questions to
the database are asked in bulk:

1. `problems(lines)`     what only shows when cells are seen together; sentences for the person
2. `identity(line)`      what makes two lines, or a line and a record, the same thing; None: never the same
3. `known(lines)`        identity → record that is there already, asked for all lines together
4. `describe(line)`      what would happen, in words, for the preview and the report
5. `carry_out(lines, …)` calls the importer's bulk action; one record for each line, in the same order
6. `moved_on(records)`   at the undoing: records somebody has changed or built upon since, each with a reason
7. `undo(records, …)`    calls the action that takes the records back, each with a row in the log

The mechanism holds the lock of the kind, the transaction and the row of the whole import; an importer need not.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.db import models


class CellProblem(Exception):
    """A cell cannot be taken as it is; the message is a German sentence that says what to write instead."""


@dataclass(frozen=True)
class Places:
    """A cell that names places: which kinds may be meant (names of `municipalities` models), one or several.

    The mechanism finds them. A name that does not fit exactly one place becomes a question to the person; the value
    in the line is the row of the place, or a tuple of rows where `several` are allowed.
    """

    kinds: tuple[str, ...] = ("municipality",)
    several: bool = False


@dataclass(frozen=True)
class Column:
    """A column of the template. `parse` makes a value of a cell's text or raises CellProblem; see `imports.cells`.

    `also` are other headings under which people know the column; `help` is its line in the template's explanation.
    """

    key: str
    label: str
    parse: Callable[[str], Any] = str
    required: bool = False
    empty: Any = ""
    example: str = ""
    help: str = ""
    also: tuple[str, ...] = ()
    places: Places | None = None


@dataclass(frozen=True)
class Line:
    """A line of the file in typed values: `line["name"]`."""

    number: int
    values: Mapping[str, Any] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Any:
        return self.values[key]


@dataclass(frozen=True)
class Known:
    """A record that is there already: how it is called and where it can be read."""

    label: str
    url: str = ""


class Importer(ABC):
    """Base of every kind of import. `key` stands in addresses and in the database and is never changed."""

    key: ClassVar[str]
    # „Ansprechpersonen“, and one of them with its article where a sentence needs it: „Ansprechperson“.
    label: ClassVar[str]
    noun: ClassVar[str]
    columns: ClassVar[tuple[Column, ...]]
    # The records that come of it; what `carry_out` returns and `undo` takes.
    model: ClassVar[type[models.Model]]
    # The column that tells places of the same name apart by their district; empty: none.
    district_column: ClassVar[str] = ""

    def problems(self, lines: Sequence[Line]) -> Mapping[int, Sequence[str]]:
        """Number of the line → sentences about cells that do not go together; it cannot be taken until they do."""
        return {}

    @abstractmethod
    def identity(self, line: Line) -> Hashable | None:
        """What makes two lines, or a line and a record, the same thing."""

    @abstractmethod
    def known(self, lines: Sequence[Line]) -> Mapping[Hashable, Known]:
        """Records that are there already, by identity; a number of queries that does not grow with the lines.

        Only what the state office may read: a duplicate must not tell of a row it cannot see.
        """

    @abstractmethod
    def describe(self, line: Line) -> str:
        """What would happen, in words: „Tia Köhler, Bürgermeisterin, in Meerane seit 1. März 2023“. No queries."""

    @abstractmethod
    def carry_out(self, lines: Sequence[Line], *, by: Any, origin: str) -> Sequence[models.Model]:
        """Write the lines by an action that takes many; the records in the order of the lines.

        `origin` is where they come from, in words („Datenübernahme aus „kontakte.xlsx““). A refusal is a
        `core.exceptions.Conflict`, and then nothing of the import is written.
        """

    def moved_on(self, records: Sequence[models.Model]) -> Mapping[int, str]:
        """Id → why the record cannot be taken back („gehört zu einer Aufgabe“), beside any change of the row itself.

        Changes of the rows the importer wrote are found by the mechanism in their history.
        """
        return {}

    @abstractmethod
    def undo(self, records: Sequence[models.Model], *, by: Any, reason: str) -> None:
        """Take the records back by an action; the log keeps what they were."""

    def addresses(self, records: models.QuerySet[Any, Any]) -> Mapping[int, str]:
        """Id → where a record is shown; one query."""
        return {row.pk: row.get_absolute_url() for row in records}

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)
