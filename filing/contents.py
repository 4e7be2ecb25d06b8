"""What lies in the file of one Vorgang, what of it was filed already, and what a package would hold now."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.text import Truncator

from filing import naming, records
from filing.models import Filing
from filing.models.filing import title_of
from filing.records import Item, RecordKind

ALL, NEW = "alles", "neu"
# Deckblatt and metadata stand in front of the papers.
FIRST_NUMBER = 2
# In a name; an agreement may be one of fifteen towns.
MOST_OF_TOWNS = 50


@dataclass(frozen=True)
class Paper:
    """An item with its place in the package, and when it was filed as it is now (None: not yet)."""

    item: Item
    name: str
    filed: Filing | None

    @property
    def is_new(self) -> bool:
        return self.filed is None


@dataclass(frozen=True)
class Contents:
    """The file of a Vorgang as it stands, and every Veraktung of it so far, oldest first."""

    kind: RecordKind
    row: Any
    items: Sequence[Item]
    filings: Sequence[Filing]

    @cached_property
    def papers(self) -> list[Paper]:
        return [
            Paper(item, self._name(number, item), self._filed.get((item.key, item.fingerprint)))
            for number, item in enumerate(self.items, start=FIRST_NUMBER)
        ]

    def _name(self, number: int, item: Item) -> str:
        """„03_Unterzeichnete_Ausfertigung_Meerane_2023-04-25.pdf“: whoever finds it alone knows whose it is."""
        day = item.on.isoformat() if item.on else ""
        return naming.speaking(number, " ".join(filter(None, (item.label, self._towns, day))), item.suffix)

    @cached_property
    def _towns(self) -> str:
        return str(Truncator(self.row.towns_label).chars(MOST_OF_TOWNS, truncate="u. a."))

    @cached_property
    def _filed(self) -> dict[tuple[str, str], Filing]:
        return {(entry["key"], entry["fingerprint"]): filing for filing in self.filings for entry in filing.items}

    @property
    def additions(self) -> list[Paper]:
        """What came after the last Veraktung or differs from what was filed; the log alone is none."""
        return [paper for paper in self.papers if paper.is_new and not paper.item.is_running] if self.filings else []

    @property
    def is_filed(self) -> bool:
        """Everything there is lies in the E-Akte."""
        return bool(self.filings) and not self.additions

    @property
    def next_number(self) -> int:
        return len(self.filings)

    def of(self, extent: str) -> "Extent":
        """The whole file, or with `NEW` what a supplement holds."""
        if extent == NEW and self.filings:
            return Extent(self, self.next_number, [paper for paper in self.papers if paper.is_new])
        return Extent(self, 0, self.papers)


@dataclass(frozen=True)
class Extent:
    """What one package holds: the file with number 0, or a supplement."""

    contents: Contents
    number: int
    papers: Sequence[Paper]

    @property
    def title(self) -> str:
        return title_of(self.number)

    @cached_property
    def check_value(self) -> str:
        """The same papers under the same Aktenzeichen give the same value."""
        head = (self.contents.kind.word, str(self.contents.row.pk), str(self.number), self.reference)
        lines = ["\t".join(head), *(f"{paper.item.key}\t{paper.item.fingerprint}" for paper in self.papers)]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    @property
    def reference(self) -> str:
        return self.contents.kind.reference(self.contents.row)

    @property
    def days(self) -> tuple[date | None, date | None]:
        return self.contents.kind.period(self.contents.row)


def contents_of(row: Any, filings: Iterable[Filing] | None = None) -> Contents:
    """The file of a Vorgang; the row was loaded by its kind."""
    kind = records.kind_of(row)
    if kind is None:
        raise TypeError(f"{type(row).__name__} is not on the list of records with a file.")
    known = Filing.objects.of(row).order_by("number") if filings is None else filings
    return Contents(kind, row, kind.items(row), list(known))
