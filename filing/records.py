"""Which records are Vorgänge with a file, and what each of them puts into it.

Apps above declare their kinds (`agreements/filing.py`, `advice/filing.py`); `portal/apps.py` hands them in. A paper
that comes later is one line in the list of its kind.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Any, ClassVar

from django.db.models import Model

from core import formats
from documents.actions import content_of
from documents.models import Document


@dataclass(frozen=True)
class Item:
    """One paper of a file.

    `key` names it for good, `fingerprint` changes with its content and is cheap to tell, `read` gives the bytes. What
    is `running` grows by itself, as the log does, and alone is no reason for a supplement.
    """

    key: str
    label: str
    suffix: str
    fingerprint: str
    read: Callable[[], bytes]
    on: date | None = None
    is_running: bool = False


def of_document(document: Document, *, label: str = "", on: date | None = None) -> Item:
    """A stored file as it lies, byte for byte."""
    return Item(
        key=f"document-{document.pk}",
        label=label or str(document.get_kind_display()),
        suffix=PurePath(document.filename).suffix.lower(),
        fingerprint=document.sha256,
        read=lambda: content_of(document),
        on=on or formats.local(document.stored_at).date(),
    )


class RecordKind(ABC):
    """A kind of Vorgang: how it is called, what belongs into its file, when it is over."""

    word: ClassVar[str]
    label: ClassVar[str]
    model: ClassVar[Any]
    # What hangs on it: model → path to the Vorgang („party__agreement“).
    parts: ClassVar[Mapping[Any, str]] = {}
    # What gives its papers, in the order of the file.
    papers: ClassVar[Sequence[Callable[[Any], Iterable[Item]]]] = ()
    # How those that wait for the E-Akte are counted, „Beratung,Beratungen“; without it nobody is reminded of them.
    counted: ClassVar[str] = ""

    def load(self, rows: Any) -> Any:
        """Rows with everything their papers need."""
        return rows.for_detail()

    def reference(self, row: Any) -> str:
        return str(row.file_reference)

    def reference_url(self, row: Any) -> str:
        """Where the Aktenzeichen is set, if it has a page of its own; empty where it is set on the page of the file."""
        return ""

    @property
    def unfiled_url(self) -> str:
        """The list of those that wait for the E-Akte, for kinds that are `counted`."""
        return ""

    def may_assign(self, row: Any) -> bool:
        """Whether the Aktenzeichen can still be set or changed."""
        return True

    def assign(self, row: Any, *, by: Any, file_reference: str) -> None:
        """Set the Aktenzeichen; kinds with `reference_url` have their own way."""
        raise NotImplementedError

    @abstractmethod
    def subject(self, row: Any) -> str:
        """Betreff."""

    @abstractmethod
    def parties(self, row: Any) -> list[str]:
        """Beteiligte."""

    @abstractmethod
    def period(self, row: Any) -> tuple[date | None, date | None]:
        """Laufzeit: first and last day, as far as there are any."""

    @abstractmethod
    def towns(self, row: Any) -> list[int]: ...

    @abstractmethod
    def over(self, rows: Any, before: date) -> Any:
        """Those of the rows that are over since a day before this one, with that day as `over_on`."""

    def items(self, row: Any) -> list[Item]:
        """Every paper once, in the order of the file."""
        listed: dict[str, Item] = {}
        for paper in self.papers:
            for item in paper(row):
                listed.setdefault(item.key, item)
        return list(listed.values())


_kinds: dict[str, RecordKind] = {}


def register(kind: RecordKind) -> None:
    """Allow a kind of record to be filed; start-up may run twice."""
    _kinds[kind.word] = kind


def registered() -> tuple[RecordKind, ...]:
    return tuple(_kinds.values())


def kind_named(word: str) -> RecordKind | None:
    return _kinds.get(word)


def kind_of(row: Model) -> RecordKind | None:
    return next((kind for kind in _kinds.values() if type(row) is kind.model), None)


def owner_of(row: Model) -> Model | None:
    """The Vorgang a row is, or hangs on; None for what has no file."""
    if kind_of(row):
        return row
    if isinstance(row, Document):
        return owner_of(row.owner) if row.owner else None
    return next(_reached(row), None)


def _reached(row: Model) -> Iterator[Model]:
    for kind in _kinds.values():
        if path := kind.parts.get(type(row)):
            reached: Any = row
            for name in path.split("__"):
                reached = getattr(reached, name)
            yield reached
