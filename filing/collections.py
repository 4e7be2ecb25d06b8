"""Which stored files a package may be made of: apps above hand in what they have, `portal/apps.py` lists it."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from documents.models import Document
from filing.sheets import Sheet


@dataclass(frozen=True)
class Entry:
    """One Vorgang in a package: how it is called, its stored files, and the sheet that is printed for it.

    `missing` says in words what is not stored and therefore not there.
    """

    record_id: int
    name: str
    facts: Sequence[str]
    documents: Sequence[Document]
    sheet: Sheet
    missing: str = ""


class PackageSource(ABC):
    """A kind of list that can be asked for as one ZIP."""

    word: ClassVar[str]
    title: ClassVar[str]
    # Headings of what an entry says of itself in the index.
    head: ClassVar[Sequence[str]]

    @abstractmethod
    def readable(self, user: Any, as_: Collection[str]) -> Any:
        """The rows this person may read, through the door."""

    @abstractmethod
    def entries(self, record_ids: Sequence[int]) -> Iterator[Entry]:
        """In the order asked for, a batch at a time, so that memory does not grow with the list."""


_sources: dict[str, PackageSource] = {}


def register(source: PackageSource) -> None:
    """Allow packages of a kind of list; start-up may run twice."""
    _sources[source.word] = source


def source_of(word: str) -> PackageSource:
    return _sources[word]
